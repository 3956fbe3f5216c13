//! What a policy can be exported to.

use core::{error::Error, fmt, str::FromStr};

/// A program or an interface that stands in front of servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// nginx: `map` and `add_header`.
    Nginx,
    /// Envoy: its filters `header_mutation`, `cors` and `rbac`.
    Envoy,
    /// The Kubernetes Gateway API: an `HTTPRoute` with a `CORS` filter.
    GatewayApi,
    /// Istio: the `corsPolicy` of a `VirtualService`.
    Istio,
    /// HAProxy: a backend's rules.
    Haproxy,
    /// Caddy: named matchers and `header`.
    Caddy,
    /// Traefik: the middleware `headers`.
    Traefik,
    /// Apache: `SetEnvIf`, `RewriteRule` and `Header`.
    Apache,
}

impl Target {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Nginx,
        Self::Envoy,
        Self::GatewayApi,
        Self::Istio,
        Self::Haproxy,
        Self::Caddy,
        Self::Traefik,
        Self::Apache,
    ];

    /// The name that the command takes.
    ///
    /// ```
    /// use cors_export::Target;
    ///
    /// assert_eq!(Target::GatewayApi.as_str(), "gateway-api");
    /// assert_eq!("gateway-api".parse(), Ok(Target::GatewayApi));
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Envoy => "envoy",
            Self::GatewayApi => "gateway-api",
            Self::Istio => "istio",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
            Self::Traefik => "traefik",
            Self::Apache => "apache",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, UnknownTarget> {
        let mut all = Self::ALL.iter().copied();
        all.find(|target| target.as_str() == text)
            .ok_or(UnknownTarget)
    }
}

/// A name that is no [`Target`]'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownTarget;

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Target::ALL.iter().map(|target| target.as_str()).collect();
        write!(
            f,
            "there is no such target; write one of {}",
            names.join(", ")
        )
    }
}

impl Error for UnknownTarget {}
