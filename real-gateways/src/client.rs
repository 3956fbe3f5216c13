//! Sends the requests of cases over a connection, as they are.

use core::net::SocketAddr;

use anyhow::Result;
use bytes::Bytes;
use cors_conformance::{Reply, Request};
use http::Response;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, runtime::Runtime};

/// One connection, which is opened again where the other side has closed it.
pub(crate) struct Client {
    runtime: Runtime,
    address: SocketAddr,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        Ok(Self {
            runtime: Runtime::new()?,
            address,
            sender: None,
        })
    }

    /// Sends a request, and waits for the whole answer.
    pub(crate) fn send(&mut self, request: &Request) -> Result<Response<Bytes>> {
        let mut sent = http::Request::builder()
            .method(request.method())
            .uri(request.uri());
        for (name, value) in request.headers() {
            sent = sent.header(name, value);
        }
        let sent = sent.body(Full::new(Bytes::copy_from_slice(request.body().as_bytes())))?;
        let Self {
            runtime,
            address,
            sender,
        } = self;
        runtime.block_on(async {
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
            let response = connection.send_request(sent).await?;
            let (head, body) = response.into_parts();
            let ends = head.status == 101 || head.status == 400 || !request.body().is_empty();
            let body = match head.status.as_u16() {
                101 => Bytes::new(),
                _ => body.collect().await?.to_bytes(),
            };
            if !ends {
                *sender = Some(connection);
            }
            Ok(Response::from_parts(head, body))
        })
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

/// What the suite compares.
pub(crate) fn reply(response: &Response<Bytes>, handler_runs: u32) -> Reply {
    let (status, headers) = (response.status().as_u16(), response.headers());
    Reply::new(status, headers, Some(handler_runs)).with_body(response.body().to_vec())
}
