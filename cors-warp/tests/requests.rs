//! What of a request is read, and whose decision gets into which response.

mod common;

use common::{APP, PREFLIGHT, SHARED, actual, cors, cors_lines, preflight, send};
use cors_warp::{Cors, Origin, Policy};
use http::{HeaderValue, Method};
use http_body_util::BodyExt;
use tokio::task::{JoinSet, yield_now};
use warp::{Filter, Reply};

/// `OPTIONS` that is no preflight is the route's own.
#[tokio::test]
async fn plain_options_reach_the_route() {
    let route = warp::options().map(|| warp::reply::with_header("", "allow", "GET, OPTIONS"));
    let app = warp::service(cors().wrap(route));
    let response = send(&app, actual("OPTIONS", "/")).await;
    assert_eq!(response.headers()["allow"], "GET, OPTIONS");
    assert_eq!(cors_lines(&response), SHARED);
}

/// No filter within runs for a preflight, and none can reject it.
#[tokio::test]
async fn preflights_run_nothing() {
    let never = warp::any().map(|| -> &'static str { panic!("a preflight must not get here") });
    for app in [
        cors().wrap(never).boxed(),
        cors()
            .wrap(warp::header("authorization").map(|_: String| ""))
            .boxed(),
    ] {
        let response = send(&warp::service(app), preflight("/")).await;
        assert_eq!(response.status(), 204);
        assert_eq!(cors_lines(&response), PREFLIGHT);
        let body = response.into_body().collect().await.unwrap();
        assert!(body.to_bytes().is_empty());
    }
}

/// warp's filters for headers show the first line alone.
#[tokio::test]
async fn a_second_origin_line_is_seen() {
    let app = warp::service(cors().wrap(warp::any().map(warp::reply)));
    for second in [APP, "https://evil.test"] {
        let mut request = actual("GET", "/");
        let second = HeaderValue::from_static(second);
        request.headers_mut().append("origin", second);
        let response = send(&app, request).await;
        assert_eq!(cors_lines(&response), ["vary: Origin"]);
    }
}

/// warp's filters for headers reject what is no text.
#[tokio::test]
async fn bytes_that_are_no_text_reject_nothing() {
    let app = warp::service(cors().wrap(warp::any().map(warp::reply)));
    for origin in [&b"https://\xff.example.com"[..], b"", b"null", b"\xc3\xa9"] {
        for mut request in [actual("GET", "/"), preflight("/")] {
            let value = HeaderValue::from_bytes(origin).unwrap();
            request.headers_mut().insert("origin", value);
            let is_preflight = request.method() == Method::OPTIONS;
            let response = send(&app, request).await;
            assert_eq!(response.status(), if is_preflight { 403 } else { 200 });
            assert_eq!(cors_lines(&response).len(), 1, "{origin:?}");
        }
    }
}

/// A handler gets its request whole: method, path, headers and body.
#[tokio::test]
async fn the_request_is_left_to_the_handler() {
    let echo = warp::path!("echo" / String)
        .and(warp::put())
        .and(warp::header::<String>("origin"))
        .and(warp::body::bytes())
        .map(|name, origin, body| format!("{name} {origin} {body:?}"));
    let app = warp::service(cors().wrap(echo));
    let request = actual("PUT", "/echo/me").map(|_| "hello".to_owned());
    let body = send(&app, request).await.into_body();
    let body = body.collect().await.unwrap().to_bytes();
    assert_eq!(body, format!("me {APP} b\"hello\""));
}

/// A decision passes from one combinator to the next through the thread, and stays with its
/// request however requests and threads interleave.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn decisions_stay_with_their_requests() {
    let any = Policy::builder().allow_origin_if(|_: &Origin<'_>| true);
    let slow = warp::any().then(async || {
        for _ in 0..5 {
            yield_now().await;
        }
        "slow"
    });
    let policy = any.build().unwrap();
    let app = warp::service(
        Cors::new(policy)
            .wrap(slow)
            .map(Reply::into_response)
            .boxed(),
    );
    let mut requests = JoinSet::new();
    for number in 0..500 {
        let app = app.clone();
        requests.spawn(async move {
            let origin = format!("https://a{number}.example.com");
            let mut request = actual("GET", "/");
            request
                .headers_mut()
                .insert("origin", origin.parse().unwrap());
            let response = send(&app, request).await;
            assert_eq!(response.headers()["access-control-allow-origin"], origin);
        });
    }
    requests.join_all().await;
}

/// The answer to a preflight waits in the thread for what recovers its rejection: no other request
/// that is rejected there gets it.
#[tokio::test]
async fn answers_to_preflights_stay_with_them() {
    let slow = warp::any().and_then(async || {
        for _ in 0..5 {
            yield_now().await;
        }
        Err::<&str, _>(warp::reject::not_found())
    });
    for app in [
        cors().wrap(slow).boxed(),
        cors().wrap(cors().wrap(slow)).boxed(),
    ] {
        let app = warp::service(app);
        let mut requests = JoinSet::new();
        for number in 0..20 {
            let (request, expected) = match number % 2 {
                0 => (actual("GET", "/"), 404),
                _ => (preflight("/"), 204),
            };
            let app = app.clone();
            requests.spawn(async move {
                assert_eq!(send(&app, request).await.status(), expected);
            });
        }
        requests.join_all().await;
    }
}

/// A panic of the developer's predicate leaves nothing behind for the thread's next request.
#[tokio::test]
async fn a_panic_leaves_no_decision_behind() {
    let policy = Policy::builder().allow_origin_if(|origin: &Origin<'_>| {
        assert!(!origin.to_string().contains("panic"), "of a predicate");
        true
    });
    let reply = warp::any().map(warp::reply);
    let cors = Cors::new(policy.build().unwrap());
    let app = warp::service(cors.wrap(reply).boxed());
    for _ in 0..3 {
        let mut request = actual("GET", "/");
        let origin = HeaderValue::from_static("https://panic.example.com");
        request.headers_mut().insert("origin", origin);
        let clone = app.clone();
        let panicked = tokio::spawn(async move { send(&clone, request).await.status() });
        assert!(panicked.await.unwrap_err().is_panic());
        let response = send(&app, actual("GET", "/")).await;
        assert_eq!(cors_lines(&response), SHARED);
    }
}
