//! Every row of the documented table: where the layer may stand, and what it covers there.

mod common;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    routing::get,
};
use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, preflight};
use tower::{Layer, Service, ServiceExt};

/// What a service answers: the status, and whether CORS covered it.
async fn ask<S>(service: S, request: Request<Body>) -> (u16, bool)
where
    S: Service<Request<Body>, Response = axum::response::Response>,
    S::Error: core::fmt::Debug,
{
    let is_preflight = request
        .headers()
        .contains_key("access-control-request-method");
    let response = service.oneshot(request).await.unwrap();
    let lines = cors_lines(&response);
    let covered = if is_preflight {
        lines == PREFLIGHT
    } else {
        lines == SHARED
    };
    assert!(covered || lines.is_empty(), "half covered: {lines:?}");
    (response.status().as_u16(), covered)
}

/// Preflight of a route, of no route; 405; 404; a route added after the layer.
async fn table<S>(service: S) -> [(u16, bool); 5]
where
    S: Service<Request<Body>, Response = axum::response::Response> + Clone,
    S::Error: core::fmt::Debug,
{
    [
        ask(service.clone(), preflight("/a/known")).await,
        ask(service.clone(), preflight("/a/unknown")).await,
        ask(service.clone(), actual("DELETE", "/a/known")).await,
        ask(service.clone(), actual("GET", "/a/unknown")).await,
        ask(service, actual("GET", "/a/later")).await,
    ]
}

fn routes() -> Router {
    Router::new().route("/a/known", get(|| async {}))
}

fn with_later(app: Router) -> Router {
    app.route("/a/later", get(|| async {}))
}

#[tokio::test]
async fn router_layer() {
    let app = with_later(routes().layer(cors()));
    let covered = [
        (204, true),
        (204, true),
        (405, true),
        (404, true),
        (200, false),
    ];
    assert_eq!(table(app).await, covered);
}

#[tokio::test]
async fn around_the_router() {
    let app = cors().layer(with_later(routes()));
    let covered = [
        (204, true),
        (204, true),
        (405, true),
        (404, true),
        (200, true),
    ];
    assert_eq!(table(app).await, covered);
}

#[tokio::test]
async fn nested_with_a_fallback_of_its_own() {
    let nested = Router::new()
        .route("/known", get(|| async {}))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(cors());
    let app = with_later(Router::new().nest("/a", nested));
    let covered = [
        (204, true),
        (204, true),
        (405, true),
        (404, true),
        (200, false),
    ];
    assert_eq!(table(app.clone()).await, covered);
    assert_eq!(ask(app, actual("GET", "/outside")).await, (404, false));
}

#[tokio::test]
async fn nested_without_a_fallback() {
    let nested = Router::new()
        .route("/known", get(|| async {}))
        .layer(cors());
    let app = with_later(Router::new().nest("/a", nested));
    let covered = [
        (204, true),
        (404, false),
        (405, true),
        (404, false),
        (200, false),
    ];
    assert_eq!(table(app).await, covered);
}

#[tokio::test]
async fn router_route_layer() {
    let app = with_later(routes().route_layer(cors()));
    let covered = [
        (204, true),
        (404, false),
        (405, true),
        (404, false),
        (200, false),
    ];
    assert_eq!(table(app).await, covered);
}

#[tokio::test]
async fn method_router_layer() {
    let app = with_later(Router::new().route("/a/known", get(|| async {}).layer(cors())));
    let covered = [
        (204, true),
        (404, false),
        (405, true),
        (404, false),
        (200, false),
    ];
    assert_eq!(table(app).await, covered);
}

/// The wrong place: the preflight's method is none of the route's.
#[tokio::test]
async fn method_router_route_layer() {
    let app = with_later(Router::new().route("/a/known", get(|| async {}).route_layer(cors())));
    let covered = [
        (405, false),
        (404, false),
        (405, false),
        (404, false),
        (200, false),
    ];
    assert_eq!(table(app).await, covered);
}
