//! Sends the requests of cases over a connection, as they are.

use core::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result};
use bytes::Bytes;
use cors_conformance::{Reply, Request};
use http::Response;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
    time::timeout,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection, which is opened again where the other side has closed it.
pub(crate) struct Client {
    runtime: Runtime,
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        Ok(Self {
            runtime: Builder::new_current_thread().enable_all().build()?,
            address,
            sender: None,
        })
    }

    /// Sends a request, and waits for the whole answer.
    pub(crate) fn send(&mut self, request: http::Request<Bytes>) -> Result<Response<Bytes>> {
        let Self {
            runtime,
            address,
            sender,
        } = self;
        let has_body = !request.body().is_empty();
        let request = request.map(Full::new);
        let answered = async {
            let mut kept = sender.take();
            if let Some(connection) = &mut kept
                && connection.ready().await.is_err()
            {
                kept = None;
            }
            let mut connection = match kept {
                Some(connection) => connection,
                None => connect(*address).await?,
            };
            let response = connection.send_request(request).await?;
            let (head, body) = response.into_parts();
            let ends = head.status == 101 || head.status == 400 || has_body;
            let body = match head.status.as_u16() {
                101 => Bytes::new(),
                _ => body.collect().await?.to_bytes(),
            };
            if !ends {
                *sender = Some(connection);
            }
            Ok(Response::from_parts(head, body))
        };
        let answered = runtime.block_on(async { timeout(PATIENCE, answered).await });
        answered.context("there is no answer")?
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (sender, connection) = http1::Builder::new()
        .max_buf_size(1 << 20)
        .handshake(stream)
        .await?;
    tokio::spawn(connection.with_upgrades());
    Ok(sender)
}

/// The request of a case, as it is sent.
pub(crate) fn request(request: &Request) -> Result<http::Request<Bytes>> {
    let builder = http::Request::builder()
        .method(request.method())
        .uri(request.uri());
    let builder = { request.headers() }.fold(builder, |builder, (name, value)| {
        builder.header(name, value)
    });
    Ok(builder.body(Bytes::copy_from_slice(request.body().as_bytes()))?)
}

/// What the suite compares.
pub(crate) fn reply(response: &Response<Bytes>, handler_runs: u32) -> Reply {
    let (status, headers) = (response.status().as_u16(), response.headers());
    Reply::new(status, headers, Some(handler_runs)).with_body(response.body().to_vec())
}
