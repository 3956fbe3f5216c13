//! A model of a shared HTTP cache: a proxy or CDN that follows
//! [RFC 9111](https://httpwg.org/specs/rfc9111.html), without IO and with a clock of its own.
//!
//! Between a client and a server, it shows what becomes of responses that don't say in `Vary` what
//! they depend on. A server that answers every request correctly may still break its pages this way:
//! the cache stores the answer to one request, and gives it to another.
//!
//! # Example: a missing `Vary`
//!
//! A page loads something as a script, which sends no `Origin`, and fetches it later:
//!
//! ```
//! use cors_browser::{Browser, Mode, PageRequest, shared_cache::SharedCache};
//! use http::{Request, Response, header::ORIGIN};
//!
//! // Grants what it should, but doesn't say that the answer depends on the origin.
//! let server = |request: Request<()>| {
//!     let mut response = Response::builder().header("cache-control", "public, max-age=60");
//!     if let Some(origin) = request.headers().get(ORIGIN) {
//!         response = response.header("access-control-allow-origin", origin);
//!     }
//!     response.body(()).unwrap()
//! };
//! let fetch = || PageRequest::get("https://api.example.com/data.js");
//! let mut browser = Browser::at("https://app.example.com");
//! assert!(browser.fetch(&mut { server }, fetch()).is_readable());
//!
//! let mut cache = SharedCache::new();
//! let mut behind_cache = |request| cache.answer(request, &mut { server });
//! browser.fetch(&mut behind_cache, fetch().mode(Mode::NoCors));
//! assert!(!browser.fetch(&mut behind_cache, fetch()).is_readable());
//! assert_eq!(cache.hits(), 1);
//! ```
//!
//! # What is modelled
//!
//! - Storing (section 3): responses to `GET`, as their status, `Cache-Control`, `Expires` and the
//!   request's `Authorization` and `Cache-Control` allow. `Set-Cookie` forbids nothing.
//! - Reuse (section 4) for `GET` and `HEAD`: `Vary`, freshness and its heuristic, `Age`, stale
//!   responses where `max-stale` asks for them, `only-if-cached`, preconditions of the client.
//! - Validation (section 4.3) by `ETag` and `Last-Modified`, and by answers to `HEAD`.
//! - Invalidation (section 4.4) by methods that are not known to be safe.
//!
//! Where caches have a choice, this one reuses what it may: whatever can go wrong by the standard
//! should go wrong here. It never goes beyond the standard, as some real caches do. Not modelled:
//! ranges, which pass through; stored answers to `POST` and `HEAD`; extensions, such as
//! `stale-while-revalidate`; `Pragma`.

use core::time::Duration;
use std::time::SystemTime;

use http::{Method, Request, Response};

use store::{Store, Target};

mod cache_control;
mod exchange;
mod freshen;
mod freshness;
mod store;
mod validation;
mod vary;

/// A shared HTTP cache; see the [module's documentation](self).
///
/// `B` is the body of responses. Its default value is the body of those that have none: answers to
/// `HEAD` out of the store, 304, and the 504 of `only-if-cached`.
///
/// It holds no more than 1024 responses, and none with a header section above 64 KiB.
#[derive(Clone, Debug)]
pub struct SharedCache<B> {
    store: Store<B>,
    /// The time since the cache was made.
    now: Duration,
    /// When it was made, where its clock is synchronised with the server's.
    since: Option<SystemTime>,
    hits: u64,
    last: Option<Handling>,
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Handling {
    /// From the store, and the server wasn't asked.
    Hit,
    /// From the store, after the server had said that it still holds.
    Validated,
    /// From the server.
    Forwarded,
    /// From nowhere: the request asked for a stored response only, and there was none.
    Unsatisfied,
}

impl<B: Clone + Default> SharedCache<B> {
    /// An empty cache, whose clock is not synchronised with the server's: it only measures
    /// intervals. It works with a server that has a clock of its own, whatever the time.
    #[must_use]
    pub fn new() -> Self {
        Self {
            store: Store(Vec::new()),
            now: Duration::ZERO,
            since: None,
            hits: 0,
            last: None,
        }
    }

    /// An empty cache with the server's time, for servers that follow the model's clock: a `Date`
    /// in the past makes a response older (RFC 9111, section 4.2.3), and the cache adds a `Date` that
    /// is missing (RFC 9110, section 6.6.1).
    ///
    /// ```
    /// use core::time::Duration;
    /// use std::time::SystemTime;
    ///
    /// use cors_browser::shared_cache::SharedCache;
    /// use http::{Request, Response};
    ///
    /// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    /// let mut cache = SharedCache::at(now);
    /// let request = Request::get("https://example.com/").body(()).unwrap();
    /// let response = cache.answer(request, &mut |_| Response::new(()));
    /// assert_eq!(response.headers()["date"], "Sun, 06 Nov 1994 08:49:37 GMT");
    /// ```
    #[must_use]
    pub fn at(now: SystemTime) -> Self {
        Self {
            since: Some(now),
            ..Self::new()
        }
    }

    /// Lets time pass.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use cors_browser::shared_cache::{Handling, SharedCache};
    /// use http::{Request, Response};
    ///
    /// let mut cache = SharedCache::new();
    /// let mut handling = |seconds| {
    ///     cache.wait(Duration::from_secs(seconds));
    ///     let request = Request::get("https://example.com/").body(()).unwrap();
    ///     cache.answer(request, &mut |_| {
    ///         let response = Response::builder().header("cache-control", "max-age=60");
    ///         response.body(()).unwrap()
    ///     });
    ///     cache.last().unwrap()
    /// };
    /// assert_eq!(handling(0), Handling::Forwarded);
    /// assert_eq!(handling(59), Handling::Hit);
    /// assert_eq!(handling(1), Handling::Forwarded);
    /// ```
    pub fn wait(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
    }

    /// Answers a request, out of the store or by asking the server.
    ///
    /// The server is asked once or not at all; and twice where it answers 304 to a question about a
    /// stored response without saying which one it means.
    ///
    /// The target is the request's URI, or its path with `Host`.
    pub fn answer<S>(&mut self, request: Request<()>, server: &mut S) -> Response<B>
    where
        S: FnMut(Request<()>) -> Response<B> + ?Sized,
    {
        let target = Target::of(&request);
        let (response, handling) =
            if *request.method() == Method::GET || *request.method() == Method::HEAD {
                self.retrieve(request, &target, server)
            } else {
                (
                    self.write_through(request, &target, server),
                    Handling::Forwarded,
                )
            };
        self.hits += u64::from(handling == Handling::Hit);
        self.last = Some(handling);
        response
    }

    /// How many answers came from the store without asking the server.
    #[must_use]
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// Where the last answer came from.
    #[must_use]
    pub fn last(&self) -> Option<Handling> {
        self.last
    }

    /// The number of stored responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.store.0.len()
    }

    /// Whether nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.store.0.is_empty()
    }

    /// The server's time, where it is known and a date can hold it: the years 1970 to 9999.
    fn wall_clock(&self) -> Option<SystemTime> {
        const YEAR_10_000: Duration = Duration::from_secs(253_402_300_800);

        let time = self.since?.checked_add(self.now)?;
        let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        (since_1970 < YEAR_10_000).then_some(time)
    }
}

impl<B: Clone + Default> Default for SharedCache<B> {
    fn default() -> Self {
        Self::new()
    }
}
