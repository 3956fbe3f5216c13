//! The settings of a policy, by name.

use core::fmt;

/// The setting of a policy that a [`Problem`](crate::Problem) is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The origins: listed, matched by a regex or admitted by a predicate.
    AllowOrigins,
    /// Whether there may be no origin at all.
    OriginsMayBeEmpty,
    /// Whether credentials are allowed.
    AllowCredentials,
    /// The methods beyond the safelisted ones.
    AllowMethods,
    /// The request headers beyond the safelisted ones.
    AllowHeaders,
    /// The response headers that a page may read beyond the safelisted ones.
    ExposeHeaders,
    /// How long a browser may cache a preflight's answer.
    MaxAge,
    /// Whether a preflight's answer names only what was asked for.
    MinimalDisclosure,
    /// The status of a preflight's answer where the origin is allowed.
    PreflightStatus,
    /// Whether requests that may change something are refused to origins that are not allowed.
    GuardUnsafeMethods,
    /// Whether reads are, too.
    GuardSafeMethods,
    /// Whether WebSocket handshakes are.
    GuardWebsockets,
    /// The hosts that requests may be for.
    ExpectHosts,
    /// Whether origins without TLS may have credentials, or pass a guard.
    DangerouslyAllowInsecureOrigins,
    /// Whether a pattern may span registrable domains.
    DangerouslyAllowPublicSuffixes,
    /// Whether `null` is allowed.
    DangerouslyAllowNullOrigin,
    /// Whether `file://` is allowed.
    DangerouslyAllowFileOrigin,
}

impl Setting {
    /// Every setting, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::AllowOrigins,
        Self::OriginsMayBeEmpty,
        Self::AllowCredentials,
        Self::AllowMethods,
        Self::AllowHeaders,
        Self::ExposeHeaders,
        Self::MaxAge,
        Self::MinimalDisclosure,
        Self::PreflightStatus,
        Self::GuardUnsafeMethods,
        Self::GuardSafeMethods,
        Self::GuardWebsockets,
        Self::ExpectHosts,
        Self::DangerouslyAllowInsecureOrigins,
        Self::DangerouslyAllowPublicSuffixes,
        Self::DangerouslyAllowNullOrigin,
        Self::DangerouslyAllowFileOrigin,
    ];

    /// The builder's method and the policy file's key.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllowOrigins => "allow_origins",
            Self::OriginsMayBeEmpty => "origins_may_be_empty",
            Self::AllowCredentials => "allow_credentials",
            Self::AllowMethods => "allow_methods",
            Self::AllowHeaders => "allow_headers",
            Self::ExposeHeaders => "expose_headers",
            Self::MaxAge => "max_age",
            Self::MinimalDisclosure => "minimal_disclosure",
            Self::PreflightStatus => "preflight_status",
            Self::GuardUnsafeMethods => "guard_unsafe_methods",
            Self::GuardSafeMethods => "guard_safe_methods",
            Self::GuardWebsockets => "guard_websockets",
            Self::ExpectHosts => "expect_hosts",
            Self::DangerouslyAllowInsecureOrigins => "dangerously_allow_insecure_origins",
            Self::DangerouslyAllowPublicSuffixes => "dangerously_allow_public_suffixes",
            Self::DangerouslyAllowNullOrigin => "dangerously_allow_null_origin",
            Self::DangerouslyAllowFileOrigin => "dangerously_allow_file_origin",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
