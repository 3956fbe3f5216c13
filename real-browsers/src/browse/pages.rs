//! A server of pages: an empty one, and one with a sandboxed frame.

use core::convert::Infallible;
use std::net::TcpListener;

use anyhow::Result;
use http::{Request, Response, header::CONTENT_TYPE};
use http_body_util::Full;
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::task::JoinSet;

/// The path of the page whose first frame is sandboxed.
pub(super) const SANDBOX: &str = "/sandbox";

const PAGE: &str = "<!doctype html><title>page</title>";

const WITH_FRAME: &str =
    "<!doctype html><title>page</title><iframe sandbox=\"allow-scripts\" src=\"/\"></iframe>";

/// Serves pages on each listener, until this is dropped.
pub(crate) struct Pages {
    _servers: JoinSet<()>,
    port: u16,
}

impl Pages {
    pub(crate) fn serve(listeners: Vec<TcpListener>) -> Result<Self> {
        let own = TcpListener::bind("127.0.0.1:0")?;
        let port = own.local_addr()?.port();
        let mut servers = JoinSet::new();
        for listener in listeners.into_iter().chain([own]) {
            listener.set_nonblocking(true)?;
            servers.spawn(accept(tokio::net::TcpListener::from_std(listener)?));
        }
        Ok(Self {
            _servers: servers,
            port,
        })
    }

    /// A port for pages whose origin doesn't matter.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

async fn accept(listener: tokio::net::TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        connections.spawn(async move {
            let connection =
                http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(page));
            // A browser that closes one in the middle has its reasons.
            let _ = connection.await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn page(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let page = match request.uri().path() {
        SANDBOX => WITH_FRAME,
        _ => PAGE,
    };
    let mut response = Response::new(Full::from(page));
    let html = http::HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    Ok(response)
}
