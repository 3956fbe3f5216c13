//! CORS for poem.
//!
//! ```
//! use cors_poem::{Cors, Policy};
//! use poem::{EndpointExt, Route, get, handler};
//!
//! #[handler]
//! fn hello() -> &'static str {
//!     "hello"
//! }
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "http://localhost:*"])
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type"])
//!     .build()?;
//! let app = Route::new().at("/", get(hello)).with(Cors::new(policy));
//! # Ok::<(), cors_poem::PolicyError>(())
//! ```
//!
//! See [`Policy`] and its [builder](PolicyBuilder) for what a policy allows and what it rejects, and
//! [`cors-core`](cors_core#what-a-policy-answers) for how it answers. A policy with mistakes does not
//! build. The error lists all of them, each with its fix.
//!
//! # Where to put it
//!
//! Outermost, which the last `with` is: around a whole router, and around the middleware that answers
//! by itself (authentication, limits, catching errors and panics, what serves a path of its own),
//! because its responses need the headers too. A preflight carries no credentials, so it has to be
//! answered before authentication sees it.
//!
//! | placement | preflights | 405 | 404 |
//! |---|---|---|---|
//! | `Route::new().at(..).with(cors)`, and any other router | of any path | covered | covered |
//! | `.nest("/api", routes.with(cors))` | of `/api` and any path below it | covered | covered |
//! | `.at("/api/*", routes.with(cors))`, where routes have their whole paths | of any path below `/api/` | covered | covered |
//! | `.at("/", get(handler).with(cors))` | of that path | covered | – |
//! | `.at("/", handler.with(cors))` | of that path | – | – |
//! | `.at("/", get(handler.with(cors)))` | **405** | not covered | – |
//!
//! | order | what happens |
//! |---|---|
//! | `.catch_error(..).with(cors)` | the response that it makes of an error has the headers |
//! | `.with(cors).catch_error(..)` | **never runs**: there is no error any more |
//! | `.with(CatchPanic::new()).with(cors)` | the 500 has the headers |
//! | `.with(cors).with(CatchPanic::new())` | the 500 **has none** |
//! | `.around(authenticate).with(cors)` | preflights are answered, its 401 has the headers |
//! | `.with(cors).around(authenticate)` | **preflights get 401** |
//!
//! After `with` it is no longer a router, and `at` can't add anything to it.
//!
//! A path has one policy: its preflights are `OPTIONS` whatever method they ask for. Inside
//! `get(read.with(a)).put(write.with(b))` no policy sees them, and poem takes no path twice.
//!
//! The wrong place, and what happens there: `get` takes its handler only for `GET`, and a
//! preflight's `OPTIONS` never reaches what stands inside. The browser gets poem's 405, without the
//! headers, and blocks what the policy allows:
//!
//! ```
//! use cors_poem::{Cors, Policy};
//! use poem::{Endpoint, EndpointExt, Request, Route, get, handler, http::Method};
//!
//! #[handler]
//! fn hello() -> &'static str {
//!     "hello"
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), cors_poem::PolicyError> {
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let cors = Cors::new(policy);
//! let preflight = || {
//!     Request::builder()
//!         .method(Method::OPTIONS)
//!         .header("origin", "https://app.example.com")
//!         .header("access-control-request-method", "GET")
//!         .finish()
//! };
//!
//! let wrong = Route::new().at("/", get(hello.with(cors.clone())));
//! assert_eq!(wrong.get_response(preflight()).await.status(), 405);
//!
//! let right = Route::new().at("/", get(hello).with(cors));
//! assert_eq!(right.get_response(preflight()).await.status(), 204);
//! # Ok(())
//! # }
//! ```
//!
//! # A policy for each part
//!
//! Every nested router has its own policy, or none. A preflight gets the policy of the part that
//! would serve the request it asks for:
//!
//! ```
//! use cors_poem::{Cors, Policy};
//! use poem::{EndpointExt, Route, get, handler};
//!
//! #[handler]
//! fn hello() -> &'static str {
//!     "hello"
//! }
//!
//! let anybody = Policy::builder().allow_origins(["*"]).build()?;
//! let ours = Policy::builder()
//!     .allow_origins(["https://admin.example.com"])
//!     .allow_credentials(true)
//!     .build()?;
//! let routes = || Route::new().at("/hello", get(hello));
//! let app = Route::new()
//!     .nest("/public", routes().with(Cors::new(anybody)))
//!     .nest("/admin", routes().with(Cors::new(ours)))
//!     .nest("/internal", routes());
//! # Ok::<(), cors_poem::PolicyError>(())
//! ```
//!
//! Where policies are nested, the outer one answers all preflights, and has the last word on every
//! response. An open part of a guarded whole therefore stands beside it:
//! `Route::new().nest("/open", open.with(public)).nest("/", rest.with(site))`.
//!
//! # Turning it off
//!
//! Where the configuration has no policy, there is none to build: poem's `()` is the middleware that
//! changes nothing. If there is a policy in any case, `with_if(enabled, cors)` will do.
//!
//! ```
//! use cors_poem::{Cors, Policy};
//! use poem::{EndpointExt, Route, middleware::EitherMiddleware};
//!
//! let policy: Option<Policy> = None;
//! let app = Route::new().with(match policy {
//!     Some(policy) => EitherMiddleware::left(Cors::new(policy)),
//!     None => EitherMiddleware::right(()),
//! });
//! ```
//!
#![doc = include_str!("guards.md")]
//!
#![doc = include_str!("serving.md")]
//!
//! # What it costs
//!
//! This crate allocates nothing for a request and boxes no future: a `GET` of a route makes 12
//! allocations with the middleware and 12 without, whether the policy can be replaced or not. Only a
//! response without any header needs a map to hold them, which is two allocations. A preflight costs
//! these two and no more.
//!
//! # What poem makes impossible
//!
//! - An error of poem takes no headers, so errors become responses here, and whatever stands
//!   outside sees only responses: `catch_error`, `inspect_err` and the like belong inside, that is
//!   before, this middleware. Data that `set_data` attached to the error is attached to the response.
//! - A panic that nobody catches closes the connection without a response. Put
//!   [`CatchPanic`](poem::middleware::CatchPanic) inside.
//! - What is no HTTP is answered by hyper, with 400 or by closing the stream: a malformed target, or over
//!   HTTP/2 a malformed `:authority`.
//! - `nest("/api", ..)` serves `/api` as well as `/api/`, and so does the policy inside.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are the features of
//! [`cors-core`](cors_core#crate-features) with the same names. poem does not compile without its own
//! feature `server`, so that is enabled.

#![forbid(unsafe_code)]

use cors_core::adapter::{Answer, Decision, Responder};
pub use cors_core::{
    self, Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Texts, Verdict,
};
use poem::{Endpoint, Middleware, Request, Response, Result, http::HeaderValue};

use self::head::RequestParts;

mod head;

/// Answers cross-origin requests for the endpoints it wraps, as a [`Policy`] says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "a middleware has no effect until an endpoint is given to it"]
pub struct Cors {
    responder: Responder<HeaderValue>,
}

impl Cors {
    /// Makes the headers of every answer, and logs the policy's warnings. Takes a [`Policy`], or
    /// a [`LivePolicy`] that can be replaced while it serves.
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self {
            responder: Responder::with_constants(policy, HeaderValue::from_static),
        }
    }

    /// Calls `count` with what came of each request that has an `Origin` or is refused. Repeated calls
    /// add up. See [the crate's documentation](crate#counting-what-comes-of-requests).
    pub fn on_outcome(mut self, count: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        self.responder = self.responder.on_outcome(count);
        self
    }
}

impl<E: Endpoint> Middleware<E> for Cors {
    type Output = CorsEndpoint<E>;

    fn transform(&self, inner: E) -> CorsEndpoint<E> {
        CorsEndpoint {
            inner,
            responder: self.responder.clone(),
        }
    }
}

/// The endpoint that [`Cors`] makes.
#[derive(Clone, Debug)]
pub struct CorsEndpoint<E> {
    inner: E,
    responder: Responder<HeaderValue>,
}

impl<E: Endpoint> Endpoint for CorsEndpoint<E> {
    type Output = Response;

    /// Never an error: errors of the inner endpoint become responses, which can take the headers.
    async fn call(&self, request: Request) -> Result<Response> {
        let headers = match self.responder.respond(&RequestParts::of(&request)) {
            Decision::Forward(headers) => headers,
            Decision::Answer(answer) => return Ok(answered(answer)),
        };
        let mut response = self.inner.get_response(request).await;
        headers.apply(response.headers_mut());
        Ok(response)
    }
}

fn answered(answer: Answer<HeaderValue>) -> Response {
    let mut response = Response::from(answer.status_code());
    if let Some(by) = answer.refused_by() {
        // For those who want a page of their own in its place.
        response.extensions_mut().insert(by.outcome());
        response.set_body(answer.body());
    }
    answer.apply(response.headers_mut());
    response
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
