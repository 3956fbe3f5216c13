//! From a target to a connection: TCP, TLS, and the version of HTTP that both sides speak.

use core::{net::SocketAddr, time::Duration};
use std::{io, sync::Arc};

use rustls::ClientConfig;
use tokio::{
    net::TcpStream,
    task::JoinSet,
    time::{Instant, sleep, timeout_at},
};
use tokio_rustls::TlsConnector;

use super::{
    Http, Settings, Target,
    connection::Connection,
    failure::{self, Phase},
    meter::{Meter, Metered},
    resolve, tls,
};
use crate::probe::server::NoAnswer;

/// <https://www.rfc-editor.org/rfc/rfc8305#section-5>: how long an address may take before the next one is
/// tried besides.
const HEAD_START: Duration = Duration::from_millis(250);

/// Opens a connection by the deadline.
pub(super) async fn connect(
    target: &Target,
    settings: &Settings,
    tls: Option<Arc<ClientConfig>>,
    deadline: Instant,
) -> Result<Connection, NoAnswer> {
    let too_slow = |phase| failure::too_slow(target, phase, settings.timeout);
    let tcp = async {
        let addresses = resolve::addresses(target, &settings.resolve).await?;
        let tcp = first_to_answer(&addresses).await;
        tcp.map_err(|error| failure::no_connection(target, &error))
    };
    let tcp = timeout_at(deadline, tcp).await;
    let tcp = tcp.map_err(|_| too_slow(Phase::Connect))??;
    // Requests are small, and each is waited for.
    let _ = tcp.set_nodelay(true);
    let meter = Meter::default();
    let tcp = Metered::new(tcp, meter.clone());
    let Some(config) = tls else {
        let http2 = settings.http == Http::Two;
        return Connection::new(target.clone(), tcp, http2, meter).await;
    };
    let name = tls::server_name(target)?;
    let handshake = TlsConnector::from(config).connect(name, tcp);
    let handshake = timeout_at(deadline, handshake).await;
    let stream = handshake.map_err(|_| too_slow(Phase::Tls))?;
    let stream = stream.map_err(|error| match meter.is_exceeded() {
        true => failure::no_end(target),
        false => tls::failed(target, &error),
    })?;
    let http2 = match stream.get_ref().1.alpn_protocol() {
        Some(protocol) => protocol == b"h2",
        None if settings.http == Http::Two => return Err(failure::no_http2(target)),
        // One that leaves the question open speaks HTTP/1.1.
        None => false,
    };
    Connection::new(target.clone(), stream, http2, meter).await
}

/// Tries all addresses, each a little later than the one before.
async fn first_to_answer(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut attempts = JoinSet::new();
    let mut waiting = addresses.iter().copied();
    let mut failed = None;
    loop {
        if let Some(address) = waiting.next() {
            attempts.spawn(TcpStream::connect(address));
        }
        let ended = if waiting.len() == 0 {
            attempts.join_next().await
        } else {
            tokio::select! {
                biased;
                ended = attempts.join_next() => ended,
                () = sleep(HEAD_START) => continue,
            }
        };
        match ended {
            Some(Ok(Ok(stream))) => return Ok(stream),
            // What the first one says is about the address that was meant to be taken.
            Some(Ok(Err(error))) => {
                failed.get_or_insert(error);
            }
            Some(Err(_)) => {}
            None if waiting.len() == 0 => {
                return Err(failed.unwrap_or_else(|| io::Error::other("no address to try")));
            }
            None => {}
        }
    }
}
