//! Whether anybody hears what is said.
//!
//! `tracing` hands its events to a subscriber if one was ever set, and otherwise to the logger of the
//! `log` crate: `env_logger`, or Rocket's own. `tracing::enabled!` asks only the subscriber.

use tracing::{Level, level_filters::LevelFilter};

/// Whether a line at `info` may be heard: two loads where it is not.
#[inline]
pub(crate) fn may_say_info() -> bool {
    LevelFilter::current() >= LevelFilter::INFO || ::log::max_level() >= ::log::LevelFilter::Info
}

/// The same for `debug`.
#[inline]
pub(crate) fn may_say_debug() -> bool {
    LevelFilter::current() >= LevelFilter::DEBUG || ::log::max_level() >= ::log::LevelFilter::Debug
}

/// Whether a line at `info` is heard.
pub(super) fn says_info() -> bool {
    if tracing::dispatcher::has_been_set() {
        tracing::enabled!(target: "cors", Level::INFO)
    } else {
        ::log::log_enabled!(target: "cors", ::log::Level::Info)
    }
}

/// The same for `debug`.
pub(super) fn says_debug() -> bool {
    if tracing::dispatcher::has_been_set() {
        tracing::enabled!(target: "cors", Level::DEBUG)
    } else {
        ::log::log_enabled!(target: "cors", ::log::Level::Debug)
    }
}
