//! The application on axum.

use std::io;

use axum::{
    Router,
    body::Body,
    extract::{
        OriginalUri, Path, RawQuery, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::LOCATION},
    response::{IntoResponse, Response, Result},
    routing::{MethodFilter, any, get, on},
};
use cors_axum::CorsLayer;
use cors_conformance::{
    Spy,
    application::{self, Counter},
};
use futures_util::stream;
use tokio::{net::TcpListener, runtime::Runtime, time::sleep};
use tower_http::catch_panic::CatchPanicLayer;

use super::{GRACE, Named, Stop};

/// The application below every policy's name.
pub fn app(policies: &[Named], spy: &Spy) -> Router {
    let none = Router::new().nest("/none", routes(spy));
    policies.iter().fold(none, |app, (name, policy)| {
        let cors = CorsLayer::new(policy.clone());
        // What is nested answers for the bare prefix, which is not below `/NAME/`, and does not
        // for `/NAME/` itself.
        app.route(&format!("/{name}"), any(not_found))
            .route(&format!("/{name}/"), any(not_found).layer(cors.clone()))
            .nest(&format!("/{name}"), routes(spy).layer(cors))
    })
}

pub(super) fn serve(
    listener: std::net::TcpListener,
    policies: &[Named],
    spy: &Spy,
    stop: Stop,
) -> io::Result<()> {
    let app = app(policies, spy);
    listener.set_nonblocking(true)?;
    Runtime::new()?.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let server = axum::serve(listener, app).with_graceful_shutdown(stop.clone().requested());
        let overdue = async {
            stop.requested().await;
            sleep(GRACE).await;
        };
        tokio::select! {
            result = server.into_future() => result,
            () = overdue => Ok(()),
        }
    })
}

fn routes(spy: &Spy) -> Router {
    let echo_methods = [
        MethodFilter::HEAD,
        MethodFilter::POST,
        MethodFilter::PUT,
        MethodFilter::PATCH,
        MethodFilter::DELETE,
        MethodFilter::OPTIONS,
    ];
    let echo_methods = echo_methods
        .into_iter()
        .fold(MethodFilter::GET, MethodFilter::or);
    let counter = Counter::new();
    let count = move |method, spy| count(method, spy, counter);
    let count = get(count.clone())
        .post(count.clone())
        .put(count.clone())
        .patch(count.clone())
        .delete(count);
    Router::new()
        .route("/echo", on(echo_methods, echo))
        .route("/get-only", get(get_only))
        .route("/status/{code}", get(status).post(status))
        .route("/fail", get(fail))
        .route("/panic", get(panic))
        .route("/override", get(override_))
        .route("/stream", get(stream))
        .route("/cached", get(cached))
        .route("/redirect", get(redirect).put(redirect).post(redirect))
        .route("/counter", count)
        // Over HTTP/2, a handshake is a CONNECT.
        .route("/socket", any(socket))
        // Without one of its own, a nested router leaves 404 to the outer one and its layers.
        .fallback(not_found)
        .with_state(spy.clone())
        .layer(CatchPanicLayer::new())
}

async fn echo(
    State(spy): State<Spy>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    request_headers: HeaderMap,
) -> Response {
    spy.visit();
    let lines = request_headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    (
        headers(application::ECHO_HEADERS),
        application::echo_body(method.as_str(), uri.path(), lines),
    )
        .into_response()
}

async fn get_only(State(spy): State<Spy>) -> &'static str {
    spy.visit();
    "ok"
}

async fn status(State(spy): State<Spy>, Path(code): Path<String>) -> Response {
    spy.visit();
    match application::status_code(&code).and_then(|code| StatusCode::from_u16(code).ok()) {
        Some(status) => (status, headers(application::STATUS_HEADERS)).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn fail(State(spy): State<Spy>) -> Result<()> {
    spy.visit();
    Err(StatusCode::INTERNAL_SERVER_ERROR.into())
}

async fn panic(State(spy): State<Spy>) {
    spy.visit();
    panic!("this route panics");
}

async fn override_(State(spy): State<Spy>) -> Response {
    spy.visit();
    headers(application::OVERRIDE_HEADERS).into_response()
}

async fn stream(State(spy): State<Spy>) -> Body {
    spy.visit();
    Body::from_stream(stream::unfold(0, |sent| async move {
        let chunk = *application::STREAM_CHUNKS.get(sent)?;
        if sent > 0 {
            sleep(application::STREAM_INTERVAL).await;
        }
        Some((io::Result::Ok(chunk), sent + 1))
    }))
}

async fn cached(State(spy): State<Spy>) -> Response {
    spy.visit();
    (
        headers(application::CACHED_HEADERS),
        application::CACHED_BODY,
    )
        .into_response()
}

async fn redirect(State(spy): State<Spy>, RawQuery(query): RawQuery) -> Response {
    spy.visit();
    let location = application::redirect_location(query.as_deref());
    match location.and_then(|location| HeaderValue::try_from(location).ok()) {
        Some(location) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn count(method: Method, State(spy): State<Spy>, counter: Counter) -> String {
    spy.visit();
    counter.answer(method.as_str())
}

async fn socket(State(spy): State<Spy>, upgrade: WebSocketUpgrade) -> Response {
    spy.visit();
    upgrade.on_upgrade(send_back)
}

/// Pings are answered, and a closing handshake is ended, by axum.
async fn send_back(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Text(_) | Message::Binary(_))
            && socket.send(message).await.is_err()
        {
            break;
        }
    }
}

async fn not_found() -> StatusCode {
    StatusCode::NOT_FOUND
}

fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
    let line = |&(name, value)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    };
    lines.iter().map(line).collect()
}
