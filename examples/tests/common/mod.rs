//! A client that waits for its answers, and any framework's server to be its.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::net::SocketAddr;
use std::thread;

use axum::{
    body::Bytes,
    http::{self, HeaderValue, Request, Response},
};
pub(crate) use cors_examples::app::Server;
use cors_examples::app::{Framework, Named};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpStream, runtime::Runtime};

#[track_caller]
pub(crate) fn start(framework: Framework, policies: &[Named]) -> Server {
    match Server::start(framework, policies) {
        Ok(server) => server,
        Err(error) => panic!("{framework} does not serve: {error}"),
    }
}

/// Runs a test on every framework at once, with a server for these policies.
pub(crate) fn on_each(policies: &[Named], test: impl Fn(&Server, Client) + Sync) {
    thread::scope(|scope| {
        for framework in Framework::ALL {
            let test = &test;
            let run = move || {
                let server = start(framework, policies);
                test(&server, Client::of(&server));
                server.stop().unwrap();
            };
            // The thread's name tells the framework where the test fails.
            let thread = thread::Builder::new().name(framework.to_string());
            thread.spawn_scoped(scope, run).unwrap();
        }
    });
}

/// What a response says to browsers and caches about its origin: every line, sorted.
pub(crate) fn cors_lines(response: &Response<Bytes>) -> Vec<String> {
    let mut lines: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| *name == "vary" || name.as_str().starts_with("access-control-"))
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    lines.sort();
    lines
}

/// The values of the lines of one header.
pub(crate) fn values(response: &Response<Bytes>, name: &str) -> Vec<String> {
    let values = response.headers().get_all(name).into_iter();
    values
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}

/// One connection, kept alive.
pub(crate) struct Client {
    runtime: Runtime,
    address: SocketAddr,
    sender: Sender,
}

enum Sender {
    Http1(http1::SendRequest<Full<Bytes>>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

impl Client {
    pub(crate) fn of(server: &Server) -> Self {
        Self::connect(server.address())
    }

    pub(crate) fn connect(address: SocketAddr) -> Self {
        let runtime = Runtime::new().unwrap();
        let sender = runtime.block_on(async {
            let stream = TcpStream::connect(address).await.unwrap();
            let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
            tokio::spawn(connection);
            Sender::Http1(sender)
        });
        Self {
            runtime,
            address,
            sender,
        }
    }

    /// Where it is connected to.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// With prior knowledge: without TLS, there is nothing to negotiate by.
    pub(crate) fn connect_http_2(address: SocketAddr) -> Self {
        let runtime = Runtime::new().unwrap();
        let sender = runtime.block_on(async {
            let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
            let handshake = http2::handshake(TokioExecutor::new(), stream);
            let (sender, connection) = handshake.await.unwrap();
            tokio::spawn(connection);
            Sender::Http2(sender)
        });
        Self {
            runtime,
            address,
            sender,
        }
    }

    /// Asks with the given header lines, and waits for the whole answer.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &[u8])],
    ) -> Response<Bytes> {
        self.ask_with(method, target, headers, Bytes::new())
    }

    /// The same, with a body.
    pub(crate) fn ask_with(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &[u8])],
        body: impl Into<Bytes>,
    ) -> Response<Bytes> {
        let request = Request::builder().method(method).uri(target);
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        self.send(request.body(Full::new(body.into())).unwrap())
    }

    /// Sends a request to where it is connected to, and waits for the whole answer.
    pub(crate) fn send(&mut self, mut request: Request<Full<Bytes>>) -> Response<Bytes> {
        match &self.sender {
            Sender::Http1(_) => {
                let host = request.headers_mut().entry(http::header::HOST);
                host.or_insert(HeaderValue::from_static("127.0.0.1"));
            }
            Sender::Http2(_) => {
                let uri = format!("http://{}{}", self.address, request.uri());
                *request.uri_mut() = uri.parse().unwrap();
            }
        }
        self.send_as_it_is(request)
    }

    /// The same for a request that says itself which host it is for, or does not.
    pub(crate) fn send_as_it_is(&mut self, request: Request<Full<Bytes>>) -> Response<Bytes> {
        self.runtime.block_on(async {
            let response = match &mut self.sender {
                Sender::Http1(sender) => {
                    sender.ready().await.unwrap();
                    sender.send_request(request).await
                }
                Sender::Http2(sender) => {
                    sender.ready().await.unwrap();
                    sender.send_request(request).await
                }
            };
            let (head, body) = response.unwrap().into_parts();
            Response::from_parts(head, body.collect().await.unwrap().to_bytes())
        })
    }
}
