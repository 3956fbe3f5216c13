//! What the browser's console says, in plain words: from pasted text to reason and cure.
//!
//! ```
//! use cors_browser::{CureValue, Engine, Reason, console};
//!
//! let pasted = "app.js:12 Access to fetch at 'https://api.example.com/things' from origin \
//!     'https://app.example.com' has been blocked by CORS policy: Request header field x-api-key is \
//!     not allowed by Access-Control-Allow-Headers in preflight response.\n\
//!     app.js:12 Uncaught (in promise) TypeError: Failed to fetch";
//! let messages = console::read(pasted);
//! assert_eq!(messages.len(), 1);
//! let message = &messages[0];
//! assert_eq!(message.engine(), Some(Engine::Chromium));
//! assert_eq!(message.reason(), Some(Reason::HeaderNotAllowed));
//! assert_eq!(message.origin(), Some("https://app.example.com"));
//! assert_eq!(message.url(), Some("https://api.example.com/things"));
//! assert_eq!(
//!     message.to_string(),
//!     "the header x-api-key is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer"
//! );
//! let cure = &message.cures()[0];
//! assert_eq!(cure.setting(), "allow_headers");
//! assert_eq!(*cure.value(), CureValue::List(vec!["x-api-key".to_owned()]));
//! ```
//!
//! Whatever stands around the sentences is passed over: file names, times, stack traces, escape
//! sequences, quotation marks of any kind, line ends between any two words. What has no CORS message
//! in it comes back empty, or as [something else](Message::not_cors).
//!
//! ```
//! use cors_browser::console::{self, NotCors};
//!
//! let messages = console::read("GET https://api.example.com/ net::ERR_CONNECTION_REFUSED");
//! assert_eq!(messages[0].not_cors(), Some(NotCors::Network));
//! assert!(console::read("Hello, world").is_empty());
//! ```
//!
//! # What consoles leave out
//!
//! - Firefox names neither the page's origin nor the method. After failed preflights and refused
//!   redirects it prints a second line, "CORS request did not succeed", which is an echo.
//! - WebKit has one sentence for a missing, a different and an invalid `Access-Control-Allow-Origin`: the
//!   reason is `None`. The URL stands in its next line.
//! - Chromium names the page's origin even where a redirect has made it `null`, and takes
//!   `https://*.example.com` for an origin that is another one.

mod chromium;
mod cures;
mod firefox;
mod marks;
mod not_cors;
mod others;
mod read;
mod row;
mod sentence;
mod tables;
mod text;
mod webkit;

use core::ops::Range;

pub use self::not_cors::NotCors;
use self::{
    marks::Holes,
    row::{Cause, Part, Row},
};
use crate::{Engine, Reason};

/// Reads what was copied out of a browser's console: one message for each failure, in their order.
///
/// See the [module's documentation](self) for examples.
#[must_use]
pub fn read(text: &str) -> Vec<Message> {
    let plain = text::Plain::new(text);
    let marks = marks::marks(&plain);
    read::messages(&plain, marks)
}

/// What a console said about one failure. Its `Display` is a sentence in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    engine: Option<Engine>,
    cause: Cause,
    reason: Option<Reason>,
    preflight: bool,
    warning: bool,
    holes: Holes,
    span: Range<usize>,
}

impl Message {
    /// Whose words these are; `None` where several engines have them.
    #[must_use]
    pub fn engine(&self) -> Option<Engine> {
        self.engine
    }

    /// The reason's code; `None` where the text leaves it open. Of what is [not CORS](Self::not_cors)
    /// only a [network failure](NotCors::Network) has one, `no-response`.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// What it is about, if not CORS.
    #[must_use]
    pub fn not_cors(&self) -> Option<NotCors> {
        self.cause.not_cors()
    }

    /// The origin of the page, if the text names it.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.holes.origin.as_deref()
    }

    /// The URL of the request that failed, after redirects, if the text names it.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.holes.url.as_deref()
    }

    /// The header or the method that it is about, as the text has it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.holes.name.as_deref()
    }

    /// The value of the response's header that is to blame, as the text has it.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.holes.value.as_deref()
    }

    /// The status of the response, if the text has one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.holes.status
    }

    /// Whether the preflight is known to have failed, and not the request after it.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.preflight
    }

    /// Whether the browser only warned, and let the page have the response.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.warning
    }

    /// Where it stands in the text, in bytes.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// A message, or a part of one, that [`read`] knows.
#[derive(Clone, Copy, Debug)]
pub struct Known(&'static Row);

/// All of them: which words of browsers are known, and where they are from.
///
/// ```
/// use cors_browser::{Engine, console};
///
/// let of_webkit = console::known().filter(|known| known.engine() == Some(Engine::WebKit));
/// assert!(of_webkit.count() > 15);
/// ```
pub fn known() -> impl Iterator<Item = Known> {
    tables::rows().map(Known)
}

impl Known {
    /// Whose words; `None` for those that several engines have.
    #[must_use]
    pub fn engine(&self) -> Option<Engine> {
        self.0.engine
    }

    /// The words, with holes such as `{url}`, and every quotation mark as `'`.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.0.template
    }

    /// Where the words are from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.0.source
    }

    /// Whether it says why something failed, and not only what did.
    #[must_use]
    pub fn is_cause(&self) -> bool {
        matches!(self.0.part, Part::Cause(_))
    }

    /// The reason's code, where the words decide it.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self.0.part {
            Part::Cause(cause) => cause.reason(),
            _ => None,
        }
    }

    /// What it is about, if not CORS.
    #[must_use]
    pub fn not_cors(&self) -> Option<NotCors> {
        match self.0.part {
            Part::Cause(cause) | Part::Echo(cause) => cause.not_cors(),
            _ => None,
        }
    }

    /// Whether a text has it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text::Plain::new(text).lower.contains(self.0.sign)
    }
}
