//! Why a page sees nothing of a response.

/// Why a page gets an error instead of a response.
///
/// `Display` says it in a sentence. Pages themselves are told nothing but "failed to fetch",
/// whatever the reason, so that they can't find out about what they must not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The URL can't be parsed, or is relative.
    #[non_exhaustive]
    InvalidUrl {
        /// As the page wrote it.
        url: String,
    },
    /// The URL holds a user name or a password.
    UrlWithCredentials,
    /// A method that is not a token.
    #[non_exhaustive]
    InvalidMethod {
        /// As the page wrote it.
        method: String,
    },
    /// A header with a name or a value that HTTP does not allow.
    #[non_exhaustive]
    InvalidHeader {
        /// As the page wrote it.
        name: String,
    },
    /// `CONNECT`, `TRACE` or `TRACK`.
    #[non_exhaustive]
    ForbiddenMethod {
        /// As the page wrote it.
        method: String,
    },
    /// `GET` or `HEAD` with a body.
    BodyNotAllowed,
    /// `mode: "no-cors"` with something that only CORS can ask for.
    #[non_exhaustive]
    NotWithoutCors {
        /// The method, or what else it is.
        what: String,
    },
    /// `mode: "same-origin"` for a URL of another origin.
    OtherOrigin,
    /// The URL is neither `http` nor `https`.
    #[non_exhaustive]
    NotHttp {
        /// The URL's scheme.
        scheme: String,
    },
    /// A response that does not name the page's origin in a way that counts.
    #[non_exhaustive]
    CorsCheck {
        /// How it failed.
        failure: CorsCheckFailure,
        /// The `Origin` that was sent.
        origin: String,
        /// Whether the credentials mode is "include".
        credentials: bool,
        /// Whether it was the preflight's answer.
        preflight: bool,
        /// The response's status code.
        status: u16,
        /// Whether the preflight of this very request was allowed, now or earlier.
        after_preflight: bool,
        /// Whether its `Vary` says that the answer depends on `Origin`, as that of a policy does.
        varies: bool,
    },
    /// A preflight that was answered with an error or a redirect.
    #[non_exhaustive]
    PreflightStatus {
        /// The answer's status code.
        status: u16,
    },
    /// A preflight's answer with a header that is not a list of names.
    #[non_exhaustive]
    MalformedAnswer {
        /// The header's name.
        name: String,
    },
    /// A method that the preflight's answer does not list.
    #[non_exhaustive]
    MethodNotAllowed {
        /// The request's method.
        method: String,
        /// What is listed.
        allowed: Vec<String>,
        /// Whether `*` counts for nothing, because of credentials.
        wildcard_is_literal: bool,
    },
    /// Headers that the preflight's answer does not list.
    #[non_exhaustive]
    HeadersNotAllowed {
        /// Their names.
        names: Vec<String>,
        /// What is listed.
        allowed: Vec<String>,
        /// Whether `*` counts for nothing, because of credentials.
        wildcard_is_literal: bool,
    },
    /// Response headers that the page wants to [read](crate::PageRequest::read), and that are not
    /// exposed. The page sees the rest of the response.
    #[non_exhaustive]
    NotExposed {
        /// Their names.
        names: Vec<String>,
        /// What is exposed.
        exposed: Vec<String>,
        /// Whether `*` counts for nothing, because of credentials.
        wildcard_is_literal: bool,
    },
    /// There was [no answer](crate::Fetch::fail).
    #[non_exhaustive]
    NoAnswer {
        /// Whether it was the preflight's.
        preflight: bool,
    },
    /// A handshake that was answered with another status than 101.
    #[non_exhaustive]
    NotOpened {
        /// The answer's status code.
        status: u16,
        /// The `Origin` that was sent.
        origin: String,
        /// Whether the answer's `Vary` says that it depends on `Origin`, as that of a guard does.
        varies: bool,
    },
    /// A redirect that the page asked not to follow.
    RedirectNotFollowed,
    /// A redirect that leads nowhere, or to a URL with a user name in it.
    #[non_exhaustive]
    InvalidRedirect {
        /// Where it leads to.
        location: String,
    },
    /// More redirects than a browser follows.
    TooManyRedirects,
    /// A redirect of a request whose body can't be sent again.
    StreamRedirected,
}

/// How a response failed the CORS check, <https://fetch.spec.whatwg.org/#concept-cors-check>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorsCheckFailure {
    /// There is no `Access-Control-Allow-Origin`.
    NoAllowOrigin,
    /// There is one, of another origin, or of several.
    #[non_exhaustive]
    OtherOrigin {
        /// All lines of it, combined.
        allowed: String,
    },
    /// It is `*`, which never covers a request with credentials.
    WildcardWithCredentials,
    /// `Access-Control-Allow-Credentials` is not `true`.
    #[non_exhaustive]
    NoAllowCredentials {
        /// What it is.
        found: Option<String>,
    },
}

impl Blocked {
    /// The step of the standard.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        match self {
            Self::InvalidUrl { .. }
            | Self::UrlWithCredentials
            | Self::InvalidMethod { .. }
            | Self::ForbiddenMethod { .. }
            | Self::BodyNotAllowed
            | Self::NotWithoutCors { .. } => "https://fetch.spec.whatwg.org/#dom-request",
            Self::InvalidHeader { .. } => "https://fetch.spec.whatwg.org/#headers-validate",
            Self::OtherOrigin | Self::NotHttp { .. } => "https://fetch.spec.whatwg.org/#main-fetch",
            Self::CorsCheck { .. } => "https://fetch.spec.whatwg.org/#concept-cors-check",
            Self::PreflightStatus { .. }
            | Self::MalformedAnswer { .. }
            | Self::MethodNotAllowed { .. }
            | Self::HeadersNotAllowed { .. } => {
                "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
            }
            Self::NotExposed { .. } => {
                "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name"
            }
            Self::NotOpened { .. } => {
                "https://websockets.spec.whatwg.org/#concept-websocket-establish"
            }
            Self::NoAnswer { .. } => "https://fetch.spec.whatwg.org/#http-network-fetch",
            Self::RedirectNotFollowed => "https://fetch.spec.whatwg.org/#concept-http-fetch",
            Self::InvalidRedirect { .. } | Self::TooManyRedirects | Self::StreamRedirected => {
                "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
            }
        }
    }
}
