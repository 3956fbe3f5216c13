//! What a guard does to filters: which of them run, what a refusal is marked with, and whose refusal gets to
//! which request.

mod common;

use common::{APP, actual, policy, send};
use cors_warp::{Cors, LivePolicy, Outcome, Policy};
use http::{HeaderValue, Request};
use http_body_util::BodyExt;
use tokio::task::{JoinSet, yield_now};
use warp::{Filter, Rejection, reject};

const OWN: &str = "http://api.example.com";
const EVIL: &str = "https://evil.test";

fn guarded() -> Policy {
    let policy = policy().to_builder().guard_unsafe_methods(true);
    policy.build().unwrap()
}

/// A request that changes something, from a page of `origin`.
fn post(uri: &str, origin: &'static str) -> Request<String> {
    let mut request = actual("POST", uri);
    let origin = HeaderValue::from_static(origin);
    request.headers_mut().insert("origin", origin);
    request
}

/// Neither filters nor what handles their rejections.
#[tokio::test]
async fn nothing_inside_runs() {
    let never = warp::any()
        .and_then(async || -> Result<&str, Rejection> {
            panic!("a refused request must not get here")
        })
        .recover(async |_| -> Result<&str, Rejection> { panic!("and is not rejected") });
    let nowhere =
        warp::path("nowhere")
            .map(warp::reply)
            .recover(async |_| -> Result<&str, Rejection> {
                panic!("a refusal is no rejection of it")
            });
    for app in [
        Cors::new(guarded()).wrap(never).boxed(),
        Cors::new(guarded()).wrap(nowhere).boxed(),
    ] {
        let response = send(&warp::service(app), post("/", EVIL)).await;
        assert_eq!(response.status(), 403);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(body.starts_with(b"refused: this request may change something"));
    }
}

#[tokio::test]
async fn a_refusal_has_a_mark_and_nothing_else_does() {
    let policy = guarded().to_builder().expect_hosts(["api.example.com"]);
    let routes = warp::path::end().map(warp::reply);
    let app = Cors::new(policy.build().unwrap()).wrap(routes);
    let marked = app.map(|response: warp::reply::Response| {
        let mark = response.extensions().get::<Outcome>().copied();
        warp::reply::with_header(response, "mark", mark.map_or("none", Outcome::as_str))
    });
    let marked = warp::service(marked.boxed());
    for (uri, origin, status, mark) in [
        (
            "http://api.example.com/",
            EVIL,
            403,
            "unsafe-method-refused",
        ),
        ("http://evil.test/", APP, 421, "unexpected-host"),
        ("/", APP, 421, "unknown-host"),
        ("http://api.example.com/", APP, 200, "none"),
        ("http://api.example.com/", OWN, 200, "none"),
        ("http://api.example.com/none", APP, 404, "none"),
    ] {
        let response = send(&marked, post(uri, origin)).await;
        assert_eq!(response.status(), status, "{uri} {origin}");
        assert_eq!(response.headers()["mark"], mark, "{uri} {origin}");
    }
}

/// Whether the target is asked for is up to the policy as it is now.
#[tokio::test]
async fn a_guard_can_come_later() {
    let live = LivePolicy::new(policy());
    let app = Cors::new(live.clone()).wrap(warp::any().map(|| "done"));
    let app = warp::service(app);
    let differing = || {
        let mut request = post("http://evil.test/", OWN);
        let host = HeaderValue::from_static("api.example.com");
        request.headers_mut().insert("host", host);
        request
    };
    for _ in 0..2 {
        for request in [
            post("http://api.example.com/", OWN),
            differing(),
            post("/", OWN),
        ] {
            assert_eq!(send(&app, request).await.status(), 200);
        }
        live.replace(guarded());
        for (request, status) in [
            (post("http://api.example.com/", OWN), 200),
            (differing(), 403),
            (post("/", OWN), 403),
            (post("/", APP), 200),
        ] {
            assert_eq!(send(&app, request).await.status(), status);
        }
        live.replace(policy());
    }
}

/// What a filter asks about hosts, inside, is its own.
#[tokio::test]
async fn filters_for_hosts_work_inside() {
    let app = warp::host::exact("api.example.com").map(|| "done");
    let app = warp::service(Cors::new(guarded()).wrap(app));
    for (uri, origin, status) in [
        ("http://api.example.com/", OWN, 200),
        ("http://other.test/", APP, 404),
        ("http://other.test/", OWN, 403),
        ("/", APP, 404),
    ] {
        assert_eq!(
            send(&app, post(uri, origin)).await.status(),
            status,
            "{uri}"
        );
    }
}

/// Of two policies, each asks for itself, and the outer one decides first.
#[tokio::test]
async fn nested_guards_decide_in_their_order() {
    let expecting = Policy::builder().expect_hosts(["api.example.com"]);
    let expecting = || Cors::new(expecting.clone().build().unwrap());
    let done = warp::any().map(|| "done");
    for app in [
        Cors::new(guarded()).wrap(expecting().wrap(done)).boxed(),
        expecting().wrap(Cors::new(guarded()).wrap(done)).boxed(),
    ] {
        let app = warp::service(app);
        assert_eq!(
            send(&app, post("http://api.example.com/", APP))
                .await
                .status(),
            200
        );
        assert_eq!(
            send(&app, post("http://api.example.com/", EVIL))
                .await
                .status(),
            403
        );
        assert_eq!(
            send(&app, post("http://evil.test/", APP)).await.status(),
            421
        );
    }
    let app = warp::service(Cors::new(guarded()).wrap(expecting().wrap(done)));
    assert_eq!(
        send(&app, post("http://other.test/", EVIL)).await.status(),
        403
    );
    let app = warp::service(expecting().wrap(Cors::new(guarded()).wrap(done)));
    assert_eq!(
        send(&app, post("http://other.test/", EVIL)).await.status(),
        421
    );
}

/// What is known of a request's host, and the answer to it, wait in the thread: no other request gets them,
/// however requests and threads interleave.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refusals_stay_with_their_requests() {
    let slow = warp::any().and_then(async || {
        for _ in 0..5 {
            yield_now().await;
        }
        Err::<&str, _>(reject::not_found())
    });
    let open = Cors::new(policy());
    for app in [
        Cors::new(guarded()).wrap(slow).boxed(),
        open.wrap(Cors::new(guarded()).wrap(slow)).boxed(),
        Cors::new(guarded()).wrap(open.wrap(slow)).boxed(),
    ] {
        let app = warp::service(app);
        let mut requests = JoinSet::new();
        for number in 0..400 {
            let (uri, origin, status) = match number % 5 {
                0 => ("http://api.example.com/", OWN, 404),
                1 => ("http://evil.test/", OWN, 403),
                2 => ("/", APP, 404),
                3 => ("/", OWN, 403),
                _ => ("http://api.example.com/", EVIL, 403),
            };
            let app = app.clone();
            requests.spawn(async move {
                let response = send(&app, post(uri, origin)).await;
                assert_eq!(response.status(), status, "{uri} {origin}");
                let granted = response.headers().get("access-control-allow-origin");
                assert_eq!(granted.is_some(), origin == APP, "{uri} {origin}");
            });
        }
        requests.join_all().await;
    }
}

/// A second `Host` line, which `warp::host` does not see, is seen.
#[tokio::test]
async fn a_second_host_line_is_seen() {
    let app = Cors::new(guarded()).wrap(warp::any().map(|| "done"));
    let app = warp::service(app);
    for second in [None, Some("api.example.com"), Some("evil.test")] {
        let mut request = post("/", OWN);
        for host in [Some("api.example.com"), second].into_iter().flatten() {
            let host = HeaderValue::from_static(host);
            request.headers_mut().append("host", host);
        }
        let expected = if second.is_none() { 200 } else { 403 };
        assert_eq!(send(&app, request).await.status(), expected);
    }
}

/// warp compares the texts of target and `Host`: a default port makes a difference, which `http` does not
/// make. Whoever passes without being the server's own page passes here, too.
#[tokio::test]
async fn a_default_port_in_one_of_the_two_is_a_difference() {
    let app = Cors::new(guarded()).wrap(warp::any().map(|| "done"));
    let app = warp::service(app);
    for (origin, status) in [(OWN, 403), (APP, 200)] {
        let mut request = post("http://api.example.com/", origin);
        let host = HeaderValue::from_static("api.example.com:80");
        request.headers_mut().insert("host", host);
        assert_eq!(send(&app, request).await.status(), status);
    }
}

/// A tunnel's target has no path, at which some of warp's filters panic: the wrap has none of them.
#[tokio::test]
async fn what_asks_for_a_tunnel_is_refused() {
    let policy = policy().to_builder().guard_websockets(true);
    let app = Cors::new(policy.build().unwrap()).wrap(warp::path("socket").map(|| "done"));
    let app = warp::service(app);
    for (origin, status) in [(EVIL, 403), (APP, 404)] {
        let mut request = post("api.example.com:80", origin);
        *request.method_mut() = http::Method::CONNECT;
        assert_eq!(send(&app, request).await.status(), status);
    }
}
