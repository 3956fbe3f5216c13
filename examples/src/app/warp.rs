//! The application on warp.

use core::panic::AssertUnwindSafe;
use std::{io, sync::Arc};

use cors_conformance::{
    Spy,
    application::{self, Counter},
};
use cors_warp::Cors;
use futures_util::{FutureExt, SinkExt, StreamExt, stream};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header::LOCATION};
use tokio::{net::TcpListener, runtime::Runtime, time::sleep};
use warp::{
    Filter, Rejection, Reply,
    filters::BoxedFilter,
    path::{self, FullPath},
    reject::{self, Reject},
    reply::Response,
    ws::{WebSocket, Ws},
};

use super::{GRACE, Named, Stop};

/// The application below every policy's name.
pub fn app(policies: &[Named], spy: &Spy) -> BoxedFilter<(Response,)> {
    let none = warp::path("none").and(routes(spy)).boxed();
    policies.iter().fold(none, |app, (name, policy)| {
        let cors = Cors::new(policy.clone());
        let guarded = below(name.clone()).and(cors.wrap(routes(spy)));
        app.or(guarded).unify().boxed()
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
        let server = warp::serve(app).incoming(listener);
        let server = server.graceful(stop.clone().requested());
        let overdue = async {
            stop.requested().await;
            sleep(GRACE).await;
        };
        tokio::select! {
            () = server.run() => {}
            () = overdue => {}
        }
        Ok(())
    })
}

/// What is below `/NAME/`. warp's `path` alone takes `/NAME` too.
fn below(name: String) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync {
    let prefix: Arc<str> = format!("/{name}/").into();
    let is_below = path::full()
        .and_then(move |path: FullPath| {
            let is_below = path.as_str().starts_with(&*prefix);
            async move { is_below.then_some(()).ok_or_else(reject::not_found) }
        })
        .untuple_one();
    // In this order: `CONNECT host:80` has no path, and `full` panics without one.
    warp::path(name).and(is_below)
}

fn routes(spy: &Spy) -> BoxedFilter<(Response,)> {
    let spy = spy.clone();
    let visit = warp::any().map(move || spy.visit()).untuple_one();
    let at = |name: &'static str| warp::path(name).and(path::end());

    let echo_methods = warp::get()
        .or(warp::head())
        .unify()
        .or(warp::post())
        .unify()
        .or(warp::put())
        .unify()
        .or(warp::patch())
        .unify()
        .or(warp::delete())
        .unify()
        .or(warp::options())
        .unify();
    let echo = at("echo")
        .and(echo_methods)
        .and(visit.clone())
        .and(warp::method())
        .and(path::full())
        .and(warp::header::headers_cloned())
        .map(echo);
    let get_only = at("get-only")
        .and(warp::get())
        .and(visit.clone())
        .map(|| "ok");
    let status = warp::path("status")
        .and(path::param())
        .and(path::end())
        .and(warp::get().or(warp::post()).unify())
        .and(visit.clone())
        .map(status);
    let fail = at("fail")
        .and(warp::get())
        .and(visit.clone())
        .and_then(fail);
    // warp catches no panic.
    let panic = at("panic").and(warp::get()).and(visit.clone()).then(|| {
        AssertUnwindSafe(panic())
            .catch_unwind()
            .map(|caught| caught.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR))
    });
    let override_ = at("override")
        .and(warp::get())
        .and(visit.clone())
        .map(|| response(application::OVERRIDE_HEADERS, ""));
    let stream = at("stream").and(warp::get()).and(visit.clone()).map(stream);
    let cached = at("cached")
        .and(warp::get())
        .and(visit.clone())
        .map(|| response(application::CACHED_HEADERS, application::CACHED_BODY));
    let redirect = at("redirect")
        .and(warp::get().or(warp::put()).unify().or(warp::post()).unify())
        .and(visit.clone())
        .and(warp::query::raw().or(warp::any().map(String::new)).unify())
        .map(redirect);
    let counter = Counter::new();
    let count_methods = warp::get()
        .or(warp::post())
        .unify()
        .or(warp::put())
        .unify()
        .or(warp::patch())
        .unify()
        .or(warp::delete())
        .unify();
    let count = at("counter")
        .and(count_methods)
        .and(visit.clone())
        .and(warp::method())
        .map(move |method: Method| counter.answer(method.as_str()));
    // The spy comes last: it sees only handshakes that are accepted.
    let socket = at("socket")
        .and(warp::ws())
        .and(visit)
        .map(|socket: Ws| socket.on_upgrade(send_back));
    echo.or(get_only)
        .or(status)
        .or(fail)
        .or(panic)
        .or(override_)
        .or(stream)
        .or(cached)
        .or(redirect)
        .or(count)
        .or(socket)
        .map(Reply::into_response)
        .boxed()
}

fn echo(method: Method, path: FullPath, headers: HeaderMap) -> Response {
    let lines = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let body = application::echo_body(method.as_str(), path.as_str(), lines);
    response(application::ECHO_HEADERS, body)
}

fn status(code: String) -> Response {
    match application::status_code(&code).and_then(|code| StatusCode::from_u16(code).ok()) {
        Some(status) => warp::reply::with_status(response(application::STATUS_HEADERS, ""), status)
            .into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[derive(Debug)]
struct Failure;

impl Reject for Failure {}

async fn fail() -> Result<Response, Rejection> {
    Err(reject::custom(Failure))
}

async fn panic() -> StatusCode {
    panic!("this route panics");
}

fn stream() -> impl Reply {
    warp::reply::stream(stream::unfold(0, |sent| async move {
        let chunk = *application::STREAM_CHUNKS.get(sent)?;
        if sent > 0 {
            sleep(application::STREAM_INTERVAL).await;
        }
        Some((io::Result::Ok(chunk), sent + 1))
    }))
}

/// Pings are answered, and a closing handshake is ended, by tungstenite.
async fn send_back(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.next().await {
        if (message.is_text() || message.is_binary()) && socket.send(message).await.is_err() {
            break;
        }
    }
}

fn redirect(query: String) -> Response {
    let location = application::redirect_location(Some(&query));
    match location.and_then(|location| HeaderValue::try_from(location).ok()) {
        Some(location) => {
            let redirect = warp::reply::with_header(warp::reply(), LOCATION, location);
            warp::reply::with_status(redirect, StatusCode::TEMPORARY_REDIRECT).into_response()
        }
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn response<B>(lines: &[(&'static str, &'static str)], body: B) -> Response
where
    http::Response<B>: Reply,
{
    let mut response = http::Response::new(body).into_response();
    for &(name, value) in lines {
        let value = HeaderValue::from_static(value);
        response.headers_mut().append(name, value);
    }
    response
}
