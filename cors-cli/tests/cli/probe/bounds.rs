//! Servers that never end: time and memory stay within bounds.

use super::{
    APP, probe, probe_json,
    raw::{Raw, Wire},
};

/// What a client may have taken until it gave up, with all buffers on the way there.
const MOST: usize = 24 * 1024 * 1024;

fn endless(serve: impl Fn(&mut Wire) + Send + Sync + 'static, expected: &str) {
    let server = Raw::start(serve);
    let said = probe(&[&server.url(), "--origin", APP, "--timeout", "5"]);
    let sentence = said
        .sentence()
        .replace(&server.address.to_string(), "ADDRESS");
    assert_eq!(sentence, expected);
    let written = server.written();
    assert!(written < MOST, "{written} bytes were taken");
}

#[test]
fn headers() {
    endless(
        |wire| {
            wire.request();
            wire.say(b"HTTP/1.1 200 OK\r\n");
            wire.say_forever(b"x-a: b\r\n");
        },
        "ADDRESS sent more headers than browsers take: over 256 KiB, or over 1000 lines",
    );
}

#[test]
fn a_header_line() {
    endless(
        |wire| {
            wire.request();
            wire.say(b"HTTP/1.1 200 OK\r\nx-a: ");
            wire.say_forever(&[b'a'; 4096]);
        },
        "ADDRESS sent more headers than browsers take: over 256 KiB, or over 1000 lines",
    );
}

#[test]
fn informational_answers() {
    endless(
        |wire| {
            wire.request();
            wire.say_forever(b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n");
        },
        "ADDRESS sent 1 MiB without an end of the answer's head",
    );
}

/// Bodies are no part of what is asked: the verdict stands, and the connection is given up.
#[test]
fn bodies() {
    let head = format!("HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\nvary: origin\r\n");
    let quick = head.clone() + "transfer-encoding: chunked\r\n\r\n";
    let server = Raw::start(move |wire| {
        wire.request();
        wire.say(quick.as_bytes());
        wire.say_forever(
            b"400\r\n"
                .iter()
                .chain(&[b'a'; 1024])
                .chain(b"\r\n")
                .copied()
                .collect::<Vec<_>>()
                .as_slice(),
        );
    });
    let said = probe_json(&server.url(), &[]);
    let report = said.json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    let requests = usize::try_from(report["requests"].as_u64().unwrap()).unwrap();
    let written = server.written();
    assert!(
        written < requests * MOST / 4,
        "{written} bytes were taken, by {requests} requests"
    );

    let long = head + "content-length: 99999999999999\r\n\r\n";
    let server = Raw::start(move |wire| {
        wire.request();
        wire.say(long.as_bytes());
        wire.wait();
    });
    let said = probe_json(&server.url(), &[]);
    assert_eq!(said.json()["browser"]["allowed"], true);
}

/// An event stream is waited for once, and not with every request.
#[test]
fn bodies_that_drip() {
    let head = format!(
        "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\nvary: origin\r\ncontent-type: text/event-stream\r\n\r\n"
    );
    let server = Raw::start(move |wire| {
        wire.request();
        wire.say(head.as_bytes());
        wire.drip_forever(b": keep-alive\n\n");
    });
    let report = probe_json(&server.url(), &[]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    assert!(report["requests"].as_u64().unwrap() > 5, "{report}");
}

/// A server that answers, and then nothing more: it is left alone.
#[test]
fn silence_after_an_answer() {
    let answered = core::sync::atomic::AtomicBool::new(false);
    let server = Raw::start(move |wire| {
        wire.request();
        if !answered.swap(true, core::sync::atomic::Ordering::SeqCst) {
            let head = format!(
                "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\nvary: origin\r\ncontent-length: 0\r\n\r\n"
            );
            wire.say(head.as_bytes());
        }
        wire.wait();
    });
    let report = probe_json(&server.url(), &["--timeout", "0.3"]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    assert!(report["requests"].as_u64().unwrap() <= 4, "{report}");
}

/// Sixty requests, whatever it takes; here each one is closed without an answer after the first.
#[test]
fn requests() {
    let report = probe_json(
        &Raw::start(|wire| {
            while let Some(head) = wire.request() {
                let origin = head.lines().find_map(|line| line.strip_prefix("Origin: ")).unwrap_or("*");
                let answer = format!("HTTP/1.1 200 OK\r\naccess-control-allow-origin: {origin}\r\nvary: origin\r\ncontent-length: 0\r\n\r\n");
                wire.say(answer.as_bytes());
            }
        })
        .url(),
        &["--method", "PUT", "--header", "x-a", "--credentials"],
    )
    .json();
    assert!(report["requests"].as_u64().unwrap() <= 60, "{report}");
}
