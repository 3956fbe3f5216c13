//! A line on standard error that says that it goes on, for whatever takes longer than a second.

use core::time::Duration;
use std::{
    env,
    io::{self, IsTerminal},
    sync::mpsc,
    thread,
    time::Instant,
};

use crate::streams;

/// Nobody wants to read of less.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(200);
/// To the line's start, and what is there goes.
const ERASE: &str = "\r\x1b[2K";

/// Does the work, and says how long it has taken, where somebody reads it.
pub(super) fn shown<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !io::stderr().is_terminal() || is_dumb {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || tick(what, &is_done));
        let result = work();
        drop(done);
        result
    })
}

/// Until the other end is gone.
fn tick(what: &str, is_done: &mpsc::Receiver<()>) {
    let begun = Instant::now();
    let mut wait = PATIENCE;
    while is_done.recv_timeout(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
        streams::talk(&format!("{ERASE}{what}, {} s", begun.elapsed().as_secs()));
        wait = TICK;
    }
    if wait == TICK {
        streams::talk(ERASE);
    }
}
