//! The codes of findings: a fixed set.

use core::fmt;

use crate::severity::Severity;

/// What a finding is about, by a name that stays the same from release to release.
///
/// What keeps the named page from reading has the code of the browser's reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Code {
    /// Two unrelated origins are allowed: whoever asks.
    ReflectsAnyOrigin,
    /// The origin null is allowed, which any page can have.
    AllowsNull,
    /// An origin is allowed because it begins like a trusted one.
    AllowsPrefix,
    /// An origin is allowed because it ends like a trusted one.
    AllowsSuffix,
    /// A dot of a trusted origin stands for any character.
    UnescapedDot,
    /// An origin is allowed whose host has a special character after the trusted one.
    AllowsSpecialCharacters,
    /// Any name below a public suffix is allowed.
    AllowsSharedSuffix,
    /// A subdomain is allowed that nobody named.
    AllowsAnySubdomain,
    /// The trusted host is allowed without TLS.
    AllowsHttp,
    /// The trusted host is allowed with any port.
    IgnoresPort,
    /// Pages of the visitor's own machine are allowed.
    AllowsLocalhost,
    /// An origin is allowed that no browser sends.
    AcceptsMalformedOrigin,
    /// Preflights allow an origin that actual responses do not.
    PreflightGrantsMore,
    /// * is sent with Access-Control-Allow-Credentials: true, which browsers block.
    WildcardWithCredentials,
    /// There are several Access-Control-Allow-Origin, or a list in one.
    MultipleAllowOrigin,
    /// Access-Control-Allow-Origin is no origin.
    InvalidAllowOrigin,
    /// Access-Control-Allow-Credentials is not exactly true.
    InvalidAllowCredentials,
    /// A list of names is none.
    InvalidList,
    /// The page's origin is not allowed.
    OriginNotAllowed,
    /// Credentials are not allowed.
    CredentialsNotAllowed,
    /// The method is not allowed.
    MethodNotAllowed,
    /// A request header is not allowed.
    HeaderNotAllowed,
    /// * never covers authorization.
    AuthorizationNotCovered,
    /// * in a list counts for nothing with credentials.
    WildcardListWithCredentials,
    /// A response header is not exposed.
    NotExposed,
    /// The preflight is answered with a redirect.
    PreflightRedirected,
    /// The preflight is answered with 401 or 407.
    PreflightNeedsAuthentication,
    /// The preflight is answered with another status than 200 to 299.
    PreflightNotOk,
    /// The preflight is not answered.
    PreflightFailed,
    /// A preflight for GET without header names is refused.
    PreflightSafelistedRefused,
    /// A preflight's answer has no Access-Control-Allow-Methods.
    PreflightWithoutMethods,
    /// An error lacks the headers.
    HeadersMissingOnError,
    /// A redirect lacks the headers.
    HeadersMissingOnRedirect,
    /// The answer depends on Origin, may be stored, and does not say so.
    MissingVary,
    /// Access-Control-Max-Age is no number of seconds.
    InvalidMaxAge,
    /// Access-Control-Max-Age is more than any browser grants.
    MaxAgeCapped,
    /// There are headers of a draft that browsers gave up.
    PrivateNetworkLeftover,
    /// A live answer is not what the policy decides.
    DiffersFromPolicy,
    /// A redirect leads nowhere, or too far.
    RedirectBlocked,
    /// The page's request is not answered.
    NoResponse,
}

impl Code {
    /// Every code.
    pub(crate) const ALL: &'static [Self] = &[
        Self::ReflectsAnyOrigin,
        Self::AllowsNull,
        Self::AllowsPrefix,
        Self::AllowsSuffix,
        Self::UnescapedDot,
        Self::AllowsSpecialCharacters,
        Self::AllowsSharedSuffix,
        Self::AllowsAnySubdomain,
        Self::AllowsHttp,
        Self::IgnoresPort,
        Self::AllowsLocalhost,
        Self::AcceptsMalformedOrigin,
        Self::PreflightGrantsMore,
        Self::WildcardWithCredentials,
        Self::MultipleAllowOrigin,
        Self::InvalidAllowOrigin,
        Self::InvalidAllowCredentials,
        Self::InvalidList,
        Self::OriginNotAllowed,
        Self::CredentialsNotAllowed,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
        Self::AuthorizationNotCovered,
        Self::WildcardListWithCredentials,
        Self::NotExposed,
        Self::PreflightRedirected,
        Self::PreflightNeedsAuthentication,
        Self::PreflightNotOk,
        Self::PreflightFailed,
        Self::PreflightSafelistedRefused,
        Self::PreflightWithoutMethods,
        Self::HeadersMissingOnError,
        Self::HeadersMissingOnRedirect,
        Self::MissingVary,
        Self::InvalidMaxAge,
        Self::MaxAgeCapped,
        Self::PrivateNetworkLeftover,
        Self::DiffersFromPolicy,
        Self::RedirectBlocked,
        Self::NoResponse,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ReflectsAnyOrigin => "reflects-any-origin",
            Self::AllowsNull => "allows-null",
            Self::AllowsPrefix => "allows-prefix",
            Self::AllowsSuffix => "allows-suffix",
            Self::UnescapedDot => "unescaped-dot",
            Self::AllowsSpecialCharacters => "allows-special-characters",
            Self::AllowsSharedSuffix => "allows-shared-suffix",
            Self::AllowsAnySubdomain => "allows-any-subdomain",
            Self::AllowsHttp => "allows-http",
            Self::IgnoresPort => "ignores-port",
            Self::AllowsLocalhost => "allows-localhost",
            Self::AcceptsMalformedOrigin => "accepts-malformed-origin",
            Self::PreflightGrantsMore => "preflight-grants-more",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::MultipleAllowOrigin => "multiple-allow-origin",
            Self::InvalidAllowOrigin => "invalid-allow-origin",
            Self::InvalidAllowCredentials => "invalid-allow-credentials",
            Self::InvalidList => "invalid-list",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::CredentialsNotAllowed => "credentials-not-allowed",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
            Self::AuthorizationNotCovered => "authorization-not-covered",
            Self::WildcardListWithCredentials => "wildcard-list-with-credentials",
            Self::NotExposed => "not-exposed",
            Self::PreflightRedirected => "preflight-redirected",
            Self::PreflightNeedsAuthentication => "preflight-needs-authentication",
            Self::PreflightNotOk => "preflight-not-ok",
            Self::PreflightFailed => "preflight-failed",
            Self::PreflightSafelistedRefused => "preflight-safelisted-refused",
            Self::PreflightWithoutMethods => "preflight-without-methods",
            Self::HeadersMissingOnError => "headers-missing-on-error",
            Self::HeadersMissingOnRedirect => "headers-missing-on-redirect",
            Self::MissingVary => "missing-vary",
            Self::InvalidMaxAge => "invalid-max-age",
            Self::MaxAgeCapped => "max-age-capped",
            Self::PrivateNetworkLeftover => "private-network-leftover",
            Self::DiffersFromPolicy => "differs-from-policy",
            Self::RedirectBlocked => "redirect-blocked",
            Self::NoResponse => "no-response",
        }
    }

    /// How bad it is, where the answer is granted with credentials, and where it is not.
    pub(super) const fn severity(self, with_credentials: bool) -> Severity {
        let (with, without) = match self {
            Self::ReflectsAnyOrigin | Self::AllowsHttp => (Severity::Error, Severity::Note),
            Self::AllowsNull
            | Self::AllowsPrefix
            | Self::AllowsSuffix
            | Self::UnescapedDot
            | Self::AllowsSpecialCharacters
            | Self::AllowsSharedSuffix => (Severity::Error, Severity::Warning),
            Self::AllowsAnySubdomain | Self::IgnoresPort | Self::AllowsLocalhost => {
                (Severity::Warning, Severity::Note)
            }
            Self::AcceptsMalformedOrigin | Self::MaxAgeCapped | Self::PrivateNetworkLeftover => {
                (Severity::Note, Severity::Note)
            }
            Self::WildcardWithCredentials
            | Self::PreflightSafelistedRefused
            | Self::HeadersMissingOnError
            | Self::InvalidMaxAge => (Severity::Warning, Severity::Warning),
            Self::PreflightGrantsMore
            | Self::MultipleAllowOrigin
            | Self::InvalidAllowOrigin
            | Self::InvalidAllowCredentials
            | Self::InvalidList
            | Self::OriginNotAllowed
            | Self::CredentialsNotAllowed
            | Self::MethodNotAllowed
            | Self::HeaderNotAllowed
            | Self::AuthorizationNotCovered
            | Self::WildcardListWithCredentials
            | Self::NotExposed
            | Self::PreflightRedirected
            | Self::PreflightNeedsAuthentication
            | Self::PreflightNotOk
            | Self::PreflightFailed
            | Self::PreflightWithoutMethods
            | Self::HeadersMissingOnRedirect
            | Self::MissingVary
            | Self::DiffersFromPolicy
            | Self::RedirectBlocked
            | Self::NoResponse => (Severity::Error, Severity::Error),
        };
        if with_credentials { with } else { without }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
