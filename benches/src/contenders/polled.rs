//! Futures that wait for nothing, without an executor.

use core::{
    pin::pin,
    task::{Context, Poll, Waker},
};

/// What a future comes to, at its first poll.
///
/// # Panics
///
/// If it waits. Nothing here does: handlers answer at once, and there are no sockets.
pub(super) fn output<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("an application in process waits for nothing"),
    }
}
