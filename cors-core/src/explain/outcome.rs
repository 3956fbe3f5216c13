//! What came of a request with `Origin`: a fixed set, for whoever counts.

use core::fmt;

/// What came of a request that has an `Origin`.
///
/// A fixed set whose texts are labels for metrics: no request makes a new one. Those that
/// [block](Self::is_blocked) are the codes of [reasons](crate::Reason), and stand in the log.
///
/// Adapters hand each outcome to whoever asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The origin is allowed, and the request is not a preflight.
    Allowed,
    /// A preflight, and all that it asks for is allowed.
    PreflightAllowed,
    /// The policy does not list the origin, which is the server's own: CORS does not apply to its
    /// pages. Browsers send `Origin` with their requests, except for `GET` and `HEAD`.
    SameOrigin,
    /// No entry of the policy allows the origin.
    OriginNotAllowed,
    /// The origin is `null`, which the policy does not allow.
    NullOrigin,
    /// There are several `Origin` lines.
    SeveralOrigins,
    /// A preflight of an allowed origin asks for a method that the policy does not allow.
    MethodNotAllowed,
    /// A preflight of an allowed origin asks for a header that the policy does not allow.
    HeaderNotAllowed,
    /// The same, where the header is `authorization`, and the policy's list has `*`, which never
    /// covers it.
    AuthorizationNotCovered,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Allowed,
        Self::PreflightAllowed,
        Self::SameOrigin,
        Self::OriginNotAllowed,
        Self::NullOrigin,
        Self::SeveralOrigins,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
        Self::AuthorizationNotCovered,
    ];

    /// A text that stays the same from release to release: a label, a code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::PreflightAllowed => "preflight-allowed",
            Self::SameOrigin => "same-origin",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::NullOrigin => "null-origin",
            Self::SeveralOrigins => "several-origins",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
            Self::AuthorizationNotCovered => "authorization-not-covered",
        }
    }

    /// Whether a browser is going to block the request.
    #[must_use]
    pub const fn is_blocked(self) -> bool {
        !matches!(
            self,
            Self::Allowed | Self::PreflightAllowed | Self::SameOrigin
        )
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
