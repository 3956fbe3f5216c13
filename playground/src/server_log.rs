//! What the servers write about CORS into the log, kept for the page.
//!
//! They run in this process, and log through `tracing`, which has one subscriber for all of them.
//! The lines are those that its usual format makes: only the time is left out.

use std::{
    collections::VecDeque,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tracing::{Level, Metadata, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer,
    filter::filter_fn,
    fmt::{self, MakeWriter},
    registry::LookupSpan,
};

/// The target of everything that is said about CORS.
const TARGET: &str = "cors";

/// How many lines are kept.
const CAPACITY: usize = 1024;

/// As long as a line may be.
const MAX_LINE: usize = 4096;

static LINES: Mutex<Lines> = Mutex::new(Lines {
    written: 0,
    kept: VecDeque::new(),
});

/// The part of a subscriber that keeps the lines, for [`Exchange::logged`](crate::recorder::Exchange::logged).
pub fn layer<S>() -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let is_wanted =
        |metadata: &Metadata<'_>| metadata.target() == TARGET && *metadata.level() <= Level::DEBUG;
    fmt::layer()
        .without_time()
        .with_ansi(false)
        .with_writer(Keep)
        .with_filter(filter_fn(is_wanted).with_max_level_hint(LevelFilter::DEBUG))
}

#[derive(Debug)]
struct Lines {
    /// How many there have been.
    written: u64,
    /// The last of them.
    kept: VecDeque<String>,
}

/// How many lines have been written so far.
pub(crate) fn position() -> u64 {
    lines().written
}

/// The lines from one position to another, as far as they are kept still.
pub(crate) fn between(from: u64, to: u64) -> Vec<String> {
    let lines = lines();
    let oldest = lines.written - lines.kept.len() as u64;
    let numbered = (oldest..).zip(&lines.kept);
    numbered
        .filter(|(number, _)| (from..to).contains(number))
        .map(|(_, line)| line.clone())
        .collect()
}

/// Every change is whole before anything can panic.
fn lines() -> MutexGuard<'static, Lines> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lines {
    fn push(&mut self, line: String) {
        if self.kept.len() == CAPACITY {
            self.kept.pop_front();
        }
        self.kept.push_back(line);
        self.written += 1;
    }
}

/// Takes each event as a whole: it is written in one piece.
#[derive(Debug)]
struct Keep;

impl MakeWriter<'_> for Keep {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

impl io::Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut line = text.trim().to_owned();
        if line.len() > MAX_LINE {
            let end = (0..=MAX_LINE).rev().find(|&at| line.is_char_boundary(at));
            line.truncate(end.unwrap_or(0));
            line.push('…');
        }
        lines().push(line);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::{layer::SubscriberExt, registry};

    use super::{CAPACITY, MAX_LINE, between, layer, position};

    /// One test, as there is one log.
    #[test]
    fn keeps_what_is_said_about_cors() {
        tracing::subscriber::with_default(registry().with(layer()), || {
            let start = position();
            tracing::info!(target: "cors", reason = "origin-not-allowed", "blocked by CORS: why");
            tracing::debug!(target: "cors", "again");
            tracing::trace!(target: "cors", "too much");
            tracing::info!(target: "cors_playground", "of another");
            tracing::warn!("of this one");
            let expected = [
                "INFO cors: blocked by CORS: why reason=\"origin-not-allowed\"",
                "DEBUG cors: again",
            ];
            assert_eq!(between(start, position()), expected);
            assert_eq!(between(start + 1, position()), expected[1..]);
            assert_eq!(between(start, start), [""; 0]);

            tracing::info!(target: "cors", "{}", "ä".repeat(MAX_LINE));
            let long = &between(start + 2, position())[0];
            assert!(long.len() <= MAX_LINE + '…'.len_utf8() && long.ends_with("ä…"));

            for number in 0..CAPACITY {
                tracing::info!(target: "cors", "{number}");
            }
            let kept = between(start, position());
            assert_eq!(kept.len(), CAPACITY);
            assert_eq!(kept[0], "INFO cors: 0");
        });
    }
}
