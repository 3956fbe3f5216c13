//! Errors, panics and odd requests, and the order of middleware that they ask for.

mod common;

use common::{PREFLIGHT, SHARED, actual, ask, cors, hello, preflight, request};
use poem::{
    Endpoint, EndpointExt, Error, Request, Response, Result, Route,
    error::NotFoundError,
    get, handler,
    http::{Method, StatusCode},
    middleware::CatchPanic,
    web::{Json, Path},
};

/// The status and the lines of CORS of an actual request.
async fn get_from(app: &impl Endpoint, path: &str) -> (u16, Vec<String>) {
    ask(app, actual(Method::GET, path)).await
}

fn shared(status: u16) -> (u16, Vec<String>) {
    (status, SHARED.map(str::to_owned).to_vec())
}

#[handler]
fn fail() -> Result<()> {
    Err(Error::from_string("broken", StatusCode::BAD_GATEWAY))
}

#[handler]
fn fail_by_response() -> Result<()> {
    let response = Response::builder()
        .status(StatusCode::CONFLICT)
        .header("vary", "Accept")
        .finish();
    Err(Error::from_response(response))
}

#[handler]
fn number(Path(value): Path<u8>) -> String {
    value.to_string()
}

#[handler]
fn json(Json(value): Json<u8>) -> String {
    value.to_string()
}

fn failing() -> Route {
    Route::new()
        .at("/fail", get(fail))
        .at("/fail-by-response", get(fail_by_response))
        .at("/number/:number", get(number))
        .at("/json", get(json))
}

#[tokio::test]
async fn errors_become_responses_with_the_headers() {
    let app = failing().with(cors());
    let response = app.call(actual(Method::GET, "/fail")).await.unwrap();
    assert_eq!(common::cors_lines(&response), SHARED);
    assert_eq!(response.into_body().into_string().await.unwrap(), "broken");
    assert_eq!(get_from(&app, "/fail").await, shared(502));
}

#[tokio::test]
async fn errors_of_extractors_become_responses_with_the_headers() {
    let app = failing().with(cors());
    assert_eq!(get_from(&app, "/number/1").await, shared(200));
    assert_eq!(get_from(&app, "/number/many").await, shared(400));
    assert_eq!(get_from(&app, "/json").await, shared(415));
}

#[tokio::test]
async fn what_an_error_says_of_vary_is_kept() {
    let app = failing().with(cors());
    let (status, lines) = get_from(&app, "/fail-by-response").await;
    assert_eq!(status, 409);
    assert_eq!(lines, [SHARED[0], "vary: Accept", "vary: Origin"]);
}

#[derive(Clone, Debug, PartialEq)]
struct Cause(&'static str);

/// Middleware outside, a log or metrics, still finds what was attached to the error.
#[tokio::test]
async fn the_data_of_an_error_are_the_responses() {
    #[handler]
    fn fail() -> Result<()> {
        let mut error = Error::from_status(StatusCode::BAD_GATEWAY);
        error.set_data(Cause("upstream"));
        Err(error)
    }
    let app = fail.with(cors());
    let response = app.call(actual(Method::GET, "/")).await.unwrap();
    assert_eq!(response.data(), Some(&Cause("upstream")));
}

async fn gone(_: NotFoundError) -> StatusCode {
    StatusCode::GONE
}

#[tokio::test]
async fn catch_error_first_cors_last() {
    let app = failing().catch_error(gone).with(cors());
    assert_eq!(get_from(&app, "/unknown").await, shared(410));
}

/// The price of headers on errors: outside, there is no error any more.
#[tokio::test]
async fn catch_error_outside_of_cors_never_runs() {
    let app = failing().with(cors()).catch_error(gone);
    assert_eq!(get_from(&app, "/unknown").await, shared(404));
}

#[handler]
fn panic() {
    panic!("this handler panics");
}

#[tokio::test]
async fn a_panic_caught_inside_has_the_headers() {
    let app = panic.with(CatchPanic::new()).with(cors());
    assert_eq!(get_from(&app, "/").await, shared(500));
}

#[tokio::test]
async fn a_panic_caught_outside_has_none() {
    let app = panic.with(cors()).with(CatchPanic::new());
    assert_eq!(get_from(&app, "/").await, (500, vec![]));
}

/// Lets those through who have a token.
async fn authenticate<E: Endpoint>(next: E, request: Request) -> Result<Response> {
    if request.header("authorization").is_none() {
        return Err(Error::from_status(StatusCode::UNAUTHORIZED));
    }
    Ok(next.get_response(request).await)
}

#[tokio::test]
async fn preflights_do_not_meet_authentication_inside() {
    let app = hello.around(authenticate).with(cors());
    let (status, lines) = ask(&app, preflight("/")).await;
    assert_eq!((status, &*lines), (204, &PREFLIGHT.map(str::to_owned)[..]));
    assert_eq!(get_from(&app, "/").await, shared(401));
}

#[tokio::test]
async fn preflights_fail_at_authentication_outside() {
    let app = hello.with(cors()).around(authenticate);
    assert_eq!(ask(&app, preflight("/")).await, (401, vec![]));
    assert_eq!(get_from(&app, "/").await, (401, vec![]));
}

/// An `OPTIONS` request that is no preflight is the handler's.
#[tokio::test]
async fn plain_options_reach_the_handler() {
    let app = Route::new().at("/", poem::options(hello)).with(cors());
    let response = app.get_response(actual(Method::OPTIONS, "/")).await;
    assert_eq!(common::cors_lines(&response), SHARED);
    assert_eq!(response.into_body().into_string().await.unwrap(), "hello");
}

/// Whatever bytes an `Origin` has, the request is served.
#[tokio::test]
async fn an_origin_that_is_no_text_is_nobodys() {
    let policy = cors_poem::Policy::builder()
        .allow_origins(["https://*.example.com"])
        .build()
        .unwrap();
    let app = hello.with(cors_poem::Cors::new(policy));
    for origin in [&b"\xff"[..], b"https://\xc3\xa4.example.com", b""] {
        let mut request = request(Method::GET, "/", &[]);
        let origin = poem::http::HeaderValue::from_bytes(origin).unwrap();
        request.headers_mut().insert("origin", origin);
        let answer = ask(&app, request).await;
        assert_eq!(answer, (200, vec!["vary: Origin".to_owned()]));
    }
}
