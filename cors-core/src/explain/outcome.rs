//! What came of a request with `Origin`, or of one that is refused: a fixed set, for whoever counts.

use core::fmt;

/// What came of a request that has an `Origin`, or that is refused.
///
/// A fixed set whose texts are labels for metrics: no request makes a new one. Those that
/// [block](Self::is_blocked) or [refuse](Self::is_refused) are the codes of [reasons](crate::Reason), and stand
/// in the log.
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
    /// The policy does not allow the origin, and the browser did not ask by CORS, which it says itself: the
    /// request is a form's or a link's, a WebSocket's handshake, or has the mode `no-cors`. Browsers send
    /// `Origin` with these too, and don't block them.
    OutsideCors,
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
    /// [`guard_unsafe_methods`](crate::PolicyBuilder::guard_unsafe_methods) refuses the request.
    UnsafeMethodRefused,
    /// [`guard_safe_methods`](crate::PolicyBuilder::guard_safe_methods) refuses the request.
    SafeMethodRefused,
    /// [`guard_websockets`](crate::PolicyBuilder::guard_websockets) refuses the handshake.
    WebSocketRefused,
    /// [`expect_hosts`](crate::PolicyBuilder::expect_hosts) lacks the host that the request is for.
    UnexpectedHost,
    /// The same setting refuses it, since nobody knows the host that it is for.
    UnknownHost,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Allowed,
        Self::PreflightAllowed,
        Self::SameOrigin,
        Self::OutsideCors,
        Self::OriginNotAllowed,
        Self::NullOrigin,
        Self::SeveralOrigins,
        Self::MethodNotAllowed,
        Self::HeaderNotAllowed,
        Self::AuthorizationNotCovered,
        Self::UnsafeMethodRefused,
        Self::SafeMethodRefused,
        Self::WebSocketRefused,
        Self::UnexpectedHost,
        Self::UnknownHost,
    ];

    /// A text that stays the same from release to release: a label, a code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::PreflightAllowed => "preflight-allowed",
            Self::SameOrigin => "same-origin",
            Self::OutsideCors => "outside-cors",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::NullOrigin => "null-origin",
            Self::SeveralOrigins => "several-origins",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::HeaderNotAllowed => "header-not-allowed",
            Self::AuthorizationNotCovered => "authorization-not-covered",
            Self::UnsafeMethodRefused => "unsafe-method-refused",
            Self::SafeMethodRefused => "safe-method-refused",
            Self::WebSocketRefused => "websocket-refused",
            Self::UnexpectedHost => "unexpected-host",
            Self::UnknownHost => "unknown-host",
        }
    }

    /// Whether a browser is going to block the request.
    #[must_use]
    pub const fn is_blocked(self) -> bool {
        !self.is_refused()
            && !matches!(
                self,
                Self::Allowed | Self::PreflightAllowed | Self::SameOrigin | Self::OutsideCors
            )
    }

    /// Whether the server refuses the request, by one of the policy's guards or its list of hosts.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(
            self,
            Self::UnsafeMethodRefused
                | Self::SafeMethodRefused
                | Self::WebSocketRefused
                | Self::UnexpectedHost
                | Self::UnknownHost
        )
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Policy,
        adapter::{Field, RequestHead},
        decide::decide,
        explain,
    };

    /// A request with these lines.
    struct Head<'a>(&'a str, &'a [(Field, &'a [u8])]);

    impl RequestHead<Vec<u8>> for Head<'_> {
        fn method(&self) -> &str {
            self.0
        }

        fn authority(&self) -> Option<&str> {
            None
        }

        fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Vec<u8>>> {
            let lines = self.1.iter().filter(move |(name, _)| *name == field);
            lines.map(|(_, value)| *value)
        }
    }

    /// It is asked for each request by whoever counts.
    #[test]
    fn an_outcome_allocates_nothing() {
        const METHOD: Field = Field::AccessControlRequestMethod;
        const HEADERS: Field = Field::AccessControlRequestHeaders;
        let listed: (_, &[u8]) = (Field::Origin, b"https://app.example.com");
        let stranger: (_, &[u8]) = (Field::Origin, b"https://evil.test:8443");
        let null: (_, &[u8]) = (Field::Origin, b"null");
        let names: (_, &[u8]) = (HEADERS, b"x-a, authorization");
        let policy = |headers: &str| {
            let builder =
                Policy::builder().allow_origins(["https://app.example.com", "https://a.test"]);
            builder
                .allow_methods("PUT")
                .allow_headers(headers)
                .build()
                .unwrap()
        };
        let guarded = Policy::builder()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["a.test"])
            .build()
            .unwrap();
        let policies = [policy("x-a"), policy("*"), guarded];
        let host: (_, &[u8]) = (Field::Host, b"a.test");
        let heads = [
            Head("GET", &[]),
            Head("GET", &[listed]),
            Head("GET", &[stranger]),
            Head("GET", &[stranger, (Field::Host, b"EVIL.test:8443")]),
            Head("GET", &[stranger, (Field::SecFetchSite, b"same-origin")]),
            Head("POST", &[stranger, (Field::SecFetchMode, b"navigate")]),
            Head("GET", &[null]),
            Head("GET", &[stranger, host]),
            Head("POST", &[stranger, host]),
            Head("GET", &[stranger, host, (Field::Upgrade, b"websocket")]),
            Head("GET", &[(Field::Host, b"b.test")]),
            Head("GET", &[listed, stranger]),
            Head("OPTIONS", &[listed, (METHOD, b"PUT")]),
            Head("OPTIONS", &[listed, (METHOD, b"put")]),
            Head("OPTIONS", &[listed, (METHOD, b"PUT"), names]),
        ];
        let mut met = Vec::new();
        for policy in &policies {
            for head in &heads {
                let info = allocation_counter::measure(|| {
                    let (verdict, line) = decide(policy, head);
                    let origin = line.as_ref().map(|line| line.as_ref());
                    core::hint::black_box(explain::outcome(&verdict, head, origin));
                });
                assert_eq!(info.count_total, 0, "{:?}", policy.explain(head));
                met.push(policy.explain(head).outcome());
            }
        }
        for outcome in Outcome::ALL {
            assert!(met.contains(&Some(*outcome)), "{outcome}");
        }
    }

    /// What explanations need is made on the first one that looks for an entry.
    #[test]
    fn cards_are_made_late() {
        let policy = Policy::builder()
            .allow_origins("https://app.example.com")
            .build()
            .unwrap();
        let explain = |origin: &[u8]| policy.explain(&Head("GET", &[(Field::Origin, origin)]));
        assert!(!policy.has_cards());
        assert!(policy.allows_origin("https://app.example.com"));
        assert!(!policy.allows_origin("https://a.test"));
        let _ = explain(b"https://app.example.com");
        let _ = explain(b"null");
        assert!(!policy.has_cards());
        let _ = explain(b"https://a.test");
        assert!(policy.has_cards());
    }
}
