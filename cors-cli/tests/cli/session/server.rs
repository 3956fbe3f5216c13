//! The server that the documentation probes: it hands to everybody what it should keep to one page.

use core::net::Ipv4Addr;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

/// It listens as long as the tests run.
pub(super) struct Server(u16);

impl Server {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming() {
                thread::spawn(move || serve(&stream.unwrap()));
            }
        });
        Self(port)
    }

    pub(super) fn port(&self) -> u16 {
        self.0
    }
}

/// Answers one request after the other, until the client has no more.
fn serve(mut stream: &TcpStream) {
    let mut lines = BufReader::new(stream).lines();
    loop {
        let head = { lines.by_ref() }
            .map_while(Result::ok)
            .take_while(|line| !line.is_empty());
        let head: Vec<_> = head.collect();
        let Some(first) = head.first() else {
            return;
        };
        let answer = answer(first, &head);
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// The origin is echoed: the first answer that people find when a browser blocks their page.
fn answer(first: &str, head: &[String]) -> String {
    let origin = head.iter().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("origin").then_some(value)
    });
    let mut answer = match first {
        first if first.starts_with("OPTIONS") => "HTTP/1.1 204 No Content\r\n".to_owned(),
        first if first.contains(" /items") => "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n".to_owned(),
        _ => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n".to_owned(),
    };
    if let Some(origin) = origin {
        answer += &format!("access-control-allow-origin: {origin}\r\n");
        answer += "access-control-allow-credentials: true\r\n";
    }
    if first.starts_with("OPTIONS") {
        answer += "access-control-allow-methods: GET, PUT\r\n";
        answer += "access-control-allow-headers: content-type\r\n";
    }
    answer + "vary: origin\r\n\r\n"
}
