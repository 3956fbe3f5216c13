//! All that the browsers speak to: ports of pages, and ports in front of the guarded servers, which keep
//! what was sent, handshakes included. Each speaks HTTP with TLS and without.

use core::{net::SocketAddr, time::Duration};
use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional},
    net::TcpStream,
    task::JoinSet,
};
use url::form_urlencoded;

use super::{head::Head, tls::Tls, told::Told};

/// The path of a page.
pub(super) const PAGE: &str = "/~page";
/// The path of a page with a sandboxed frame.
pub(super) const SANDBOX: &str = "/~sandbox";
/// The path of a redirect.
pub(super) const TO: &str = "/~to";

/// It serves until it is dropped.
pub(super) struct Network {
    _tasks: JoinSet<()>,
    shared: Arc<Shared>,
    /// One port that stands for all hosts.
    pub(super) proxy: u16,
}

struct Shared {
    /// By port: the guarded servers behind it.
    servers: HashMap<u16, SocketAddr>,
    tls: Tls,
    log: Mutex<Vec<(usize, Told)>>,
}

impl Network {
    /// `servers` are ports and what is behind them.
    pub(super) fn start(
        listeners: Vec<TcpListener>,
        servers: HashMap<u16, SocketAddr>,
    ) -> Result<Self> {
        let shared = Arc::new(Shared {
            servers,
            tls: Tls::new()?,
            log: Mutex::default(),
        });
        let proxy = TcpListener::bind("127.0.0.1:0")?;
        let port = proxy.local_addr()?.port();
        let mut tasks = JoinSet::new();
        for listener in listeners.into_iter().chain([proxy]) {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tasks.spawn(accept(listener, Arc::clone(&shared)));
        }
        Ok(Self {
            _tasks: tasks,
            shared,
            proxy: port,
        })
    }

    /// What was sent for a case, in order.
    pub(super) fn told(&self, case: usize) -> Vec<Told> {
        let log = self.shared.log.lock();
        let log = log.unwrap_or_else(PoisonError::into_inner);
        let its = log.iter().filter(|(number, _)| *number == case);
        its.map(|(_, told)| told.clone()).collect()
    }
}

async fn accept(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            // A browser that closes one in the middle has its reasons.
            let _ = connection(stream, &shared).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(mut stream: TcpStream, shared: &Shared) -> Result<()> {
    /// The first byte of TLS.
    const HANDSHAKE: u8 = 0x16;

    let port = stream.local_addr()?.port();
    let mut first = [0];
    if stream.peek(&mut first).await? == 0 {
        return Ok(());
    }
    if first[0] == HANDSHAKE {
        let (mut inside, mut outside) = shared.tls.accept(stream).await?;
        let result = serve(&mut inside, port, true, shared).await;
        outside.close().await;
        return result;
    }
    serve(&mut stream, port, false, shared).await?;
    Ok(stream.shutdown().await?)
}

/// One request of a connection, and what is exchanged after a handshake.
async fn serve(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    port: u16,
    tls: bool,
    shared: &Shared,
) -> Result<()> {
    let Some(mut head) = Head::read(stream).await? else {
        return Ok(());
    };
    let mut port = head.port.unwrap_or(port);
    // A proxy's way to a WebSocket.
    if head.method == "CONNECT" {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
        let Some(inner) = Head::read(stream).await? else {
            return Ok(());
        };
        port = inner.port.unwrap_or(port);
        head = inner;
    }
    let (path, query) = head.target.split_once('?').unwrap_or((&head.target, ""));
    let parameter = |name: &str| {
        let mut parameters = form_urlencoded::parse(query.as_bytes());
        let found = parameters.find(|(it, _)| it == name);
        found.map(|(_, value)| value.into_owned())
    };
    let case = parameter("case").and_then(|case| case.parse().ok());
    let number = case.map(|case| shared.arrived(case, Told::sent(&head, tls)));
    let status = match path {
        PAGE | SANDBOX => {
            let page = page(path, parameter("policy"), parameter("frame"));
            stream.write_all(page.as_bytes()).await?;
            200
        }
        TO => redirect(stream, &head, parameter("to")).await?,
        _ => match shared.servers.get(&port) {
            Some(server) => {
                let mut upstream = TcpStream::connect(server).await?;
                upstream.write_all(&head.sent_on()).await?;
                let (status, begun) = status(&mut upstream).await?;
                if let Some(number) = number {
                    shared.answered(number, status);
                }
                let begun = match head.is_handshake() && status != 101 {
                    true => closing(&begun),
                    false => begun,
                };
                stream.write_all(&begun).await?;
                copy_bidirectional(stream, &mut upstream).await?;
                return Ok(());
            }
            None => {
                let nothing =
                    "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
                stream.write_all(nothing.as_bytes()).await?;
                404
            }
        },
    };
    if let Some(number) = number {
        shared.answered(number, status);
    }
    Ok(stream.flush().await?)
}

/// The status of an answer, and what was read of it.
async fn status(stream: &mut TcpStream) -> Result<(u16, Vec<u8>)> {
    let mut begun = Vec::new();
    while !begun.contains(&b'\n') {
        if stream.read_buf(&mut begun).await? == 0 {
            break;
        }
    }
    let line = String::from_utf8_lossy(&begun);
    let status = line.split(' ').nth(1).context("a status line")?;
    Ok((status.parse()?, begun))
}

/// Nothing follows a handshake that has failed.
fn closing(begun: &[u8]) -> Vec<u8> {
    let line = begun.iter().position(|byte| *byte == b'\n');
    let (line, rest) = begun.split_at(line.map_or(0, |end| end + 1));
    [line, b"connection: close\r\n", rest].concat()
}

fn page(path: &str, policy: Option<String>, frame: Option<String>) -> String {
    let frame = match (path, frame) {
        (SANDBOX, Some(frame)) => {
            format!("<iframe sandbox=\"allow-scripts allow-forms\" src=\"{frame}\"></iframe>")
        }
        _ => String::new(),
    };
    let body = format!(
        "<!doctype html><title>page</title><link rel=icon href=data:,><body>{frame}</body>"
    );
    let policy = policy.unwrap_or_default();
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncache-control: no-store\r\ncontent-type: text/html\r\n\
         referrer-policy: {policy}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// It lets everybody read that it leads on.
async fn redirect(
    stream: &mut (impl AsyncWrite + Unpin),
    head: &Head,
    to: Option<String>,
) -> Result<u16> {
    let origin = head.header("origin").unwrap_or("*");
    let (status, line) = match head.method.as_str() {
        "OPTIONS" => (204, String::new()),
        _ => (307, format!("location: {}\r\n", to.unwrap_or_default())),
    };
    let answer = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncache-control: no-store\r\n{line}\
         access-control-allow-origin: {origin}\r\naccess-control-allow-credentials: true\r\n\
         access-control-allow-methods: PUT\r\ncontent-length: 0\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).await?;
    Ok(status)
}

impl Shared {
    fn arrived(&self, case: usize, told: Told) -> usize {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push((case, told));
        log.len() - 1
    }

    fn answered(&self, number: usize, status: u16) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log[number].1.status = Some(status);
    }
}
