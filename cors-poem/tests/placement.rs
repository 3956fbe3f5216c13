//! Every row of the documented table: where the middleware may stand, and what it covers there.

mod common;

use common::{PREFLIGHT, SHARED, actual, cors, hello, preflight};
use poem::{Endpoint, EndpointExt, Middleware, Request, Route, RouteDomain, get, http::Method};

/// What an application answers: the status, and whether CORS covered it.
async fn ask(app: &impl Endpoint, request: Request) -> (u16, bool) {
    let is_preflight = request.header("access-control-request-method").is_some();
    let (status, lines) = common::ask(app, request).await;
    let covered = if is_preflight {
        lines == PREFLIGHT
    } else {
        lines == SHARED
    };
    assert!(covered || lines.is_empty(), "half covered: {lines:?}");
    (status, covered)
}

/// Preflight of a route, of no route; a response; 405; 404; 404 elsewhere.
async fn table(app: impl Endpoint) -> [(u16, bool); 6] {
    [
        ask(&app, preflight("/a/known")).await,
        ask(&app, preflight("/a/unknown")).await,
        ask(&app, actual(Method::GET, "/a/known")).await,
        ask(&app, actual(Method::DELETE, "/a/known")).await,
        ask(&app, actual(Method::GET, "/a/unknown")).await,
        ask(&app, actual(Method::GET, "/elsewhere")).await,
    ]
}

const EVERYTHING: [(u16, bool); 6] = [
    (204, true),
    (204, true),
    (200, true),
    (405, true),
    (404, true),
    (404, true),
];

const BELOW: [(u16, bool); 6] = [
    (204, true),
    (204, true),
    (200, true),
    (405, true),
    (404, true),
    (404, false),
];

const THE_PATH: [(u16, bool); 6] = [
    (204, true),
    (404, false),
    (200, true),
    (405, true),
    (404, false),
    (404, false),
];

#[tokio::test]
async fn around_a_route() {
    let app = Route::new().at("/a/known", get(hello)).with(cors());
    assert_eq!(table(app).await, EVERYTHING);
}

#[tokio::test]
async fn around_another_router() {
    let routes = Route::new().at("/a/known", get(hello));
    let app = RouteDomain::new().at("*", routes).with(cors());
    assert_eq!(table(app).await, EVERYTHING);
}

#[tokio::test]
async fn around_a_nested_route() {
    let nested = Route::new().at("/known", get(hello)).with(cors());
    let app = Route::new().nest("/a", nested);
    assert_eq!(ask(&app, preflight("/a/")).await, (204, true));
    // poem nests the prefix itself, too.
    assert_eq!(ask(&app, preflight("/a")).await, (204, true));
    assert_eq!(ask(&app, preflight("/ab")).await, (404, false));
    assert_eq!(table(app).await, BELOW);
}

#[tokio::test]
async fn around_a_route_at_a_wildcard() {
    let below = Route::new().at("/a/known", get(hello)).with(cors());
    let app = Route::new().at("/a/*", below);
    assert_eq!(ask(&app, preflight("/a/")).await, (204, true));
    assert_eq!(ask(&app, preflight("/a")).await, (404, false));
    assert_eq!(table(app).await, BELOW);
}

#[tokio::test]
async fn around_the_methods_of_a_path() {
    let app = Route::new().at("/a/known", get(hello).with(cors()));
    assert_eq!(table(app).await, THE_PATH);
}

/// A handler without methods answers every one, so that there is no 405.
#[tokio::test]
async fn around_a_handler_of_every_method() {
    let app = Route::new().at("/a/known", hello.with(cors()));
    let mut answers = THE_PATH;
    answers[3] = (200, true);
    assert_eq!(table(app).await, answers);
}

/// The wrong place: the preflight's method is none of the path's.
#[tokio::test]
async fn around_a_handler_of_one_method() {
    let app = Route::new().at("/a/known", get(hello.with(cors())));
    let answers = [
        (405, false),
        (404, false),
        (200, true),
        (405, false),
        (404, false),
        (404, false),
    ];
    assert_eq!(table(app).await, answers);
}

#[tokio::test]
async fn a_flag_toggles_it() {
    for (enabled, answer) in [(true, (204, true)), (false, (405, false))] {
        let app = get(hello).with_if(enabled, cors());
        assert_eq!(ask(&app, preflight("/")).await, answer);
        let app = get(hello).with(().combine_if(enabled, cors()));
        assert_eq!(ask(&app, preflight("/")).await, answer);
    }
}
