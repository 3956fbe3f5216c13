//! Guards: what CORS does not protect, and how the same list of origins does.
//!
//! CORS says which pages may *read* a response. It keeps nobody from *sending*. Three doors stay open, whatever
//! a CORS policy says:
//!
//! - **Requests that change something.** Any page can post a form here, and the browser sends along the
//!   visitor's cookies: cross-site request forgery (CSRF). The page can't read the answer, and need not.
//! - **WebSockets.** CORS does not apply to them. Any page can open one, with cookies, and then reads as well:
//!   cross-site WebSocket hijacking.
//! - **Names.** Whoever owns a name can let it lead here (DNS rebinding). To the browser, the attacker's page and
//!   this server then have the same origin, and it lets the page read everything. Servers on `localhost` and in
//!   home networks, which ask for no password, are taken over like that.
//!
//! ```
//! use cors_core::Policy;
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "https://api.example.com"]) // the second is the server
//!     .allow_credentials(true)
//!     .guard_unsafe_methods(true) // refuses requests that may change something, from others
//!     .guard_websockets(true)     // refuses handshakes from others
//!     .expect_hosts(["api.example.com", "localhost"]) // refuses requests for any other host
//!     .build()?;
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! A refusal comes before routing: no handler runs, no protocol is switched. It is 403, or 421 for another host,
//! with one constant line of text and no `Access-Control-*` header. The log says why, and what helps:
//! [`why_refused`](super::why_refused).
//!
//! # Which requests a guard covers
//!
//! | setting | what it covers |
//! |---|---|
//! | [`guard_unsafe_methods`](crate::PolicyBuilder::guard_unsafe_methods) | every method except `GET`, `HEAD` and `OPTIONS` |
//! | [`guard_safe_methods`](crate::PolicyBuilder::guard_safe_methods) | `GET`, `HEAD` and `OPTIONS`, too |
//! | [`guard_websockets`](crate::PolicyBuilder::guard_websockets) | handshakes: `websocket`, in whatever case, anywhere in an `Upgrade` line, and the method `CONNECT` |
//! | [`expect_hosts`](crate::PolicyBuilder::expect_hosts) | every request, before everything else: preflights and paths without a route too |
//!
//! CORS-preflight requests change nothing, carry no credentials, and are answered by CORS as ever, unless they
//! are for another host.
//!
//! - **`CONNECT` is an unsafe method.** With `guard_unsafe_methods` and without `guard_websockets`, handshakes of other
//!   pages over HTTP/2 (extended `CONNECT`) are refused, and the same handshakes by `GET` are not. Set both.
//! - **`guard_safe_methods` needs TLS, or `localhost`**, to mean anything. Over plain `http`, a foreign page's image, script
//!   or other `no-cors` read has neither `Origin` nor `Sec-Fetch-*`, like a program's, and passes by rule 4.
//!
//! # The rules
//!
//! A request is guarded if one of the policy's guards covers it. The first of these that holds decides about it:
//!
//! 1. Its `Origin`, one line, is allowed by `allow_origins`: it passes.
//! 2. `Sec-Fetch-Site` is `same-origin` or `none`: it passes.
//! 3. `Sec-Fetch-Site` is `same-site` or `cross-site`: it is refused.
//! 4. It has no `Origin`: it passes if it has no `Sec-Fetch-Site` either, and is refused otherwise.
//! 5. Its `Origin`, one line, is the server's own: it passes.
//! 6. It is refused.
//!
//! With `guard_safe_methods`, one more rule stands in front of the third, so that links from elsewhere still lead
//! here: a `GET` or `HEAD` that is no handshake, has no `Origin`, and has `Sec-Fetch-Mode`, one line, of exactly
//! `navigate`, passes whatever its site.
//!
//! `Sec-Fetch-Site` has one of these four values if it is one line of exactly that text. Several lines, another
//! value, another case, parameters or an empty value let rules 4 to 6 decide. No page can write the header. `null`, what is
//! no canonical origin (an empty line too) and several lines are never allowed nor own. Clients that are no
//! browsers send neither header, and pass by rule 4.
//!
//! ```
//! use cors_core::{GuardRule, Policy, adapter::{Field, PlainHead}};
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com"])
//!     .guard_unsafe_methods(true)
//!     .build()?;
//! let rule = |lines: &[(Field, &str)]| {
//!     let post = PlainHead::new("POST").line(Field::Host, "api.example.com");
//!     let post = lines.iter().fold(post, |post, (field, value)| post.line(*field, value));
//!     let guard = policy.decide(&post).guard();
//!     (guard.rule().unwrap(), guard.refused_by().is_none())
//! };
//! use Field::{Origin, SecFetchSite};
//! assert_eq!(rule(&[(Origin, "https://app.example.com")]), (GuardRule::Listed, true));
//! assert_eq!(rule(&[(Origin, "null"), (SecFetchSite, "same-origin")]), (GuardRule::SameOriginOrNone, true));
//! assert_eq!(rule(&[(Origin, "https://blog.example.com"), (SecFetchSite, "same-site")]), (GuardRule::OtherSite, false));
//! assert_eq!(rule(&[]), (GuardRule::NoOrigin, true));
//! assert_eq!(rule(&[(Origin, "https://api.example.com")]), (GuardRule::Own, true));
//! assert_eq!(rule(&[(Origin, "https://evil.test")]), (GuardRule::Rest, false));
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # The server's own origin
//!
//! It has the scheme `http` or `https`, and the host and port that the request is for; a port that is left out is
//! the default of the origin's scheme, on both sides, and the host that the request is for is compared without
//! regard to case. The scheme that the server speaks plays no part: TLS may end in front of it. But where the policy allows
//! `https://HOST`, `http://HOST` is not the server's own, unless HOST is `localhost`, a name below it, or a loopback
//! address. Whoever controls a visitor's network can pose as `http://HOST`, and Chromium sends no `Sec-Fetch-Site`
//! with handshakes, which would tell. That is why the server's own `https` origin belongs into `allow_origins`. A policy
//! that guards WebSockets and lists no `https` origin has the warning `own-origin-missing`. List it where only unsafe
//! methods are guarded, too: WebKit leaves `Sec-Fetch-*` out once a CORS request was redirected to another origin.
//!
//! The reverse needs no list: on a server without TLS, the `https` page of the same host and port passes for its own.
//!
//! # Hosts
//!
//! The host that a request is for is the authority of its target (an absolute target, `:authority`), or else its
//! `Host`. Where it has neither, several `Host` lines, a malformed one, or a target and a `Host` that differ, nobody
//! knows it: no origin is its own, and `expect_hosts` refuses it.
//!
//! An entry of `expect_hosts` is a host or `host:port`: a name in lower case and Punycode, `*.name` (one or more
//! labels below it, not the name itself), an IPv4 address, or an IPv6 address in brackets. Without a port, or with `:*`,
//! it stands for every port; with one, for that port, and 80 and 443 also for a `Host` without any. List every name
//! by which the server is reached, those of health checks and other services too. A guard does not stop
//! rebinding by itself: the attacker's page is then the server's own, and its `GET` has no `Origin`. A guarded policy
//! that allows an origin of this machine, but expects any host, has the warning `expect-hosts-missing`; an entry that
//! expects nothing that another does not, `shadowed-host`.
//!
//! # Behind a proxy
//!
//! - **`Host` is rewritten**, as by nginx without `proxy_set_header Host`: then the server's own pages look foreign.
//!   Browsers' `Sec-Fetch-Site` decides where it is sent (over TLS, and to `localhost`). Elsewhere, and for
//!   Chromium's handshakes, list the public origin in `allow_origins`, or have the proxy pass `Host` on.
//! - **The port is stripped**: nginx's `$host` has none. Use `$http_host`, or list the origin with its port.
//! - **TLS ends in front**: nothing to do, since schemes are not compared. List the public `https` origin all the same.
//! - **`Forwarded`, `X-Forwarded-*`** and their kin are never read: anybody can send them.
//! - A proxy that removes `Origin` or `Sec-Fetch-Site` takes the guard's eyes. Requests with neither pass.
//!
//! # Local servers, such as MCP's
//!
//! ```
//! use cors_core::Policy;
//!
//! let policy = Policy::builder()
//!     .allow_origins(["http://localhost:6274"]) // the pages that may use it; leave it out for none
//!     .guard_unsafe_methods(true)
//!     .guard_safe_methods(true) // MCP: a wrong Origin gets 403 on all connections
//!     .guard_websockets(true)
//!     .expect_hosts(["localhost", "127.0.0.1", "[::1]"]) // keeps rebound names out
//!     .build()?;
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! MCP asks for checks of `Origin` "to prevent DNS rebinding"; only the list of hosts does. Listen on loopback as
//! well: hosts are what clients say, and whoever is on the network is no browser.
//!
//! # WebSockets
//!
//! ```
//! use cors_core::Policy;
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://chat.example.com"]) // the server's own origin, and others that may
//!     .guard_websockets(true) // the handshake is refused with 403, before any upgrade
//!     .build()?;
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! The frameworks' own WebSocket types check no `Origin`. Clients that are no browsers send none, and pass.
//!
//! # Exempting a route
//!
//! Policies have no path patterns: what a pattern matches and what a router serves are two things, and the gap has
//! been a vulnerability (CVE-2025-47910). A route is exempt by standing under a policy of its own, *beside* the
//! guarded part; each adapter shows how.
//!
//! ```
//! # use cors_core::Policy;
//! # let site = Policy::builder().allow_origins(["https://app.example.com"]).guard_unsafe_methods(true).build()?;
//! let webhooks = site.to_builder().guard_unsafe_methods(false).build()?;
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! - **Webhooks** of other servers need no exemption: they send neither header. Their signatures protect them.
//! - **Identity providers** that answer by a form (`form_post`, SAML) are other sites' pages. Give the callback a policy
//!   that lists the provider, and not the site's list, which would let it read as well. Some send `Origin: null`: then
//!   the callback has no guard, and `state`, `nonce` or the signature protects it, as it has to anyway.
//!
//! # When a guard is enough, and when tokens are needed
//!
//! A guard is enough where pages of the listed origins and of the server itself are trusted, and `GET` changes
//! nothing. It is not where
//!
//! - **`GET` or `OPTIONS` changes something**: only `guard_safe_methods` covers it, and links still lead there;
//! - **a listed origin, or a subdomain that a pattern spans, is not yours**: it is as good as logged in;
//! - **pages of the server itself are others'**: uploads, HTML of users. Serve them from another origin. A sandbox
//!   needs TLS to do instead: WebKit sends a sandboxed frame's beacon with the origin of the frame's URL, and only
//!   `Sec-Fetch-Site` tells then that it is not the server's own;
//! - **browsers are older than 2020**: some sent neither header with a form, and pass by rule 4 like a program;
//! - **the client is no browser**: a guard authenticates nobody. Whoever is not a browser sends what it likes;
//! - **a page is injected**: no guard, and no token, helps against scripts in one's own pages.
//!
//! Where requests are authenticated by an `Authorization` header that scripts set, and by nothing that the browser adds by
//! itself, forgery is no danger. Cookies, client certificates, HTTP authentication and a place in the network are added
//! by itself. `SameSite` cookies help beside a guard, and do not replace it: siblings are of the same site.
//!
//! # What may surprise
//!
//! - **Own pages under `Referrer-Policy: no-referrer`** send `Origin: null` with forms, in Firefox and WebKit with
//!   beacons too. `Sec-Fetch-Site: same-origin` lets them pass. On plain `http`, except for `localhost`, it is not sent, and
//!   nothing tells them from a stranger's sandboxed frame: they are refused. Use another referrer policy.
//! - **Forms of a listed page** under the referrer policy `no-referrer` or `same-origin` come from `null`, in Firefox and
//!   WebKit its beacons and `no-cors` posts too, and are refused: `strict-origin-when-cross-origin`, which is the
//!   default, sends the origin. What another origin than the page's has redirected here comes from `null` as well.
//! - **Images and scripts of a listed page** have no `Origin`: over TLS, `guard_safe_methods` refuses them unless they are
//!   loaded with the attribute `crossorigin`.
//! - **Subdomains and other ports of `localhost`** are other origins, and refused: list them.
//! - **Extensions and shells of desktop applications** have origins like `tauri://localhost`: list them. `file://` can't be.
//! - **A server's `http` pages** are refused by its `https` twin: the browser calls them `cross-site`.
//! - **With a guard, `*`, `null`, plain `http` and loose patterns do not build**: a listed origin is as good as logged
//!   in, since its requests carry cookies whatever `allow_credentials` says.
//!
//! # What browsers send
//!
//! Recorded of real browsers: 567 requests, and the cases of guards, which pages of every kind send to each framework.
//!
//! | | Chromium 156 | Firefox 153 | WebKitGTK 2.50 |
//! |---|---|---|---|
//! | handshake, own page | `Origin`, no `Sec-Fetch-Site` | `Origin`, `same-origin` | as Firefox |
//! | handshake, other site | `Origin`, no `Sec-Fetch-Site` | `cross-site` | `cross-site` |
//! | handshake, sandboxed frame | `null`, no `Sec-Fetch-Site` | `null`, `cross-site` | as Firefox |
//! | own form, no-referrer | `null`, `same-origin` | the same | the same |
//! | own beacon or no-cors `POST`, no-referrer | the origin, `same-origin` | `null`, `same-origin` | as Firefox |
//! | another origin's no-cors `POST` under `same-origin` | its origin | `null` | as Firefox |
//! | anything over plain `http`, not to this machine | no `Sec-Fetch-*`, except for `Sec-Fetch-Mode` of preflights | no `Sec-Fetch-*` | no `Sec-Fetch-*` |
//! | … by CORS, a handshake, or neither `GET` nor `HEAD` | `Origin` | the same | the same |
//! | … a `no-cors` `GET` | no `Origin` | the same | the same |
//! | CORS request redirected to another origin | `Sec-Fetch-Site` | the same | no `Sec-Fetch-*` |
//! | beacon of a sandboxed frame | `null` | `null` | the origin of the frame's URL |
//! | `POST` redirected away and back | `null`, `same-site` | `null`, `cross-site` | `null`, no `Sec-Fetch-Site` |
//! | an `http` page to `https`, one host | `cross-site`; handshakes without | `cross-site`; on `localhost` `same-site` | not recorded |
//! | own `GET`, images | no `Origin`, `Sec-Fetch-Site` | the same | the same |
//!
//! Other implementations' holes, and why each is impossible here: [`known_bugs`](super::known_bugs#beside-cors).
