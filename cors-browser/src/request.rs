//! What a page asks for: the request as its script writes it.

use super::{Destination, ReferrerPolicy};

/// What a page asks for, as it would with `fetch()` or `XMLHttpRequest`, or without either: by a
/// [form](Self::form), a [link](Self::link), a [beacon](Self::beacon), a
/// [WebSocket](Self::handshake).
///
/// ```
/// use cors_browser::{Credentials, PageRequest};
///
/// let request = PageRequest::new("PUT", "https://api.example.com/things/1")
///     .header("content-type", "application/json")
///     .credentials(Credentials::Include)
///     .body();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) mode: Mode,
    pub(super) credentials: Credentials,
    pub(super) redirect: Redirect,
    pub(super) upload_listener: bool,
    pub(super) body: Body,
    /// Response headers that it wants to read.
    pub(super) reads: Vec<String>,
    pub(super) referrer_policy: ReferrerPolicy,
    /// `None` for what the mode usually has.
    pub(super) destination: Option<Destination>,
    pub(super) hand: Hand,
}

impl PageRequest {
    /// `fetch(url, { method })`. The URL is absolute.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            mode: Mode::default(),
            credentials: Credentials::default(),
            redirect: Redirect::default(),
            upload_listener: false,
            body: Body::None,
            reads: Vec::new(),
            referrer_policy: ReferrerPolicy::default(),
            destination: None,
            hand: Hand::Script,
        }
    }

    /// `fetch(url)`.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    /// Adds a header line. One that pages may not set is dropped, as in browsers.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.into(), value.as_ref().to_vec()));
        self
    }

    /// Wants to read a header of the response, as with `response.headers.get(name)`. If the response
    /// has it and doesn't show it to the page, the page counts as
    /// [blocked](crate::Blocked::NotExposed): it sees nothing of the header, and no error.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest};
    ///
    /// let mut server = |_: http::Request<()>| {
    ///     let response = http::Response::builder().header("access-control-allow-origin", "*");
    ///     response.header("x-request-id", "42").body(()).unwrap()
    /// };
    /// let request = PageRequest::get("https://api.example.com/things").read("X-Request-Id");
    /// let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
    /// assert_eq!(
    ///     outcome.result().unwrap_err().to_string(),
    ///     "the header x-request-id is not exposed: it is not in Access-Control-Expose-Headers, \
    ///      which lists none"
    /// );
    /// ```
    #[must_use]
    pub fn read(mut self, name: impl Into<String>) -> Self {
        self.reads.push(name.into());
        self
    }

    /// `{ mode }`
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// `{ credentials }`
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// `{ redirect }`
    #[must_use]
    pub fn redirect(mut self, redirect: Redirect) -> Self {
        self.redirect = redirect;
        self
    }

    /// `XMLHttpRequest` with a listener on its `upload`: preflighted, whatever the method and the
    /// headers (<https://xhr.spec.whatwg.org/#the-send()-method>).
    #[must_use]
    pub fn upload_listener(mut self) -> Self {
        self.upload_listener = true;
        self
    }

    /// `{ body }`, of any kind except a stream. A `Content-Type` that browsers derive from it has to
    /// be given as a header.
    #[must_use]
    pub fn body(mut self) -> Self {
        self.body = Body::Replayable;
        self
    }

    /// `{ body, duplex: "half" }` with a `ReadableStream`: preflighted, and not to be redirected.
    #[must_use]
    pub fn streamed_body(mut self) -> Self {
        self.body = Body::Stream;
        self
    }
}

/// <https://fetch.spec.whatwg.org/#concept-request-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// Read the response if the server allows it.
    #[default]
    Cors,
    /// Use the response without reading it, as `<script>` and `<img>` do.
    NoCors,
    /// Fail where the URL is of another origin.
    SameOrigin,
    /// Go there, as [links](PageRequest::link) and [forms](PageRequest::form) do. No script can ask for it
    /// in this way; what has it is sent with `POST` or `GET`, and with no header but the `Content-Type` of a
    /// form.
    Navigate,
    /// Open a [WebSocket](PageRequest::handshake). What has it is sent with `GET`, and with no header of the
    /// page.
    WebSocket,
}

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credentials {
    /// Never send cookies.
    Omit,
    /// Send them to the page's own origin.
    #[default]
    SameOrigin,
    /// Send them wherever the request goes.
    Include,
}

/// <https://fetch.spec.whatwg.org/#concept-request-redirect-mode>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Redirect {
    /// Go where the response leads.
    #[default]
    Follow,
    /// Fail.
    Error,
    /// Return a response of which the page sees nothing.
    Manual,
}

/// Who has the request sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    Script,
    /// The visitor, by something on the page.
    Click,
    /// The visitor, by something of the browser's own: the address bar, a bookmark.
    Visitor,
}

/// Whether there is a body, and whether it can be sent once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Replayable,
    Stream,
}
