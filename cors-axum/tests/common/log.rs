//! What is logged on this thread. The other adapters' tests have links to this file.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::{
    io,
    sync::{Arc, LazyLock, Mutex},
};

use tracing::{
    Dispatch, Level,
    subscriber::{DefaultGuard, NoSubscriber},
};
use tracing_subscriber::fmt::MakeWriter;

/// Collects what this thread logs, until it is asked for its lines.
pub(crate) struct Log {
    written: Written,
    _subscribed: DefaultGuard,
}

/// Where there is only one subscriber, `tracing` asks that of the thread which comes to an event first
/// whether anybody hears it, for all threads; and a test beside this one has none. So there are two.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

impl Log {
    pub(crate) fn start() -> Self {
        Self::at(Level::DEBUG)
    }

    /// Only what is at least this severe.
    pub(crate) fn at(level: Level) -> Self {
        LazyLock::force(&SECOND);
        let written = Written::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_writer(written.clone())
            .with_ansi(false)
            .without_time()
            .finish();
        Self {
            written,
            _subscribed: tracing::subscriber::set_default(subscriber),
        }
    }

    pub(crate) fn lines(self) -> Vec<String> {
        let bytes = self.written.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
