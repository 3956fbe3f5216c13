//! Two paths with a policy each, and one without.

mod common;

use common::{APP, cors_lines, send};
use cors_warp::{Cors, Policy};
use http::{HeaderMap, HeaderValue, Request};
use warp::{Filter, Rejection, Reply, filters::BoxedFilter, reply::Response};

const ADMIN: &str = "https://admin.example.com";

fn public() -> Cors {
    Cors::new(Policy::builder().allow_origins(["*"]).build().unwrap())
}

fn private() -> Cors {
    let policy = Policy::builder()
        .allow_origins([ADMIN])
        .allow_credentials(true)
        .allow_methods(["DELETE"]);
    Cors::new(policy.build().unwrap())
}

fn item() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("item").and(warp::get()).map(warp::reply)
}

/// `/own` has no policy, and may stand before the others or after them.
fn apps() -> [BoxedFilter<(Response,)>; 2] {
    let own = warp::path("own").and(item());
    let before = own
        .clone()
        .or(warp::path("public").and(public().wrap(item())))
        .or(warp::path("private").and(private().wrap(item())))
        .map(Reply::into_response)
        .boxed();
    let after = warp::path("public")
        .and(public().wrap(item()))
        .or(warp::path("private").and(private().wrap(item())))
        .or(own)
        .map(Reply::into_response)
        .boxed();
    [before, after]
}

async fn ask(
    app: &BoxedFilter<(Response,)>,
    method: &str,
    path: &str,
    origin: &'static str,
) -> (u16, Vec<String>) {
    let mut headers = HeaderMap::new();
    headers.insert("origin", HeaderValue::from_static(origin));
    if method == "OPTIONS" {
        let method = HeaderValue::from_static("DELETE");
        headers.insert("access-control-request-method", method);
    }
    let mut request = Request::new(String::new());
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = path.parse().unwrap();
    *request.headers_mut() = headers;
    let response = send(&warp::service(app.clone()), request).await;
    (response.status().as_u16(), cors_lines(&response))
}

const PREFLIGHT_VARY: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

#[tokio::test]
async fn a_preflight_gets_the_policy_of_its_path() {
    let public = lines(&[
        "access-control-allow-methods: GET, HEAD, POST",
        "access-control-allow-origin: *",
        PREFLIGHT_VARY,
    ]);
    let private = lines(&[
        "access-control-allow-credentials: true",
        "access-control-allow-methods: GET, HEAD, POST, DELETE",
        "access-control-allow-origin: https://admin.example.com",
        PREFLIGHT_VARY,
    ]);
    for app in apps() {
        for path in ["/public/item", "/public/none", "/public"] {
            let answer = ask(&app, "OPTIONS", path, ADMIN).await;
            assert_eq!(answer, (204, public.clone()), "{path}");
        }
        for path in ["/private/item", "/private/none", "/private"] {
            let answer = ask(&app, "OPTIONS", path, ADMIN).await;
            assert_eq!(answer, (204, private.clone()), "{path}");
            let answer = ask(&app, "OPTIONS", path, APP).await;
            assert_eq!(answer, (403, lines(&[PREFLIGHT_VARY])), "{path}");
        }
    }
}

#[tokio::test]
async fn a_reply_gets_the_policy_of_its_path() {
    let private = [
        "access-control-allow-credentials: true",
        "access-control-allow-origin: https://admin.example.com",
        "vary: Origin",
    ];
    for app in apps() {
        let answer = ask(&app, "GET", "/public/item", APP).await;
        assert_eq!(answer, (200, lines(&["access-control-allow-origin: *"])));
        let answer = ask(&app, "GET", "/private/item", ADMIN).await;
        assert_eq!(answer, (200, lines(&private)));
        let answer = ask(&app, "GET", "/private/item", APP).await;
        assert_eq!(answer, (200, lines(&["vary: Origin"])));
    }
}

#[tokio::test]
async fn a_rejection_gets_the_policy_of_its_path() {
    for app in apps() {
        for (method, path, status) in [
            ("PUT", "/public/item", 405),
            ("GET", "/public/none", 404),
            ("GET", "/public", 404),
        ] {
            let answer = ask(&app, method, path, APP).await;
            let any = lines(&["access-control-allow-origin: *"]);
            assert_eq!(answer, (status, any), "{path}");
        }
    }
}

#[tokio::test]
async fn no_policy_leaks_into_other_paths() {
    for app in apps() {
        for origin in [APP, ADMIN] {
            for (method, path, status) in [
                ("GET", "/own/item", 200),
                ("OPTIONS", "/own/item", 405),
                ("PUT", "/own/item", 405),
                ("GET", "/own/none", 404),
                ("OPTIONS", "/own/none", 404),
                ("GET", "/", 404),
                ("OPTIONS", "/", 404),
                ("GET", "/publicity", 404),
                ("OPTIONS", "/private-parts/item", 404),
                ("OPTIONS", "//public/item", 404),
            ] {
                let answer = ask(&app, method, path, origin).await;
                assert_eq!(answer, (status, vec![]), "{method} {path}");
            }
        }
    }
}
