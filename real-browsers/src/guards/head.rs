//! A request's head, as it stood on the wire.

use anyhow::{Context, Result, ensure};
use http::Uri;
use tokio::io::{AsyncRead, AsyncReadExt};

/// Lines in order, names in lower case.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) method: String,
    /// In origin form.
    pub(super) target: String,
    /// Of an absolute target.
    pub(super) port: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    /// The body, or what came with it of what follows a handshake.
    pub(super) rest: Vec<u8>,
}

const LONGEST: usize = 64 * 1024;

impl Head {
    /// `None` where nothing comes: browsers open connections in advance.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<Option<Self>> {
        let mut bytes = Vec::new();
        let end = loop {
            let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
            if let Some(end) = end {
                break end;
            }
            ensure!(bytes.len() < LONGEST, "a head without an end");
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let method = first.next().unwrap_or_default().to_owned();
        let uri: Uri = first.next().context("a target")?.parse()?;
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        let mut head = Self {
            method,
            target: uri
                .path_and_query()
                .map_or("/", |it| it.as_str())
                .to_owned(),
            port: uri.authority().map(|it| it.port_u16().unwrap_or(80)),
            headers: headers.collect(),
            rest: bytes.split_off(end + 4),
        };
        let length = head.header("content-length").map(str::parse);
        let length: usize = length.transpose()?.unwrap_or_default();
        ensure!(length < LONGEST, "a long body");
        // Some servers answer when they have all of it.
        while head.rest.len() < length {
            ensure!(stream.read_buf(&mut head.rest).await? > 0, "half a body");
        }
        Ok(Some(head))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter().filter(|(it, _)| it == name);
        lines.next().map(|(_, value)| value.as_str())
    }

    pub(super) fn is_handshake(&self) -> bool {
        self.header("upgrade").is_some()
    }

    /// As it is sent on: nothing follows it, unless it is a handshake.
    pub(super) fn sent_on(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        let is_about_the_connection =
            |name: &str| matches!(name, "connection" | "keep-alive" | "proxy-connection");
        for (name, value) in &self.headers {
            if self.is_handshake() || !is_about_the_connection(name) {
                head += &format!("{name}: {value}\r\n");
            }
        }
        if !self.is_handshake() {
            head += "connection: close\r\n";
        }
        head += "\r\n";
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.rest);
        bytes
    }
}
