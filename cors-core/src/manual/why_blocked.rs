//! Why a browser blocks a request: every reason, its cause, and its cure.
//!
//! A browser says in its console that something was "blocked by CORS policy". It does not say why, nor what
//! to do. The server can: [`Policy::explain`](crate::Policy::explain) tells both in one line, with the code
//! that decided, and adapters write the same line into the log. It has
//!
//! - the page's origin, the method and the path that it asks for;
//! - one or more reasons, each with a code, which is also the label for metrics
//!   ([`Outcome`](crate::Outcome));
//! - the *nearest* entry of `allow_origins` with the difference, if an entry is like the origin;
//! - the cure, in the words of the policy: it allows what was asked for and nothing else.
//!
//! | code | what the page asked for |
//! |---|---|
//! | [`origin-not-allowed`](#origin-not-allowed) | anything, from an origin that no entry allows |
//! | [`null-origin`](#null-origin) | anything, from a sandboxed frame, a local file, after a redirect |
//! | [`several-origins`](#several-origins) | anything, and something in between added a second `Origin` |
//! | [`method-not-allowed`](#method-not-allowed) | a method that is not in `allow_methods` |
//! | [`header-not-allowed`](#header-not-allowed) | a header that is not in `allow_headers` |
//! | [`authorization-not-covered`](#authorization-not-covered) | `Authorization`, where the list has only `*` |
//!
//! The other codes block nothing: `allowed`, `preflight-allowed`, `same-origin` for the server's own
//! pages, to which CORS does not apply, and `outside-cors` for forms, links and WebSockets of other
//! origins, whose requests browsers send without asking: CORS does not keep them out. [Guards](super::guards) do, and
//! [`why_refused`](super::why_refused) has their codes.
//!
//! In the examples, `says` is what comes behind "a page of … asks for …":
//!
//! ```
//! # #[cfg(feature = "http")] {
//! use cors_core::{Policy, adapter::Head};
//! use http::Request;
//!
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let request = Request::get("/items")
//!     .header("origin", "https://app.example.com:8443")
//!     .body(())?;
//! assert_eq!(
//!     policy.explain(&Head::of(&request)).to_string(),
//!     "a page of https://app.example.com:8443 asks for GET /items: the origin is not allowed; \
//!      the nearest entry, \"https://app.example.com\", has another port; \
//!      add \"https://app.example.com:8443\" to allow_origins"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # origin-not-allowed
//!
//! No entry allows the origin. An origin is scheme, host and port, and all three have to be equal, byte for
//! byte: no entry covers another port, a subdomain, or `http` beside `https`, unless it says so. **Cure:**
//! the origin in `allow_origins`, or a pattern for several
//! ([`OriginPattern`](crate::OriginPattern)).
//!
//! | difference | the entry | typical cause |
//! |---|---|---|
//! | `scheme` | has another scheme | the page was opened without TLS |
//! | `port` | has another port | the development server took the next one |
//! | `subdomain` | is the host above | only a pattern covers subdomains |
//! | `parent` | is a subdomain | |
//! | `www` | has `www.` in front, or has not | |
//! | `loopback` | has another name of this machine | `localhost`, `127.0.0.1` and `[::1]` are three hosts |
//! | `wildcard` | is a wildcard for what is below | `*.example.com` does not include `example.com` |
//! | `hole` | has a hole that does not span the text | `{digits}` was meant to be `{slug}` |
//! | `trailing-dot` | has a dot at the end of the host, or has not | |
//! | `typo` | differs in one letter, or in two | |
//! | `case`, `trailing-slash`, `path` | is a clean origin | no browser sends this: it was written by hand |
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com", "https://*.example.net", "https://pr-{digits}.example.org", "http://localhost:3000"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("http://app.example.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", has \
//!      another scheme; add \"http://app.example.com\" to allow_origins"
//! );
//! assert_eq!(
//!     says("http://localhost:5173", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"http://localhost:3000\", has \
//!      another port; add \"http://localhost:5173\" to allow_origins"
//! );
//! assert_eq!(
//!     says("http://127.0.0.1:3000", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"http://localhost:3000\", has \
//!      another name of this machine, which makes another origin; add \
//!      \"http://127.0.0.1:3000\" to allow_origins"
//! );
//! assert_eq!(
//!     says("https://example.net", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://*.example.net\", \
//!      includes only what is below this host; add \"https://example.net\" to \
//!      allow_origins"
//! );
//! assert_eq!(
//!     says("https://pr-12a.example.org", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \
//!      \"https://pr-{digits}.example.org\", has {digits}, which does not span \"12a\": it \
//!      stands for 0-9, and not for 'a'; add \"https://pr-12a.example.org\" to \
//!      allow_origins"
//! );
//! assert_eq!(
//!     says("https://beta.app.example.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", does \
//!      not include its subdomains; add \"https://beta.app.example.com\" to \
//!      allow_origins"
//! );
//! assert_eq!(
//!     says("https://example.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", is a \
//!      subdomain of this host; add \"https://example.com\" to allow_origins"
//! );
//! assert_eq!(
//!     says("https://www.app.example.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", has \
//!      no \"www.\" in front; add \"https://www.app.example.com\" to allow_origins"
//! );
//! assert_eq!(
//!     says("https://app.example.com.", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", has \
//!      no dot at the end of its host; add \"https://app.example.com.\" to allow_origins"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A stranger's page is blocked because that is what a policy is for. So is a look-alike, such as
//! `https://app.example.com.evil.test`, to which no entry is near. A slip of the finger may be one, too, and
//! so may be what anyone can register beside an entry: `b.github.io`. There, the cure depends on whose page
//! it is:
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://shop.example.org", "GET", ""),
//!     "the origin is not allowed; if that page is yours, add \
//!      \"https://shop.example.org\" to allow_origins"
//! );
//! assert_eq!(
//!     says("https://app.exmaple.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", \
//!      differs in one letter; if that page is yours, add \"https://app.exmaple.com\" to \
//!      allow_origins"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Some origins have no cure. No browser sends them, and whoever did was not a page; or they need a
//! setting that is called dangerous, which is named and never offered:
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).allow_credentials(true).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://app.example.com:443", "GET", ""),
//!     "the origin is not allowed: no browser sends an origin like this: browsers \
//!      leave out the scheme's default port; the nearest entry, \
//!      \"https://app.example.com\", has no port"
//! );
//! assert_eq!(
//!     says("https://App.example.com", "GET", ""),
//!     "the origin is not allowed: no browser sends an origin like this: browsers send \
//!      scheme and host in lower case; the nearest entry, \"https://app.example.com\", \
//!      is in lower case"
//! );
//! assert_eq!(
//!     says("https://app.example.com/", "GET", ""),
//!     "the origin is not allowed: no browser sends an origin like this: an origin has \
//!      no path; the nearest entry, \"https://app.example.com\", has no slash at the end"
//! );
//! assert_eq!(
//!     says("https://app.example.com/login", "GET", ""),
//!     "the origin is not allowed: no browser sends an origin like this: an origin has \
//!      no path; the nearest entry, \"https://app.example.com\", has no path"
//! );
//! assert_eq!(
//!     says("http://app.example.com", "GET", ""),
//!     "the origin is not allowed; the nearest entry, \"https://app.example.com\", has \
//!      another scheme; it would need dangerously_allow_insecure_origins: with \
//!      credentials, whoever controls the network can pose as it"
//! );
//! assert_eq!(
//!     says("file://", "GET", ""),
//!     "the origin is not allowed: web views send it for every local file, and with \
//!      credentials no policy can allow it"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # null-origin
//!
//! The origin is `null`, which every sandboxed frame on any site has too, so it names nobody. **Cure:** none
//! in the policy. Serve the file from `http://localhost` and allow that; give the frame
//! `allow-same-origin`; let the request go to its destination without a redirect across origins. Under
//! `Referrer-Policy: no-referrer`, forms send it too, and no browser blocks these.
//! [`dangerously_allow_null_origin`](crate::PolicyBuilder::dangerously_allow_null_origin) lets all of them in,
//! and is possible only without credentials.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("null", "GET", ""),
//!     "the origin null is not allowed: browsers send it for sandboxed frames, local \
//!      files and data: URLs, after a redirect across origins, and under some referrer \
//!      policies; it would need dangerously_allow_null_origin"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With credentials, the end reads `with credentials no policy can allow it`.
//!
//! # several-origins
//!
//! A browser sends one `Origin`. A proxy that adds its own does not replace the first one, and nobody can
//! say which of them is the page's. **Cure:** none in the policy. Take `Origin` out of the proxy's
//! configuration (`proxy_set_header Origin`, `request_header_add`).
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! # let request = Request::get("/").header("origin", "https://app.example.com")
//! #     .header("origin", "https://api.example.com").body(())?;
//! # let says = policy.explain(&Head::of(&request)).to_string();
//! # let says = says.split_once("/: ").unwrap().1;
//! assert_eq!(
//!     says,
//!     "there are several Origin lines: something between browser and server added one"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # method-not-allowed
//!
//! The origin is allowed, and the method is not listed. Methods are case-sensitive: browsers write `DELETE`,
//! `GET`, `HEAD`, `OPTIONS`, `POST` and `PUT` in upper case, whatever the page says, but not `PATCH`.
//! **Cure:** the method in `allow_methods`, unless the page has to be mended. `CONNECT`, `TRACE` and `TRACK`
//! have none.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).allow_methods(["PATCH"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://app.example.com", "DELETE", ""),
//!     "the method DELETE is not allowed; add \"DELETE\" to allow_methods"
//! );
//! assert_eq!(
//!     says("https://app.example.com", "patch", ""),
//!     "the method patch is not allowed: methods are case-sensitive, and the page has \
//!      to write PATCH"
//! );
//! assert_eq!(
//!     says("https://app.example.com", "PTACH", ""),
//!     "the method PTACH is not allowed; the nearest allowed one is PATCH"
//! );
//! assert_eq!(
//!     says("https://app.example.com", "TRACE", ""),
//!     "the method TRACE is not allowed: no browser lets a page use it"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # header-not-allowed
//!
//! The origin is allowed, and a header is not listed. Pages that send JSON need `content-type`. **Cure:** the
//! header in `allow_headers`. If the nearest one is what the page meant, mend the page instead. Headers that
//! pages can't set, such as `cookie`, have none: who asks for them is no browser.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).allow_headers(["x-api-key"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://app.example.com", "GET", "content-type"),
//!     "the header content-type is not allowed; add \"content-type\" to allow_headers"
//! );
//! assert_eq!(
//!     says("https://app.example.com", "GET", "x-apikey,x-trace"),
//!     "the header x-apikey is not allowed; the nearest allowed one is x-api-key; the \
//!      header x-trace is not allowed; add \"x-apikey\", \"x-trace\" to allow_headers"
//! );
//! assert_eq!(
//!     says("https://app.example.com", "GET", "cookie"),
//!     "the header cookie is not allowed: no browser lets a page set it"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # authorization-not-covered
//!
//! `allow_headers` has `*`, which covers every header except `authorization`
//! (<https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>). Today's browsers let it through
//! all the same, without credentials, and Chromium and Firefox warn. **Cure:** `authorization` beside `*`.
//!
//! ```
//! # #[cfg(feature = "http")] {
//! # use cors_core::{Policy, adapter::Head};
//! # use http::Request;
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).allow_headers(["*"]).build()?;
//! # let says = |origin: &str, method: &str, headers: &str| {
//! #     let request = Request::options("/").header("origin", origin)
//! #         .header("access-control-request-method", method)
//! #         .header("access-control-request-headers", headers).body(()).unwrap();
//! #     let line = policy.explain(&Head::of(&request)).to_string();
//! #     line.split_once("/: ").unwrap().1.to_owned()
//! # };
//! assert_eq!(
//!     says("https://app.example.com", "GET", "authorization"),
//!     "the header authorization is not allowed: * never covers it, but today's browsers \
//!      let it through all the same; add \"authorization\" to allow_headers"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # No line in the log
//!
//! What was logged before stands there at `debug`, and so does everything after 60 different requests. Two
//! things are the policy's, and no request tells them to the server:
//!
//! - **credentials**: the page asks with `credentials: "include"`, and the policy has no `allow_credentials`;
//! - **a header that is not exposed**: the page reads `null` where `expose_headers` lacks it.
//!
//! Otherwise it is not the policy's fault. A browser speaks of CORS as well where
//!
//! - **the request never arrived**: wrong host or port, server not running, TLS that the browser does not
//!   trust, blocked by an extension. Ask with `curl -i -H 'Origin: https://app.example.com' URL`;
//! - **a proxy answered**: a gateway's 502 or 413, a load balancer's redirect to `https`, a login page. These
//!   have no CORS headers. No preflight may be redirected, and none has credentials;
//! - **another server answered**: the path belongs to another service, and its 404 knows no policy;
//! - **the CORS layer was passed by**: the route is registered outside of it (each adapter's documentation has
//!   "where to put it");
//! - **it is mixed content**: a page of `https` asks for a URL of `http`, and the browser never sends it;
//! - **a stored response was used**: see [`caches`](super::caches);
//! - **the log's level is off** for the target `cors`.
