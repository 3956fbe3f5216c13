//! A server that answers as its URLs say, and keeps what was sent to it.

use core::net::Ipv4Addr;
use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};
use url::form_urlencoded;

use super::tls::Tls;

/// Serves its page on all paths that ask for no answer of their own, until it is dropped.
pub(super) struct Server {
    _task: JoinSet<()>,
    /// The port of the pages that ask.
    pub(super) pages: u16,
    /// Those of pages with TLS, the second of which is taken for public.
    pub(super) tls: Tls,
    /// One that is taken for a port of the public internet.
    pub(super) public: u16,
    /// The port that they ask.
    pub(super) port: u16,
    sent: Arc<Mutex<Vec<Sent>>>,
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    target: String,
    pub(super) method: String,
    /// The names of its cookies.
    pub(super) cookies: Vec<String>,
}

impl Server {
    pub(super) fn start() -> Result<Self> {
        let sent = Arc::default();
        let mut task = JoinSet::new();
        let mut listen = || {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let port = listener.local_addr()?.port();
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            task.spawn(accept(listener, Arc::clone(&sent)));
            anyhow::Ok(port)
        };
        let (pages, public, port) = (listen()?, listen()?, listen()?);
        Ok(Self {
            _task: task,
            pages,
            tls: Tls::start()?,
            public,
            port,
            sent,
        })
    }

    /// What was sent to this path, in its order.
    pub(super) fn sent(&self, path: &str) -> Result<Vec<Sent>> {
        let sent = self.sent.lock().ok().context("nobody panics with it")?;
        let is_of = |sent: &&Sent| sent.target.split('?').next() == Some(path);
        Ok(sent.iter().filter(is_of).cloned().collect())
    }
}

/// The lines of the answer for which a query asks, to a page of this origin.
pub(super) fn answer(query: &str, origin: &str) -> Vec<(String, String)> {
    let grants = [
        ("access-control-allow-origin", origin),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "PUT"),
    ];
    let grants = grants.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let asked_for = form_urlencoded::parse(query.as_bytes()).into_owned();
    grants.into_iter().chain(asked_for).collect()
}

async fn accept(listener: tokio::net::TcpListener, sent: Arc<Mutex<Vec<Sent>>>) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let sent = Arc::clone(&sent);
            // A browser that closes one in the middle has its reasons.
            connections.spawn(async move { _ = serve(stream, &sent).await });
        }
        while connections.try_join_next().is_some() {}
    }
}

/// One request for each connection.
async fn serve(mut stream: TcpStream, sent: &Mutex<Vec<Sent>>) -> Result<()> {
    const LONGEST: usize = 64 * 1024;
    const PAGE: &str = "<!doctype html><title>page</title><link rel=icon href=data:,>";

    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST || stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let mut first = head.split(' ');
    let (method, target) = (
        first.next().unwrap_or_default(),
        first.next().unwrap_or_default(),
    );
    // As it is sent to a proxy.
    let target = match target.strip_prefix("http://") {
        Some(rest) => &rest[rest.find('/').unwrap_or(rest.len())..],
        None => target,
    };
    let field = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    let cookies = field("cookie").unwrap_or_default();
    let names = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    if let Ok(mut sent) = sent.lock() {
        sent.push(Sent {
            target: target.to_owned(),
            method: method.to_owned(),
            cookies: names.map(|(name, _)| name.to_owned()).collect(),
        });
    }
    let query = target.split_once('?').map(|(_, query)| query);
    let (kind, body, lines) = match query {
        Some(query) => {
            let lines = answer(query, field("origin").unwrap_or("*"));
            ("text/javascript", "", lines)
        }
        None => ("text/html", PAGE, Vec::new()),
    };
    let lines: String = lines
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncache-control: no-store\r\ncontent-type: {kind}\r\n\
         {lines}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}
