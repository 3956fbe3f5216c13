//! CORS among other layers, two policies in one application, and none.

mod common;
#[path = "common/log.rs"]
mod log;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use common::{APP, PREFLIGHT, SHARED, actual, cors, cors_lines, preflight};
use cors_axum::{CorsLayer, Policy};
use log::Log;
use tower::{ServiceBuilder, ServiceExt, util::option_layer};

const ADMIN: &str = "https://admin.example.com";

async fn authenticate(request: Request, next: Next) -> Response {
    if request.headers().contains_key("authorization") {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

/// As layers do that bring a path of their own.
async fn answer_by_itself(request: Request, next: Next) -> Response {
    if request.uri().path() == "/socket.io/" {
        return "a socket".into_response();
    }
    next.run(request).await
}

fn routes() -> Router {
    Router::new().route("/", get(async || "hello"))
}

/// A policy of one origin, which answers as the tests' usual one does.
fn only(origin: &str) -> CorsLayer {
    let policy = Policy::builder()
        .allow_origins([origin])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"]);
    CorsLayer::new(policy.build().unwrap())
}

async fn ask(app: &Router, request: Request) -> (u16, Vec<String>) {
    let response = app.clone().oneshot(request).await.unwrap();
    (response.status().as_u16(), cors_lines(&response))
}

/// The origin that a preflight or a response names, whichever of the two it comes from.
async fn origin_allowed(app: &Router, mut request: Request) -> Option<&'static str> {
    let mut allowed = None;
    for origin in [APP, ADMIN] {
        let mut asked = Request::new(axum::body::Body::empty());
        *asked.method_mut() = request.method().clone();
        *asked.uri_mut() = request.uri().clone();
        let value = HeaderValue::from_static(origin);
        request.headers_mut().insert("origin", value);
        *asked.headers_mut() = request.headers().clone();
        let response = app.clone().oneshot(asked).await.unwrap();
        if response
            .headers()
            .contains_key("access-control-allow-origin")
        {
            assert_eq!(allowed.replace(origin), None, "both");
        }
    }
    allowed
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

#[tokio::test]
async fn the_last_layer_is_the_outermost() {
    let app = routes().layer(from_fn(authenticate)).layer(cors());
    assert_eq!(ask(&app, preflight("/")).await, (204, lines(&PREFLIGHT)));
    assert_eq!(ask(&app, actual("GET", "/")).await, (401, lines(&SHARED)));

    let app = routes().layer(cors()).layer(from_fn(authenticate));
    assert_eq!(ask(&app, preflight("/")).await, (401, vec![]));
    assert_eq!(ask(&app, actual("GET", "/")).await, (401, vec![]));
}

#[tokio::test]
async fn the_first_of_a_service_builder_is_the_outermost() {
    let layers = ServiceBuilder::new()
        .layer(cors())
        .layer(from_fn(authenticate));
    let app = routes().layer(layers);
    assert_eq!(ask(&app, preflight("/")).await, (204, lines(&PREFLIGHT)));
    assert_eq!(ask(&app, actual("GET", "/")).await, (401, lines(&SHARED)));

    let layers = ServiceBuilder::new()
        .layer(from_fn(authenticate))
        .layer(cors());
    let app = routes().layer(layers);
    assert_eq!(ask(&app, preflight("/")).await, (401, vec![]));
    assert_eq!(ask(&app, actual("GET", "/")).await, (401, vec![]));
}

#[tokio::test]
async fn a_layer_that_answers_by_itself_belongs_inside() {
    let app = routes().layer(from_fn(answer_by_itself)).layer(cors());
    let answer = ask(&app, preflight("/socket.io/")).await;
    assert_eq!(answer, (204, lines(&PREFLIGHT)));
    let answer = ask(&app, actual("GET", "/socket.io/")).await;
    assert_eq!(answer, (200, lines(&SHARED)));

    let app = routes().layer(cors()).layer(from_fn(answer_by_itself));
    for request in [preflight("/socket.io/"), actual("GET", "/socket.io/")] {
        assert_eq!(ask(&app, request).await, (200, vec![]));
    }
}

/// A path has one preflight, whatever method it asks for: axum keeps the layer of one of the two.
#[tokio::test]
async fn one_path_has_one_policy_for_preflights() {
    let reading = || get(async || {}).layer(only(APP));
    let writing = || put(async || {}).layer(only(ADMIN));
    let merged = Router::new().route("/", reading().merge(writing()));
    let routed = Router::new()
        .route("/", reading())
        .merge(Router::new().route("/", writing()));
    for app in [merged, routed] {
        // `PUT` is asked for, and the same answers for `GET`.
        assert_eq!(origin_allowed(&app, preflight("/")).await, Some(ADMIN));
        let mut for_get = preflight("/");
        let method = HeaderValue::from_static("GET");
        for_get
            .headers_mut()
            .insert("access-control-request-method", method);
        assert_eq!(origin_allowed(&app, for_get).await, Some(ADMIN));
        // The responses have the policy of the method.
        assert_eq!(origin_allowed(&app, actual("GET", "/")).await, Some(APP));
        assert_eq!(origin_allowed(&app, actual("PUT", "/")).await, Some(ADMIN));
    }
}

#[tokio::test]
async fn of_two_policies_the_outer_one_answers() {
    let open = Router::new().route("/thing", get(async || {}));
    let inside = routes()
        .nest("/open", open.clone().layer(only(ADMIN)))
        .layer(only(APP));
    let log = Log::start();
    for request in [preflight("/open/thing"), actual("GET", "/open/thing")] {
        assert_eq!(origin_allowed(&inside, request).await, Some(APP));
    }
    assert_eq!(
        log.lines(),
        [
            " INFO cors: blocked by CORS: a page of https://admin.example.com asks for PUT /open/thing: the origin is not allowed; if that page is yours, add \"https://admin.example.com\" to allow_origins origin=\"https://admin.example.com\" reason=\"origin-not-allowed\" method=\"PUT\" path=\"/open/thing\"",
            // The inner policy knows nothing of the outer one.
            " INFO cors: blocked by CORS: a page of https://app.example.com asks for GET /thing: the origin is not allowed; if that page is yours, add \"https://app.example.com\" to allow_origins origin=\"https://app.example.com\" reason=\"origin-not-allowed\" method=\"GET\" path=\"/thing\"",
            "DEBUG cors: blocked by CORS: a page of https://admin.example.com asks for GET /open/thing: the origin is not allowed; if that page is yours, add \"https://admin.example.com\" to allow_origins origin=\"https://admin.example.com\" reason=\"origin-not-allowed\" method=\"GET\" path=\"/open/thing\"",
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-allow-origin path=\"/open/thing\"",
        ]
    );

    let beside = routes()
        .layer(only(APP))
        .nest("/open", open.layer(only(ADMIN)));
    for request in [preflight("/open/thing"), actual("GET", "/open/thing")] {
        assert_eq!(origin_allowed(&beside, request).await, Some(ADMIN));
    }
    for request in [preflight("/"), actual("GET", "/")] {
        assert_eq!(origin_allowed(&beside, request).await, Some(APP));
    }
}

#[tokio::test]
async fn without_a_policy() {
    let app = |policy: Option<Policy>| routes().layer(option_layer(policy.map(CorsLayer::new)));
    let off = app(None);
    assert_eq!(ask(&off, preflight("/")).await, (405, vec![]));
    assert_eq!(ask(&off, actual("GET", "/")).await, (200, vec![]));
    let policy = Policy::builder().allow_origins([APP]).build().unwrap();
    let on = app(Some(policy));
    assert_eq!(ask(&on, actual("GET", "/")).await, (200, lines(&SHARED)));
}
