//! Why a page sees nothing of a response.

use super::OPAQUE;

/// Why a page gets an error instead of a response.
///
/// `Display` says it in a sentence. Pages themselves are told nothing but "failed to fetch",
/// whatever the reason, so that they can't find out about what they must not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The URL can't be parsed, or is relative.
    InvalidUrl {
        /// As the page wrote it.
        url: String,
    },
    /// The URL holds a user name or a password.
    UrlWithCredentials,
    /// A method that is no token.
    InvalidMethod {
        /// As the page wrote it.
        method: String,
    },
    /// A header with a name or value that HTTP has no place for.
    InvalidHeader {
        /// As the page wrote it.
        name: String,
    },
    /// `CONNECT`, `TRACE` or `TRACK`.
    ForbiddenMethod {
        /// As the page wrote it.
        method: String,
    },
    /// `GET` or `HEAD` with a body.
    BodyNotAllowed,
    /// `mode: "no-cors"` with what only CORS can ask for.
    NotWithoutCors {
        /// The method, or what else it is.
        what: String,
    },
    /// `mode: "same-origin"` for a URL of another origin.
    OtherOrigin,
    /// The URL is neither `http` nor `https`.
    NotHttp {
        /// The URL's scheme.
        scheme: String,
    },
    /// A response that does not name the page's origin, or not so that it counts.
    CorsCheck {
        /// How it failed.
        failure: CorsCheckFailure,
        /// The `Origin` that was sent.
        origin: String,
        /// Whether the credentials mode is "include".
        credentials: bool,
        /// Whether it was the preflight's answer.
        preflight: bool,
    },
    /// A preflight that was answered by an error or a redirect.
    PreflightStatus {
        /// The answer's status code.
        status: u16,
    },
    /// An answer with a list that is none.
    MalformedAnswer {
        /// The header's name.
        name: String,
    },
    /// A method that the preflight's answer does not list.
    MethodNotAllowed {
        /// The request's method.
        method: String,
        /// What is listed.
        allowed: Vec<String>,
        /// Whether `*` counts for nothing, because of credentials.
        wildcard_is_literal: bool,
    },
    /// Headers that the preflight's answer does not list.
    HeadersNotAllowed {
        /// Their names.
        names: Vec<String>,
        /// What is listed.
        allowed: Vec<String>,
        /// Whether `*` counts for nothing, because of credentials.
        wildcard_is_literal: bool,
    },
    /// A redirect that the page asked not to follow.
    RedirectNotFollowed,
    /// A redirect that leads nowhere, or to a URL with a user name in it.
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
    OtherOrigin {
        /// All lines of it, combined.
        allowed: String,
    },
    /// It is `*`, which never covers a request with credentials.
    WildcardWithCredentials,
    /// `Access-Control-Allow-Credentials` is not `true`.
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
            Self::RedirectNotFollowed => "https://fetch.spec.whatwg.org/#concept-http-fetch",
            Self::InvalidRedirect { .. } | Self::TooManyRedirects | Self::StreamRedirected => {
                "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
            }
        }
    }

    /// The lines of a policy that allow what was blocked, to be added to what it lists
    /// already. None where no policy can: the page asked for what no page gets, or the answer was
    /// no policy's.
    ///
    /// ```
    /// use cors_browser::Blocked;
    ///
    /// let blocked = Blocked::HeadersNotAllowed {
    ///     names: vec!["x-api-key".to_owned()],
    ///     allowed: vec![],
    ///     wildcard_is_literal: false,
    /// };
    /// assert_eq!(blocked.cures(), [r#"allow_headers = ["x-api-key"]"#]);
    /// ```
    #[must_use]
    pub fn cures(&self) -> Vec<String> {
        match self {
            Self::CorsCheck {
                failure: CorsCheckFailure::NoAllowCredentials { .. },
                origin,
                ..
            } => with_credentials(Vec::new(), origin),
            Self::CorsCheck {
                origin,
                credentials,
                ..
            } => match (origin.as_str(), credentials) {
                // Whoever can make a sandboxed frame could act as the visitor.
                (OPAQUE, true) => Vec::new(),
                (OPAQUE, false) => vec!["dangerously_allow_null_origin = true".to_owned()],
                (origin, credentials) => {
                    let lines = vec![format!("allow_origins = [{origin:?}]")];
                    if *credentials {
                        with_credentials(lines, origin)
                    } else {
                        lines
                    }
                }
            },
            Self::MethodNotAllowed { method, .. } => vec![format!("allow_methods = [{method:?}]")],
            Self::HeadersNotAllowed { names, .. } => vec![format!("allow_headers = {names:?}")],
            _ => Vec::new(),
        }
    }
}

fn with_credentials(mut lines: Vec<String>, origin: &str) -> Vec<String> {
    lines.push("allow_credentials = true".to_owned());
    if origin.starts_with("http://") && !is_loopback(origin) {
        lines.push("dangerously_allow_insecure_origins = true".to_owned());
    }
    lines
}

/// Whether nobody between page and server could pose as the origin.
fn is_loopback(origin: &str) -> bool {
    match url::Url::parse(origin)
        .ok()
        .as_ref()
        .and_then(url::Url::host)
    {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
