//! From what blocks a request to the code of its reason.

use super::{Blocked, CorsCheckFailure, OPAQUE, Reason, page_origin};

impl Blocked {
    /// The code of the reason. `None` for a mistake of the page itself, which no server can mend: an
    /// invalid URL, a method that no page may use.
    ///
    /// A response without `Access-Control-Allow-Origin` says little. It is `origin-not-allowed` (or
    /// `null-origin`) as a policy puts it, and [`headers-missing`](Reason::HeadersMissing) where it
    /// can't be a policy's: its preflight was allowed, or it is an error (other than the 403 with
    /// which policies refuse preflights) whose `Vary` doesn't speak of `Origin`.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest, Reason};
    ///
    /// let mut server = |_: http::Request<()>| {
    ///     let response = http::Response::builder();
    ///     response.header("access-control-allow-origin", "https://app.example.com/").body(()).unwrap()
    /// };
    /// let request = PageRequest::get("https://api.example.com/things");
    /// let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
    /// let blocked = outcome.result().unwrap_err();
    /// assert_eq!(blocked.reason(), Some(Reason::InvalidAllowOrigin));
    /// assert_eq!(blocked.reason().unwrap().as_str(), "invalid-allow-origin");
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        Some(match self {
            Self::InvalidUrl { .. }
            | Self::UrlWithCredentials
            | Self::InvalidMethod { .. }
            | Self::InvalidHeader { .. }
            | Self::ForbiddenMethod { .. }
            | Self::BodyNotAllowed
            | Self::NotWithoutCors { .. }
            | Self::OtherOrigin => return None,
            Self::NotHttp { .. } => Reason::SchemeNotSupported,
            Self::CorsCheck {
                failure,
                origin,
                preflight,
                status,
                after_preflight,
                varies,
                ..
            } => match failure {
                CorsCheckFailure::NoAllowOrigin => {
                    let refusal = *status < 400 || *varies || (*preflight && *status == 403);
                    match origin.as_str() {
                        _ if *after_preflight || !refusal => Reason::HeadersMissing,
                        OPAQUE => Reason::NullOrigin,
                        _ => Reason::OriginNotAllowed,
                    }
                }
                CorsCheckFailure::OtherOrigin { allowed } => allow_origin(allowed),
                CorsCheckFailure::WildcardWithCredentials => Reason::WildcardWithCredentials,
                CorsCheckFailure::NoAllowCredentials { .. } => Reason::CredentialsNotAllowed,
            },
            Self::PreflightStatus { status } if (300..400).contains(status) => {
                Reason::PreflightRedirected
            }
            Self::PreflightStatus { .. } => Reason::PreflightNotOk,
            Self::MalformedAnswer { .. } => Reason::InvalidList,
            Self::MethodNotAllowed {
                method,
                allowed,
                wildcard_is_literal,
            } => {
                let other_case = allowed
                    .iter()
                    .any(|listed| listed.eq_ignore_ascii_case(method));
                match has_wildcard(allowed) {
                    true if *wildcard_is_literal && !other_case => {
                        Reason::WildcardListWithCredentials
                    }
                    _ => Reason::MethodNotAllowed,
                }
            }
            Self::HeadersNotAllowed {
                allowed,
                wildcard_is_literal,
                ..
            } => match has_wildcard(allowed) {
                true if *wildcard_is_literal => Reason::WildcardListWithCredentials,
                // It covers everything else.
                true => Reason::AuthorizationNotCovered,
                false => Reason::HeaderNotAllowed,
            },
            Self::NotExposed { .. } => Reason::NotExposed,
            Self::NoAnswer { preflight: true } => Reason::PreflightFailed,
            Self::NoAnswer { preflight: false } => Reason::NoResponse,
            Self::NotOpened { status: 421, .. } => Reason::UnexpectedHost,
            Self::NotOpened { .. } => Reason::WebSocketRefused,
            Self::RedirectNotFollowed
            | Self::InvalidRedirect { .. }
            | Self::TooManyRedirects
            | Self::StreamRedirected => Reason::RedirectBlocked,
        })
    }
}

/// What is wrong with an `Access-Control-Allow-Origin` of something else than the page's origin.
fn allow_origin(allowed: &str) -> Reason {
    if is_list(allowed) {
        Reason::MultipleAllowOrigin
    } else if page_origin::flaw(allowed).is_some() {
        Reason::InvalidAllowOrigin
    } else {
        Reason::OriginMismatch
    }
}

/// Whether there are several values: lines that were combined, or a list as people write them.
pub(super) fn is_list(allowed: &str) -> bool {
    let is_value = |part: &str| part == "*" || page_origin::flaw(part).is_none();
    let mut parts = allowed
        .split([' ', '\t', ';'])
        .filter(|part| !part.is_empty());
    allowed.contains(',') || (parts.clone().count() > 1 && parts.all(is_value))
}

pub(super) fn has_wildcard(list: &[String]) -> bool {
    list.iter().any(|entry| entry == "*")
}
