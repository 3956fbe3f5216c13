//! Other implementations' bugs, and how each is made impossible here.
//!
//! CORS middleware exists for every framework of every language, and the same few mistakes have been
//! made in most of them. This chapter lists those with public reports, and what this crate does about
//! each. Where the developer can still make the mistake, it says so.
//!
//! # Too much is allowed
//!
//! **Any origin is reflected, with credentials.** Every site can then act as its visitors: rs/cors
//! (CVE-2018-20744), Fiber (CVE-2024-25124), @koa/cors (CVE-2023-49803), Strapi (CVE-2025-53092), the
//! defaults of Tomcat (CVE-2018-8014). Here, `*` with credentials does not build, and no mode reflects
//! origins. A predicate could, so with credentials it is probed with origins that nobody has:
//!
//! ```
//! use cors_core::Policy;
//!
//! let any = Policy::builder().allow_origins(["*"]).allow_credentials(true).build();
//! assert_eq!(any.unwrap_err().problems()[0].code(), "wildcard-with-credentials");
//!
//! let reflecting = Policy::builder().allow_origin_if(|_| true).allow_credentials(true).build();
//! assert_eq!(reflecting.unwrap_err().problems()[0].code(), "loose-predicate");
//! ```
//!
//! **Matching is not anchored.** `https://example.com` also admits `https://example.com.evil.test`, or
//! `https://evilexample.com`: go-restful (CVE-2022-1996), gin-contrib/cors (CVE-2019-25211), go-zero
//! (CVE-2024-27302). Here, [patterns](crate::OriginPattern) are parsed: `*` stands for whole labels,
//! and a hole stays inside one. Regexes match the whole origin or nothing. With credentials they may
//! match nobody's domain but those that they spell out, since an unescaped dot is a hole too. A predicate that asks for
//! `ends_with("example.com")` is not found out:
//!
//! ```
//! use cors_core::Policy;
//!
//! let policy = Policy::builder().allow_origins(["https://*.example.com"]).build()?;
//! assert!(policy.allows_origin("https://app.example.com"));
//! assert!(!policy.allows_origin("https://app.example.com.evil.test"));
//! assert!(!policy.allows_origin("https://evilexample.com"));
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! **A fast matcher disagrees with its patterns.** jub0bs/cors had this one (GHSA-vhxv-fg4m-p2w8). Here,
//! property tests compare the matcher with a loop over the patterns, which is too simple to be wrong.
//!
//! **`null` is trusted.** Every sandboxed frame of every site has this origin. Here it cannot be
//! written as an origin. A setting whose name says what it is admits it, never with credentials.
//!
//! **`http://` is trusted with credentials.** Whoever controls a visitor's network can then pose as the
//! origin. Here that does not build, except for loopback.
//!
//! **A wildcard spans other people's names**, as `https://*.vercel.app` does. Here, wildcards and holes
//! are checked with the Public Suffix List, its private section included.
//!
//! **The default is permissive.** Whoever forgets a setting has then allowed it. Here, nothing has a
//! default that allows something, and a policy has no default at all.
//!
//! **A forwarded host counts as the server's own**, so a client can name it. Here, no forwarded header
//! is read.
//!
//! **A path is matched again**, by other rules than the router's: `+` as a space, in any case, the
//! longest regex first. That chooses the wrong policy: Flask-CORS (CVE-2024-6844, CVE-2024-6866,
//! CVE-2024-6839). Here, policies know no paths. They hang on the framework's own routers, and the one
//! adapter that compares paths does it by the framework's segments.
//!
//! **Private networks are opened by default**: Flask-CORS (CVE-2024-6221). Browsers gave up that draft.
//! Here, its header is never sent, and is removed if a handler sends it.
//!
//! # Too little is allowed, or the wrong thing
//!
//! **An origin that browsers never send is accepted**: with a slash at the end, in upper case, with
//! the default port. It never matches, and hours are lost. Here it does not build, and the error says
//! what to write. The request is never normalised instead.
//!
//! **Preflights and requests follow different rules**, so that one is allowed and the other is blocked.
//! Here, both are answered by the same policy, made of the same rules.
//!
//! **`GET` has to be listed**, or a preflight that asks for it fails. Here, the safelisted methods are
//! always allowed.
//!
//! **Every `OPTIONS` request is taken for a preflight**, so the application's own never runs. Here, a
//! preflight has `Origin` and `Access-Control-Request-Method`.
//!
//! **Requests from other origins are blocked by the server**, and with them the POST requests of its
//! own pages, which carry `Origin` too. Here, the handler runs; CORS is not access control.
//!
//! **Errors have no headers**, so a page can't read why it failed. Here, the decision is made before
//! the handler runs and applied to whatever response comes.
//!
//! **`Access-Control-Allow-Origin` comes twice**, from a handler and from the middleware, and browsers
//! accept neither. Here, the policy's value replaces the handler's, and the log says so.
//!
//! # Caches
//!
//! **`Vary` is missing, or replaces the handler's.** See [`caches`](super::caches).
//!
//! # Hostile requests
//!
//! **A long list of headers costs much.** In rs/cors before 1.11, one preflight of a megabyte of commas
//! took more than 100 MB (CVE-2025-47908). Here, the list is read only if the answer depends on it, in
//! one pass of at most 4 KiB, without an allocation.
//!
//! **A regex takes exponential time.** Here, the engine has no backtracking: time is linear.
//!
//! **An origin that is not text panics or fails the request.** Here, the parser takes any bytes.
//!
//! **A second line of a header is not read.** Here, two `Origin` lines are not allowed, and several
//! lines of requested headers are read as one list.
//!
//! **A request writes into the log**: Flask-CORS (CVE-2024-1681). Here, what a request says is escaped and
//! cut before it is logged, and the number of lines is bounded.
//!
//! # Beside CORS
//!
//! What [guards](super::guards) are for, and how others have failed at it:
//!
//! **A page of `http://example.com` passes for `https://example.com`**, since hosts are compared and schemes are not:
//! gorilla/csrf (CVE-2025-24358, CVE-2025-47909). Here, `http://` is not the server's own where the policy
//! allows its `https` twin, and not allowed unless the policy says that it is dangerous.
//!
//! **`Origin: null` counts as no `Origin`**: Next.js (CVE-2026-27978, CVE-2026-27977). Here, it passes only with
//! `Sec-Fetch-Site: same-origin` or `none` beside it, which no page can write.
//!
//! **Only some content types are checked**, and a form with another one, or with none, gets through: hono
//! (GHSA-2234-fmw7-43wr), SvelteKit (CVE-2023-29003), Astro (CVE-2024-56140). Here, content types are not read.
//!
//! **A pattern of exempt paths matches more than was meant**: Go (CVE-2025-47910). Here, there are none.
//!
//! **Handshakes are not checked**, and any page runs code by a development server's socket: Vite
//! (GHSA-vg6x-rcgg-rjx6), webpack-dev-server (CVE-2025-30360). Here, `guard_websockets` checks whatever any server
//! takes for a handshake.
//!
//! **A rebound name reaches a local server**: rmcp (GHSA-89vp-x53w-74fx), the MCP SDK for TypeScript
//! (CVE-2025-66414), Ollama (CVE-2024-28224). Here, `expect_hosts` is checked before everything else, `GET` and
//! preflights included.
//!
//! **A malformed header is a 500**, as `Origin` is in Next.js. Here, the decision is total.
//!
//! **`X-Forwarded-Host` counts as the host**, so that whoever sends it chooses the server's own origin. Here, it is
//! never read.
//!
//! **A refusal carries a grant**: Spring sent a 403 with `Access-Control-Allow-Origin`. Here, a refusal has none.
