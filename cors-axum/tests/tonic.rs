//! The layer around a tonic service: gRPC-Web over HTTP/1.1 as a browser would speak to it, and a guard.

mod common;

use core::{
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use axum::http::{HeaderValue, Request, Response};
use bytes::{Buf, BufMut, Bytes};
use common::{APP, cors_lines};
use cors_axum::{CorsLayer, Policy, PolicyBuilder};
use futures_util::stream;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::DuplexStream;
use tonic::{
    Status,
    body::Body,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    server::{Grpc, NamedService},
    transport::Server,
};
use tonic_web::GrpcWebLayer;
use tower::{Layer, Service, ServiceExt, service_fn};

/// What gRPC-Web asks of a policy: its headers allowed, and those exposed that an error is in.
fn cors() -> CorsLayer {
    CorsLayer::new(policy().build().unwrap())
}

fn policy() -> PolicyBuilder {
    Policy::builder()
        .allow_origins([APP])
        .allow_headers(["content-type", "grpc-timeout", "x-grpc-web", "x-user-agent"])
        .expose_headers(["grpc-status", "grpc-message", "grpc-status-details-bin"])
}

/// Every call changes something, as far as anybody can tell: its method is `POST`.
fn guarded() -> CorsLayer {
    CorsLayer::new(policy().guard_unsafe_methods(true).build().unwrap())
}

/// Greets whoever has a name, as generated code would.
#[derive(Clone)]
struct Greeter;

impl NamedService for Greeter {
    const NAME: &'static str = "greeter.Greeter";
}

impl Service<Request<Body>> for Greeter {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async { Ok(Grpc::new(Text).unary(service_fn(greet), request).await) })
    }
}

fn greet(request: tonic::Request<String>) -> Ready<Result<tonic::Response<String>, Status>> {
    let name = request.into_inner();
    ready(if name.is_empty() {
        Err(Status::invalid_argument("nobody to greet"))
    } else {
        Ok(tonic::Response::new(format!("hello {name}")))
    })
}

/// Messages that are text, so that no schema has to be compiled.
#[derive(Default)]
struct Text;

impl Codec for Text {
    type Encode = String;
    type Decode = String;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Text {
    type Item = String;
    type Error = Status;

    fn encode(&mut self, item: String, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(item.as_bytes());
        Ok(())
    }
}

impl Decoder for Text {
    type Item = String;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<String>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        let text = String::from_utf8(bytes.into());
        text.map(Some)
            .map_err(|_| Status::invalid_argument("not UTF-8"))
    }
}

const GREET: &str = "/greeter.Greeter/Greet";

/// What a browser asks before each call, whose `content-type` is not safelisted.
fn preflight() -> Request<Full<Bytes>> {
    Request::options(GREET)
        .header("host", "api.example.com")
        .header("origin", APP)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-grpc-web")
        .body(Full::default())
        .unwrap()
}

fn call(name: &str) -> Request<Full<Bytes>> {
    // A message: that it is not compressed, its length, and its bytes.
    let length = u32::try_from(name.len()).unwrap().to_be_bytes();
    let message = [&[0], &length[..], name.as_bytes()].concat();
    Request::post(GREET)
        .header("host", "api.example.com")
        .header("origin", APP)
        .header("content-type", "application/grpc-web+proto")
        .header("x-grpc-web", "1")
        .body(Full::from(message))
        .unwrap()
}

async fn ask(request: Request<Full<Bytes>>) -> Response<Bytes> {
    ask_with(cors(), request).await
}

/// One connection to tonic's server, with whose builder the first layer is the outermost.
fn serve(cors: CorsLayer) -> TokioIo<DuplexStream> {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let service = Server::builder()
        .accept_http1(true)
        .layer(cors)
        .layer(GrpcWebLayer::new())
        .add_service(Greeter);
    let incoming = stream::iter([Ok::<_, Infallible>(server)]);
    tokio::spawn(service.serve_with_incoming(incoming));
    TokioIo::new(client)
}

/// Sends a request there, as a browser's gRPC-Web does.
async fn ask_with(cors: CorsLayer, request: Request<Full<Bytes>>) -> Response<Bytes> {
    let (mut sender, connection) = http1::handshake(serve(cors)).await.unwrap();
    tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await.unwrap().into_parts();
    Response::from_parts(head, body.collect().await.unwrap().to_bytes())
}

#[tokio::test]
async fn preflights_are_answered() {
    let response = ask(preflight()).await;
    assert_eq!(response.status(), 204);
    assert_eq!(
        cors_lines(&response),
        [
            "access-control-allow-headers: content-type, grpc-timeout, x-grpc-web, x-user-agent",
            "access-control-allow-methods: GET, HEAD, POST",
            "access-control-allow-origin: https://app.example.com",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
}

const SHARED: [&str; 3] = [
    "access-control-allow-origin: https://app.example.com",
    "access-control-expose-headers: grpc-status, grpc-message, grpc-status-details-bin",
    "vary: Origin",
];

#[tokio::test]
async fn calls_are_shared() {
    let response = ask(call("Ann")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(cors_lines(&response), SHARED);
    assert_eq!(
        response.body(),
        &b"\0\0\0\0\x09hello Ann\x80\0\0\0\x0fgrpc-status:0\r\n"[..]
    );
}

/// An error is in the headers, where a page sees it because they are exposed.
#[tokio::test]
async fn errors_are_shared() {
    let response = ask(call("")).await;
    assert_eq!(response.headers()["grpc-status"], "3");
    assert_eq!(response.headers()["grpc-message"], "nobody%20to%20greet");
    assert_eq!(cors_lines(&response), SHARED);
}

/// The wrong order: preflights are no gRPC-Web, and get to nothing inside.
#[tokio::test]
async fn preflights_fail_at_grpc_web_outside() {
    let service = GrpcWebLayer::new().layer(cors().layer(Greeter));
    let response = service.oneshot(preflight()).await.unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(cors_lines(&response), [""; 0]);
}

/// A program speaks gRPC over HTTP/2, and sends no `Origin`.
#[tokio::test]
async fn programs_call_a_guarded_service() {
    let executor = TokioExecutor::new();
    let (mut sender, connection) = http2::handshake(executor, serve(guarded())).await.unwrap();
    tokio::spawn(connection);
    let (mut head, body) = call("Ann").into_parts();
    head.uri = format!("http://api.example.com{GREET}").parse().unwrap();
    for name in ["host", "origin", "x-grpc-web"] {
        head.headers.remove(name);
    }
    let grpc = HeaderValue::from_static("application/grpc");
    head.headers.insert("content-type", grpc);
    head.headers
        .insert("te", HeaderValue::from_static("trailers"));
    let request = Request::from_parts(head, body);
    let response = sender.send_request(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let body = response.into_body().collect().await.unwrap();
    assert_eq!(body.trailers().unwrap()["grpc-status"], "0");
    assert_eq!(body.to_bytes(), &b"\0\0\0\0\x09hello Ann"[..]);
}

#[tokio::test]
async fn pages_of_other_origins_do_not() {
    for origin in ["https://evil.test", "null", "http://api.example.com:81"] {
        let mut request = call("Ann");
        let value = HeaderValue::from_static(origin);
        request.headers_mut().insert("origin", value);
        let response = ask_with(guarded(), request).await;
        // Empty, and for a gRPC client 403 is its `PERMISSION_DENIED`.
        assert_eq!(
            (response.status().as_u16(), &**response.body()),
            (403, &b""[..])
        );
        assert_eq!(cors_lines(&response), ["vary: Origin, Sec-Fetch-Site"]);
        assert!(!response.headers().contains_key("grpc-status"));
    }
}

#[tokio::test]
async fn listed_and_own_pages_do() {
    let response = ask_with(guarded(), preflight()).await;
    assert_eq!(response.status(), 204);
    let response = ask_with(guarded(), call("Ann")).await;
    assert_eq!(response.status(), 200);
    assert_eq!(cors_lines(&response), SHARED);
    assert!(response.body().starts_with(b"\0\0\0\0\x09hello Ann"));
    let mut own = call("Ann");
    let value = HeaderValue::from_static("https://api.example.com");
    own.headers_mut().insert("origin", value);
    let response = ask_with(guarded(), own).await;
    assert_eq!(response.status(), 200);
    assert!(response.body().starts_with(b"\0\0\0\0\x09hello Ann"));
}
