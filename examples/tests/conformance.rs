//! The conformance suite on the application: in process, and over a socket.

use axum::{
    Router,
    body::{Body, Bytes},
    http,
};
use cors_conformance::{Reply, Request, Skip, Spy, Suite};
use cors_examples::app;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    sync::oneshot,
};
use tower::ServiceExt;

const SKIPS: &[Skip] = &[];

#[test]
fn axum_in_process() {
    let suite = Suite::builtin();
    let spy = Spy::new();
    let app = app::axum::app(suite.policies(), &spy);
    let runtime = Runtime::new().unwrap();
    let report = suite.run("axum", SKIPS, |request| {
        let response = runtime.block_on(in_process(app.clone(), request));
        reply(&response, spy.take())
    });
    println!("{}", report.unwrap());
}

#[test]
fn axum_over_a_socket() {
    let suite = Suite::builtin();
    let spy = Spy::new();
    let app = app::axum::app(suite.policies(), &spy);
    let runtime = Runtime::new().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let server = runtime.spawn(app::axum::serve(listener, app, async {
        let _ = stopped.await;
    }));

    // One connection for all: what an answer leaves behind would show in the next one.
    let mut connection = runtime.block_on(async {
        let stream = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    });
    let report = suite.run("axum over a socket", SKIPS, |request| {
        let response = runtime.block_on(over_a_socket(&mut connection, request));
        reply(&response, spy.take())
    });

    stop.send(()).unwrap();
    runtime.block_on(server).unwrap().unwrap();
    println!("{}", report.unwrap());
}

async fn in_process(app: Router, request: &Request) -> http::Response<Bytes> {
    let response = app.oneshot(sent(request, Body::empty())).await.unwrap();
    let (head, body) = response.into_parts();
    http::Response::from_parts(head, body.collect().await.unwrap().to_bytes())
}

async fn over_a_socket(
    connection: &mut SendRequest<Empty<Bytes>>,
    request: &Request,
) -> http::Response<Bytes> {
    connection.ready().await.unwrap();
    let mut request = sent(request, Empty::new());
    let host = http::HeaderValue::from_static("127.0.0.1");
    request
        .headers_mut()
        .entry(http::header::HOST)
        .or_insert(host);
    let response = connection.send_request(request).await.unwrap();
    let (head, body) = response.into_parts();
    http::Response::from_parts(head, body.collect().await.unwrap().to_bytes())
}

fn sent<B>(request: &Request, body: B) -> http::Request<B> {
    let sent = http::Request::builder()
        .method(request.method())
        .uri(request.target());
    let headers = request.headers();
    headers
        .fold(sent, |sent, (name, value)| sent.header(name, value))
        .body(body)
        .unwrap()
}

fn reply(response: &http::Response<Bytes>, handler_runs: u32) -> Reply {
    Reply::new(
        response.status().as_u16(),
        response.headers(),
        Some(handler_runs),
    )
}
