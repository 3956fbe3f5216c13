//! The recorder forwards what it is sent, and keeps it.

#[path = "../../examples/tests/common/mod.rs"]
mod common;

use core::{net::SocketAddr, time::Duration};
use std::{
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use common::{Client, cors_lines, values};
use cors_core::Policy;
use cors_examples::app::Framework;
use cors_playground::recorder::{Exchange, Recorder};

const TIMEOUT: Duration = Duration::from_secs(10);

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream
}

/// A server for one connection, which `serve` reads and answers byte by byte.
fn server<T: Send + 'static>(
    serve: impl FnOnce(BufReader<TcpStream>) -> T + Send + 'static,
) -> (SocketAddr, thread::JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let thread = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        serve(BufReader::new(stream))
    });
    (address, thread)
}

/// A head's lines, without the empty one.
fn head(reader: &mut impl BufRead) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).unwrap();
        match line.strip_suffix(b"\r\n") {
            Some(b"") | None => return lines,
            Some(line) => lines.push(line.to_vec()),
        }
    }
}

fn count(lines: &[Vec<u8>], wanted: &[u8]) -> usize {
    lines.iter().filter(|line| *line == wanted).count()
}

/// A body, the header lines of `/echo` in one order: actix gives them in any.
fn shown(body: &[u8]) -> String {
    let Ok(mut echo) = serde_json::from_slice::<serde_json::Value>(body) else {
        return String::from_utf8(body.to_vec()).unwrap();
    };
    if let Some(lines) = echo["headers"].as_array_mut() {
        lines.sort_by_key(ToString::to_string);
    }
    echo.to_string()
}

#[test]
fn every_framework_answers_as_it_would_without_it() {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT"])
        .build()
        .unwrap();
    let origin: (&str, &[u8]) = ("origin", b"https://app.example.com");
    let method: (&str, &[u8]) = ("access-control-request-method", b"PUT");
    common::on_each(
        &[("site".to_owned(), (&policy).into())],
        |server, mut direct| {
            let recorder = Recorder::start(server.address()).unwrap();
            let mut recorded = Client::connect(recorder.address());
            for (method, target, headers) in [
                ("OPTIONS", "/site/echo?case=1", &[origin, method][..]),
                ("PUT", "/site/echo?case=1", &[origin]),
                ("HEAD", "/site/echo?case=2", &[]),
                ("GET", "/site/stream?case=2", &[origin]),
                ("GET", "/site/status/204?case=2", &[origin]),
            ] {
                let one = direct.ask(method, target, headers);
                let other = recorded.ask(method, target, headers);
                assert_eq!(one.status(), other.status());
                assert_eq!(cors_lines(&one), cors_lines(&other));
                assert_eq!(
                    values(&one, "content-length"),
                    values(&other, "content-length")
                );
                assert_eq!(shown(one.body()), shown(other.body()), "{method} {target}");
            }
            let first = recorder.take(|target| target.ends_with("case=1"));
            let seen: Vec<_> = first
                .iter()
                .map(|exchange| (exchange.method(), exchange.status().unwrap().as_u16()))
                .collect();
            assert_eq!(seen, [("OPTIONS", 204), ("PUT", 200)]);
            let preflight = &first[0];
            assert_eq!(preflight.target(), "/site/echo?case=1");
            assert_eq!(preflight.headers()["access-control-request-method"], "PUT");
            let answer = preflight.response_headers().unwrap();
            assert_eq!(
                answer["access-control-allow-methods"],
                "GET, HEAD, POST, PUT"
            );
            assert_eq!(recorder.exchanges(|_| true).len(), 3);
        },
    );
}

#[test]
fn bytes_lines_and_bodies_are_left_as_they_are() {
    let (address, upstream) = server(|mut reader| {
        let lines = head(&mut reader);
        let mut body = Vec::new();
        while !body.ends_with(b"0\r\n\r\n") {
            let mut byte = [0];
            reader.read_exact(&mut byte).unwrap();
            body.extend(byte);
        }
        let answer = b"HTTP/1.1 200 OK\r\nx-odd: \xff\r\nvary: a\r\nvary: b\r\nconnection: x-gone\r\nx-gone: 1\r\nkeep-alive: timeout=5\r\ncontent-length: 2\r\n\r\nok";
        reader.get_mut().write_all(answer).unwrap();
        (lines, body)
    });
    let recorder = Recorder::start(address).unwrap();
    let mut client = connect(recorder.address());
    let request = b"POST /a%20b?x=%C3%A9&y HTTP/1.1\r\nHost: api.localhost:1\r\nOrigin: \xfe\r\nX-A: 1\r\nX-A: 2\r\nConnection: keep-alive, x-hop\r\nX-Hop: 1\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    client.write_all(request).unwrap();
    let mut client = BufReader::new(client);
    let answer = head(&mut client);
    let mut body = [0; 2];
    client.read_exact(&mut body).unwrap();
    assert_eq!(&body, b"ok");
    for line in ["HTTP/1.1 200 OK", "vary: a", "vary: b", "content-length: 2"] {
        assert_eq!(count(&answer, line.as_bytes()), 1, "{line}");
    }
    assert_eq!(count(&answer, b"x-odd: \xff"), 1);
    assert_eq!(count(&answer, b"x-gone: 1"), 0);
    assert_eq!(count(&answer, b"keep-alive: timeout=5"), 0);

    let (lines, body) = upstream.join().unwrap();
    assert_eq!(lines[0], b"POST /a%20b?x=%C3%A9&y HTTP/1.1");
    for line in ["host: api.localhost:1", "x-a: 1", "x-a: 2"] {
        assert_eq!(count(&lines, line.as_bytes()), 1, "{line}");
    }
    assert_eq!(count(&lines, b"origin: \xfe"), 1);
    let hops = lines.iter().filter(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with(b"connection") || line.starts_with(b"x-hop") || line.starts_with(b"te:")
    });
    assert_eq!(hops.count(), 0);
    assert_eq!(body, b"3\r\nabc\r\n0\r\n\r\n");

    // What was there for one hop is still recorded.
    let exchange = recorder.take(|_| true).remove(0);
    assert_eq!(exchange.target(), "/a%20b?x=%C3%A9&y");
    assert_eq!(exchange.headers()["x-hop"], "1");
    assert_eq!(exchange.headers()["origin"].as_bytes(), b"\xfe");
    let response = exchange.response_headers().unwrap();
    assert_eq!(response["x-gone"], "1");
    assert_eq!(response.get_all("vary").iter().count(), 2);
    let shown = exchange.to_string();
    assert!(shown.contains("  origin: \\xfe\n"), "{shown}");
    assert!(shown.contains("\n200\n"), "{shown}");
}

#[test]
fn bodies_are_not_held_back() {
    let (address, upstream) = server(|mut reader| {
        head(&mut reader);
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        reader.get_mut().write_all(head).unwrap();
        let mut piece = [0; 8];
        // Each waits for the other's piece.
        for _ in 0..3 {
            reader.read_exact(&mut piece).unwrap();
            reader.get_mut().write_all(b"3\r\nabc\r\n").unwrap();
        }
        reader.get_mut().write_all(b"0\r\n\r\n").unwrap();
        piece
    });
    let recorder = Recorder::start(address).unwrap();
    let mut client = connect(recorder.address());
    let request = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    client.write_all(request).unwrap();
    let mut client = BufReader::new(client);
    head(&mut client);
    for _ in 0..3 {
        client.get_mut().write_all(b"3\r\nxyz\r\n").unwrap();
        let mut piece = [0; 8];
        client.read_exact(&mut piece).unwrap();
        assert_eq!(&piece, b"3\r\nabc\r\n");
    }
    client.get_mut().write_all(b"0\r\n\r\n").unwrap();
    assert_eq!(&upstream.join().unwrap(), b"3\r\nxyz\r\n");
}

#[test]
fn a_server_that_is_gone_is_a_bad_gateway() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let recorder = Recorder::start(address).unwrap();
    let mut client = Client::connect(recorder.address());
    for target in ["/1", "/2"] {
        assert_eq!(client.ask("GET", target, &[]).status(), 502);
    }
    let statuses = recorder.take(|target| target == "/2");
    assert_eq!(statuses[0].status().unwrap(), 502);
}

#[test]
fn what_is_no_http_is_turned_away_and_not_recorded() {
    let (address, _) = server(drop);
    let recorder = Recorder::start(address).unwrap();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GET / HTTP/1.1\r\nx: \x00\r\n\r\n".to_vec(),
        [b"GET / HTTP/1.1\r\nx: ".to_vec(), vec![b'x'; 200 * 1024]].concat(),
    ] {
        let mut client = connect(recorder.address());
        // It may close before all is written.
        let _ = client.write_all(&bytes);
        let mut answer = Vec::new();
        let _ = client.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{answer:?}");
    }
    assert!(recorder.exchanges(|_| true).is_empty());
}

#[test]
fn nothing_is_left_of_it_once_dropped() {
    let (address, _) = server(|_| thread::sleep(TIMEOUT));
    let recorder = Recorder::start(address).unwrap();
    let listens_on = recorder.address();
    let mut idle = connect(listens_on);
    let mut waiting = connect(listens_on);
    waiting
        .write_all(b"GET /?1 HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    let mut seen: Vec<Exchange> = Vec::new();
    while seen.is_empty() {
        thread::sleep(Duration::from_millis(5));
        seen = recorder.exchanges(|_| true);
    }
    assert_eq!(seen[0].status(), None);
    assert!(seen[0].to_string().ends_with("not answered\n"));
    drop(recorder);
    for stream in [&mut idle, &mut waiting] {
        let ended = stream.read(&mut [0]);
        let reset = |error: &std::io::Error| error.kind() == ErrorKind::ConnectionReset;
        assert!(matches!(&ended, Ok(0)) || ended.as_ref().is_err_and(reset));
    }
    assert!(TcpStream::connect(listens_on).is_err());
}

#[test]
fn it_takes_a_listener() {
    let policy = Policy::builder().allow_origins(["*"]).build().unwrap();
    let server = common::start(Framework::Axum, &[("any".to_owned(), (&policy).into())]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let recorder = Recorder::start_on(listener, server.address()).unwrap();
    assert_eq!(recorder.address(), address);
    let answer = Client::connect(address).ask("GET", "/any/get-only", &[]);
    assert_eq!(answer.status(), 200);
    server.stop().unwrap();
}
