//! Servers on loopback that speak HTTP as it should be spoken: versions 1.1 and 2, with and without TLS.

use core::{
    convert::Infallible,
    future::pending,
    net::SocketAddr,
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
};
use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use http::{HeaderMap, Method, Request, Response, Version};
use http_body_util::Full;
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{Notify, oneshot},
};
use tokio_rustls::TlsAcceptor;

/// What came, as far as tests ask for it.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
}

impl Received {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub(super) type Answer = Response<&'static str>;

/// It stops when it is dropped.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    connections: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    most_open: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

/// How it speaks.
#[derive(Clone, Default)]
pub(super) struct Speaks {
    pub(super) tls: Option<Arc<ServerConfig>>,
    /// Over plain HTTP, without a question first.
    pub(super) http2: bool,
    pub(super) ipv6: bool,
    /// Closes the connection after each answer.
    pub(super) once: bool,
}

impl Server {
    pub(super) fn plain(answer: impl Fn(&Request<()>) -> Answer + Send + Sync + 'static) -> Self {
        Self::start(Speaks::default(), answer)
    }

    pub(super) fn start(
        speaks: Speaks,
        answer: impl Fn(&Request<()>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let loopback = if speaks.ipv6 {
            "[::1]:0"
        } else {
            "127.0.0.1:0"
        };
        let listener = TcpListener::bind(loopback).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let server = Self {
            address,
            received: Arc::default(),
            connections: Arc::default(),
            open: Arc::default(),
            most_open: Arc::default(),
            stop: Some(stop),
        };
        let (received, connections) = (server.received.clone(), server.connections.clone());
        let (open, most_open) = (server.open.clone(), server.most_open.clone());
        let answer = Arc::new(answer);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let accept = async {
                    loop {
                        let (stream, _) = listener.accept().await.unwrap();
                        connections.fetch_add(1, Ordering::SeqCst);
                        let now = open.fetch_add(1, Ordering::SeqCst) + 1;
                        most_open.fetch_max(now, Ordering::SeqCst);
                        let (speaks, answer) = (speaks.clone(), answer.clone());
                        let (received, open) = (received.clone(), open.clone());
                        tokio::spawn(async move {
                            match speaks.tls.clone() {
                                None => {
                                    let http2 = speaks.http2;
                                    serve(stream, http2, speaks.once, received, answer).await;
                                }
                                Some(config) => {
                                    if let Ok(stream) =
                                        TlsAcceptor::from(config).accept(stream).await
                                    {
                                        let http2 =
                                            stream.get_ref().1.alpn_protocol() == Some(b"h2");
                                        serve(stream, http2, speaks.once, received, answer).await;
                                    }
                                }
                            }
                            open.fetch_sub(1, Ordering::SeqCst);
                        });
                    }
                };
                tokio::select! {
                    () = accept => {}
                    _ = stopped => {}
                }
            });
        });
        server
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What came until now.
    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// How many connections there were, and how many at the same time.
    pub(super) fn connections(&self) -> (usize, usize) {
        (
            self.connections.load(Ordering::SeqCst),
            self.most_open.load(Ordering::SeqCst),
        )
    }
}

async fn serve(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    http2: bool,
    once: bool,
    received: Arc<Mutex<Vec<Received>>>,
    answer: Arc<impl Fn(&Request<()>) -> Answer + Send + Sync + 'static>,
) {
    let answered = Arc::new(Notify::new());
    let notifies = answered.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        notifies.notify_one();
        let (head, _) = request.into_parts();
        received.lock().unwrap().push(Received {
            method: head.method.clone(),
            target: head.uri.to_string(),
            version: head.version,
            headers: head.headers.clone(),
        });
        let answer = answer(&Request::from_parts(head, ()));
        async move { Ok::<_, Infallible>(answer.map(|body| Full::new(body.as_bytes()))) }
    });
    let io = TokioIo::new(io);
    // Whoever goes away has seen enough.
    if http2 {
        let connection = http2::Builder::new(TokioExecutor::new()).serve_connection(io, service);
        let mut connection = pin!(connection);
        let first = async {
            match once {
                true => answered.notified().await,
                false => pending().await,
            }
        };
        tokio::select! {
            _ = connection.as_mut() => return,
            () = first => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    } else {
        let builder = &mut http1::Builder::new();
        let _ = builder
            .keep_alive(!once)
            .serve_connection(io, service)
            .await;
    }
}

/// An answer with these header lines.
pub(super) fn answer(status: u16, lines: &[(&str, &str)]) -> Answer {
    let response = lines.iter().fold(
        Response::builder().status(status),
        |response, (name, value)| response.header(*name, *value),
    );
    response.body("").unwrap()
}

/// What a correct server answers that allows one page everything it asks for, with credentials.
pub(super) fn allowing(page: &'static str) -> impl Fn(&Request<()>) -> Answer + Send + Sync {
    move |request| {
        let asked = request.headers();
        let is_preflight = asked.contains_key("access-control-request-method");
        let is_page = asked.get("origin").is_some_and(|origin| origin == page);
        let status = match (is_preflight, is_page) {
            (true, true) => 204,
            (true, false) => 403,
            (false, _) => 200,
        };
        let mut lines = vec![("vary", "origin")];
        if is_page {
            lines.push(("access-control-allow-origin", page));
            lines.push(("access-control-allow-credentials", "true"));
        }
        if is_page && is_preflight {
            lines.push(("access-control-allow-methods", "PUT, DELETE, PATCH"));
            lines.push(("access-control-allow-headers", "content-type, x-trace"));
            lines.push(("access-control-max-age", "600"));
        }
        answer(status, &lines)
    }
}
