//! A model of the browser: the client half of the CORS protocol, as the standard has it.
//!
//! Servers only answer; browsers enforce. Only a browser can say whether a server's answers mean
//! what their author intended. This one says it in a test, in no time, and with reasons:
//! [`Browser::fetch`] asks a server as a page's `fetch()` would, preflight included, and returns what
//! the page sees, or why it sees nothing.
//!
//! It is written from the [Fetch standard](https://fetch.spec.whatwg.org/), step by step, and this
//! project's own tests compare it with Chromium, Firefox and WebKit. It is pure: no sockets, no
//! threads, no clock except [its own](Browser::wait).
//!
//! # Testing a server of one's own
//!
//! A server is anything that takes a request of the `http` crate and returns a response. Here a
//! proxy in front of the server has broken it: preflights are answered, but the response that follows
//! lacks the header.
//!
//! ```
//! use cors_browser::{Browser, PageRequest};
//!
//! let mut server = |request: http::Request<()>| {
//!     let response = http::Response::builder();
//!     if request.method() == "OPTIONS" {
//!         response
//!             .header("access-control-allow-origin", "https://app.example.com")
//!             .header("access-control-allow-methods", "PUT")
//!     } else {
//!         response
//!     }
//!     .body(())
//!     .unwrap()
//! };
//! let request = PageRequest::new("PUT", "https://api.example.com/things/1");
//! let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
//! assert_eq!(
//!     outcome.result().unwrap_err().to_string(),
//!     "the response has no Access-Control-Allow-Origin, so no page of another origin may read it"
//! );
//! println!("{outcome}"); // every step on the way there, each with its section of the standard
//! ```
//!
//! Asynchronous servers are driven from outside, one request at a time:
//!
//! ```
//! # use cors_browser::{Browser, Outcome, PageRequest};
//! # async fn call(_: http::Request<()>) -> http::Response<()> { http::Response::new(()) }
//! async fn as_a_page_would(request: PageRequest) -> Outcome {
//!     let mut browser = Browser::at("https://app.example.com");
//!     let mut fetch = browser.start(request);
//!     while let Some(request) = fetch.next_request() {
//!         fetch.receive(&call(request).await);
//!     }
//!     fetch.finish()
//! }
//! ```
//!
//! # What the console said
//!
//! [`console::read`] takes what somebody copied out of a browser's console, and tells in plain words
//! what happened, and what would cure it.
//!
//! # What is modelled
//!
//! - whether a request is preflighted, and the preflight as it is sent
//! - the CORS check, and what a preflight's answer has to say
//! - which of the response's headers a page sees
//! - the preflight cache, by method and header, with the caps of each [`Engine`]
//! - redirects, and the origin `null` that some of them lead to
//! - requests of the page's own origin, and those of `mode: "no-cors"`, as `<script>` makes them
//!
//! The model leaves out what does not decide whether a page may read a response: bodies, referrers,
//! `Sec-Fetch-*`, `SameSite`, authentication dialogues, service workers, mixed content and the
//! HTTP cache.
//!
//! # Where browsers differ
//!
//! The model is the standard's browser. Real ones were seen to differ in these points. Only the first
//! lets a page read what a server did not mean to share:
//!
//! - All three engines let `*` cover `Authorization`.
//! - Chromium and WebKit keep only the last answer to a preflight for each URL, and Firefox keeps `*`
//!   as if it were a name: they ask more often than they have to.
//! - After a redirect from one cross origin to another, Firefox preflights with the page's origin, and
//!   sends the request itself with `null`. Firefox and WebKit preflight for an `Authorization` that
//!   they then leave out.
//! - Only Chromium streams bodies, and only over HTTP/2. It preflights no `GET` for an upload
//!   listener.

#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod blocked;
mod check;
mod compose;
pub mod console;
mod cure;
mod engine;
mod explain;
mod fetch;
mod field;
mod filter;
mod names;
mod outcome;
mod preflight_cache;
mod reason;
mod request;
mod safelist;
mod sentence;
pub mod shared_cache;
mod start;

use core::time::Duration;

use http::{HeaderValue, Request, Response};
use url::Url;

use preflight_cache::PreflightCache;

pub use self::{
    blocked::{Blocked, CorsCheckFailure},
    cure::{Cure, CureValue},
    engine::Engine,
    fetch::Fetch,
    outcome::{Exchange, Outcome, PageResponse, ResponseKind, Step},
    reason::Reason,
    request::{Credentials, Mode, PageRequest, Redirect},
};

/// A browser with one page open.
///
/// It remembers what browsers remember between two requests: the preflight cache. See the
/// [crate's documentation](crate) for examples.
#[derive(Clone, Debug)]
pub struct Browser {
    origin: PageOrigin,
    engine: Engine,
    cookie: Option<HeaderValue>,
    preflight_cache: PreflightCache,
    /// Since the browser was started.
    now: Duration,
}

impl Browser {
    /// A browser that shows a page of `origin`, as browsers write it; `null` for a page of an
    /// opaque origin, such as a sandboxed frame.
    ///
    /// # Panics
    ///
    /// If no browser would serialise an origin like this: it is a mistake in the test.
    #[must_use]
    pub fn at(origin: &str) -> Self {
        Self {
            origin: PageOrigin::parse(origin),
            engine: Engine::Standard,
            cookie: None,
            preflight_cache: PreflightCache::default(),
            now: Duration::ZERO,
        }
    }

    /// Takes over the limits of an engine.
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Gives it a cookie, `name=value`, for every host: it is sent wherever credentials are included.
    ///
    /// # Panics
    ///
    /// If a header can't hold it.
    #[must_use]
    pub fn cookie(mut self, cookie: &str) -> Self {
        let value = HeaderValue::from_str(cookie);
        self.cookie = Some(value.unwrap_or_else(|_| panic!("{cookie:?} is not a cookie")));
        self
    }

    /// Leaves for a page of another origin. The preflight cache stays. It is partitioned by page, as in
    /// browsers.
    ///
    /// # Panics
    ///
    /// As [`at`](Self::at).
    pub fn visit(&mut self, origin: &str) {
        self.origin = PageOrigin::parse(origin);
    }

    /// Lets time pass, for the preflight cache.
    pub fn wait(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
    }

    /// Sends a page's request to `server`, with whatever other requests that takes, and tells what
    /// the page sees.
    pub fn fetch<B>(
        &mut self,
        server: &mut impl FnMut(Request<()>) -> Response<B>,
        request: PageRequest,
    ) -> Outcome {
        let mut fetch = self.start(request);
        while let Some(request) = fetch.next_request() {
            fetch.receive(&server(request));
        }
        fetch.finish()
    }

    /// The same for a server that has to be waited for.
    pub fn start(&mut self, request: PageRequest) -> Fetch<'_> {
        Fetch::start(self, request)
    }
}

/// The origin of a page, as browsers serialise it:
/// <https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PageOrigin(String);

const OPAQUE: &str = "null";

impl PageOrigin {
    fn parse(text: &str) -> Self {
        if text != OPAQUE {
            let url = Url::parse(text);
            let canonical = url.ok().map(|url| match url.scheme() {
                "http" | "https" => serialise(&url),
                // What engines do with schemes of their own, the standard does not say.
                scheme => format!("{scheme}://{}", url.authority()),
            });
            if canonical.as_deref() != Some(text) {
                let hint = canonical
                    .map_or_else(String::new, |origin| format!("; did you mean {origin:?}?"));
                panic!("{text:?} is not an origin as browsers write it{hint}");
            }
        }
        Self(text.to_owned())
    }

    /// <https://html.spec.whatwg.org/#same-origin>: an opaque origin is the same as none.
    fn is_same_as(&self, url: &Url) -> bool {
        self.0 != OPAQUE && self.0 == serialise(url)
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// The URL's origin.
fn serialise(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
