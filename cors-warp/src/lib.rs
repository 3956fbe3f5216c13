//! CORS for warp.
//!
//! ```
//! use cors_warp::{Cors, Policy};
//! use warp::Filter;
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "http://localhost:*"])
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type"])
//!     .build()?;
//! let routes = warp::path!("hello").map(|| "hello");
//! let app = Cors::new(policy).wrap(routes); // for `warp::serve(app)`
//! # let _ = warp::service(app);
//! # Ok::<(), cors_warp::PolicyError>(())
//! ```
//!
//! See [`Policy`] and its [builder](PolicyBuilder) for what a policy allows and what it rejects, and
//! [`cors-core`](cors_core#what-a-policy-answers) for how it answers. A policy with mistakes does not
//! build. The error lists all of them, each with its fix.
//!
//! # Where to put it
//!
//! Outermost: around everything that its policy is for, `recover` and what answers by itself included,
//! and behind nothing but the filter of the path below which the policy holds. [`wrap`](Cors::wrap)
//! answers any preflight that reaches it. Other filters before it can reject preflights, which have
//! another method than the requests they ask for, and no credentials.
//!
//! warp turns 404, 405 and its other rejections into responses after the last filter, where no
//! filter can add a header. So `wrap` makes these responses itself, the same to the byte. Your own
//! handler of rejections belongs inside.
//!
//! | placement | preflights | replies | rejections |
//! |---|---|---|---|
//! | `cors.wrap(routes)` | of any path | covered | covered |
//! | `path("a").and(cors.wrap(routes))` | of any path below it | covered | covered below it |
//! | `cors.wrap(routes.recover(handler))` | of any path | covered | covered, as replies of the handler |
//! | around the service: `CorsLayer::new(policy).layer(warp::service(routes))` | of any path | covered | covered |
//! | `get().and(cors.wrap(handler))` | **405** | covered | covered only those of `handler` |
//! | `cors.wrap(routes).recover(handler)` | does not compile | | |
//! | `open.wrap(a).or(site.wrap(b))` | does not compile | | |
//!
//! The last row would give the open policy to every preflight, those of the site too. Nothing is
//! rejected after `wrap`, which `boxed()` hides from the compiler: box what stands outermost.
//!
//! ```compile_fail,E0271
//! # use {cors_warp::{Cors, Policy}, warp::Filter};
//! # let cors = |origin| Cors::new(Policy::builder().allow_origins([origin]).build().unwrap());
//! # let (open, site) = (cors("*"), cors("https://app.example.com"));
//! # let (a, b) = (warp::path("a").map(|| "a"), warp::path("b").map(|| "b"));
//! let wrong = open.wrap(a).or(site.wrap(b));
//! ```
//!
//! Put each policy [behind its path](#a-policy-for-each-path). Only the last one needs none:
//!
//! ```
//! # use {cors_warp::{Cors, Policy}, warp::Filter};
//! # let cors = |origin| Cors::new(Policy::builder().allow_origins([origin]).build().unwrap());
//! # let (open, site) = (cors("*"), cors("https://app.example.com"));
//! # let (a, b) = (warp::any().map(|| "a"), warp::path("b").map(|| "b"));
//! let right = warp::path("a").and(open.wrap(a)).or(site.wrap(b));
//! # let _ = warp::service(right);
//! ```
//!
//! A path has one policy: its preflights are `OPTIONS` whatever method they ask for. Of several
//! policies at one path, the first one answers everything. Join methods by `or`, inside one `wrap`.
//!
//! At the end of a chain, `wrap_fn` does the same as `cors.wrap(..)`:
//!
//! ```
//! # use cors_warp::{Cors, Policy};
//! use warp::Filter;
//!
//! # let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let cors = Cors::new(policy);
//! let app = warp::path!("hello")
//!     .map(|| "hello")
//!     .with(warp::wrap_fn(|filter| cors.wrap(filter)));
//! # let _ = warp::service(app);
//! # Ok::<(), cors_warp::PolicyError>(())
//! ```
//!
//! The wrong place, and what happens there: a preflight's `OPTIONS` is not the route's method, and a
//! filter for the method rejects it before CORS can answer. The browser gets warp's 405, without the
//! headers, and blocks what the policy allows:
//!
//! ```
//! use cors_warp::{Cors, Policy};
//! use http::Request;
//! use tower::ServiceExt;
//! use warp::Filter;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let cors = Cors::new(policy);
//! let preflight = || {
//!     Request::options("/hello")
//!         .header("origin", "https://app.example.com")
//!         .header("access-control-request-method", "GET")
//!         .body(String::new())
//! };
//!
//! let handler = warp::any().map(|| "hello");
//! let wrong = warp::path!("hello").and(warp::get()).and(cors.wrap(handler));
//! assert_eq!(warp::service(wrong).oneshot(preflight()?).await?.status(), 405);
//!
//! let right = cors.wrap(warp::path!("hello").and(warp::get()).and(handler));
//! assert_eq!(warp::service(right).oneshot(preflight()?).await?.status(), 204);
//! # Ok(())
//! # }
//! ```
//!
//! # A policy for each path
//!
//! Behind the filter of its path, a policy answers for what is below that path and for nothing else.
//! Here `/open` and `/api` have one each, and `/health` has none. A preflight gets the policy of its
//! path:
//!
//! ```
//! # use cors_warp::{Cors, Policy};
//! use warp::Filter;
//!
//! let open = Cors::new(Policy::builder().allow_origins(["*"]).build()?);
//! let api = Cors::new(
//!     Policy::builder()
//!         .allow_origins(["https://app.example.com"])
//!         .allow_credentials(true)
//!         .allow_methods(["PUT"])
//!         .build()?,
//! );
//! let status = warp::path!("status").and(warp::get()).map(|| "fine");
//! let item = warp::path!("item").and(warp::put()).map(|| "saved");
//! let health = warp::path!("health").and(warp::get()).map(|| "ok");
//!
//! let app = warp::path("open")
//!     .and(open.wrap(status))
//!     .or(warp::path("api").and(api.wrap(item)))
//!     .or(health);
//! # let _ = warp::service(app);
//! # Ok::<(), cors_warp::PolicyError>(())
//! ```
//!
//! A policy answers for everything below its path, 404 included. Join several filters below one path
//! by `or`, inside one `wrap`.
//!
//! Where policies are nested, the outer one answers all preflights, and has the last word on every
//! response. An open part of a guarded whole therefore stands beside it, and first:
//! `path("open").and(open.wrap(status)).or(site.wrap(rest))`.
//!
//! # Turning it off
//!
//! Where the configuration has no policy, there is none to build. `boxed` makes one type of both:
//!
//! ```
//! use cors_warp::{Cors, Policy};
//! use warp::{Filter, Reply, filters::BoxedFilter, reply::Response};
//!
//! let policy: Option<Policy> = None;
//! let routes = warp::path!("hello").map(|| "hello");
//! let app: BoxedFilter<(Response,)> = match policy {
//!     Some(policy) => Cors::new(policy).wrap(routes).boxed(),
//!     None => routes.map(Reply::into_response).boxed(),
//! };
//! ```
//!
#![doc = include_str!("guards.md")]
//!
#![doc = include_str!("service.md")]
//!
#![doc = include_str!("serving.md")]
//!
//! # What it costs
//!
//! For a reply, this crate allocates nothing and boxes no future. The request's headers are not copied.
//! A policy with guards costs one allocation, since warp shows a request's target only with a copy of its
//! `Host`. A preflight costs the allocations of its response's headers. A rejection costs two allocations
//! and a task switch, besides the headers: warp renders rejections only at the end of a service, which
//! can't run inside another.
//!
//! # What warp makes impossible
//!
//! - `.with(cors)`: the trait that it asks for is sealed, hence `wrap_fn`.
//! - A header for a rejection that comes from outside of `wrap`.
//! - warp does not catch panics, and a panic closes the connection without a response. Catch it in
//!   the handler, with `catch_unwind` of `futures`.
//! - `CONNECT host:80` has a target without a path, at which warp's `path::full`, `path::tail` and
//!   `path::peek` panic. Put `warp::path` in front of them.
//! - warp compares the texts of target and `Host`, where a guard asks which host a request is for. With a
//!   default port in only one of the two, nobody knows: no origin is the server's own, and no host is
//!   expected. Browsers don't send that.
//! - What is no HTTP is answered by hyper, with 400 or by closing the stream: a malformed target, or over
//!   HTTP/2 a malformed `:authority`.
//! - Outside of a tokio runtime there is no task to render a rejection in. The response is then a 404,
//!   405 or 500 without a body. `warp::serve` always runs in one.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are the features of
//! [`cors-core`](cors_core#crate-features) with the same names.

#![forbid(unsafe_code)]

use core::{cell::Cell, convert::Infallible, future::ready};

use cors_core::adapter::{Answer, Decision, Responder, ResponseHeaders};
pub use cors_core::{
    self, Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Texts, Verdict,
};
use http::HeaderValue;
use warp::{Filter, Rejection, Reply, reject, reply::Response};

pub use self::rejection::FilterError;
use self::{
    head::{RequestParts, Target},
    rejection::{respond, sealed},
};

mod head;
mod rejection;

/// Answers cross-origin requests for the filters it wraps, as a [`Policy`] says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "it has no effect until it wraps a filter"]
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

    /// Answers preflights, and puts the headers into everything else that `filter` answers.
    ///
    /// What `filter` rejects becomes the response that warp makes of it, with the headers. Nothing is
    /// rejected any more: `recover` and `or` follow only [behind a path](crate#a-policy-for-each-path),
    /// or after `boxed()`, where no `or` should. Your own handler of rejections belongs inside, as in
    /// `cors.wrap(routes.recover(handler))`.
    #[doc(alias = "wrap_and_recover")]
    pub fn wrap<F, R>(
        &self,
        filter: F,
    ) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync + use<F, R>
    where
        F: Filter<Extract = (R,), Error: FilterError> + Clone + Send + Sync,
        R: Reply,
    {
        let filter = filter.map(|reply: R| reply.into_response());
        self.decorated(<F::Error as sealed::Error>::recover(filter))
            .recover(async |rejection| {
                Ok::<_, Infallible>(match ANSWER.take() {
                    Some(answer) => answer,
                    None => respond(rejection).await,
                })
            })
            .unify()
    }

    /// Rejects preflights, and puts the headers into the replies of `filter`.
    fn decorated<F, R>(
        &self,
        filter: F,
    ) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<F, R>
    where
        F: Filter<Extract = (R,), Error: FilterError> + Clone + Send + Sync,
        R: Reply,
    {
        <F::Error as sealed::Error>::and(self.decide(), filter)
            .map(|headers, reply: R| decorate(reply.into_response(), headers))
    }

    /// Takes the decision: rejects what is answered at once, and passes on what the response to any
    /// other request needs.
    ///
    /// A filter that answered and stood beside the wrapped one, as in `answer.or(filter)`, would change
    /// its rejections: `or` combines them, and makes 404 into 405.
    fn decide(
        &self,
    ) -> impl Filter<Extract = (Headers,), Error = Rejection> + Clone + Send + Sync + use<> {
        let responder = self.responder.clone();
        // Nothing else in warp shows a request's headers without copying all of them. What it calls
        // can return nothing.
        let read = warp::log::custom(move |request| {
            if responder.reads_authority() {
                ASKING.set(Some(responder.clone()));
            } else {
                keep(responder.respond(&RequestParts::of(&request, Target::NotAsked)));
            }
        });
        let decided = |_| ready(HEADERS.take().ok_or_else(reject::not_found));
        let unasked = (warp::any().map(warp::reply).with(read)).and_then(decided);
        // A second time where the host has to be known. All of it has nothing to clone, which warp does for
        // each request; asking costs an allocation.
        let is_asking = warp::any().and_then(|| {
            let asking = ASKING.take();
            let is_asking = asking.is_some();
            ASKING.set(asking);
            ready(is_asking.then_some(()).ok_or_else(reject::not_found))
        });
        let known = warp::host::optional().map(Target::Known);
        let target = known.or(warp::any().map(|| Target::Unclear)).unify();
        let known = target.map(|target| {
            TARGET.set(target);
            warp::reply()
        });
        let read = warp::log::custom(|request| {
            if let Some(responder) = ASKING.take() {
                keep(responder.respond(&RequestParts::of(&request, TARGET.take())));
            }
        });
        let asked = is_asking.untuple_one().and(known.with(read));
        unasked.or(asked.and_then(decided)).unify()
    }
}

/// Leaves a decision for what comes next.
fn keep(decision: Decision<HeaderValue>) {
    match decision {
        Decision::Forward(headers) => HEADERS.set(Some(headers)),
        Decision::Answer(answer) => ANSWER.set(Some(answered(answer))),
    }
}

thread_local! {
    // What is known and what was decided, left for a call that comes in the same poll, before any of
    // another request:
    //
    //                                             ┌ Forward ──▶ HEADERS ──▶ and_then: passed on ──▶ filter ──▶ decorate
    //   request ─┬─▶ ASKING ──▶ TARGET ─┬─▶ decide ─┤
    //            └───── unguarded ──────┘           └ Answer ───▶ ANSWER ───▶ and_then: rejected ───▶ recover: the response

    /// Who has to know the host before it decides.
    static ASKING: Cell<Option<Responder<HeaderValue>>> = const { Cell::new(None) };

    /// The host that the request is for, left for the decision.
    static TARGET: Cell<Target> = const { Cell::new(Target::NotAsked) };

    /// What a response needs, left for the end of [`Cors::decide`].
    static HEADERS: Cell<Option<Headers>> = const { Cell::new(None) };

    /// The response that is given at once, left for what recovers its rejection. Within the rejection
    /// it would cost two allocations.
    static ANSWER: Cell<Option<Response>> = const { Cell::new(None) };
}

type Headers = ResponseHeaders<HeaderValue>;

fn decorate(mut response: Response, headers: Headers) -> Response {
    headers.apply(response.headers_mut());
    response
}

fn answered(answer: Answer<HeaderValue>) -> Response {
    let mut response = match answer.refused_by() {
        None => answer.status_code().into_response(),
        Some(by) => refused(answer.body(), by),
    };
    *response.status_mut() = answer.status_code();
    answer.apply(response.headers_mut());
    response
}

/// The text of a refusal, marked for those who want a page of their own in its place.
#[cold]
fn refused(body: &'static str, by: RefusedBy) -> Response {
    let mut response = body.into_response();
    response.extensions_mut().insert(by.outcome());
    response
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
