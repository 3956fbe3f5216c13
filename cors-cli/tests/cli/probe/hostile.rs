//! Servers that send no answer, or none that a browser would take: each ends in one sentence.

use super::{
    APP, probe,
    raw::{Raw, Wire},
};

/// What the command says of a server. `ADDRESS` stands for where it listens.
fn sentence(server: &Raw) -> String {
    let arguments = [&server.url(), "--origin", APP, "--timeout", "1"];
    let said = probe(&arguments);
    said.sentence()
        .replace(&server.address.to_string(), "ADDRESS")
}

#[track_caller]
fn check(serve: impl Fn(&mut Wire) + Send + Sync + 'static, expected: &str) {
    assert_eq!(sentence(&Raw::start(serve)), expected);
}

#[track_caller]
fn check_bytes(bytes: impl Into<Vec<u8>>, expected: &str) {
    assert_eq!(sentence(&Raw::saying(bytes)), expected);
}

#[test]
fn silence() {
    check(
        Wire::wait,
        "ADDRESS sent no complete head of an answer within 1 second; --timeout grants more",
    );
}

#[test]
fn closed_at_once() {
    check(
        |wire| drop(wire.request()),
        "ADDRESS closed the connection without an answer",
    );
}

#[test]
fn closed_in_the_middle() {
    check_bytes(
        "HTTP/1.1 200 OK\r\nvary: orig",
        "ADDRESS closed the connection before the end of the answer's head",
    );
}

#[test]
fn reset() {
    check(
        Wire::wait_without_reading,
        "ADDRESS reset the connection instead of an answer",
    );
}

/// The limit is for the whole head, however often something comes.
#[test]
fn drips() {
    check(
        |wire| {
            wire.request();
            wire.drip_forever(
                b"HTTP/1.1 200 OK\r\nx-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
            );
        },
        "ADDRESS sent no complete head of an answer within 1 second; --timeout grants more",
    );
}

#[test]
fn other_protocols() {
    check_bytes(
        "SSH-2.0-OpenSSH_9.2\r\n",
        "ADDRESS sent no HTTP: its answer begins with \"SSH-2.0-OpenSSH_9.2\\r\\n\"",
    );
    check_bytes(
        "<html>\u{1b}[2J",
        "ADDRESS sent no HTTP: its answer begins with \"<html>\\x1b[2J\"",
    );
    // An alert of TLS: no record was expected to begin like this.
    check_bytes(
        b"\x15\x03\x01\x00\x02\x02\x46".to_vec(),
        "ADDRESS speaks TLS; does https://ADDRESS answer?",
    );
    // The frame SETTINGS that every server of HTTP/2 begins with.
    check_bytes(
        b"\0\0\0\x04\0\0\0\0\0".to_vec(),
        "ADDRESS speaks only HTTP/2; --http2 speaks that",
    );
}

#[test]
fn heads_that_are_none() {
    for head in [
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\rx\r\n\r\n",
    ] {
        check_bytes(head, "ADDRESS sent a malformed head of an answer");
    }
    check_bytes(
        "HTTP/3.7 200 OK\r\n\r\n",
        "ADDRESS sent a malformed head of an answer",
    );
}

#[test]
fn nobody() {
    let server = Raw::start(Wire::wait);
    let (address, url) = (server.address, server.url());
    drop(server);
    // The listener is closed a moment later.
    let expected = format!("nobody listens at {address}: the connection was refused");
    let mut said = String::new();
    for _ in 0..50 {
        said = probe(&[&url, "--origin", APP, "--timeout", "1"])
            .sentence()
            .to_owned();
        if said == expected {
            break;
        }
    }
    assert_eq!(said, expected);
}

#[test]
fn names_without_an_address() {
    let said = probe(&[
        "http://cors-probe.invalid/",
        "--origin",
        APP,
        "--timeout",
        "5",
    ]);
    let sentence = said.sentence();
    // What comes in between is the system's.
    assert!(
        sentence.starts_with("cors-probe.invalid has no address: ")
            || sentence.starts_with("no connection to cors-probe.invalid:80 within"),
        "{sentence}"
    );
}

/// What browsers overlook: white space before a colon, folded lines, lines that are no headers, bytes beyond ASCII,
/// lines that end without a carriage return.
#[test]
fn what_browsers_take() {
    let head = format!(
        "HTTP/1.1 200 Très bien\r\nAccess-Control-Allow-Origin :\r\n  {APP}\r\nno header\r\nx-\u{e9}: 1\r\nx-a: \u{e9}\nVary: Origin\r\ncontent-length: 0\r\n\r\n"
    );
    let server =
        Raw::start(move |wire| while wire.request().is_some_and(|_| wire.say(head.as_bytes())) {});
    let said = super::probe_json(&server.url(), &[]);
    assert_eq!(said.json()["browser"]["allowed"], true, "{}", said.out);
}

/// A server that closes each connection after an answer, and does not say so.
#[test]
fn connections_that_end_without_a_word() {
    let head = format!(
        "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\naccess-control-allow-methods: PUT\r\n\
         vary: origin\r\ncontent-length: 0\r\n\r\n"
    );
    let server = Raw::saying(head);
    let said = super::probe_json(&server.url(), &["--method", "PUT"]);
    let report = said.json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    assert_eq!(report["findings"], serde_json::json!([]), "{report}");
    assert_eq!(said.status, 0);
}

/// A firewall that drops `OPTIONS` is found, and the rest is judged all the same.
#[test]
fn preflights_that_are_not_answered() {
    let server = Raw::start(|wire| {
        while let Some(head) = wire.request() {
            if head.starts_with("OPTIONS ") {
                return;
            }
            let answer = format!(
                "HTTP/1.1 200 OK\r\naccess-control-allow-origin: {APP}\r\nvary: origin\r\ncontent-length: 0\r\n\r\n"
            );
            wire.say(answer.as_bytes());
        }
    });
    let said = super::probe_json(&server.url(), &["--method", "PUT"]);
    assert_eq!(said.status, 1);
    let report = said.json();
    assert_eq!(report["browser"]["reason"], "preflight-failed");
    let address = server.address;
    let sentence = report["browser"]["sentence"].as_str().unwrap();
    assert!(
        sentence.ends_with(&format!(
            ": {address} closed the connection without an answer"
        )),
        "{sentence}"
    );
    let codes: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["code"])
        .collect();
    assert_eq!(codes, ["preflight-failed"]);
}
