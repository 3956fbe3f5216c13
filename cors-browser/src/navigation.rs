//! What pages and visitors ask for without `fetch()`: links, forms, beacons, WebSockets.

use super::{Credentials, Mode, PageRequest, ReferrerPolicy, request::Hand};

/// Links, forms, beacons and WebSockets. CORS has no say in any of them: only a server's guards do.
impl PageRequest {
    /// A link that the visitor clicks. The URL is absolute, as for all of these.
    ///
    /// What comes of it is seen by the [visitor](crate::ResponseKind::Navigation), and by no page.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest, ResponseKind};
    ///
    /// let mut server = |request: http::Request<()>| {
    ///     assert!(!request.headers().contains_key("origin"));
    ///     assert_eq!(request.headers()["sec-fetch-site"], "cross-site");
    ///     assert_eq!(request.headers()["sec-fetch-mode"], "navigate");
    ///     http::Response::new(())
    /// };
    /// let request = PageRequest::link("https://api.example.com/things");
    /// let outcome = Browser::at("https://blog.test").fetch(&mut server, request);
    /// let seen = outcome.result().unwrap();
    /// assert_eq!((seen.kind(), seen.status()), (ResponseKind::Navigation, 200));
    /// assert!(!outcome.is_readable());
    /// ```
    pub fn link(url: impl Into<String>) -> Self {
        Self::navigation("GET", url)
    }

    /// The address bar, or a bookmark: the page that is open has no part in it.
    pub fn address_bar(url: impl Into<String>) -> Self {
        Self {
            hand: Hand::Visitor,
            ..Self::navigation("GET", url)
        }
    }

    /// A form with `method="post"` that the visitor submits: `POST`, with cookies, and no preflight.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest, ReferrerPolicy};
    ///
    /// let mut origins = Vec::new();
    /// let mut server = |request: http::Request<()>| {
    ///     origins.push(request.headers()["origin"].clone());
    ///     http::Response::new(())
    /// };
    /// let mut page = Browser::at("https://app.example.com");
    /// let form = PageRequest::form("https://app.example.com/things");
    /// page.fetch(&mut server, form.clone());
    /// page.fetch(&mut server, form.referrer_policy(ReferrerPolicy::NoReferrer));
    /// assert_eq!(origins, ["https://app.example.com", "null"]);
    /// ```
    pub fn form(url: impl Into<String>) -> Self {
        Self::navigation("POST", url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body()
    }

    /// `navigator.sendBeacon(url, text)`.
    pub fn beacon(url: impl Into<String>) -> Self {
        // https://w3c.github.io/beacon/#sec-processing-model
        Self::new("POST", url)
            .mode(Mode::NoCors)
            .credentials(Credentials::Include)
            .header("content-type", "text/plain;charset=UTF-8")
            .body()
    }

    /// `new WebSocket(url)`, with a scheme of `ws`, `wss`, `http` or `https`: the handshake, which carries
    /// cookies.
    ///
    /// The page has its [WebSocket](crate::ResponseKind::WebSocket) if the answer is 101; the model doesn't
    /// look at its headers.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest, Reason};
    ///
    /// let mut server = |request: http::Request<()>| {
    ///     let is_own = request.headers()["origin"] == "https://chat.example.com";
    ///     http::Response::builder().status(if is_own { 101 } else { 403 }).body(()).unwrap()
    /// };
    /// let request = PageRequest::handshake("wss://chat.example.com/socket");
    /// let outcome = Browser::at("https://chat.example.com").fetch(&mut server, request.clone());
    /// assert_eq!(outcome.result().unwrap().status(), 101);
    ///
    /// let outcome = Browser::at("https://evil.test").fetch(&mut server, request);
    /// let blocked = outcome.result().unwrap_err();
    /// assert_eq!(blocked.reason(), Some(Reason::WebSocketRefused));
    /// ```
    pub fn handshake(url: impl Into<String>) -> Self {
        Self::get(url)
            .mode(Mode::WebSocket)
            .credentials(Credentials::Include)
    }

    fn navigation(method: &str, url: impl Into<String>) -> Self {
        let request = Self::new(method, url)
            .mode(Mode::Navigate)
            .credentials(Credentials::Include);
        Self {
            hand: Hand::Click,
            ..request
        }
    }

    /// A script does what a visitor otherwise does: `form.submit()`, `location.assign(url)`. Such a request
    /// has no `Sec-Fetch-User`.
    #[must_use]
    pub fn by_script(mut self) -> Self {
        self.hand = Hand::Script;
        self
    }

    /// The page's referrer policy, or the request's own: `{ referrerPolicy }`. It decides about the
    /// `Origin` of what is sent without CORS.
    #[must_use]
    pub fn referrer_policy(mut self, policy: ReferrerPolicy) -> Self {
        self.referrer_policy = policy;
        self
    }

    /// What the response is for, where it is something else than the mode tells: `Sec-Fetch-Dest`. A
    /// navigation is for a document, and everything else for a script.
    #[must_use]
    pub fn destination(mut self, destination: Destination) -> Self {
        self.destination = Some(destination);
        self
    }
}

/// What a response is for: <https://fetch.spec.whatwg.org/#concept-request-destination>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Destination {
    /// `fetch()`, a beacon, a WebSocket.
    Empty,
    /// A page in a window or tab.
    Document,
    /// A page in an `<iframe>`.
    Iframe,
    /// `<img>`
    Image,
    /// `<script>`
    Script,
    /// `<link rel="stylesheet">`
    Style,
}

impl Destination {
    /// As it stands in `Sec-Fetch-Dest`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Document => "document",
            Self::Iframe => "iframe",
            Self::Image => "image",
            Self::Script => "script",
            Self::Style => "style",
        }
    }

    /// What a request says, or what its mode usually has.
    pub(super) fn of(request: &PageRequest) -> Self {
        request.destination.unwrap_or(match request.mode {
            Mode::Navigate => Self::Document,
            _ => Self::Empty,
        })
    }
}
