//! The browser engines whose limits the model knows.

use core::{fmt, time::Duration};

use super::Mode;

/// Whose limits a [`Browser`](super::Browser) has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// The standard's: it leaves limits to the engines, and has none itself.
    #[default]
    Standard,
    /// Chrome, Edge and others.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari and others.
    WebKit,
}

impl Engine {
    /// The longest time for which it caches a preflight's answer, whatever
    /// `Access-Control-Max-Age` says: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>,
    /// step 7.10.
    #[must_use]
    pub fn max_age_cap(self) -> Option<Duration> {
        let seconds = match self {
            Self::Standard => return None,
            Self::Chromium => 7_200,
            Self::Firefox => 86_400,
            Self::WebKit => 600,
        };
        Some(Duration::from_secs(seconds))
    }

    /// Whether `Origin` is `null` after any redirect to another origin, where the standard has it so only
    /// after one from another origin than the page's. Seen, of Chromium 156 and `WebKitGTK` 2.50.
    pub(super) fn forgets_the_page(self, mode: Mode) -> bool {
        match self {
            Self::Chromium => matches!(mode, Mode::Navigate | Mode::NoCors),
            Self::WebKit => mode == Mode::Navigate,
            Self::Standard | Self::Firefox => false,
        }
    }

    /// Whether it says nothing of where a request comes from, where the standard has it say so. Seen, of the
    /// same.
    pub(super) fn is_silent(self, mode: Mode, has_left_its_origin: bool) -> bool {
        match self {
            Self::Chromium => mode == Mode::WebSocket,
            Self::WebKit => mode == Mode::Cors && has_left_its_origin,
            Self::Standard | Self::Firefox => false,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standard => "the standard",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        })
    }
}
