//! Routes that are exempt from a guard, since they stand beside it: the example, and the wrong places.

mod common;
#[path = "common/exempt.rs"]
mod exempt;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/axum-webhook.rs"]
mod webhook;
#[path = "common/wire.rs"]
mod wire;

use axum::{
    Router,
    http::{HeaderValue, StatusCode},
    routing::post,
};
use common::actual;
use cors_axum::{CorsLayer, Policy};
use tokio::net::TcpListener;
use tower::ServiceExt;
use wire::Site;

async fn serve() -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = webhook::app().unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    Site {
        address,
        runs: Default::default(),
    }
}

fn guarded() -> CorsLayer {
    CorsLayer::new(policy(true))
}

fn exempt_layer() -> CorsLayer {
    CorsLayer::new(policy(false))
}

fn policy(guards: bool) -> Policy {
    let policy = Policy::builder().allow_origins(["https://app.example.com"]);
    policy.guard_unsafe_methods(guards).build().unwrap()
}

fn one(path: &str) -> Router {
    Router::new().route(path, post(async || StatusCode::OK))
}

async fn status(app: &Router, path: &str) -> u16 {
    let mut request = actual("POST", path);
    let evil = HeaderValue::from_static("https://evil.test");
    request.headers_mut().insert("origin", evil);
    let response = app.clone().oneshot(request).await.unwrap();
    response.status().as_u16()
}

/// The outer policy decides first.
#[tokio::test]
async fn inside_the_guard_nothing_is_exempt() {
    let app = one("/site")
        .nest("/webhooks", one("/payment").layer(exempt_layer()))
        .layer(guarded());
    assert_eq!(status(&app, "/webhooks/payment").await, 403);
}

/// A merged router's routes keep their layers, and what no route serves keeps those of one of the two.
#[tokio::test]
async fn merged_routers_have_one_fallback() {
    let guarded_last = one("/webhook")
        .layer(exempt_layer())
        .merge(one("/site").layer(guarded()));
    let exempt_last = one("/site")
        .layer(guarded())
        .merge(one("/webhook").layer(exempt_layer()));
    for app in [&guarded_last, &exempt_last] {
        assert_eq!(status(app, "/site").await, 403);
        assert_eq!(status(app, "/webhook").await, 200);
    }
    assert_eq!(status(&guarded_last, "/nowhere").await, 403);
    assert_eq!(status(&exempt_last, "/nowhere").await, 404);
}

/// A guard inside a nested router covers its routes, and what they leave to the outer fallback it doesn't.
#[tokio::test]
async fn a_nested_guard_covers_what_the_nested_router_serves() {
    let bare = Router::new().nest("/api", one("/known").layer(guarded()));
    assert_eq!(status(&bare, "/api/known").await, 403);
    assert_eq!(status(&bare, "/api/unknown").await, 404);
    let with_fallback = one("/known").fallback(async || StatusCode::NOT_FOUND);
    let whole = Router::new().nest("/api", with_fallback.layer(guarded()));
    assert_eq!(status(&whole, "/api/known").await, 403);
    assert_eq!(status(&whole, "/api/unknown").await, 403);
    assert_eq!(status(&whole, "/elsewhere").await, 404);
}

/// Before a guard stands nothing that answers by itself: here a handler is reached, since it was added later.
#[tokio::test]
async fn routes_that_are_added_later_are_not_guarded() {
    let app = one("/site").layer(guarded()).merge(one("/later"));
    assert_eq!(status(&app, "/site").await, 403);
    assert_eq!(status(&app, "/later").await, 200);
}
