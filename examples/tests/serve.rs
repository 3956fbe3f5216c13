//! The `serve` program from the outside: its arguments, its one line, its signals, its status.
#![cfg(unix)]

mod process;

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use process::{Server, file, on_each, run};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/example.toml");
const BROKEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/broken.toml");

#[test]
fn serves_every_policy_below_its_name_until_sigterm() {
    on_each(|framework| {
        let mut server = Server::start(framework, EXAMPLE);

        let answer = server.request("GET /private/echo HTTP/1.1\r\norigin: http://localhost:5173");
        assert!(answer.starts_with("http/1.1 200 ok\r\n"), "{answer}");
        assert!(answer.contains("access-control-allow-origin: http://localhost:5173\r\n"));
        assert!(answer.contains("access-control-allow-credentials: true\r\n"));
        assert!(answer.contains("[\"origin\",\"http://localhost:5173\"]"));

        let answer = server.request("GET /public/get-only HTTP/1.1\r\norigin: https://any.example");
        assert!(
            answer.contains("access-control-allow-origin: *\r\n"),
            "{answer}"
        );

        let answer = server.request(
            "OPTIONS /private/nothing HTTP/1.1\r\norigin: https://app.example.com\r\n\
             access-control-request-method: PUT",
        );
        assert!(
            answer.starts_with("http/1.1 204 no content\r\n"),
            "{answer}"
        );

        let answer = server.request("GET /none/echo HTTP/1.1\r\norigin: https://app.example.com");
        assert!(answer.starts_with("http/1.1 200 ok\r\n"), "{answer}");
        assert!(!answer.contains("access-control-"), "{answer}");

        let answer =
            server.request("GET /private/panic HTTP/1.1\r\norigin: https://app.example.com");
        assert!(answer.starts_with("http/1.1 500 "), "{answer}");
        assert!(answer.contains("access-control-allow-origin: https://app.example.com\r\n"));

        server.signal("-TERM");
        let (status, rest, logs) = server.end();
        assert_eq!((status, rest.as_str()), (Some(0), ""), "{logs}");
        assert!(logs.contains("stopping"), "{logs}");
    });
}

#[test]
fn ctrl_c_stops_it_too() {
    on_each(|framework| {
        let mut server = Server::start(framework, EXAMPLE);
        server.signal("-INT");
        assert_eq!(server.end().0, Some(0));
    });
}

#[test]
fn an_idle_connection_does_not_keep_it() {
    on_each(|framework| {
        let mut server = Server::start(framework, EXAMPLE);
        let mut stream = server.connect();
        stream
            .write_all(b"GET /none/get-only HTTP/1.1\r\nhost: a\r\n\r\n")
            .unwrap();
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        server.signal("-TERM");
        assert_eq!(server.end().0, Some(0));
    });
}

#[test]
fn a_stream_ends_before_it_does() {
    on_each(|framework| {
        let mut server = Server::start(framework, EXAMPLE);
        let mut stream = server.connect();
        stream
            .write_all(b"GET /none/stream HTTP/1.1\r\nhost: a\r\n\r\n")
            .unwrap();
        let mut begin = [0; 15];
        stream.read_exact(&mut begin).unwrap();
        server.signal("-TERM");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("three\n\r\n0\r\n\r\n"), "{answer}");
        assert_eq!(server.end().0, Some(0));
    });
}

#[test]
fn a_broken_file_is_rejected_with_everything_that_is_wrong() {
    let output = run("axum", BROKEN, "127.0.0.1:0");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert_eq!(output.stdout, b"");
    assert_eq!(errors.matches("error[").count(), 7, "{errors}");
    for code in [
        "origin-path",
        "origin-upper-case",
        "wrong-type",
        "method-case",
        "forbidden-header",
        "unknown-key",
        "wildcard-with-credentials",
    ] {
        assert!(errors.contains(&format!("error[{code}]: ")), "{errors}");
    }
    assert!(
        !errors.contains('\u{1b}'),
        "no colour where there is no terminal"
    );
}

#[test]
fn no_policy_is_named_as_the_routes_without_one() {
    let policies = file("none.toml", "[policies.none]\nallow_origins = \"*\"\n");
    let output = run("axum", &policies, "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        format!(
            "error[policy-name]: invalid policy name \"none\": `/none/` stands for no policy\n \
             --> {policies}:1:11\n  |\n1 | [policies.none]\n  |           ^^^^\n\n\
             {policies}: 1 error\n"
        )
    );
}

#[test]
fn a_missing_file_is_an_error() {
    let output = run("axum", "missing.toml", "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error[unreadable-file]: the file can't be read: No such file or directory (os error 2)\n\
         --> missing.toml\n\nmissing.toml: 1 error\n"
    );
}

#[test]
fn an_unknown_framework_is_an_error() {
    let output = run("express", EXAMPLE, "127.0.0.1:0");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("[possible values: actix, axum, poem, rocket, warp]"),
        "{errors}"
    );
}

#[test]
fn an_address_in_use_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let output = run("axum", EXAMPLE, &address);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let errors = String::from_utf8(output.stderr).unwrap();
    let expected = format!("error: can't listen on {address}: Address ");
    assert!(errors.contains(&expected), "{errors}");
}

#[test]
fn a_warning_is_said_once() {
    let text = "[policies.a]\nallow_origins = \"*\"\nallow_methods = [\"GET\"]\n";
    let policies = file("warning.toml", text);
    on_each(|framework| {
        let mut server = Server::start(framework, &policies);
        server.signal("-TERM");
        let (status, _, logs) = server.end();
        assert_eq!(status, Some(0));
        assert_eq!(
            logs.matches("\"GET\"").count(),
            2,
            "the sentence and its line: {logs}"
        );
        assert!(logs.contains("warning[safelisted-method]: "), "{logs}");
        assert!(logs.contains("warning.toml:3:18\n"), "{logs}");
    });
}

#[test]
fn what_a_browser_blocks_is_in_the_log() {
    let policies = file(
        "blocked.toml",
        "[policies.a]\nallow_origins = \"http://localhost:3000\"\n",
    );
    on_each(|framework| {
        let mut server = Server::start(framework, &policies);
        server.request("GET /a/get-only?secret HTTP/1.1\r\norigin: http://localhost:5173");
        server.request("GET /a/get-only HTTP/1.1\r\norigin: http://localhost:5173");
        server.signal("-TERM");
        let (_, _, logs) = server.end();
        let blocked: Vec<_> = { logs.lines() }
            .filter(|line| line.contains("blocked by CORS"))
            .collect();
        let [line] = blocked[..] else {
            panic!("once at info: {logs}");
        };
        assert!(
            line.contains(" INFO cors: blocked by CORS: a page of http://localhost:5173 "),
            "{line}"
        );
        let cure = "; the nearest entry, \"http://localhost:3000\", has another port; add \"http://localhost:5173\" to allow_origins ";
        assert!(line.contains(cure), "{line}");
        assert!(!line.contains("secret"), "{line}");
    });
}

#[test]
fn many_requests_at_once_are_served() {
    let server = Server::start("axum", EXAMPLE);
    thread::scope(|scope| {
        let ask = || server.request("GET /public/stream HTTP/1.1\r\norigin: https://a.example");
        let answers: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        for answer in answers {
            let answer = answer.join().unwrap();
            assert!(
                answer.contains("access-control-allow-origin: *\r\n"),
                "{answer}"
            );
            assert!(answer.ends_with("0\r\n\r\n"), "{answer}");
        }
    });
}
