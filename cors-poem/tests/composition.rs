//! CORS among other middleware, two policies in one application, and none.

mod common;

use common::{APP, PREFLIGHT, SHARED, actual, ask, cors, hello, policy, preflight, request};
use cors_poem::{Cors, Policy};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Request, Response, Result, Route, get,
    http::{Method, StatusCode},
    middleware::EitherMiddleware,
    put,
};

const ADMIN: &str = "https://admin.example.com";

/// The origin that a preflight's answer or a response names, whichever of the two asks.
async fn origin_allowed(app: &impl Endpoint, method: Method, path: &str) -> Option<&'static str> {
    let mut allowed = None;
    for origin in [APP, ADMIN] {
        let mut headers = vec![("origin", origin)];
        if method == Method::OPTIONS {
            headers.push(("access-control-request-method", "PUT"));
        }
        let (_, lines) = ask(app, request(method.clone(), path, &headers)).await;
        if lines.contains(&format!("access-control-allow-origin: {origin}")) {
            assert_eq!(allowed.replace(origin), None, "both");
        }
    }
    allowed
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

async fn authenticate<E: Endpoint>(next: E, request: Request) -> Result<Response> {
    if request.header("authorization").is_none() {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    }
    next.call(request).await.map(IntoResponse::into_response)
}

/// As middleware does that brings a path of its own.
async fn answer_by_itself<E: Endpoint>(next: E, request: Request) -> Result<Response> {
    if request.uri().path() == "/socket.io/" {
        return Ok("a socket".into_response());
    }
    next.call(request).await.map(IntoResponse::into_response)
}

#[tokio::test]
async fn the_last_one_is_the_outermost() {
    let routes = || Route::new().at("/", get(hello));
    let app = routes().around(authenticate).with(cors());
    assert_eq!(ask(&app, preflight("/")).await, (204, lines(&PREFLIGHT)));
    let answer = ask(&app, actual(Method::GET, "/")).await;
    assert_eq!(answer, (401, lines(&SHARED)));

    let app = routes().with(cors()).around(authenticate);
    assert_eq!(ask(&app, preflight("/")).await, (401, vec![]));
    assert_eq!(ask(&app, actual(Method::GET, "/")).await, (401, vec![]));
}

#[tokio::test]
async fn what_answers_by_itself_belongs_inside() {
    let routes = || Route::new().at("/", get(hello));
    let app = routes().around(answer_by_itself).with(cors());
    let answer = ask(&app, preflight("/socket.io/")).await;
    assert_eq!(answer, (204, lines(&PREFLIGHT)));
    let answer = ask(&app, actual(Method::GET, "/socket.io/")).await;
    assert_eq!(answer, (200, lines(&SHARED)));

    let app = routes().with(cors()).around(answer_by_itself);
    for request in [preflight("/socket.io/"), actual(Method::GET, "/socket.io/")] {
        assert_eq!(ask(&app, request).await, (200, vec![]));
    }
}

/// A path has one preflight, whatever method it asks for, and no method of a route is its own.
#[tokio::test]
async fn one_path_has_one_policy() {
    let [ours, theirs] = [APP, ADMIN].map(|origin| Cors::new(policy(origin)));
    let app = Route::new().at("/", get(hello.with(&ours)).put(hello.with(&theirs)));
    assert_eq!(ask(&app, preflight("/")).await, (405, vec![]));

    let twice = Route::new().at("/", get(hello).with(&ours));
    let twice = twice.try_at("/", put(hello).with(&theirs));
    assert_eq!(twice.err().unwrap().to_string(), "duplicate path: /");
}

#[tokio::test]
async fn an_open_part_stands_beside_the_rest() {
    let open = || {
        Route::new()
            .at("/thing", get(hello))
            .with(Cors::new(policy(ADMIN)))
    };
    let rest = || Route::new().at("/thing", get(hello));
    let inside = rest().nest("/open", open()).with(cors());
    for method in [Method::OPTIONS, Method::GET] {
        let allowed = origin_allowed(&inside, method, "/open/thing").await;
        assert_eq!(allowed, Some(APP));
    }

    let beside = Route::new()
        .nest("/open", open())
        .nest("/", rest().with(cors()));
    for method in [Method::OPTIONS, Method::GET] {
        let allowed = origin_allowed(&beside, method.clone(), "/open/thing").await;
        assert_eq!(allowed, Some(ADMIN));
        for path in ["/thing", "/unknown", "/opening"] {
            let allowed = origin_allowed(&beside, method.clone(), path).await;
            assert_eq!(allowed, Some(APP), "{path}");
        }
    }
}

#[tokio::test]
async fn without_a_policy() {
    let app = |policy: Option<Policy>| {
        let cors = match policy {
            Some(policy) => EitherMiddleware::left(Cors::new(policy)),
            None => EitherMiddleware::right(()),
        };
        Route::new().at("/", get(hello)).with(cors)
    };
    let off = app(None);
    assert_eq!(ask(&off, preflight("/")).await, (405, vec![]));
    assert_eq!(ask(&off, actual(Method::GET, "/")).await, (200, vec![]));
    assert_eq!(ask(&off, actual(Method::GET, "/none")).await, (404, vec![]));
    let on = app(Some(policy(APP)));
    assert_eq!(ask(&on, preflight("/")).await, (204, lines(&PREFLIGHT)));
}
