//! Every row of the documented table: where the wrapper may stand, and what it covers there.

mod common;

use core::convert::Infallible;

use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, policy, preflight, send};
use cors_axum::CorsLayer;
use http::{Request, Response, StatusCode};
use tower::{Layer, Service};
use warp::{Filter, Rejection, Reply, reject::MethodNotAllowed};

/// What a service answers: the status, and whether CORS covered it.
async fn ask<S, B>(service: &S, request: Request<String>) -> (u16, bool)
where
    S: Service<Request<String>, Response = Response<B>, Error = Infallible> + Clone,
{
    let is_preflight = request
        .headers()
        .contains_key("access-control-request-method");
    let response = send(service, request).await;
    let lines = cors_lines(&response);
    let covered = if is_preflight {
        lines == PREFLIGHT
    } else {
        lines == SHARED
    };
    assert!(covered || lines.is_empty(), "half covered: {lines:?}");
    (response.status().as_u16(), covered)
}

/// Preflight of a route, of no route; a reply; 405; 404.
async fn table<S, B>(service: S) -> [(u16, bool); 5]
where
    S: Service<Request<String>, Response = Response<B>, Error = Infallible> + Clone,
{
    [
        ask(&service, preflight("/a/known")).await,
        ask(&service, preflight("/a/unknown")).await,
        ask(&service, actual("GET", "/a/known")).await,
        ask(&service, actual("DELETE", "/a/known")).await,
        ask(&service, actual("GET", "/a/unknown")).await,
    ]
}

fn known() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("known").and(warp::get()).map(warp::reply)
}

fn routes() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path("a").and(known())
}

async fn handle(rejection: Rejection) -> Result<StatusCode, Infallible> {
    Ok(match rejection.find::<MethodNotAllowed>() {
        Some(_) => StatusCode::METHOD_NOT_ALLOWED,
        None => StatusCode::NOT_FOUND,
    })
}

const EVERYTHING: [(u16, bool); 5] = [
    (204, true),
    (204, true),
    (200, true),
    (405, true),
    (404, true),
];

#[tokio::test]
async fn wrap() {
    let app = cors().wrap(routes());
    assert_eq!(table(warp::service(app)).await, EVERYTHING);
}

#[tokio::test]
async fn wrap_below_a_path() {
    let app = warp::path("a").and(cors().wrap(known()));
    let service = warp::service(app);
    assert_eq!(table(service.clone()).await, EVERYTHING);
    assert_eq!(ask(&service, preflight("/b")).await, (404, false));
    assert_eq!(ask(&service, actual("GET", "/b")).await, (404, false));
}

#[tokio::test]
async fn wrap_after_recover() {
    let app = cors().wrap(routes().recover(handle));
    assert_eq!(table(warp::service(app)).await, EVERYTHING);
}

#[tokio::test]
async fn with_wrap_fn() {
    let cors = cors();
    let app = routes().with(warp::wrap_fn(|filter| cors.wrap(filter)));
    assert_eq!(table(warp::service(app)).await, EVERYTHING);
    let app = routes()
        .recover(handle)
        .with(warp::wrap_fn(|filter| cors.wrap(filter)));
    assert_eq!(table(warp::service(app)).await, EVERYTHING);
}

#[tokio::test]
async fn around_the_service() {
    let app = CorsLayer::new(policy()).layer(warp::service(routes()));
    assert_eq!(table(app).await, EVERYTHING);
}

/// The wrong place: the preflight's method is none of the route's.
#[tokio::test]
async fn after_a_method() {
    let handler = cors().wrap(warp::any().map(warp::reply));
    let app = warp::path!("a" / "known").and(warp::get()).and(handler);
    let covered = [
        (405, false),
        (404, false),
        (200, true),
        (405, false),
        (404, false),
    ];
    assert_eq!(table(warp::service(app)).await, covered);
}

/// A policy below a path leaves to others what comes after it.
#[tokio::test]
async fn below_a_path_before_or() {
    let other = warp::path("b").map(warp::reply);
    let app = warp::path("a").and(cors().wrap(known())).or(other);
    let app = warp::service(app);
    assert_eq!(table(app.clone()).await, EVERYTHING);
    assert_eq!(ask(&app, preflight("/b")).await, (200, false));
    assert_eq!(ask(&app, actual("GET", "/b")).await, (200, false));
}
