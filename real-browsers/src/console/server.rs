//! A server of pages and of faulty answers, none of which a well-behaved library would send.

use std::net::TcpListener;

use anyhow::Result;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use super::{
    provocations::{PROVOCATIONS, Page},
    undriven,
};

/// Answers until it is dropped.
pub(super) struct Server {
    _task: JoinSet<()>,
    pub(super) port: u16,
    /// A port that nobody listens on.
    pub(super) closed: u16,
}

impl Server {
    pub(super) fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let closed = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                if let Ok((stream, _)) = listener.accept().await {
                    // A browser that closes one in the middle has its reasons.
                    connections.spawn(async move { _ = answer(stream, port, closed).await });
                }
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self {
            _task: task,
            port,
            closed,
        })
    }
}

impl Server {
    /// What was printed, with holes for what differs from run to run.
    pub(super) fn with_holes(&self, line: &str) -> String {
        line.replace(&self.port.to_string(), "{server}")
            .replace(&self.closed.to_string(), "{closed}")
            .replace('\n', " ")
    }
}

/// The path of each page.
pub(super) fn path(page: Page) -> &'static str {
    match page {
        Page::Plain => "/page/plain",
        Page::Sandboxed => "/page/sandboxed",
        Page::Strict => "/page/strict",
    }
}

/// One request for each connection.
async fn answer(mut stream: TcpStream, port: u16, closed: u16) -> Result<()> {
    const LONGEST: usize = 64 * 1024;

    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST || stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (
        first.next().unwrap_or_default(),
        first.next().unwrap_or_default(),
    );
    let origin = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("origin").then(|| value.trim())
    });
    let text = match target.strip_prefix("/run/") {
        Some(name) => undriven::page(name, port, closed),
        None => chosen(method, target).to_owned(),
    };
    if text.is_empty() {
        return Ok(());
    }
    let text = text
        .replace("{origin}", origin.unwrap_or("*"))
        .replace("{server}", &port.to_string());
    let (head, body) = text
        .split_once("\n\n")
        .unwrap_or_else(|| (text.trim_end(), ""));
    let answer = format!(
        "HTTP/1.1 {}\r\nconnection: close\r\ncache-control: no-store\r\ncontent-length: {}\r\n\r\n{body}",
        head.replace('\n', "\r\n"),
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}

fn chosen(method: &str, target: &str) -> &'static str {
    let name = target.trim_start_matches('/');
    match name {
        "page/plain" => {
            return "200 OK\ncontent-type: text/html\n\n<!doctype html><title>plain</title><link rel=icon href=data:,>";
        }
        "page/sandboxed" => {
            return "200 OK\ncontent-type: text/html\n\n<!doctype html><title>frame</title><link rel=icon href=data:,><iframe sandbox=allow-scripts src=/page/plain></iframe>";
        }
        "page/strict" => {
            return "200 OK\ncontent-type: text/html\ncontent-security-policy: connect-src 'self'\n\n<!doctype html><title>strict</title><link rel=icon href=data:,>";
        }
        _ => {}
    }
    let provocation = PROVOCATIONS
        .iter()
        .find(|provocation| provocation.name == name);
    match (provocation, method) {
        (Some(provocation), "OPTIONS") => provocation.preflight,
        (Some(provocation), _) => provocation.answer,
        (None, _) => "200 OK\naccess-control-allow-origin: {origin}\n",
    }
}
