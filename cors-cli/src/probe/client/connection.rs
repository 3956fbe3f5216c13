//! One connection, over which requests go one after the other.

use core::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::{
    HeaderValue, Method, Request, Response, Uri,
    header::{CONTENT_LENGTH, HOST},
};
use http_body_util::BodyExt;
use hyper::{
    body::{Body, Frame, Incoming},
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::{JoinHandle, yield_now},
    time::{Instant, timeout, timeout_at},
};

use super::{
    Target,
    failure::{self, Phase},
    meter::Meter,
};
use crate::probe::server::NoAnswer;

/// How much of a head is taken: as much as by Chromium.
const MOST_OF_A_HEAD: usize = 256 * 1024;
/// How many header lines are.
pub(super) const MOST_HEADERS: usize = 1000;
/// What of a body is read to use the connection once more. It costs less than a new one.
const MOST_OF_A_BODY: usize = 64 * 1024;
/// How long that may take: some bodies never end.
const TIME_FOR_A_BODY: Duration = Duration::from_millis(500);
/// What fits is not asked for twice.
const WINDOW: u32 = 65_535;

/// No body. Its length is unknown on purpose: hyper would tell it with methods with which browsers don't.
#[derive(Debug)]
struct Nothing;

impl Body for Nothing {
    type Data = &'static [u8];
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

/// A connection to a target.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) target: Target,
    meter: Meter,
    sender: Sender,
    /// Moves the bytes.
    driver: JoinHandle<hyper::Result<()>>,
    /// Whether another request may follow.
    is_usable: bool,
    /// Whether bodies have been waited for in vain.
    has_endless_bodies: bool,
}

#[derive(Debug)]
enum Sender {
    One(http1::SendRequest<Nothing>),
    Two(http2::SendRequest<Nothing>),
}

impl Connection {
    /// Begins to speak HTTP.
    pub(super) async fn new(
        target: Target,
        io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        http2: bool,
        meter: Meter,
    ) -> Result<Self, NoAnswer> {
        let failed = |error| failure::no_answer(&target, &meter, http2, &error);
        let io = TokioIo::new(io);
        let (sender, driver) = if http2 {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder
                .timer(TokioTimer::new())
                .initial_stream_window_size(WINDOW)
                .initial_connection_window_size(WINDOW)
                .max_header_list_size(MOST_OF_A_HEAD as u32);
            let (sender, connection) = builder.handshake(io).await.map_err(failed)?;
            let driver = tokio::spawn(connection);
            (Sender::Two(sender), driver)
        } else {
            let mut builder = http1::Builder::new();
            builder
                // As browsers write them.
                .title_case_headers(true)
                // What browsers overlook.
                .allow_obsolete_multiline_headers_in_responses(true)
                .allow_spaces_after_header_name_in_responses(true)
                .ignore_invalid_headers_in_responses(true)
                .max_headers(MOST_HEADERS)
                .max_buf_size(MOST_OF_A_HEAD);
            let (sender, connection) = builder.handshake(io).await.map_err(failed)?;
            let driver = tokio::spawn(connection);
            (Sender::One(sender), driver)
        };
        Ok(Self {
            target,
            meter,
            sender,
            driver,
            is_usable: true,
            has_endless_bodies: false,
        })
    }

    /// Whether the next request can go over it.
    pub(super) async fn is_usable(&self) -> bool {
        // Lets the driver see what has happened since.
        yield_now().await;
        self.is_usable
            && match &self.sender {
                Sender::One(sender) => !sender.is_closed(),
                Sender::Two(sender) => !sender.is_closed(),
            }
    }

    /// Whether the server has let the last request go without a byte, as it does when it closes a
    /// connection that was idle.
    pub(super) fn was_silent(&self) -> bool {
        self.meter.is_silent() || matches!(self.sender, Sender::Two(_))
    }

    pub(super) fn has_endless_bodies(&self) -> bool {
        self.has_endless_bodies
    }

    /// Takes it that bodies of unknown length do not end.
    pub(super) fn wait_for_no_body(&mut self) {
        self.has_endless_bodies = true;
    }

    /// Sends a request, and reads the head of its answer by the deadline.
    pub(super) async fn send(
        &mut self,
        request: Request<()>,
        limit: Duration,
        deadline: Instant,
    ) -> Result<Response<()>, NoAnswer> {
        self.is_usable = false;
        let answer = timeout_at(deadline, self.sender.send(request)).await;
        let answer = answer.map_err(|_| failure::too_slow(&self.target, Phase::Answer, limit))?;
        let http2 = matches!(self.sender, Sender::Two(_));
        let answer =
            answer.map_err(|error| failure::no_answer(&self.target, &self.meter, http2, &error))?;
        let (head, body) = answer.into_parts();
        self.is_usable = match self.sender {
            Sender::One(_) => self.read_to_the_end(body).await,
            Sender::Two(_) => {
                // Servers count streams that are reset, and the next one may go ahead all the same.
                self.read_to_the_end(body).await;
                true
            }
        };
        // What comes from now on is about the next request.
        self.meter.reset();
        Ok(Response::from_parts(head, ()))
    }

    async fn read_to_the_end(&mut self, mut body: Incoming) -> bool {
        if body.is_end_stream() {
            return true;
        }
        let hint = body.size_hint();
        let is_known = hint.exact().is_some();
        if hint.lower() > MOST_OF_A_BODY as u64 || (self.has_endless_bodies && !is_known) {
            return false;
        }
        let to_the_end = async {
            let mut left = MOST_OF_A_BODY;
            while let Some(Ok(frame)) = body.frame().await {
                let length = frame.data_ref().map_or(0, |data| data.len());
                match left.checked_sub(length) {
                    Some(rest) => left = rest,
                    None => return false,
                }
            }
            body.is_end_stream()
        };
        let ended = timeout(TIME_FOR_A_BODY, to_the_end).await;
        self.has_endless_bodies |= ended != Ok(true);
        ended == Ok(true)
    }
}

impl Sender {
    async fn send(&mut self, mut request: Request<()>) -> hyper::Result<Response<Incoming>> {
        // https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, step 8.5: there is no body.
        if [Method::POST, Method::PUT].contains(request.method()) {
            let none = HeaderValue::from_static("0");
            request.headers_mut().insert(CONTENT_LENGTH, none);
        }
        match self {
            Self::One(sender) => {
                sender.ready().await?;
                // Only proxies are sent the whole URI.
                let path = request.uri().path_and_query().cloned();
                *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
                sender.send_request(request.map(|()| Nothing)).await
            }
            Self::Two(sender) => {
                sender.ready().await?;
                set_authority(&mut request);
                sender.send_request(request.map(|()| Nothing)).await
            }
        }
    }
}

/// What `Host` says is in HTTP/2 part of the request line.
fn set_authority(request: &mut Request<()>) {
    let host = request.headers_mut().remove(HOST);
    let host = host.and_then(|host| host.to_str().ok()?.parse().ok());
    let mut parts = request.uri().clone().into_parts();
    parts.authority = host.or(parts.authority);
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}
