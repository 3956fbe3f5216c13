//! The application on every framework, each behind a recorder.

use core::net::SocketAddr;
use std::io;

use cors_examples::app::{Framework, Named, Server};
use http::uri::Authority;

use super::{Policies, ports};
use crate::recorder::{Exchange, Recorder};

/// One server for each framework. They stop when this is dropped.
#[derive(Debug)]
pub struct Servers(Vec<Recorded>);

#[derive(Debug)]
struct Recorded {
    recorder: Recorder,
    server: Server,
}

impl Servers {
    /// Starts them, on ports from `first` on where those are free.
    pub(super) fn start(policies: &Policies, first: u16) -> io::Result<Self> {
        let named = policies.named();
        let start = |(framework, port)| Recorded::start(framework, &named, port);
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
        let address = |recorded: &Recorded| (recorded.server.framework(), recorded.address());
        self.0.iter().map(address)
    }

    /// Where the server with this address is reached without being recorded.
    pub(super) fn upstream(&self, authority: &Authority) -> Option<SocketAddr> {
        let is_meant = |recorded: &&Recorded| {
            ["localhost", "127.0.0.1"].contains(&authority.host())
                && authority.port_u16() == Some(recorded.recorder.address().port())
        };
        let meant = self.0.iter().find(is_meant);
        meant.map(|recorded| recorded.server.address())
    }

    /// What has been asked with this query, and where: server by server, in the order of arrival.
    pub(super) fn exchanges(&self, tag: &str) -> Vec<(String, Exchange)> {
        let is_tagged = |target: &str| {
            let query = target.split_once('?').map_or("", |(_, query)| query);
            let mut parameters = query.split('&');
            parameters.any(|parameter| parameter.strip_prefix("playground=") == Some(tag))
        };
        let of_one = |recorded: &Recorded| {
            let address = recorded.address();
            let exchanges = recorded.recorder.exchanges(is_tagged).into_iter();
            exchanges.map(move |exchange| (address.clone(), exchange))
        };
        self.0.iter().flat_map(of_one).collect()
    }
}

impl Recorded {
    fn start(framework: Framework, policies: &[Named], port: u16) -> io::Result<Self> {
        let server = Server::start(framework, policies)?;
        Ok(Self {
            recorder: Recorder::start_on(ports::bind(port)?, server.address())?,
            server,
        })
    }

    /// By its name: cookies of a page on `localhost` belong to this site too.
    fn address(&self) -> String {
        format!("http://localhost:{}", self.recorder.address().port())
    }
}

impl Drop for Servers {
    /// All are told before the first is waited for.
    fn drop(&mut self) {
        for recorded in &mut self.0 {
            recorded.server.tell_to_stop();
        }
    }
}
