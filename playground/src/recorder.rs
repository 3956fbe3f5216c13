//! What really went over the wire: a reverse proxy that keeps the exchanges it has forwarded.
//!
//! It stands between a browser and a server, and adds nothing to what either says. Tests tell
//! their requests apart by the target: whatever a browser sends for a URL, preflights included,
//! carries the URL's query.

mod exchange;
mod log;

use core::{convert::Infallible, net::SocketAddr, time::Duration};
use std::{
    io,
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use cors_examples::app::{Stop, Stopper};
use http::{
    HeaderMap, HeaderName, Request, Response, StatusCode, Version,
    header::{CONNECTION, TE, TRANSFER_ENCODING, UPGRADE},
};
use http_body_util::{Either, Empty};
use hyper::{
    body::{Bytes, Incoming},
    client,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
    sync::Semaphore,
};

pub use self::exchange::Exchange;
use self::log::Log;

/// A reverse proxy for one server, which keeps what it forwards until it is dropped.
///
/// It keeps the last [`CAPACITY`](Self::CAPACITY) exchanges. Header values are the bytes as
/// received, names are in lower case. Hop-by-hop headers are recorded, and not forwarded; neither is
/// a `Content-Length` that a response without a body has all the same.
#[derive(Debug)]
pub struct Recorder {
    address: SocketAddr,
    log: Arc<Log>,
    running: Option<(Stopper, JoinHandle<()>)>,
}

impl Recorder {
    /// How many exchanges are kept.
    pub const CAPACITY: usize = 1024;

    /// Listens on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If it can't listen.
    pub fn start(upstream: SocketAddr) -> io::Result<Self> {
        Self::start_on(TcpListener::bind("127.0.0.1:0")?, upstream)
    }

    /// Takes connections from `listener`.
    ///
    /// # Errors
    ///
    /// If the listener can't be used.
    pub fn start_on(listener: TcpListener, upstream: SocketAddr) -> io::Result<Self> {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let log = Arc::new(Log::new(Self::CAPACITY));
        let (stopper, stop) = Stop::new();
        let thread = thread::Builder::new().name("recorder".to_owned()).spawn({
            let log = Arc::clone(&log);
            move || run(&runtime, listener, upstream, &log, stop)
        })?;
        Ok(Self {
            address,
            log,
            running: Some((stopper, thread)),
        })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The exchanges whose target `is_wanted`, in the order of arrival. One without a status is
    /// not answered yet.
    pub fn exchanges(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Exchange> {
        self.log.matching(is_wanted)
    }

    /// The same, and forgets them.
    pub fn take(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Exchange> {
        self.log.take(is_wanted)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        if let Some((stopper, thread)) = self.running.take() {
            stopper.stop();
            // It has nothing to say, and whoever drops this may be panicking already.
            let _ = thread.join();
        }
    }
}

/// As many connections as are served at a time. Browsers open six for each host.
const MAX_CONNECTIONS: usize = 256;

/// As large as a request's or a response's head may be.
const MAX_HEAD: usize = 128 * 1024;

/// How long a client may take to send a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Ends every connection with the runtime, when told to stop.
fn run(runtime: &Runtime, listener: TcpListener, upstream: SocketAddr, log: &Arc<Log>, stop: Stop) {
    runtime.block_on(async {
        tokio::select! {
            () = stop.requested() => {}
            result = accept(listener, upstream, log) => match result {
                Ok(never) => match never {},
                Err(error) => tracing::error!("the recorder has ended: {error}"),
            },
        }
    });
}

async fn accept(
    listener: TcpListener,
    upstream: SocketAddr,
    log: &Arc<Log>,
) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let permit = Arc::clone(&connections).acquire_owned().await;
        let permit = permit.map_err(io::Error::other)?;
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // The peer is gone already, or there are too many open files for now.
            Err(error) => {
                tracing::warn!("a connection was lost: {error}");
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
        };
        let log = Arc::clone(log);
        tokio::spawn(async move {
            let forward = service_fn(|request| forward(request, upstream, &log));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .max_buf_size(MAX_HEAD)
                .serve_connection(TokioIo::new(stream), forward);
            if let Err(error) = connection.await {
                tracing::debug!("a connection to the recorder has failed: {error}");
            }
            drop(permit);
        });
    }
}

type Body = Either<Incoming, Empty<Bytes>>;

async fn forward(
    request: Request<Incoming>,
    upstream: SocketAddr,
    log: &Log,
) -> Result<Response<Body>, Infallible> {
    let number = log.arrived(&request);
    let mut response = match ask(request, upstream).await {
        Ok(response) => response.map(Either::Left),
        Err(error) => {
            tracing::warn!("{upstream} has not answered: {error}");
            let mut response = Response::new(Either::Right(Empty::new()));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    };
    log.answered(number, &response);
    remove_hop_by_hop(response.headers_mut());
    Ok(response)
}

/// Asks over a connection of its own: one that is kept may be closed by the server just when the
/// next request is sent, and what has a body can't be sent again.
async fn ask(
    mut request: Request<Incoming>,
    upstream: SocketAddr,
) -> Result<Response<Incoming>, Box<dyn core::error::Error + Send + Sync>> {
    remove_hop_by_hop(request.headers_mut());
    *request.version_mut() = Version::HTTP_11;
    let stream = TcpStream::connect(upstream).await?;
    let (mut sender, connection) = client::conn::http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        .handshake(TokioIo::new(stream))
        .await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!("a connection of the recorder has failed: {error}");
        }
    });
    Ok(sender.send_request(request).await?)
}

/// <https://httpwg.org/specs/rfc9110.html#field.connection>
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
    const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let known = [
        CONNECTION,
        KEEP_ALIVE,
        PROXY_CONNECTION,
        TE,
        TRANSFER_ENCODING,
        UPGRADE,
    ];
    for name in named.into_iter().chain(known) {
        headers.remove(name);
    }
}
