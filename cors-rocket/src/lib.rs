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
//! See [`Policy`] and its [builder](PolicyBuilder) for what a policy allows and what it rejects, and
//! [`cors-core`](cors_core#what-a-policy-answers) for how it answers. A policy with mistakes does not
//! build. The error lists all of them, each with its fix.
//!
//! # Where to put it
//!
//! Anywhere: before or after routes are mounted and other fairings are attached. Other frameworks need
//! CORS to be outermost; here it is, whatever the order. Preflights are
//! answered before any of the application's routes, guards or catchers runs. No `OPTIONS` route has
//! to be mounted, and the routes that are get every other `OPTIONS` request. The headers are put into
//! each response after all other fairings have run, and replace what those grant by themselves.
//!
//! Without a base, a policy is the whole application's. [`Cors::at`] puts it at one, as
//! [`Rocket::mount`] does with routes and [`Rocket::register`] with catchers. Bases are compared as
//! Rocket's router compares them: by whole segments, however they are encoded, and without the empty
//! ones. If several bases fit a path, the longest one counts.
//!
//! | attached | preflights | no such route, failed guards, panics |
//! |---|---|---|
//! | `Cors::new(policy)` | of any path | covered |
//! | `Cors::new(policy).at("/api")` | of `/api` and any path below it | covered below it |
//! | `Cors::new(policy).at("/api").at("/feed")` | of any path below either | covered below them |
//! | by another fairing, when Rocket ignites | the same | the same |
//! | at a path below a mount, without its base: `.at("/items")` for `mount("/api", ..)` | **404** | not covered |
//! | at part of a segment: `.at("/ap")` | **404** | not covered |
//! | twice at the same base | Rocket does not launch | – |
//! | beside an `OPTIONS` route of rank `isize::MIN`, or any such route if [guarded](#guards) or live | Rocket does not launch | – |
//!
//! The wrong place, and what happens there: a base is the whole path, and not the part of it that a
//! route's attribute shows. The browser gets Rocket's 404, without the headers, and blocks what the
//! policy allows:
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
//! An open part of a guarded whole is a longer base: attach `Cors::new(public).at("/open")` and
//! `Cors::new(site)`, in whatever order. A base has one policy, for all methods of its paths.
//!
//! # Turning it off
//!
//! Where the configuration has no policy, there is none to build, and nothing to attach:
//!
//! ```
//! use cors_rocket::{Cors, Policy};
//!
//! let policy: Option<Policy> = None;
//! let mut app = rocket::build();
//! if let Some(policy) = policy {
//!     app = app.attach(Cors::new(policy));
//! }
//! ```
//!
#![doc = include_str!("guards.md")]
//!
#![doc = include_str!("serving.md")]
//!
//! # What it costs
//!
//! With a policy, a request without `Origin` costs two allocations more than without a policy; one
//! with an allowed origin costs three. They are Rocket's own, and any fairing that puts the same
//! headers into a response causes them:
//!
//! - one for the future of the fairing, which Rocket boxes;
//! - one for each header, because Rocket keeps a list of its lines; and, if there are many headers,
//!   some for the growth of Rocket's map;
//! - for `OPTIONS` requests, one for the future of the route that answers preflights;
//! - for others, one for the future of the route that refuses them, if any policy of the application has
//!   [guards](#guards), expects hosts or is a [`LivePolicy`], which may come to; for `HEAD` two, if it is
//!   served as `GET`.
//!
//! Values are borrowed, from the request or the program. Only the policy's own lists are copied, once
//! for each header that carries one: the exposed headers, and in preflights the methods, the headers
//! and the max-age. The policy of a path is found by comparing the bases one after the other.
//!
//! # What Rocket makes impossible
//!
//! - Requests with a method that Rocket doesn't know, such as `PROPFIND`, or with an invalid path are
//!   answered with 400 before any fairing sees them, whatever their host.
//! - Headers that are not UTF-8 are dropped before any fairing sees them. A request with such an
//!   `Origin` counts as one without `Origin`, and is not a preflight. Nothing is granted to it. Such a
//!   `Host` counts as none.
//! - **A form chooses its method.** Before any fairing, Rocket replaces the method of a `POST` whose
//!   form begins with the field `_method`. Browsers send such a form for any page without a preflight,
//!   and with cookies if their `SameSite` lets them: `_method=delete` runs your `DELETE` route. CORS
//!   can't prevent that, and a [guard](#forms-that-choose-their-method) does.
//! - The authority of an absolute target, as in `GET http://api.example.com/ HTTP/1.1`, is not shown, and
//!   `Host` decides alone. Over HTTP/2, `:authority` and `Host` have to agree.
//! - A refused `POST` with `Expect: 100-continue` is told to continue, as Rocket looks at the first bytes of
//!   each body before any fairing.
//! - The application's request fairings see a request before a guard can refuse it.
//! - `/api` and `/api/` are the same to Rocket's router, and therefore to a policy at either.
//! - A fairing that another one attaches while Rocket ignites may run after this one, and change its
//!   headers.
//!
//! # Forms that choose their method
//!
//! A guard sees the method that a form chose. [`guard_unsafe_methods`](PolicyBuilder::guard_unsafe_methods)
//! refuses `_method=delete` of other sites' pages as it refuses their `POST`, and lets the server's own pages
//! choose, for which Rocket meant it. A page that chooses `_method=get` or `_method=head` gets only what it could
//! have asked for without a form: nothing that is reached by these should change anything. Rocket looks at too few
//! bytes to read longer methods, such as `options`: the `POST` stays one.
//!
//! Without the guard, an application that has no such pages attaches this fairing, which takes it back:
//!
//! ```
//! use rocket::{
//!     Data, Request,
//!     fairing::{Fairing, Info, Kind},
//!     http::Method,
//! };
//!
//! struct NoMethodsInForms;
//!
//! #[rocket::async_trait]
//! impl Fairing for NoMethodsInForms {
//!     fn info(&self) -> Info {
//!         Info { name: "no methods in forms", kind: Kind::Request }
//!     }
//!
//!     async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
//!         if request.content_type().is_some_and(|sent| sent.is_form()) {
//!             // As much as Rocket looks at.
//!             let start = data.peek("_method=delete".len()).await;
//!             if start.windows(7).any(|name| name == b"_method") {
//!                 request.set_method(Method::Post);
//!             }
//!         }
//!     }
//! }
//! ```
//!
//! One that has some gives its other `PUT`, `PATCH` and `DELETE` routes a request guard that fails if
//! `request.content_type()` is a form. What a script sends as JSON passes, and is preflighted.
//!
//! # Crate features
//!
//! `public-suffix` (default), `regex` and `serde` are the features of
//! [`cors-core`](cors_core#crate-features) with the same names.

#![forbid(unsafe_code)]

pub use cors_core::{
    self, Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Texts, Verdict,
};
use rocket::{
    Build, Rocket,
    fairing::{self, Fairing, Info, Kind},
    http::{Method, uri},
};

use self::{answers::Answers, counts::Counts};

mod answers;
mod counts;
mod head;
mod scopes;

/// Answers cross-origin requests below its bases, as a [`Policy`] says.
///
/// See the [crate's documentation](crate) for where to put it.
#[derive(Clone, Debug)]
#[must_use = "a fairing has no effect until it is attached to a rocket"]
pub struct Cors {
    policy: PolicySource,
    counts: Counts,
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
            counts: Counts::default(),
            bases: Vec::new(),
        }
    }

    /// Calls `count` with what came of each request that has an `Origin` or is refused. Repeated calls
    /// add up. See [the crate's documentation](crate#counting-what-comes-of-requests).
    pub fn on_outcome(mut self, count: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        self.counts.add(count);
        self
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
        let answers = match rocket.state::<Answers>() {
            Some(answers) => answers.clone(),
            None => {
                // A fairing that is attached now comes after the application's, so that no
                // response grants more than the policy.
                let answers = Answers::default();
                let preflights = answers.route(Method::Options, "CORS preflights");
                rocket = rocket.manage(answers.clone()).attach(answers.clone());
                rocket = rocket.mount("/", [preflights]);
                answers
            }
        };
        // A future more for each request, which Rocket boxes: only where it may be needed.
        if self.policy.may_refuse() && answers.become_guards() {
            let routes = GUARDED.map(|method| answers.route(method, "CORS guards"));
            rocket = rocket.mount("/", routes);
        }
        if answers.0.add(self) {
            Ok(rocket)
        } else {
            Err(rocket)
        }
    }
}

/// Every method that Rocket knows, except for that of preflights.
const GUARDED: [Method; 8] = [
    Method::Get,
    Method::Put,
    Method::Post,
    Method::Delete,
    Method::Head,
    Method::Trace,
    Method::Connect,
    Method::Patch,
];

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
