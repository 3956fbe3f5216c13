//! The headers that a policy reads and writes.

use core::fmt;

/// A header that a policy reads or writes.
///
/// Adapters map each to their framework's own constant, and those that they don't know yet by their
/// [name](Self::as_str).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// `Origin`: <https://fetch.spec.whatwg.org/#origin-header>.
    Origin,
    /// `Access-Control-Request-Method`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-request-method>.
    AccessControlRequestMethod,
    /// `Access-Control-Request-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-request-headers>.
    AccessControlRequestHeaders,
    /// `Access-Control-Allow-Origin`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
    AccessControlAllowOrigin,
    /// `Access-Control-Allow-Credentials`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-credentials>.
    AccessControlAllowCredentials,
    /// `Access-Control-Allow-Methods`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-methods>.
    AccessControlAllowMethods,
    /// `Access-Control-Allow-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-headers>.
    AccessControlAllowHeaders,
    /// `Access-Control-Expose-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-expose-headers>.
    AccessControlExposeHeaders,
    /// `Access-Control-Max-Age`: <https://fetch.spec.whatwg.org/#http-access-control-max-age>.
    AccessControlMaxAge,
    /// `Access-Control-Allow-Private-Network`, from a draft that browsers gave up. It is never sent,
    /// and is removed.
    AccessControlAllowPrivateNetwork,
    /// `Host`: <https://httpwg.org/specs/rfc9110.html#field.host>. Only guards, the log and counting ask
    /// for it.
    Host,
    /// `Sec-Fetch-Site`: <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>. Only
    /// guards, the log and counting ask for it.
    SecFetchSite,
    /// `Sec-Fetch-Mode`: <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header>. Only
    /// guards, the log and counting ask for it.
    SecFetchMode,
    /// `Upgrade`: <https://httpwg.org/specs/rfc9110.html#field.upgrade>. Only guards ask for it.
    Upgrade,
    /// `Content-Type`: <https://httpwg.org/specs/rfc9110.html#field.content-type>. Refusals have it.
    ContentType,
    /// `Vary`: <https://httpwg.org/specs/rfc9110.html#field.vary>.
    Vary,
}

impl Field {
    /// The headers that grant something. Only the policy may put them into a response.
    pub(crate) const GRANTS: [Self; 7] = [
        Self::AccessControlAllowOrigin,
        Self::AccessControlAllowCredentials,
        Self::AccessControlAllowMethods,
        Self::AccessControlAllowHeaders,
        Self::AccessControlExposeHeaders,
        Self::AccessControlMaxAge,
        Self::AccessControlAllowPrivateNetwork,
    ];

    /// The header's name, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::AccessControlRequestMethod => "access-control-request-method",
            Self::AccessControlRequestHeaders => "access-control-request-headers",
            Self::AccessControlAllowOrigin => "access-control-allow-origin",
            Self::AccessControlAllowCredentials => "access-control-allow-credentials",
            Self::AccessControlAllowMethods => "access-control-allow-methods",
            Self::AccessControlAllowHeaders => "access-control-allow-headers",
            Self::AccessControlExposeHeaders => "access-control-expose-headers",
            Self::AccessControlMaxAge => "access-control-max-age",
            Self::AccessControlAllowPrivateNetwork => "access-control-allow-private-network",
            Self::Host => "host",
            Self::SecFetchSite => "sec-fetch-site",
            Self::SecFetchMode => "sec-fetch-mode",
            Self::Upgrade => "upgrade",
            Self::ContentType => "content-type",
            Self::Vary => "vary",
        }
    }

    /// Which of the [`GRANTS`](Self::GRANTS) has this name, in whatever case.
    #[inline]
    pub(crate) fn grant(name: &str) -> Option<usize> {
        const PREFIX: &[u8] = b"access-control-";
        let head = name.as_bytes().get(..PREFIX.len())?;
        if !head.eq_ignore_ascii_case(PREFIX) {
            return None;
        }
        Self::GRANTS
            .iter()
            .position(|grant| name.eq_ignore_ascii_case(grant.as_str()))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
