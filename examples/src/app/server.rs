//! The application on a thread of its own, until it is dropped.

use core::net::SocketAddr;
use std::{
    io,
    sync::mpsc,
    thread::{self, JoinHandle},
};

use cors_conformance::Spy;

use super::{Framework, Named, Stop, Stopper};

/// A server that runs in this process. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    framework: Framework,
    address: SocketAddr,
    spy: Spy,
    /// None once it has been told to stop.
    stopper: Option<Stopper>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    /// Serves the application on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If it can't be served.
    pub fn start(framework: Framework, policies: &[Named]) -> io::Result<Self> {
        let spy = Spy::new();
        let (stopper, stop) = Stop::new();
        let (ready, address) = mpsc::channel();
        let (policies, its_spy) = (policies.to_vec(), spy.clone());
        let thread = thread::Builder::new()
            .name(framework.to_string())
            .spawn(move || {
                let ready = move |address| {
                    // Whoever has stopped waiting has stopped the server too.
                    let _ = ready.send(address);
                };
                framework.serve("127.0.0.1:0", &policies, &its_spy, stop, ready)
            })?;
        let Ok(address) = address.recv() else {
            drop(stopper);
            return match join(thread) {
                Err(error) => Err(error),
                Ok(()) => Err(io::Error::other(format!("{framework} has ended at once"))),
            };
        };
        Ok(Self {
            framework,
            address,
            spy,
            stopper: Some(stopper),
            thread: Some(thread),
        })
    }

    /// The framework that serves.
    #[must_use]
    pub fn framework(&self) -> Framework {
        self.framework
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What tells which handlers have run.
    #[must_use]
    pub fn spy(&self) -> &Spy {
        &self.spy
    }

    /// Tells the server to stop, without waiting until it has.
    pub fn tell_to_stop(&mut self) {
        drop(self.stopper.take());
    }

    /// Stops the server, and waits until it has.
    ///
    /// # Errors
    ///
    /// If it did not end well.
    pub fn stop(mut self) -> io::Result<()> {
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        self.tell_to_stop();
        self.thread.take().map_or(Ok(()), join)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is not needed any more, however it has ended.
        let _ = self.end();
    }
}

fn join(thread: JoinHandle<io::Result<()>>) -> io::Result<()> {
    let panicked = |_| Err(io::Error::other("the server has panicked"));
    thread.join().unwrap_or_else(panicked)
}
