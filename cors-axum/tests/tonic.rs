//! gRPC-Web: the layer around a tonic service, over HTTP/1.1 as a browser would speak to it.

mod common;

use core::{
    convert::Infallible,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll},
};

use axum::http::{Request, Response};
use bytes::{Buf, BufMut, Bytes};
use common::{APP, cors_lines};
use cors_axum::{CorsLayer, Policy};
use futures_util::stream;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
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
    let policy = Policy::builder()
        .allow_origins([APP])
        .allow_headers(["content-type", "grpc-timeout", "x-grpc-web", "x-user-agent"])
        .expose_headers(["grpc-status", "grpc-message", "grpc-status-details-bin"])
        .build();
    CorsLayer::new(policy.unwrap())
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

/// Sends a request to tonic's server, with whose builder the first layer is the outermost.
async fn ask(request: Request<Full<Bytes>>) -> Response<Bytes> {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let service = Server::builder()
        .accept_http1(true)
        .layer(cors())
        .layer(GrpcWebLayer::new())
        .add_service(Greeter);
    let incoming = stream::iter([Ok::<_, Infallible>(server)]);
    tokio::spawn(service.serve_with_incoming(incoming));
    let (mut sender, connection) = http1::handshake(TokioIo::new(client)).await.unwrap();
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
