//! How a server is told to stop, whatever its runtime.

use tokio::sync::watch;

/// Tells servers to stop: when it is told to, or dropped.
#[derive(Debug)]
pub struct Stopper(watch::Sender<()>);

/// Is done when a server has to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<()>);

impl Stop {
    /// A pair of the two ends.
    #[must_use]
    pub fn new() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(());
        (Stopper(sender), Self(receiver))
    }

    /// Waits until the server has to stop. Runs on any runtime.
    pub async fn requested(mut self) {
        // Nothing is ever sent: it ends when the sender is gone.
        while self.0.changed().await.is_ok() {}
    }
}

impl Stopper {
    /// Tells every server with a [`Stop`] of this pair to stop.
    pub fn stop(self) {
        drop(self.0);
    }
}
