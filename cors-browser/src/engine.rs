//! The browser engines whose limits the model knows.

use core::{fmt, time::Duration};

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
