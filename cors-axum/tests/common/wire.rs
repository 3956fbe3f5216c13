//! Requests over real connections, byte for byte. The other adapters' tests have links to this file.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};
use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper::{
    HeaderMap, Request,
    body::Bytes,
    client::conn::{http1, http2},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A server, and how many requests have reached a handler of it.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    pub(crate) runs: Arc<AtomicUsize>,
}

impl Site {
    /// How many have done so since this was last asked.
    pub(crate) fn runs(&self) -> usize {
        self.runs.swap(0, Relaxed)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Every header but those that a server adds to each response, sorted.
    pub(crate) lines: Vec<String>,
    pub(crate) body: String,
}

impl Reply {
    fn new(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        Self {
            status,
            lines: sorted(lines),
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    // axum adds `Allow` to whatever a path answers to a method that it lacks.
    let usual = ["date: ", "content-length: ", "connection: ", "allow: "];
    let is_usual = |line: &String| usual.iter().any(|name| line.starts_with(name));
    let mut lines: Vec<_> = lines.filter(|line| !is_usual(line)).collect();
    lines.sort();
    lines
}

/// Sends these lines as HTTP/1, and reads until the server closes the connection.
pub(crate) async fn raw(site: &Site, lines: &[&str]) -> Reply {
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let text = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    timeout(Duration::from_secs(10), read)
        .await
        .expect("the server answers")
        .unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let lower = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        format!("{}:{value}", name.to_ascii_lowercase())
    };
    Reply {
        status: status.parse().unwrap(),
        lines: sorted(lines.map(lower)),
        body: body.to_owned(),
    }
}

/// One connection, of either version of HTTP.
pub(crate) enum Client {
    One(http1::SendRequest<Empty<Bytes>>),
    Two(http2::SendRequest<Empty<Bytes>>),
}

impl Client {
    pub(crate) async fn http_1(site: &Site) -> Self {
        let stream = TokioIo::new(TcpStream::connect(site.address).await.unwrap());
        let (sender, connection) = http1::handshake(stream).await.unwrap();
        tokio::spawn(connection.with_upgrades());
        Self::One(sender)
    }

    /// Without TLS, and without asking.
    pub(crate) async fn http_2(site: &Site) -> Self {
        let stream = TokioIo::new(TcpStream::connect(site.address).await.unwrap());
        let (sender, connection) = http2::handshake(TokioExecutor::new(), stream)
            .await
            .unwrap();
        tokio::spawn(connection);
        Self::Two(sender)
    }

    pub(crate) async fn both(site: &Site) -> [Self; 2] {
        [Self::http_1(site).await, Self::http_2(site).await]
    }

    /// A request for `path` of `api.example.com`, in the way of its version.
    pub(crate) async fn ask(&mut self, method: &str, path: &str, lines: &[(&str, &str)]) -> Reply {
        self.ask_for("api.example.com", method, path, lines).await
    }

    /// The same for another host.
    pub(crate) async fn ask_for(
        &mut self,
        host: &str,
        method: &str,
        path: &str,
        lines: &[(&str, &str)],
    ) -> Reply {
        let mut request = Request::builder().method(method);
        request = match self {
            Self::One(_) => request.uri(path).header("host", host),
            Self::Two(_) => request.uri(format!("http://{host}{path}")),
        };
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        self.send(request.body(Empty::new()).unwrap())
            .await
            .unwrap()
    }

    /// An error if the server closes the stream without an answer.
    pub(crate) async fn send(&mut self, request: Request<Empty<Bytes>>) -> hyper::Result<Reply> {
        let response = match self {
            Self::One(sender) => {
                sender.ready().await?;
                sender.send_request(request).await?
            }
            Self::Two(sender) => sender.send_request(request).await?,
        };
        let (head, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Reply::new(head.status.as_u16(), &head.headers, &body))
    }
}
