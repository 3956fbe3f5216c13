//! The application's routes, each as documented, on every framework; and how its servers stop.

mod common;

use core::time::Duration;
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Instant,
};

use axum::http::{Request, Response};
use common::{Client, on_each, start};
use cors_core::Policy;
use cors_examples::app::{Framework, GRACE, Named};
use hyper::body::Bytes;

const APP: &str = "https://app.example.com";

fn policies() -> Vec<Named> {
    let policy = Policy::builder().allow_origins([APP]).build().unwrap();
    ["one", "two"]
        .map(|name| (name.to_owned(), (&policy).into()))
        .to_vec()
}

/// The lines of these headers, in their order.
fn lines(response: &Response<Bytes>, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .flat_map(|name| {
            let values = response.headers().get_all(*name).into_iter();
            values.map(move |value| format!("{name}: {}", value.to_str().unwrap()))
        })
        .collect()
}

fn status(client: &mut Client, method: &str, target: &str) -> u16 {
    client.ask(method, target, &[]).status().as_u16()
}

#[test]
fn echo_answers_every_method() {
    on_each(&policies(), |_, mut client| {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let headers: [(&str, &[u8]); 3] = [("x-a", b"1"), ("x-a", b"3"), ("x-b", b"2")];
            let response = client.ask(method, "/none/echo?x=1", &headers);
            assert_eq!(response.status(), 200);
            let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            assert_eq!(body["method"], method);
            assert_eq!(body["path"], "/none/echo");
            let mut seen: Vec<_> = body["headers"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|line| {
                    line[0]
                        .as_str()
                        .unwrap()
                        .to_ascii_lowercase()
                        .starts_with("x-")
                })
                .map(|line| line[1].as_str().unwrap())
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, ["1", "2", "3"]);
        }
        let response = client.ask("HEAD", "/none/echo", &[]);
        assert_eq!(response.status(), 200);
        assert_eq!(lines(&response, &["x-request-id"]), ["x-request-id: 42"]);
        assert!(response.body().is_empty());
    });
}

#[test]
fn echo_has_its_headers() {
    on_each(&policies(), |_, mut client| {
        let response = client.ask("GET", "/none/echo", &[]);
        let names = [
            "content-type",
            "x-request-id",
            "x-secret",
            "cache-control",
            "set-cookie",
            "vary",
        ];
        assert_eq!(
            lines(&response, &names),
            [
                "content-type: application/json",
                "x-request-id: 42",
                "x-secret: 1",
                "cache-control: no-store",
                "set-cookie: seen=1; Path=/; SameSite=Lax",
                "vary: accept-encoding",
                "vary: cookie",
            ]
        );
    });
}

#[test]
fn the_other_routes_answer_as_documented() {
    on_each(&policies(), |_, mut client| {
        let client = &mut client;
        let response = client.ask("GET", "/none/get-only?x=1", &[]);
        assert_eq!(
            (response.status().as_u16(), &response.body()[..]),
            (200, &b"ok"[..])
        );
        assert!(matches!(status(client, "PUT", "/none/get-only"), 404 | 405));

        let response = client.ask("GET", "/none/status/418?x=1", &[]);
        assert_eq!(
            (response.status().as_u16(), &response.body()[..]),
            (418, &b""[..])
        );
        assert_eq!(lines(&response, &["x-request-id"]), ["x-request-id: 42"]);
        assert_eq!(status(client, "POST", "/none/status/503"), 503);
        assert!(matches!(
            status(client, "GET", "/none/status/1000"),
            400 | 404
        ));

        assert_eq!(status(client, "GET", "/none/fail"), 500);
        assert_eq!(status(client, "GET", "/none/panic"), 500);

        let response = client.ask("GET", "/none/override", &[]);
        let names = [
            "access-control-allow-origin",
            "access-control-allow-credentials",
        ];
        assert_eq!(
            lines(&response, &names),
            [
                "access-control-allow-origin: https://handler.example",
                "access-control-allow-credentials: true",
            ]
        );

        let response = client.ask("GET", "/none/cached", &[]);
        assert_eq!(
            (response.status().as_u16(), &response.body()[..]),
            (200, &b"\"cached\""[..])
        );
        assert_eq!(
            lines(
                &response,
                &["content-type", "cache-control", "x-request-id"]
            ),
            [
                "content-type: text/javascript",
                "cache-control: private, max-age=60",
                "x-request-id: 42",
            ]
        );
        assert_eq!(status(client, "GET", "/none/nothing"), 404);
    });
}

#[test]
fn redirect_goes_to_web_urls() {
    on_each(&policies(), |_, mut client| {
        for method in ["GET", "PUT", "POST"] {
            let target = "/none/redirect?to=http%3A%2F%2Flocalhost%3A3001%2Fone%2Fecho%3Fa%3Db";
            let response = client.ask(method, target, &[]);
            assert_eq!(response.status(), 307);
            assert_eq!(
                lines(&response, &["location"]),
                ["location: http://localhost:3001/one/echo?a=b"]
            );
        }
        for query in ["", "?to=", "?to=/echo", "?to=javascript:alert(1)"] {
            assert_eq!(
                status(&mut client, "GET", &format!("/none/redirect{query}")),
                400
            );
        }
    });
}

#[test]
fn counter_counts_for_each_name_what_has_reached_it() {
    on_each(&policies(), |_, mut client| {
        let mut count = |method: &str, target: &str| {
            let response = client.ask(method, target, &[]);
            assert_eq!(response.status(), 200, "{method} {target}");
            String::from_utf8(response.body().to_vec()).unwrap()
        };
        assert_eq!(count("GET", "/one/counter"), "0");
        assert_eq!(count("POST", "/one/counter?x=1"), "1");
        assert_eq!(count("PUT", "/one/counter"), "2");
        assert_eq!(count("PATCH", "/one/counter"), "3");
        assert_eq!(count("DELETE", "/one/counter"), "4");
        assert_eq!(count("POST", "/none/counter"), "1");
        assert_eq!(count("POST", "/one/echo").chars().next(), Some('{'));
        assert_eq!(count("GET", "/one/counter"), "4");
        assert_eq!(count("GET", "/two/counter"), "0");
        assert_eq!(count("GET", "/none/counter"), "1");

        // One count, however many connections and workers there are.
        for _ in 0..8 {
            let mut other = Client::connect(client.address());
            other.ask("POST", "/two/counter", &[]);
        }
        let response = client.ask("GET", "/two/counter", &[]);
        assert_eq!(&response.body()[..], b"8");
        let kind = lines(&response, &["content-type"]);
        assert!(kind[0].starts_with("content-type: text/plain"), "{kind:?}");

        client.ask("OPTIONS", "/two/counter", &[]);
        client.ask("HEAD", "/two/counter", &[]);
        let response = client.ask("GET", "/two/counter", &[]);
        assert_eq!(&response.body()[..], b"8");
    });
}

#[test]
fn stream_takes_its_time() {
    on_each(&policies(), |_, mut client| {
        let before = Instant::now();
        let response = client.ask("GET", "/none/stream", &[]);
        assert_eq!(
            (response.status().as_u16(), &response.body()[..]),
            (200, &b"one\ntwo\nthree\n"[..])
        );
        assert!(before.elapsed() >= Duration::from_millis(200));
    });
}

#[test]
fn what_is_below_no_prefix_is_not_found_and_not_guarded() {
    on_each(&policies(), |server, mut client| {
        let origin: &[(&str, &[u8])] = &[("origin", APP.as_bytes())];
        for path in [
            "/",
            "/one",
            "/onetwo",
            "/oneecho",
            "/echo",
            "/One/echo",
            "/none",
        ] {
            // To Rocket, it is the same as "/one/".
            if server.framework() == Framework::Rocket && path == "/one" {
                continue;
            }
            let response = client.ask("GET", path, origin);
            assert_eq!(response.status(), 404, "{path}");
            assert!(!response.headers().contains_key("vary"), "{path}");
        }
        for path in ["/one/", "/one/nothing", "/one/none/echo", "/two/one/echo"] {
            let response = client.ask("GET", path, origin);
            assert_eq!(response.status(), 404, "{path}");
            assert!(
                response
                    .headers()
                    .contains_key("access-control-allow-origin"),
                "{path}"
            );
        }
    });
}

#[test]
fn handlers_report_to_the_spy() {
    on_each(&policies(), |server, mut client| {
        for path in [
            "/echo",
            "/get-only",
            "/status/200",
            "/fail",
            "/panic",
            "/override",
            "/stream",
            "/cached",
            "/redirect",
            "/counter",
        ] {
            client.ask("GET", &format!("/one{path}"), &[]);
            assert_eq!(server.spy().take(), 1, "{path}");
        }
        client.ask("GET", "/one/nothing", &[]);
        assert_eq!(server.spy().take(), 0);
    });
}

/// Those whose connections are idle stop at once.
#[test]
fn an_idle_connection_does_not_keep_a_server() {
    thread::scope(|scope| {
        for framework in Framework::ALL {
            scope.spawn(move || {
                let server = start(framework, &policies());
                let mut client = Client::of(&server);
                client.ask("GET", "/none/get-only", &[]);
                let before = Instant::now();
                server.stop().unwrap();
                assert!(
                    before.elapsed() < GRACE,
                    "{framework}: {:?}",
                    before.elapsed()
                );
            });
        }
    });
}

/// A request whose head never ends keeps a server for the time of grace at most.
#[test]
fn a_request_that_does_not_end_does_not_keep_a_server() {
    thread::scope(|scope| {
        for framework in Framework::ALL {
            scope.spawn(move || {
                let server = start(framework, &policies());
                let mut stream = TcpStream::connect(server.address()).unwrap();
                stream
                    .write_all(b"GET /none/get-only HTTP/1.1\r\nhost: a\r\nx-a:")
                    .unwrap();
                // Another one is answered, so that this one has been seen as well.
                Client::of(&server).send(
                    Request::get("/none/get-only")
                        .body(http_body_util::Full::default())
                        .unwrap(),
                );
                let before = Instant::now();
                server.stop().unwrap();
                assert!(before.elapsed() < 2 * GRACE, "{framework}");
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest);
            });
        }
    });
}
