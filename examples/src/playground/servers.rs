//! The application on every framework, each behind a recorder.

use core::{fmt, net::SocketAddr};
use std::{
    io,
    sync::mpsc,
    thread::{self, JoinHandle},
};

use cors_conformance::Spy;
use http::uri::Authority;

use super::{Policies, ports};
use crate::{
    app::{Framework, Named, Stop, Stopper},
    recorder::{Exchange, Recorder},
};

/// One server for each framework. They stop when this is dropped.
#[derive(Debug)]
pub struct Servers(Vec<Server>);

#[derive(Debug)]
struct Server {
    framework: Framework,
    recorder: Recorder,
    upstream: SocketAddr,
    running: Option<(Stopper, JoinHandle<io::Result<()>>)>,
}

impl Servers {
    /// Starts them, on ports from `first` on where those are free.
    pub(super) fn start(policies: &Policies, first: u16) -> io::Result<Self> {
        let named = policies.named();
        let start = |(framework, port)| Server::start(framework, &named, port);
        let ports = (0..5).map(|next| ports::after(first, next));
        Framework::ALL
            .into_iter()
            .zip(ports)
            .map(start)
            .collect::<io::Result<_>>()
            .map(Self)
    }

    /// Every framework with the address at which it is served.
    pub fn addresses(&self) -> impl Iterator<Item = (Framework, String)> {
        let address = |server: &Server| (server.framework, server.address());
        self.0.iter().map(address)
    }

    /// Where the server with this address is reached without being recorded.
    pub(super) fn upstream(&self, authority: &Authority) -> Option<SocketAddr> {
        let is_meant = |server: &&Server| {
            ["localhost", "127.0.0.1"].contains(&authority.host())
                && authority.port_u16() == Some(server.recorder.address().port())
        };
        self.0.iter().find(is_meant).map(|server| server.upstream)
    }

    /// What has been asked with this query, and where: server by server, in the order of arrival.
    pub(super) fn exchanges(&self, tag: &str) -> Vec<(String, Exchange)> {
        let is_tagged = |target: &str| {
            let query = target.split_once('?').map_or("", |(_, query)| query);
            let mut parameters = query.split('&');
            parameters.any(|parameter| parameter.strip_prefix("playground=") == Some(tag))
        };
        let of_one = |server: &Server| {
            let address = server.address();
            let exchanges = server.recorder.exchanges(is_tagged).into_iter();
            exchanges.map(move |exchange| (address.clone(), exchange))
        };
        self.0.iter().flat_map(of_one).collect()
    }
}

impl Server {
    fn start(framework: Framework, policies: &[Named], port: u16) -> io::Result<Self> {
        let (stopper, stop) = Stop::new();
        let (ready, address) = mpsc::channel();
        let policies = policies.to_vec();
        let thread = thread::Builder::new()
            .name(framework.to_string())
            .spawn(move || {
                let ready = move |address| {
                    // Whoever has stopped waiting has stopped the server too.
                    let _ = ready.send(address);
                };
                framework.serve("127.0.0.1:0", &policies, &Spy::new(), stop, ready)
            })?;
        let Ok(upstream) = address.recv() else {
            drop(stopper);
            return Err(ended(framework, thread));
        };
        Ok(Self {
            framework,
            recorder: Recorder::start_on(ports::bind(port)?, upstream)?,
            upstream,
            running: Some((stopper, thread)),
        })
    }

    /// By its name: cookies of a page on `localhost` belong to this site too.
    fn address(&self) -> String {
        format!("http://localhost:{}", self.recorder.address().port())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((stopper, thread)) = self.running.take() {
            stopper.stop();
            // It is not needed any more, however it has ended.
            let _ = thread.join();
        }
    }
}

impl Drop for Servers {
    /// All are told before the first is waited for.
    fn drop(&mut self) {
        let running: Vec<_> = self
            .0
            .iter_mut()
            .filter_map(|server| server.running.take())
            .collect();
        let threads: Vec<_> = running
            .into_iter()
            .map(|(stopper, thread)| {
                stopper.stop();
                thread
            })
            .collect();
        for thread in threads {
            let _ = thread.join();
        }
    }
}

fn ended(framework: impl fmt::Display, thread: JoinHandle<io::Result<()>>) -> io::Error {
    match thread.join() {
        Ok(Err(error)) => error,
        _ => io::Error::other(format!("{framework} has ended at once")),
    }
}
