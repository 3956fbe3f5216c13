//! CORS for Rocket.
//!
//! ```
//! use cors_rocket::{Cors, Policy};
//! use rocket::{get, routes};
//!
//! #[get("/")]
//! fn index() -> &'static str {
//!     "hello"
//! }
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com", "http://localhost:*"])
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type"])
//!     .build()?;
//! let app = rocket::build().mount("/", routes![index]).attach(Cors::new(policy));
//! # Ok::<(), cors_rocket::PolicyError>(())
//! ```
//!
//! What a policy allows and refuses to allow, and what it answers, stands in the documentation of
//! [`Policy`] and of its [builder](PolicyBuilder). A policy with a mistake does not build, and its
//! error says what to write instead.
//!
//! # Where to put it
//!
//! Anywhere: before or after routes are mounted and other fairings attached. Preflights are
//! answered before any route, guard or catcher of the application's runs; no `OPTIONS` route has to
//! be mounted, and those that are get every other `OPTIONS` request. The headers are put into each
//! response after all other fairings, and what those grant by themselves is replaced.
//!
//! Without a base, a policy is the whole application's. [`Cors::at`] puts it at one, as
//! [`Rocket::mount`] does with routes and [`Rocket::register`] with catchers. There it covers what
//! Rocket's router finds there: whole segments, however they are encoded, and empty ones don't
//! count. Where bases are inside of one another, the longest is the one.
//!
//! | attached | preflights | no such route, failed guards, panics |
//! |---|---|---|
//! | `Cors::new(policy)` | of any path | covered |
//! | `Cors::new(policy).at("/api")` | of `/api` and any path below it | covered below it |
//! | `Cors::new(policy).at("/api").at("/feed")` | of any path below either | covered below them |
//! | by another fairing, when Rocket ignites | the same | the same |
//! | at a base inside of what is mounted: `.at("/items")` for `mount("/api", ..)` | **404** | not covered |
//! | at part of a segment: `.at("/ap")` | **404** | not covered |
//! | twice at the same base | Rocket does not launch | – |
//! | beside an `OPTIONS` route of rank `isize::MIN` | Rocket does not launch | – |
//!
//! The wrong place, and what happens there: a base is the whole path, and not the part of it that a
//! route's attribute shows. The browser gets Rocket's 404, without the headers, and refuses what
//! the policy allows:
//!
//! ```
//! use cors_rocket::{Cors, Policy};
//! use rocket::{get, http::Header, local::blocking::Client, routes};
//!
//! #[get("/items")]
//! fn items() -> &'static str {
//!     "[]"
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let preflight = |cors| {
//!     let app = rocket::build().mount("/api", routes![items]).attach(cors);
//!     let client = Client::untracked(app)?;
//!     let request = client
//!         .options("/api/items")
//!         .header(Header::new("origin", "https://app.example.com"))
//!         .header(Header::new("access-control-request-method", "GET"));
//!     Ok::<_, rocket::Error>(request.dispatch().status().code)
//! };
//!
//! let wrong = Cors::new(&policy).at("/items");
//! assert_eq!(preflight(wrong)?, 404);
//!
//! let right = Cors::new(&policy).at("/api");
//! assert_eq!(preflight(right)?, 204);
//! # Ok(())
//! # }
//! ```
//!
//! # A policy for each base
//!
//! One fairing for each policy. A preflight gets the policy that the request after it will get:
//!
//! ```
//! use cors_rocket::{Cors, Policy};
//! use rocket::{get, routes};
//!
//! #[get("/items")]
//! fn items() -> &'static str {
//!     "[]"
//! }
//!
//! let site = Policy::builder()
//!     .allow_origins(["https://app.example.com"])
//!     .allow_credentials(true)
//!     .build()?;
//! let public = Policy::builder().allow_origins(["*"]).build()?;
//! let app = rocket::build()
//!     .mount("/site", routes![items])
//!     .mount("/public", routes![items])
//!     .mount("/internal", routes![items]) // no policy, and nothing added
//!     .attach(Cors::new(site).at("/site"))
//!     .attach(Cors::new(public).at("/public"));
//! # Ok::<(), cors_rocket::PolicyError>(())
//! ```
//!
//! # Replacing a policy while it serves
//!
//! A [`LivePolicy`] is a handle. What it is replaced by answers from the next response on, for
//! every fairing that was given it:
//!
//! ```
//! use cors_rocket::{Cors, LivePolicy, Policy};
//!
//! let policy = |origin| Policy::builder().allow_origins([origin]).build();
//! let live = LivePolicy::new(policy("https://app.example.com")?);
//! let app = rocket::build().attach(Cors::new(&live)).manage(live);
//! // Wherever the handle is, in a route by `&State<LivePolicy>` for one:
//! # let live = app.state::<LivePolicy>().unwrap();
//! live.replace(policy("https://new.example.com")?);
//! # Ok::<(), cors_rocket::PolicyError>(())
//! ```
//!
//! # What it costs
//!
//! A response that is not CORS costs two allocations more with a policy than without, one with an
//! allowed origin three. They are Rocket's own, and any fairing that puts the same headers into a
//! response has them:
//!
//! - one for the future of the fairing, which Rocket boxes;
//! - one for each header, whose lines Rocket keeps in a list of its own; and where there are many,
//!   for the growth of its map;
//! - for `OPTIONS` requests, one for the future of the route that answers preflights.
//!
//! Values are borrowed, from the request or the program. Only what a policy lists is copied, once
//! for each header that lists it: the exposed ones, and in preflights methods, headers and the time
//! to cache them. Of an application's policies the right one is found by comparing its bases one
//! after the other.
//!
//! # What Rocket makes impossible
//!
//! - Requests with a method that Rocket doesn't know, `PROPFIND` for one, or a path that is none,
//!   are answered with 400 before any fairing sees them.
//! - Headers that are not UTF-8 are dropped before any fairing sees them. An `Origin` of such bytes
//!   is no `Origin`, and an `OPTIONS` request with it no preflight; nothing is granted to it.
//! - `/api` and `/api/` are the same to Rocket's router, and so to a policy at either.
//! - A fairing that another one attaches while Rocket ignites may come after this one, and change
//!   its headers.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are those of
//! [`cors-core`](cors_core#crate-features).

#![forbid(unsafe_code)]

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cors_core::adapter::{Decision, Responder};
pub use cors_core::{
    self, InvalidOrigin, LivePolicy, NotAnOrigin, Origin, OriginEntry, OriginFlaw, OriginPattern,
    OriginVerdict, Policy, PolicyBuilder, PolicyError, PolicySource, Problem, ProblemKind,
    RequestKind, Setting, Settings, Severity, Verdict,
};
use rocket::{
    Build, Data, Orbit, Request, Response, Rocket, Route,
    fairing::{self, Fairing, Info, Kind},
    http::{Method, Status, uri},
    route::{Handler, Outcome},
};

use self::head::Value;

mod head;

/// Answers cross-origin requests below its bases, as a [`Policy`] says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "a fairing has no effect until it is attached to a rocket"]
pub struct Cors {
    policy: PolicySource,
    /// None is the root.
    bases: Vec<uri::Origin<'static>>,
}

impl Cors {
    /// Takes a [`Policy`], or a [`LivePolicy`] that can be replaced while it serves. Its warnings are
    /// logged when Rocket ignites, which is when Rocket's logger is there.
    ///
    /// The policy is the whole application's, unless it is put [at a base](Self::at).
    pub fn new(policy: impl Into<PolicySource>) -> Self {
        Self {
            policy: policy.into(),
            bases: Vec::new(),
        }
    }

    /// Puts the policy at a base, as [`Rocket::mount`] does with routes: it is the policy of the
    /// paths that begin with the base's segments. Repeated calls add up.
    ///
    /// # Panics
    ///
    /// If the base is no path, as [`Rocket::mount`] does.
    #[track_caller]
    pub fn at(mut self, base: &str) -> Self {
        match uri::Origin::parse_owned(base.to_owned()) {
            Ok(base) if base.query().is_none() => self.bases.push(base),
            _ => panic!("invalid base {base:?} of a CORS policy: write a path, like \"/api\""),
        }
        self
    }
}

#[rocket::async_trait]
impl Fairing for Cors {
    fn info(&self) -> Info {
        let (name, kind) = ("CORS", Kind::Ignite);
        Info { name, kind }
    }

    async fn on_ignite(&self, mut rocket: Rocket<Build>) -> fairing::Result {
        if rocket.state::<Answers>().is_none() {
            // No rank comes before the lowest, so that none of the application's routes and
            // guards runs. A fairing that is attached now comes after the application's, so that
            // no response grants more than the policy.
            let answers = Answers::default();
            let (rank, route) = (isize::MIN, answers.clone());
            let mut preflights = Route::ranked(rank, Method::Options, "/<path..>", route);
            preflights.name = Some("CORS preflights".into());
            rocket = rocket.manage(answers.clone());
            rocket = rocket.mount("/", [preflights]).attach(answers);
        }
        let answers = rocket.state::<Answers>();
        let added = answers.is_some_and(|Answers(scopes)| scopes.add(self));
        if added { Ok(rocket) } else { Err(rocket) }
    }
}

/// The policies of an application. What is attached serves from liftoff on, the longest base
/// last.
#[derive(Default)]
struct Scopes {
    attached: Mutex<Vec<Scope>>,
    serving: OnceLock<Vec<Scope>>,
}

/// How many segments a base has, the base, and what answers there.
type Scope = (usize, uri::Origin<'static>, Responder<Value>);

impl Scopes {
    /// Whether no other policy has one of the bases.
    fn add(&self, cors: &Cors) -> bool {
        let mut scopes = self.attached.lock().unwrap_or_else(PoisonError::into_inner);
        let responder = Responder::with_constants(cors.policy.clone(), Value::constant);
        let root = cors.bases.is_empty().then_some(uri::Origin::ROOT);
        root.iter().chain(&cors.bases).all(|base| {
            let segments = base.path().segments();
            let mut bases = scopes.iter().map(|(_, base, _)| base.path().segments());
            let taken = bases.any(|base| base.eq(segments.clone()));
            if taken {
                tracing::error!(target: "cors", %base, "two CORS policies have the same base");
            }
            scopes.push((segments.len(), base.clone(), responder.clone()));
            !taken
        })
    }

    /// What to answer to a request that has a policy. By the segments that are routed by, decoded
    /// and without empty ones. At the root, where most policies are, there are none to compare.
    fn respond(&self, request: &Request<'_>) -> Option<Decision<Value>> {
        let mut scopes = self.serving.get()?.iter();
        let path = || request.uri().path().segments();
        let below = |base: &uri::Origin<'_>| base.path().segments().prefix_of(path());
        let (.., responder) = scopes.rfind(|(depth, base, _)| *depth == 0 || below(base))?;
        Some(responder.respond(request))
    }
}

/// The route that answers preflights, and the fairing that puts the headers into every response.
///
/// A request does not change once it is routed, so that both of them come to the same decision,
/// and nothing has to be remembered between them.
///
/// Both hold the policies, which Rocket would look up by their type for each request.
#[derive(Clone, Default)]
struct Answers(Arc<Scopes>);

#[rocket::async_trait]
impl Handler for Answers {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match self.0.respond(request) {
            // Its headers come with those of every response.
            Some(Decision::Answer(answer)) => {
                let mut response = Response::new();
                response.set_status(Status::new(answer.status()));
                Outcome::Success(response)
            }
            // As if there were no such route.
            _ => Outcome::forward(data, Status::NotFound),
        }
    }
}

#[rocket::async_trait]
impl Fairing for Answers {
    fn info(&self) -> Info {
        let (name, kind) = ("CORS answers", Kind::Liftoff | Kind::Response);
        Info { name, kind }
    }

    async fn on_liftoff(&self, _: &Rocket<Orbit>) {
        let Scopes { attached, serving } = &*self.0;
        let mut scopes = attached.lock().unwrap_or_else(PoisonError::into_inner);
        scopes.sort_by_key(|(depth, ..)| *depth);
        serving.get_or_init(|| core::mem::take(&mut *scopes));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        match self.0.respond(request) {
            Some(Decision::Forward(headers)) => {
                headers.apply(&mut (request, response));
            }
            Some(Decision::Answer(answer)) => {
                response.set_status(Status::new(answer.status()));
                answer.apply(&mut (request, response));
            }
            None => {}
        }
    }
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
