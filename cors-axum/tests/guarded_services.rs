//! The guard around plain tower services: their bodies, and the mark that tells a refusal.

mod common;

use core::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderValue, Request, Response},
    response::IntoResponse,
    routing::get,
};
use common::{actual, cors_lines};
use cors_axum::{CorsLayer, Outcome, Policy, RefusedBy};
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Body as HttpBody, Frame};
use tower::{Layer, ServiceExt, service_fn};

fn guarded() -> CorsLayer {
    let policy = Policy::builder()
        .allow_origins([common::APP])
        .guard_unsafe_methods(true)
        .expect_hosts(["api.example.com"]);
    CorsLayer::new(policy.build().unwrap())
}

/// A request that changes something, from a page of `origin`.
fn post(origin: &'static str) -> Request<Body> {
    let mut request = actual("POST", "http://api.example.com/");
    let origin = HeaderValue::from_static(origin);
    request.headers_mut().insert("origin", origin);
    request
}

/// What is refused, around a service with this kind of body that must not be called.
async fn refuse<B: HttpBody<Data = Bytes> + Default + 'static>() -> (Response<()>, Bytes) {
    let never = service_fn(
        async |_: Request<Body>| -> Result<Response<B>, Infallible> {
            panic!("a refused request must not get here")
        },
    );
    let service = guarded().layer(never);
    let (head, body) = service
        .oneshot(post("https://evil.test"))
        .await
        .unwrap()
        .into_parts();
    let body = body.collect().await.ok().unwrap().to_bytes();
    (Response::from_parts(head, ()), body)
}

/// A body that somebody has made for themselves, and that holds no text.
#[derive(Default)]
struct Own;

impl HttpBody for Own {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }
}

#[tokio::test]
async fn the_text_is_in_the_bodies_that_can_hold_it() {
    for (response, body) in [
        refuse::<Body>().await,
        refuse::<Full<Bytes>>().await,
        refuse::<String>().await,
    ] {
        assert_eq!(response.status(), 403);
        assert!(body.starts_with(b"refused: this request may change something"));
    }
    for (response, body) in [
        refuse::<Own>().await,
        refuse::<Empty<Bytes>>().await,
        refuse::<tonic::body::Body>().await,
    ] {
        assert_eq!(response.status(), 403);
        assert_eq!(body, "");
        // What is missing can be told by those who make the body.
        let outcome = response.extensions().get::<Outcome>();
        assert_eq!(outcome, Some(&Outcome::UnsafeMethodRefused));
    }
}

#[tokio::test]
async fn a_refusal_has_a_mark_and_nothing_else_does() {
    let hello =
        service_fn(async |_: Request<Body>| Ok::<_, Infallible>(Response::new(String::new())));
    let service = guarded().layer(hello);
    let mut foreign = post(common::APP);
    *foreign.uri_mut() = "http://evil.test/".parse().unwrap();
    let mut unknown = post(common::APP);
    *unknown.uri_mut() = "/".parse().unwrap();
    let mut preflight = common::preflight("http://api.example.com/");
    let origin = HeaderValue::from_static("https://evil.test");
    preflight.headers_mut().insert("origin", origin);
    for (request, status, outcome) in [
        (
            post("https://evil.test"),
            403,
            Some(Outcome::UnsafeMethodRefused),
        ),
        (foreign, 421, Some(Outcome::UnexpectedHost)),
        (unknown, 421, Some(Outcome::UnknownHost)),
        (preflight, 403, None),
        (post(common::APP), 200, None),
        (post("http://api.example.com"), 200, None),
    ] {
        let shown = format!("{request:?}");
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{shown}");
        let mark = response.extensions().get::<Outcome>().copied();
        assert_eq!(mark, outcome, "{shown}");
        assert_eq!(RefusedBy::UnknownHost.outcome(), Outcome::UnknownHost);
    }
}

/// A service's body is its own, and its errors pass through.
#[tokio::test]
async fn what_passes_is_left_alone() {
    let failing = service_fn(async |_: Request<Body>| Err::<Response<String>, _>("broken"));
    let error = guarded().layer(failing).oneshot(post(common::APP)).await;
    assert_eq!(error.unwrap_err(), "broken");
    let text = "refused: by the handler itself";
    let hello = service_fn(async |_: Request<Body>| {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(
            text.as_bytes(),
        ))))
    });
    let response = guarded().layer(hello).oneshot(post(common::APP)).await;
    let response = response.unwrap();
    assert_eq!(cors_lines(&response), common::SHARED);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, text);
}

/// Extractors run for what passes only, and the authority is still there in a nested router.
#[tokio::test]
async fn in_a_nested_router_the_host_is_known() {
    let greet =
        get(async |Path(name): Path<String>| name).post(async |Path(name): Path<String>| name);
    let nested = Router::new().route("/greet/{name}", greet).layer(guarded());
    let app = Router::new()
        .nest("/a", Router::new().nest("/b", nested))
        .into_service::<Body>();
    for (origin, status) in [
        ("http://api.example.com", 200),
        (common::APP, 200),
        ("https://evil.test", 403),
    ] {
        let mut request = post(origin);
        let uri = "http://api.example.com/a/b/greet/me";
        *request.uri_mut() = uri.parse().unwrap();
        let response = app.clone().oneshot(request).await.unwrap().into_response();
        assert_eq!(response.status(), status, "{origin}");
    }
}

/// `GET` would get a line, and axum's router writes down each length that it knows: RFC 9110, 8.6.
#[tokio::test]
async fn a_refused_head_does_not_claim_that_there_is_nothing() {
    let app = Router::new()
        .route("/", get(async || "read"))
        .layer(guarded());
    let ask = |method, target| app.clone().oneshot(actual(method, target));
    let elsewhere = "http://evil.test/";
    let response = ask("GET", elsewhere).await.unwrap();
    assert_eq!(response.status(), 421);
    let length = response.headers()["content-length"].clone();
    assert_ne!(length, "0");
    let response = ask("HEAD", elsewhere).await.unwrap();
    assert_eq!(response.status(), 421);
    assert_eq!(response.headers().get("content-length"), None);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "");
    // What passes keeps its length.
    let response = ask("HEAD", "http://api.example.com/").await.unwrap();
    assert_eq!(response.headers()["content-length"], "4");
}
