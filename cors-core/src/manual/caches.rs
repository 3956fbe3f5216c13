//! What happens to responses between a server and a page.
//!
//! Two kinds of cache meet CORS. HTTP caches store responses, in browsers, proxies and CDNs. The
//! browser's preflight cache stores what a preflight allowed. They have nothing in common except the
//! name.
//!
//! # HTTP caches
//!
//! A cache finds a stored response by its URL, and by the request headers that the response names in
//! `Vary` (<https://httpwg.org/specs/rfc9111.html#caching.negotiated.responses>). So a response that
//! depends on `Origin` has to say so. Two things go wrong if it doesn't:
//!
//! - A page of `https://a.example` fetches a resource, and the response with its origin is stored. A page
//!   of `https://b.example` gets the same response, and its browser blocks it.
//! - A page loads the resource as a script or an image, and the browser sends no `Origin`. The response
//!   without any grant is stored. Later the same page fetches it, and is blocked by its own cache.
//!
//! The second case is why `Vary: Origin` has to be on *every* response, and not only on those to
//! cross-origin requests. So it is, for a policy with a list of origins, even if the list has one entry:
//!
//! ```
//! # #[cfg(feature = "http")] {
//! use cors_core::{Policy, adapter::{Decision, Head, Responder}};
//! use http::{HeaderValue, Request, Response};
//!
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let responder = Responder::<HeaderValue>::new(policy);
//! let Decision::Forward(headers) = responder.respond(&Head::of(&Request::new(()))) else {
//!     panic!("a GET is not a preflight");
//! };
//! let mut response = Response::builder().header("vary", "cookie").body(())?;
//! headers.apply(response.headers_mut());
//!
//! let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
//! assert_eq!(vary, ["cookie", "Origin"]);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - With any origin allowed, every response is the same for everybody: `*` and no `Vary`. Requests
//!   without `Origin` get the `*` too, or else the second case would happen here.
//! - `Vary` is appended to. If it were replaced, a handler's `Vary: Cookie` would be lost, and a cache
//!   would give one visitor's response to another.
//! - A handler that already names `Origin`, or says `Vary: *`, gets no second one.
//! - A preflight's answer names the three headers that it may depend on. Caches don't store answers to
//!   `OPTIONS` (<https://httpwg.org/specs/rfc9110.html#OPTIONS>); it is for those that do.
//!
//! A CDN has to honour `Vary`, or has to have `Origin` in its cache key.
//!
//! A stored grant lives as long as the stored response, and through every validation, because a 304 takes
//! no header away. Replacing a [`LivePolicy`](crate::LivePolicy) does not change that. Let responses that
//! matter expire, or forbid storing them.
//!
//! # The preflight cache
//!
//! A browser remembers, for a URL, an origin and a credentials mode, which methods and headers a
//! preflight allowed (<https://fetch.spec.whatwg.org/#concept-cache>). `Vary` and `Cache-Control` do
//! not concern it. [`max_age`](crate::PolicyBuilder::max_age) does:
//!
//! | `max_age` | what browsers do |
//! |---|---|
//! | not set | 5 seconds |
//! | 0 | no cache |
//! | up to 600 | all of them honour it |
//! | more | WebKit stops at 600, Chromium at 7200, Firefox at 86400; a warning |
//! | more than 86400 | nobody honours it; an error |
//!
//! The cache has an entry for each method and each header that the answer names. An answer that names
//! the whole policy fills it at once, and the next request with another method needs no preflight. An
//! answer that names only what was asked for,
//! [`minimal_disclosure`](crate::PolicyBuilder::minimal_disclosure), has to be asked for again.
//!
//! A browser may go on by an old answer until it expires: after a policy has become stricter, preflights
//! that were allowed stay allowed for `max_age`. But each response is still checked by itself, and its
//! page can't read it if its origin is no longer allowed.
