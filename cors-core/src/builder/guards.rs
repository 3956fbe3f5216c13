//! What a policy refuses beyond CORS.

use super::PolicyBuilder;
use crate::Texts;

impl PolicyBuilder {
    /// Whether requests that may change something are refused, with 403, if a page of an origin that is
    /// neither allowed nor the server's own sent them. False by default.
    ///
    /// It covers every method except `GET`, `HEAD` and `OPTIONS`
    /// (<https://httpwg.org/specs/rfc9110.html#safe.methods>), and is what keeps other sites' forms and
    /// scripts from acting as a visitor: cross-site request forgery. No handler runs. Requests of clients that
    /// are not browsers pass. See [the manual](crate::manual::guards) for the rules.
    ///
    /// A guard counts as credentials do when the policy is checked, since the requests of an allowed origin
    /// carry cookies.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::{Policy, Outcome, adapter::{Field, PlainHead}};
    ///
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://app.example.com"])
    ///     .guard_unsafe_methods(true)
    ///     .build()?;
    /// let post = |origin| PlainHead::new("POST")
    ///     .line(Field::Host, "api.example.com")
    ///     .line(Field::Origin, origin);
    /// let outcome = |origin| policy.explain(&post(origin)).outcome();
    /// assert_eq!(outcome("https://app.example.com"), Some(Outcome::Allowed));
    /// assert_eq!(outcome("https://api.example.com"), Some(Outcome::SameOrigin));
    /// assert_eq!(outcome("https://evil.test"), Some(Outcome::UnsafeMethodRefused));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "csrf")]
    #[doc(alias = "xsrf")]
    #[doc(alias = "block_on_origin_mismatch")]
    pub fn guard_unsafe_methods(mut self, guard: bool) -> Self {
        self.settings.guard_unsafe_methods = guard;
        self
    }

    /// Whether reads by pages of other origins are refused as well: `GET`, `HEAD` and `OPTIONS` requests.
    /// False by default; it needs [`guard_unsafe_methods`](Self::guard_unsafe_methods).
    ///
    /// Links from elsewhere still lead here: a `GET` or `HEAD` that navigates passes. Every response then
    /// varies by `Sec-Fetch-Site` and `Sec-Fetch-Mode`, and shared caches keep more of them.
    #[doc(alias = "resource_isolation")]
    pub fn guard_safe_methods(mut self, guard: bool) -> Self {
        self.settings.guard_safe_methods = guard;
        self
    }

    /// Whether WebSocket handshakes of pages of other origins are refused, with 403. False by default.
    ///
    /// CORS does not apply to WebSockets: browsers let any page open one, and send cookies with the
    /// handshake (<https://httpwg.org/specs/rfc6455.html>, section 10.2). No handler runs, and no protocol is
    /// switched.
    ///
    /// List the server's own `https` origin in [`allow_origins`](Self::allow_origins), too: then a page that
    /// somebody put at its `http` twin does not pass for it.
    #[doc(alias = "websocket")]
    #[doc(alias = "cross_site_websocket_hijacking")]
    pub fn guard_websockets(mut self, guard: bool) -> Self {
        self.settings.guard_websockets = guard;
        self
    }

    /// The hosts that requests may be for; those for others are refused, with 421. Any by default. Repeated
    /// calls add up, and a list that is given must not be empty.
    ///
    /// An entry is a host or `host:port`: a name in lower case and Punycode, `*.name` for the names below it,
    /// an IPv4 address, or an IPv6 address in brackets. Without a port, or with `:*`, it stands for every port;
    /// with one, for that port, and 80 and 443 also for a `Host` without any. Anything else is an error, with the
    /// corrected literal where there is one ([`HostFlaw`](crate::HostFlaw) lists them all).
    ///
    /// That is what stops DNS rebinding, where an attacker's name leads to this server: to the browser, the
    /// page and the server then have one origin. It is checked before everything else.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::{Policy, Outcome, adapter::{Field, PlainHead}};
    ///
    /// let policy = Policy::builder().expect_hosts(["localhost", "127.0.0.1", "[::1]"]).build()?;
    /// let get = |host| PlainHead::new("GET").line(Field::Host, host);
    /// assert_eq!(policy.explain(&get("localhost:8080")).outcome(), None);
    /// assert_eq!(
    ///     policy.explain(&get("rebound.evil.test:8080")).outcome(),
    ///     Some(Outcome::UnexpectedHost)
    /// );
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "allow_hosts")]
    #[doc(alias = "allowed_hosts")]
    #[doc(alias = "host_authorization")]
    #[doc(alias = "rebinding")]
    pub fn expect_hosts<Kind>(mut self, hosts: impl Texts<Kind>) -> Self {
        let entries = self.settings.expect_hosts.get_or_insert_default();
        hosts.each(|entry| entries.push(entry.to_owned()));
        self
    }
}
