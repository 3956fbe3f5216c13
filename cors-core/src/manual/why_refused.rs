//! Why a request is refused: every reason, its cause, and its cure.
//!
//! A page that a [guard](super::guards) refuses sees an error of the network, and the person in front of it, in the
//! network panel, 403 or 421 with one line of text. What happened stands in the server's log, at `info` the first
//! time and at `debug` again, with the pair that was compared, the rule that decided, and what helps:
//!
//! ```text
//! INFO cors: refused by guard_unsafe_methods: POST /items, Origin https://site.example, Host 127.0.0.1:8015: if this server is https://site.example, list it in allow_origins, or have the proxy pass Host on origin="https://site.example" reason="unsafe-method-refused" method="POST" path="/items" host="127.0.0.1:8015" guard="guard_unsafe_methods" rule=6
//! ```
//!
//! [`Policy::explain`](crate::Policy::explain) says the same in code. A cure that is right only for one's own page or
//! server has a [condition](crate::Cure::condition): an attacker's would get the same one. Nobody but you knows
//! whose it is.
//!
//! | code | what was refused |
//! |---|---|
//! | [`unsafe-method-refused`](#unsafe-method-refused) | a request that may change something |
//! | [`safe-method-refused`](#safe-method-refused) | a read |
//! | [`websocket-refused`](#websocket-refused) | a WebSocket handshake |
//! | [`unexpected-host`](#unexpected-host) | a request for another host |
//! | [`unknown-host`](#unknown-host) | a request that does not say clearly which host it is for |
//!
//! # unsafe-method-refused
//!
//! The method is none of `GET`, `HEAD` and `OPTIONS`, and neither the list of origins nor `Sec-Fetch-Site` nor the
//! host speaks for whoever sent the request. For strangers that is what the guard is for. **Cure:** for a page of
//! your own, its origin in `allow_origins`; for this server behind a proxy, the same, or a proxy that passes `Host` on.
//!
//! | what the line says | typical cause |
//! |---|---|
//! | if this server is X | a proxy rewrote `Host`, or took its port away |
//! | the nearest entry, … | the page was opened at another port, without TLS, below another name |
//! | `Sec-Fetch-Site` is same-site | a page of a subdomain, of another port of `localhost` |
//! | `Sec-Fetch-Site` is cross-site | a page of another site: a stranger's, an identity provider's form, a desktop shell's |
//! | its https twin is allowed | a page that was opened by `http://` |
//! | null names nobody | own pages under `no-referrer` on plain `http`, listed pages under `no-referrer` or `same-origin`, sandboxed frames, redirects across origins |
//! | there are several `Origin` lines | a proxy adds one |
//! | something in between has removed it | a proxy takes `Origin` out |
//!
//! ```
//! # use cors_core::{Policy, adapter::{Field, PlainHead}};
//! # let policy = Policy::builder().allow_origins(["https://app.example.com", "https://api.example.com"]).guard_unsafe_methods(true).build()?;
//! # let says = |origin: &str, host: &str, site: &str| {
//! #     let post = PlainHead::new("POST").line(Field::Origin, origin).line(Field::Host, host);
//! #     let post = if site.is_empty() { post } else { post.line(Field::SecFetchSite, site) };
//! #     let line = policy.explain(&post).to_string();
//! #     line.split_once(&format!("Host {host}: ")).unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://site.example", "127.0.0.1:8015", ""),
//!     "if this server is https://site.example, list it in allow_origins, or have the proxy \
//!      pass Host on"
//! );
//! assert_eq!(
//!     says("https://site.example:8443", "site.example", ""),
//!     "if this server is https://site.example:8443, list it in allow_origins, or have the \
//!      proxy pass Host on with its port (in nginx, $http_host instead of $host)"
//! );
//! assert_eq!(
//!     says("https://blog.example.com", "api.example.com", "same-site"),
//!     "Sec-Fetch-Site is same-site; if that page is yours, add \
//!      \"https://blog.example.com\" to allow_origins, or \"https://*.example.com\" if all \
//!      pages below example.com are"
//! );
//! assert_eq!(
//!     says("http://api.example.com", "api.example.com", ""),
//!     "its https twin is allowed, and whoever controls the network can pose as \
//!      http://api.example.com: have the page come over https"
//! );
//! assert_eq!(
//!     says("null", "api.example.com", ""),
//!     "null names nobody: sandboxed frames, redirects across origins and pages under \
//!      Referrer-Policy: no-referrer send it; if the page is this server's own, give it \
//!      another one, such as strict-origin-when-cross-origin, or TLS, over which \
//!      Sec-Fetch-Site is sent"
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # safe-method-refused
//!
//! The same for `GET`, `HEAD` and `OPTIONS`, where
//! [`guard_safe_methods`](crate::PolicyBuilder::guard_safe_methods) is on: a page of another site embeds an image or a
//! script of this server, or asks without CORS. Following a link is no such request. **Cure:** for a page of your own, its
//! origin in `allow_origins`, and a request by CORS: browsers name the page in `Origin` only then, so that images and
//! scripts need the attribute `crossorigin`. Over plain `http` browsers send nothing that tells an image or a script of
//! another site from a program's request: there they pass. A handshake that no `guard_websockets` covers is refused by
//! this guard, too.
//!
//! ```
//! # use cors_core::{Policy, adapter::{Field, PlainHead}};
//! # let policy = Policy::builder().guard_unsafe_methods(true).guard_safe_methods(true).build()?;
//! let image = PlainHead::new("GET")
//!     .path("/logo.png")
//!     .line(Field::Host, "api.example.com")
//!     .line(Field::SecFetchSite, "cross-site")
//!     .line(Field::SecFetchMode, "no-cors");
//! assert_eq!(
//!     policy.explain(&image).to_string(),
//!     "refused by guard_safe_methods: GET /logo.png, no Origin, Host api.example.com: \
//!      Sec-Fetch-Site is cross-site; another site's page embeds this, or asks for it without \
//!      CORS; a page of an allowed origin has to ask by CORS, such as with the attribute \
//!      crossorigin"
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # websocket-refused
//!
//! A page of another origin opens a WebSocket. Chromium sends no `Sec-Fetch-Site` with handshakes, and only `Origin` and
//! `Host` decide: behind a proxy that rewrites `Host`, the server's own pages are refused. **Cure:** the origin in
//! `allow_origins`, the server's own public one first of all, or a proxy that passes `Host` on. A sandboxed frame
//! needs `allow-same-origin`. Over HTTP/2 a handshake has the method `CONNECT`, and `guard_unsafe_methods` refuses it
//! where `guard_websockets` is off: then the code is [`unsafe-method-refused`](#unsafe-method-refused).
//!
//! ```
//! # use cors_core::{Policy, adapter::{Field, PlainHead}};
//! # let policy = Policy::builder().guard_websockets(true).build()?;
//! let handshake = PlainHead::new("GET")
//!     .path("/socket")
//!     .line(Field::Host, "127.0.0.1:8015")
//!     .line(Field::Upgrade, "websocket")
//!     .line(Field::Origin, "https://chat.example.com");
//! assert_eq!(
//!     policy.explain(&handshake).to_string(),
//!     "refused by guard_websockets: GET /socket, Origin https://chat.example.com, \
//!      Host 127.0.0.1:8015: if this server is https://chat.example.com, list it in \
//!      allow_origins, or have the proxy pass Host on"
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # unexpected-host
//!
//! The request is for a host that [`expect_hosts`](crate::PolicyBuilder::expect_hosts) lacks: a name of this server that
//! was forgotten, `localhost` beside `127.0.0.1`, a health check by address; or a name of somebody else's that leads here,
//! which is what the list is for. **Cure:** the host in `expect_hosts`, if this server is reached by it. Never add a
//! name that you don't know. Chromium asks once more for an image that gets 421, so its line may stand in the log twice.
//!
//! ```
//! # use cors_core::{Policy, adapter::{Field, PlainHead}};
//! # let policy = Policy::builder().expect_hosts(["127.0.0.1", "api.example.com"]).build()?;
//! # let says = |host: &str| {
//! #     let line = policy.explain(&PlainHead::new("GET").line(Field::Host, host)).to_string();
//! #     line.split_once(&format!("Host {host}: ")).unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("localhost:3000"),
//!     "expect_hosts lacks this host; if this server is reached by localhost:3000, add \
//!      \"localhost:3000\" to expect_hosts; otherwise, somebody may have led a name of their \
//!      own here (DNS rebinding)"
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # unknown-host
//!
//! Nobody knows the host that the request is for, and the policy expects some: there is no `Host`, there are several, it
//! is malformed, or the target names another one. Browsers send none of these. **Cure:** none in the policy. Look at what
//! stands between client and server, or what the health check sends. Some frameworks answer such requests with 400 by
//! themselves.
//!
//! ```
//! # use cors_core::{Policy, adapter::{Field, PlainHead}};
//! # let policy = Policy::builder().expect_hosts(["api.example.com"]).build()?;
//! let twice = PlainHead::new("GET")
//!     .line(Field::Host, "api.example.com")
//!     .line(Field::Host, "api.example.com");
//! assert_eq!(
//!     policy.explain(&twice).to_string(),
//!     "refused by expect_hosts: GET, no Origin, Host api.example.com: there are several Host \
//!      lines; something between client and server has added one"
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
