//! The application on poem.

use std::io;

use cors_conformance::{
    Spy,
    application::{self, Counter},
};
use cors_poem::Cors;
use futures_util::{SinkExt, StreamExt, stream::unfold};
use poem::{
    Body, Endpoint, EndpointExt, Error, IntoResponse, Request, Response, Result, Route,
    RouteMethod, Server,
    error::InternalServerError,
    get, handler,
    http::{Method, StatusCode, Uri, header::LOCATION},
    listener::TcpAcceptor,
    middleware::CatchPanic,
    web::{
        Data,
        websocket::{Message, WebSocket, WebSocketStream},
    },
};
use tokio::{runtime::Runtime, time::sleep};

use super::{GRACE, Named, Stop};

/// The application below every policy's name.
pub fn app(policies: &[Named], spy: &Spy) -> impl Endpoint + use<> {
    let none = Route::new().at("/none/*", routes("none", spy));
    policies.iter().fold(none, |app, (name, policy)| {
        let cors = Cors::new(policy.clone());
        // What is nested answers for the bare prefix, too, which is not below `/NAME/`.
        app.at(format!("/{name}/*"), routes(name, spy).with(cors))
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
        Server::new_with_acceptor(TcpAcceptor::from_std(listener)?)
            .run_with_graceful_shutdown(app, stop.requested(), Some(GRACE))
            .await
    })
}

fn routes(name: &str, spy: &Spy) -> impl Endpoint + use<> {
    let echo_methods = RouteMethod::new()
        .get(echo)
        .head(echo)
        .post(echo)
        .put(echo)
        .patch(echo)
        .delete(echo)
        .options(echo);
    let below = |path| format!("/{name}{path}");
    Route::new()
        .at(below("/echo"), echo_methods)
        .at(below("/get-only"), get(get_only))
        .at(below("/status/:code"), get(status).post(status))
        .at(below("/fail"), get(fail))
        .at(below("/panic"), get(panic))
        .at(below("/override"), get(override_))
        .at(below("/stream"), get(stream))
        .at(below("/cached"), get(cached))
        .at(
            below("/redirect"),
            get(redirect).put(redirect).post(redirect),
        )
        .at(
            below("/counter"),
            get(count).post(count).put(count).patch(count).delete(count),
        )
        .at(below("/socket"), get(socket))
        .data(Counter::new())
        .data(spy.clone())
        .with(CatchPanic::new())
}

#[handler]
async fn echo(spy: Data<&Spy>, request: &Request) -> Response {
    spy.visit();
    let lines = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let body = application::echo_body(request.method().as_str(), request.uri().path(), lines);
    response(application::ECHO_HEADERS, body)
}

#[handler]
async fn get_only(spy: Data<&Spy>) -> &'static str {
    spy.visit();
    "ok"
}

#[handler]
async fn status(spy: Data<&Spy>, request: &Request) -> Result<Response> {
    spy.visit();
    let code = request
        .raw_path_param("code")
        .and_then(application::status_code);
    let code = code.and_then(|code| StatusCode::from_u16(code).ok());
    let code = code.ok_or_else(|| Error::from_status(StatusCode::BAD_REQUEST))?;
    let mut response = response(application::STATUS_HEADERS, ());
    response.set_status(code);
    Ok(response)
}

#[handler]
async fn fail(spy: Data<&Spy>) -> Result<()> {
    spy.visit();
    Err(InternalServerError(io::Error::other("this route fails")))
}

#[handler]
async fn panic(spy: Data<&Spy>) {
    spy.visit();
    panic!("this route panics");
}

#[handler]
async fn override_(spy: Data<&Spy>) -> Response {
    spy.visit();
    response(application::OVERRIDE_HEADERS, ())
}

#[handler]
async fn stream(spy: Data<&Spy>) -> Body {
    spy.visit();
    Body::from_bytes_stream(unfold(0, |sent| async move {
        let chunk = *application::STREAM_CHUNKS.get(sent)?;
        if sent > 0 {
            sleep(application::STREAM_INTERVAL).await;
        }
        Some((io::Result::Ok(chunk), sent + 1))
    }))
}

#[handler]
async fn cached(spy: Data<&Spy>) -> Response {
    spy.visit();
    response(application::CACHED_HEADERS, application::CACHED_BODY)
}

#[handler]
async fn redirect(spy: Data<&Spy>, uri: &Uri) -> Result<Response> {
    spy.visit();
    let location = application::redirect_location(uri.query());
    let location = location.ok_or_else(|| Error::from_status(StatusCode::BAD_REQUEST))?;
    Ok(Response::builder()
        .status(StatusCode::TEMPORARY_REDIRECT)
        .header(LOCATION, location)
        .finish())
}

#[handler]
async fn count(spy: Data<&Spy>, counter: Data<&Counter>, method: Method) -> String {
    spy.visit();
    counter.answer(method.as_str())
}

#[handler]
async fn socket(spy: Data<&Spy>, socket: Result<WebSocket>) -> Result<impl IntoResponse> {
    // To poem it is its own mistake, 500, that the connection is one of HTTP/1.0 or HTTP/2.
    let no_upgrade = |error: Error| match error.status() {
        StatusCode::INTERNAL_SERVER_ERROR => Error::from_status(StatusCode::UPGRADE_REQUIRED),
        _ => error,
    };
    let socket = socket.map_err(no_upgrade)?;
    spy.visit();
    Ok(socket.on_upgrade(send_back))
}

/// Pings are answered, and a closing handshake is ended, by tungstenite.
async fn send_back(mut messages: WebSocketStream) {
    while let Some(Ok(message)) = messages.next().await {
        if matches!(message, Message::Text(_) | Message::Binary(_))
            && messages.send(message).await.is_err()
        {
            break;
        }
    }
}

fn response(lines: &[(&'static str, &'static str)], body: impl Into<Body>) -> Response {
    let response = lines
        .iter()
        .fold(Response::builder(), |response, &(name, value)| {
            response.header(name, value)
        });
    response.body(body)
}
