//! Policies for parts of an application: a request is answered by that of the router that would
//! serve it.

mod common;

use axum::{
    Router,
    http::{HeaderValue, StatusCode},
    routing::get,
};
use common::{APP, SHARED, actual, cors, cors_lines, preflight};
use cors_axum::{CorsLayer, Policy};
use tower::ServiceExt;

const ADMIN: &str = "https://admin.example.com";

fn only(origin: &str) -> CorsLayer {
    CorsLayer::new(Policy::builder().allow_origins([origin]).build().unwrap())
}

/// Two scopes with different policies, and one without.
fn app() -> Router {
    let routes = || {
        Router::new()
            .route("/known", get(|| async {}))
            .fallback(async || StatusCode::NOT_FOUND)
    };
    Router::new()
        .nest("/app", routes().layer(cors()))
        .nest("/admin", routes().layer(only(ADMIN)))
        .nest("/internal", routes())
}

#[tokio::test]
async fn preflights_get_the_policy_of_their_scope() {
    for (path, origin, status) in [
        ("/app/known", APP, 204),
        ("/app/unknown", APP, 204),
        ("/app/known", ADMIN, 403),
        ("/admin/known", ADMIN, 204),
        ("/admin/known", APP, 403),
        ("/internal/known", APP, 405),
        ("/outside", APP, 404),
    ] {
        let mut request = preflight(path);
        let headers = request.headers_mut();
        headers.insert("origin", HeaderValue::from_static(origin));
        let response = app().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{path} from {origin}");
        let granted = response.headers().get("access-control-allow-origin");
        assert_eq!(granted.is_some(), status == 204, "{path} from {origin}");
    }
}

#[tokio::test]
async fn responses_get_the_policy_of_their_scope() {
    for (path, lines) in [
        ("/app/known", &SHARED[..]),
        ("/app/unknown", &SHARED),
        ("/admin/known", &["vary: Origin"]),
        ("/internal/known", &[]),
        ("/outside", &[]),
    ] {
        let response = app().oneshot(actual("GET", path)).await.unwrap();
        assert_eq!(cors_lines(&response), lines, "{path}");
    }
}
