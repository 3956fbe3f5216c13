//! What the fairing adds to a request, in allocations: Rocket's own, and none besides.

mod common;

use std::sync::{Mutex, MutexGuard, PoisonError};

use common::{APP, cors, launched, quiet};
use cors_rocket::{Cors, LivePolicy, Policy};
use rocket::{
    Build, Data, Request, Response, Rocket, Route, async_trait,
    fairing::{Fairing, Info, Kind},
    get,
    http::{Header, Method},
    options,
    route::{Handler, Outcome},
    routes,
};

#[get("/")]
fn index() -> &'static str {
    "hello"
}

#[options("/")]
fn answer() {}

/// Puts lines into every response that need no allocation of their own.
struct ByHand(Lines);

#[async_trait]
impl Fairing for ByHand {
    fn info(&self) -> Info {
        Info {
            name: "by hand",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        for &(name, value) in self.0 {
            response.adjoin_raw_header(name, value);
        }
    }
}

fn app() -> Rocket<Build> {
    quiet().mount("/", routes![index, answer])
}

/// One test at a time: whoever builds a rocket turns Rocket's log on for the whole process.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Allocations of one request, which an equal one has warmed up.
fn count(rocket: Rocket<Build>, method: Method, headers: &[(&'static str, &'static str)]) -> u64 {
    let client = launched(rocket);
    let mut counts = (0..3).map(|_| {
        let mut request = client.req(method, "/");
        for &(name, value) in headers {
            request.add_header(Header::new(name, value));
        }
        let mut request = Some(request);
        allocation_counter::measure(|| drop(request.take().unwrap().dispatch())).count_total
    });
    let _ = counts.next();
    let (one, other) = (counts.next(), counts.next());
    assert_eq!(one, other);
    one.unwrap()
}

/// A route like the fairing's own.
#[derive(Clone)]
struct Answer;

#[async_trait]
impl Handler for Answer {
    async fn handle<'r>(&self, _: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        Outcome::Success(Response::new())
    }
}

type Lines = &'static [(&'static str, &'static str)];

const VARY: (&str, &str) = ("vary", "Origin");
const ORIGIN: (&str, &str) = ("access-control-allow-origin", APP);

/// A fairing that does nothing costs one, the future that Rocket boxes; each header one, the
/// list that Rocket keeps its lines in; the CORS fairing none.
#[test]
fn the_fairing_adds_none() {
    let _alone = alone();
    let cases: [(Lines, Lines, u64); 3] = [
        (&[], &[VARY], 2),
        (&[("origin", "https://evil.test")], &[VARY], 2),
        (&[("origin", APP)], &[ORIGIN, VARY], 3),
    ];
    for (headers, lines, more) in cases {
        let with = count(app().attach(cors()), Method::Get, headers);
        let by_hand = count(app().attach(ByHand(lines)), Method::Get, headers);
        let without = count(app(), Method::Get, headers);
        assert_eq!(with, by_hand, "{headers:?}");
        assert_eq!(with, without + more, "{headers:?}");
    }
}

/// What the policy lists is a string of its own in each response.
#[test]
fn a_list_of_names_costs_one() {
    let _alone = alone();
    let policy = Policy::builder()
        .allow_origins(["*"])
        .expose_headers(["x-request-id"])
        .build()
        .unwrap();
    let by_hand = ByHand(&[
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "x-request-id"),
    ]);
    assert_eq!(
        count(app().attach(Cors::new(policy)), Method::Get, &[]),
        count(app().attach(by_hand), Method::Get, &[]) + 1
    );
}

/// The route's future, which Rocket boxes as well.
#[test]
fn an_options_request_costs_one_more() {
    let _alone = alone();
    assert_eq!(
        count(app().attach(cors()), Method::Options, &[]),
        count(app().attach(ByHand(&[VARY])), Method::Options, &[]) + 1
    );
}

/// The future of the route that would refuse it, which Rocket boxes; where nothing can be refused, there
/// is no such route.
#[test]
fn a_guard_costs_one_more() {
    let _alone = alone();
    let guarded = || {
        let policy = common::policy().to_builder();
        policy.guard_unsafe_methods(true).guard_websockets(true)
    };
    let live = LivePolicy::new(common::policy());
    for cors in [
        Cors::new(guarded().build().unwrap()),
        Cors::new(guarded().expect_hosts("a").build().unwrap()),
        Cors::new(live),
    ] {
        assert_eq!(
            count(app().attach(cors), Method::Get, &[("host", "a")]),
            count(app().attach(ByHand(&[VARY])), Method::Get, &[("host", "a")]) + 1
        );
    }
}

/// The answer of a route by hand, and the policy's two lists.
#[test]
fn a_preflight_costs_its_answer() {
    let _alone = alone();
    let by_hand = ByHand(&[
        ORIGIN,
        ("access-control-allow-methods", "GET, HEAD, POST, PUT"),
        ("access-control-allow-headers", "content-type"),
        VARY,
    ]);
    let route = Route::ranked(isize::MIN, Method::Options, "/<path..>", Answer);
    let by_hand = app().attach(by_hand).mount("/", [route]);
    let headers = [("origin", APP), ("access-control-request-method", "PUT")];
    assert_eq!(
        count(app().attach(cors()), Method::Options, &headers),
        count(by_hand, Method::Options, &headers) + 2
    );
}
