//! The application's routes on axum, each as documented, and how its server stops.

use core::{
    future::{pending, ready},
    time::Duration,
};
use std::time::Instant;

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, Response, StatusCode},
    routing,
};
use cors_conformance::Spy;
use cors_core::Policy;
use cors_examples::app::{self, GRACE};
use http_body_util::BodyExt;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::oneshot,
};
use tower::ServiceExt;

fn application(spy: &Spy) -> Router {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .build()
        .unwrap();
    app::axum::app([("one", &policy), ("two", &policy)], spy)
}

async fn send(method: &str, target: &str, headers: &[(&str, &[u8])]) -> Response<Body> {
    let request = headers
        .iter()
        .fold(Request::builder(), |request, (name, value)| {
            request.header(*name, *value)
        })
        .method(method)
        .uri(target)
        .body(Body::empty());
    let app = application(&Spy::new());
    app.oneshot(request.unwrap()).await.unwrap()
}

/// The status, the header lines, and the body.
async fn get(target: &str) -> (u16, String, String) {
    let response = send("GET", target, &[]).await;
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers: String = headers
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    (status, headers, body(response).await)
}

async fn body(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn echo_answers_every_method() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let headers: [(&str, &[u8]); 3] = [("x-a", b"1"), ("x-a", b"\xff"), ("x-b", b"2")];
        let response = send(method, "/none/echo?x=1", &headers).await;
        assert_eq!(response.status(), 200);
        assert_eq!(
            body(response).await,
            format!(
                "{{\"headers\":[[\"x-a\",\"1\"],[\"x-a\",\"\u{fffd}\"],[\"x-b\",\"2\"]],\
                 \"method\":\"{method}\",\"path\":\"/none/echo\"}}"
            )
        );
    }
    let response = send("HEAD", "/none/echo", &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-request-id"], "42");
    assert_eq!(body(response).await, "");
    assert_eq!(send("TRACE", "/none/echo", &[]).await.status(), 405);
}

#[tokio::test]
async fn echo_has_its_headers() {
    let (status, headers, _) = get("/none/echo").await;
    assert_eq!(status, 200);
    assert_eq!(
        headers,
        "content-type: application/json\nx-request-id: 42\nx-secret: 1\n\
         cache-control: no-store\nset-cookie: seen=1; Path=/; SameSite=Lax\n\
         vary: accept-encoding\nvary: cookie\ncontent-length: 49\n"
    );
}

#[tokio::test]
async fn the_other_routes_answer_as_documented() {
    let (status, _, body) = get("/none/get-only?x=1").await;
    assert_eq!((status, body.as_str()), (200, "ok"));
    assert_eq!(send("PUT", "/none/get-only", &[]).await.status(), 405);

    let (status, headers, body) = get("/none/status/418?x=1").await;
    assert_eq!((status, body.as_str()), (418, ""));
    assert_eq!(headers, "x-request-id: 42\ncontent-length: 0\n");
    assert_eq!(send("POST", "/none/status/503", &[]).await.status(), 503);
    assert_eq!(get("/none/status/1000").await.0, 400);
    assert_eq!(get("/none/status/100").await.0, 400);

    assert_eq!(get("/none/fail").await.0, 500);
    assert_eq!(get("/none/panic").await.0, 500);

    let (status, headers, _) = get("/none/override").await;
    assert_eq!(status, 200);
    assert!(headers.contains("access-control-allow-origin: https://handler.example\n"));
    assert!(headers.contains("access-control-allow-credentials: true\n"));

    let (status, headers, body) = get("/none/cached").await;
    assert_eq!((status, body.as_str()), (200, "\"cached\""));
    assert_eq!(
        headers,
        "content-type: text/javascript\ncache-control: private, max-age=60\n\
         x-request-id: 42\ncontent-length: 8\n"
    );
}

#[tokio::test]
async fn redirect_goes_to_web_urls() {
    for method in ["GET", "PUT", "POST"] {
        let target = "/none/redirect?to=http%3A%2F%2Flocalhost%3A3001%2Fone%2Fecho%3Fa%3Db";
        let response = send(method, target, &[]).await;
        assert_eq!(response.status(), 307);
        assert_eq!(
            response.headers()["location"],
            "http://localhost:3001/one/echo?a=b"
        );
    }
    for query in ["", "?to=", "?to=/echo", "?to=javascript:alert(1)"] {
        assert_eq!(get(&format!("/none/redirect{query}")).await.0, 400);
    }
}

#[tokio::test]
async fn stream_takes_its_time() {
    let response = send("GET", "/none/stream", &[]).await;
    assert_eq!(response.status(), 200);
    let mut body = response.into_body();
    let start = Instant::now();
    let mut chunks = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.unwrap().into_data().unwrap();
        chunks.push((frame, start.elapsed()));
    }
    let [(first, _), (second, at_second), (third, at_third)] = chunks.as_slice() else {
        panic!("{} chunks", chunks.len());
    };
    assert_eq!(
        (&first[..], &second[..], &third[..]),
        (&b"one\n"[..], &b"two\n"[..], &b"three\n"[..])
    );
    assert!(*at_second >= Duration::from_millis(100));
    assert!(*at_third >= Duration::from_millis(200));
}

#[tokio::test]
async fn what_is_below_no_prefix_is_not_found_and_not_guarded() {
    for path in [
        "/",
        "/one",
        "/onetwo",
        "/oneecho",
        "/echo",
        "/One/echo",
        "/none",
    ] {
        let origin: &[(&str, &[u8])] = &[("origin", b"https://app.example.com")];
        let response = send("GET", path, origin).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(!response.headers().contains_key("vary"), "{path}");
    }
    for path in ["/one/", "/one/nothing", "/one/none/echo", "/two/one/echo"] {
        let origin: &[(&str, &[u8])] = &[("origin", b"https://app.example.com")];
        let response = send("GET", path, origin).await;
        assert_eq!(response.status(), 404, "{path}");
        let allowed = response.headers().get("access-control-allow-origin");
        assert!(allowed.is_some(), "{path}");
    }
}

#[tokio::test]
async fn handlers_report_to_the_spy() {
    let spy = Spy::new();
    for path in [
        "/echo",
        "/get-only",
        "/status/200",
        "/status/x",
        "/fail",
        "/panic",
        "/override",
        "/stream",
        "/cached",
        "/redirect",
    ] {
        let request = Request::get(format!("/one{path}")).body(Body::empty());
        let app = application(&spy);
        app.oneshot(request.unwrap()).await.unwrap();
        assert_eq!(spy.take(), 1, "{path}");
    }
    let request = Request::get("/one/nothing").body(Body::empty());
    let app = application(&spy);
    let response = app.oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(spy.take(), 0);
}

#[tokio::test]
async fn an_idle_server_stops_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let start = Instant::now();
    let app = application(&Spy::new());
    app::axum::serve(listener, app, ready(())).await.unwrap();
    assert!(start.elapsed() < GRACE);
}

/// The clock leaps when there is nothing else to wait for.
#[tokio::test(start_paused = true)]
async fn an_endless_answer_keeps_a_server_for_the_time_of_grace_only() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let spy = Spy::new();
    let endless = async |State(spy): State<Spy>| {
        spy.visit();
        pending::<()>().await;
    };
    let app = Router::new().route("/", routing::get(endless));
    let server = app::axum::serve(listener, app.with_state(spy.clone()), async {
        let _ = stopped.await;
    });
    let server = tokio::spawn(server);

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .unwrap();
    while spy.take() == 0 {
        tokio::task::yield_now().await;
    }

    let start = tokio::time::Instant::now();
    stop.send(()).unwrap();
    let ended = tokio::time::timeout(2 * GRACE, server).await;
    ended.expect("it stops in time").unwrap().unwrap();
    assert_eq!(start.elapsed().as_secs(), GRACE.as_secs());
}
