//! Why pages are blocked, as codes: a fixed set.

use core::fmt;

/// Why a page is blocked, as a code that stays the same from release to release.
///
/// Servers that know their policy use the same codes in their logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The response is not shared with the page's origin.
    OriginNotAllowed,
    /// The same, where the origin is `null`.
    NullOrigin,
    /// The request had several `Origin` lines. Something between browser and server has added one.
    SeveralOrigins,
    /// The preflight's answer does not list the method.
    MethodNotAllowed,
    /// The preflight's answer does not list a header.
    HeaderNotAllowed,
    /// It lists `*`, which never covers `authorization`.
    AuthorizationNotCovered,
    /// `Access-Control-Allow-Credentials` is not `true`, and the request is with credentials.
    CredentialsNotAllowed,
    /// `Access-Control-Allow-Origin` is `*`, and the request is with credentials.
    WildcardWithCredentials,
    /// A list of methods or headers is `*`, and the request is with credentials.
    WildcardListWithCredentials,
    /// A response header that the page wants to read is not exposed.
    NotExposed,
    /// The preflight was answered with a redirect.
    PreflightRedirected,
    /// The preflight was answered with another status than 200 to 299.
    PreflightNotOk,
    /// The preflight was not answered.
    PreflightFailed,
    /// There are several `Access-Control-Allow-Origin`, or there is a list of origins in it.
    MultipleAllowOrigin,
    /// `Access-Control-Allow-Origin` is not an origin.
    InvalidAllowOrigin,
    /// `Access-Control-Allow-Origin` is another origin.
    OriginMismatch,
    /// The response lacks the headers that its preflight, or the same server's other responses, have: it did not come from the policy.
    HeadersMissing,
    /// A redirect leads where the page's request may not go.
    RedirectBlocked,
    /// There was no response.
    NoResponse,
    /// A list of methods or headers is not a list of names.
    InvalidList,
    /// The URL's scheme can't be fetched across origins.
    SchemeNotSupported,
    /// The user, or the browser, did not let the page reach an address of the local network.
    LocalNetworkDenied,
    /// A WebSocket's handshake was answered with another status than 101: a guard refuses the page's
    /// origin, or there is no WebSocket.
    WebSocketRefused,
    /// The handshake was answered with 421: the server does not answer for the host.
    UnexpectedHost,
}

impl Reason {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::OriginNotAllowed,
        Self::NullOrigin,
        Self::SeveralOrigins,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
        Self::AuthorizationNotCovered,
        Self::CredentialsNotAllowed,
        Self::WildcardWithCredentials,
        Self::WildcardListWithCredentials,
        Self::NotExposed,
        Self::PreflightRedirected,
        Self::PreflightNotOk,
        Self::PreflightFailed,
        Self::MultipleAllowOrigin,
        Self::InvalidAllowOrigin,
        Self::OriginMismatch,
        Self::HeadersMissing,
        Self::RedirectBlocked,
        Self::NoResponse,
        Self::InvalidList,
        Self::SchemeNotSupported,
        Self::LocalNetworkDenied,
        Self::WebSocketRefused,
        Self::UnexpectedHost,
    ];

    /// The code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::NullOrigin => "null-origin",
            Self::SeveralOrigins => "several-origins",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
            Self::AuthorizationNotCovered => "authorization-not-covered",
            Self::CredentialsNotAllowed => "credentials-not-allowed",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::WildcardListWithCredentials => "wildcard-list-with-credentials",
            Self::NotExposed => "not-exposed",
            Self::PreflightRedirected => "preflight-redirected",
            Self::PreflightNotOk => "preflight-not-ok",
            Self::PreflightFailed => "preflight-failed",
            Self::MultipleAllowOrigin => "multiple-allow-origin",
            Self::InvalidAllowOrigin => "invalid-allow-origin",
            Self::OriginMismatch => "origin-mismatch",
            Self::HeadersMissing => "headers-missing",
            Self::RedirectBlocked => "redirect-blocked",
            Self::NoResponse => "no-response",
            Self::InvalidList => "invalid-list",
            Self::SchemeNotSupported => "scheme-not-supported",
            Self::LocalNetworkDenied => "local-network-denied",
            Self::WebSocketRefused => "websocket-refused",
            Self::UnexpectedHost => "unexpected-host",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
