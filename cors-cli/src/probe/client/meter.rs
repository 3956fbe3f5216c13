//! A connection that says no more than one answer may: memory stays bounded, whatever a server sends.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// How many bytes one answer may take on the wire, TLS and frames included. No browser takes a head of
/// more than 256 KiB, and no body is read to its end beyond 64.
const MOST_BYTES: usize = 1024 * 1024;

/// As many bytes as show what a server speaks.
const FIRST: usize = 24;

/// What has come since the last request went out.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter(Arc<Mutex<Seen>>);

#[derive(Clone, Debug, Default)]
struct Seen {
    bytes: usize,
    first: Vec<u8>,
}

impl Meter {
    /// Begins anew, with the next request.
    pub(super) fn reset(&self) {
        *self.seen() = Seen::default();
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.seen().bytes > MOST_BYTES
    }

    /// Nothing at all has come.
    pub(super) fn is_silent(&self) -> bool {
        self.seen().bytes == 0
    }

    /// How the answer begins.
    pub(super) fn first(&self) -> Vec<u8> {
        self.seen().first.clone()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, bytes: &[u8]) -> io::Result<()> {
        let mut seen = self.seen();
        seen.bytes += bytes.len();
        let missing = FIRST.saturating_sub(seen.first.len()).min(bytes.len());
        seen.first.extend_from_slice(&bytes[..missing]);
        match seen.bytes > MOST_BYTES {
            true => Err(io::Error::other("more than one answer may take")),
            false => Ok(()),
        }
    }
}

/// A connection whose bytes are counted as they come in.
#[derive(Debug)]
pub(super) struct Metered {
    stream: TcpStream,
    meter: Meter,
}

impl Metered {
    pub(super) fn new(stream: TcpStream, meter: Meter) -> Self {
        Self { stream, meter }
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        Poll::Ready(self.meter.count(&buffer.filled()[before..]))
    }
}

impl AsyncWrite for Metered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
