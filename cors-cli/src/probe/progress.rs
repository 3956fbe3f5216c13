//! A line on standard error that says how far it is, for whatever takes longer than a second.

use core::{cell::Cell, time::Duration};
use std::{
    env,
    io::{self, IsTerminal},
    rc::Rc,
};

use http::{Request, Response};
use tokio::time::{Instant, sleep};

use super::{
    client::MOST_REQUESTS,
    server::{NoAnswer, Server},
};
use crate::streams;

/// Nobody wants to read of less.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(200);
/// To the line's start, and what is there goes.
const ERASE: &str = "\r\x1b[2K";

/// A server, and how often it was asked.
pub(super) struct Watched<'a, S> {
    server: &'a mut S,
    asked: Counter,
}

/// How many requests were begun.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter(Rc<Cell<usize>>);

impl<'a, S> Watched<'a, S> {
    pub(super) fn new(server: &'a mut S, asked: Counter) -> Self {
        Self { server, asked }
    }
}

impl<S: Server> Server for Watched<'_, S> {
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer> {
        self.asked.0.set(self.asked.0.get() + 1);
        self.server.ask(request).await
    }
}

/// Waits for the work, and says how far it is, where somebody reads it.
pub(super) async fn shown<T>(host: &str, asked: &Counter, work: impl Future<Output = T>) -> T {
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !io::stderr().is_terminal() || is_dumb {
        return work.await;
    }
    let begun = Instant::now();
    let line = async {
        sleep(PATIENCE).await;
        loop {
            let (asked, seconds) = (asked.0.get(), begun.elapsed().as_secs());
            streams::talk(&format!(
                "{ERASE}asking {host}: request {asked} of at most {MOST_REQUESTS}, {seconds} s"
            ));
            sleep(TICK).await;
        }
    };
    let done = tokio::select! {
        biased;
        done = work => done,
        never = line => never,
    };
    if begun.elapsed() >= PATIENCE {
        streams::talk(ERASE);
    }
    done
}
