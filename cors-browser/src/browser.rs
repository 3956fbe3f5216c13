//! The browser: what it remembers between two requests, and how it is asked.

use core::time::Duration;

use http::{HeaderValue, Request, Response};

use super::{
    Engine, Fetch, NotAnOrigin, Outcome, PageRequest, cookie::Cookie, page_origin::PageOrigin,
    preflight_cache::PreflightCache,
};

/// A browser with one page open.
///
/// It remembers what browsers remember between two requests: the preflight cache. See the
/// [crate's documentation](crate) for examples.
#[derive(Clone, Debug)]
pub struct Browser {
    pub(super) origin: PageOrigin,
    pub(super) engine: Engine,
    pub(super) cookie: Option<HeaderValue>,
    /// Those with attributes.
    pub(super) cookies: Vec<Cookie>,
    pub(super) preflight_cache: PreflightCache,
    /// Since the browser was started.
    pub(super) now: Duration,
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
        Self::try_at(origin).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same, where the origin comes from somebody else.
    ///
    /// # Errors
    ///
    /// If no browser would serialise an origin like this.
    pub fn try_at(origin: &str) -> Result<Self, NotAnOrigin> {
        Ok(Self {
            origin: PageOrigin::parse(origin)?,
            engine: Engine::Standard,
            cookie: None,
            cookies: Vec::new(),
            preflight_cache: PreflightCache::default(),
            now: Duration::ZERO,
        })
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

    /// Gives it a cookie as a `Set-Cookie` line has it, for every host: it is sent where credentials
    /// are included and its attributes allow it, as if the visitor had got it from the server's own
    /// page. Where it is not sent, a [note](Outcome::notes) says why.
    ///
    /// # Panics
    ///
    /// If it has no name, or a header can't hold it.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_browser::{Browser, Credentials, PageRequest};
    ///
    /// let mut server = |request: http::Request<()>| {
    ///     assert!(!request.headers().contains_key("cookie"));
    ///     let response = http::Response::builder().header("access-control-allow-credentials", "true");
    ///     response.header("access-control-allow-origin", "https://example.com").body(()).unwrap()
    /// };
    /// let request = PageRequest::get("https://api.example.org/").credentials(Credentials::Include);
    /// let mut browser = Browser::at("https://example.com").set_cookie("session=1; SameSite=Strict");
    /// let outcome = browser.fetch(&mut server, request);
    /// assert!(outcome.is_readable());
    /// assert_eq!(
    ///     outcome.notes()[0].to_string(),
    ///     "the cookie session is not sent: the request is cross-site, and it is SameSite=Strict; \
    ///      across sites go only cookies with SameSite=None; Secure"
    /// );
    /// ```
    #[must_use]
    pub fn set_cookie(mut self, line: &str) -> Self {
        let cookie = HeaderValue::from_str(line).ok();
        let cookie = cookie.and_then(|line| Cookie::parse(line.as_bytes()));
        self.cookies
            .push(cookie.unwrap_or_else(|| panic!("{line:?} is not a cookie")));
        self
    }

    /// Leaves for a page of another origin. The preflight cache stays. It is partitioned by page, as in
    /// browsers.
    ///
    /// # Panics
    ///
    /// As [`at`](Self::at).
    pub fn visit(&mut self, origin: &str) {
        let parsed = PageOrigin::parse(origin);
        self.origin = parsed.unwrap_or_else(|error| panic!("{error}"));
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
