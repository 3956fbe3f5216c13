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
    assert_eq!(report["complete"], false, "{report}");
}

/// Where there is no room for notes, they are talk.
#[test]
fn what_was_not_asked_is_told_in_every_format() {
    let server = Raw::start(|wire| {
        let head = "HTTP/1.1 429 Too Many Requests\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\n\r\n";
        while wire.request().is_some() {
            wire.say(head.as_bytes());
        }
    });
    let why = "not everything was asked: the server answered with 429, which asks for fewer requests; try again later";
    let url = server.url();
    for format in ["sarif", "github", "concise"] {
        let said = probe(&[&url, "--origin", APP, "--format", format]);
        assert_eq!(said.err, format!("note: {why}\n"), "{format}");
    }
    let said = probe(&[&url, "--origin", APP]);
    assert!(
        said.out.contains(&format!("  note: {why}\n")),
        "{}",
        said.out
    );
    let count = format!("no findings at {url}; 2 requests, and not everything was asked\n");
    assert!(said.out.ends_with(&count), "{}", said.out);
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

/// All requests together take no more than twelve times what one may, and what was not asked is told.
#[test]
fn time() {
    let server = Raw::start(|wire| {
        while wire.request().is_some() {
            std::thread::sleep(core::time::Duration::from_millis(150));
            let head = format!(
                "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\ncontent-length: 0\r\n\r\n"
            );
            wire.say(head.as_bytes());
        }
    });
    let begun = std::time::Instant::now();
    let slow = ["--timeout", "0.3", "--credentials"];
    let why = "not everything was asked: 3.6 seconds have passed, and no more is asked; --timeout grants more";
    let report = probe_json(&server.url(), &slow).json();
    assert_eq!(report["complete"], false, "{report}");
    let notes = report["notes"].as_array().unwrap();
    assert_eq!(notes.last().unwrap()["sentence"], why);
    let requests = report["requests"].as_u64().unwrap();
    assert!((5..=24).contains(&requests), "{report}");
    let limit = core::time::Duration::from_secs(10);
    assert!(begun.elapsed() < limit, "{:?}", begun.elapsed());
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

/// What a firewall drops is told.
#[test]
fn preflights_that_are_dropped() {
    let server = Raw::start(|wire| {
        while let Some(head) = wire.request() {
            if head.starts_with("OPTIONS") {
                return;
            }
            let head = format!(
                "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\ncontent-length: 0\r\n\r\n"
            );
            wire.say(head.as_bytes());
        }
    });
    let report = probe_json(&server.url(), &[]).json();
    assert_eq!(report["complete"], true, "{report}");
    let notes = report["notes"].as_array().unwrap();
    assert_eq!(
        notes.last().unwrap()["sentence"],
        "2 requests were not answered: what the server makes of them is not known"
    );
}
