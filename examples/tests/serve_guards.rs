//! What the `serve` program refuses, from the outside: byte for byte, over sockets of its own.
#![cfg(unix)]

mod process;

use core::time::Duration;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use process::{Server, file, on_each};

const POLICIES: &str = r#"
[policies.site]
allow_origins        = ["https://app.example.com"]
allow_credentials    = true
guard_unsafe_methods = true
guard_websockets     = true

[policies.local]
allow_origins = ["https://app.example.com"]
expect_hosts  = ["localhost", "127.0.0.1", "[::1]"]

[policies.reads]
guard_unsafe_methods = true
guard_safe_methods   = true
"#;

const HANDSHAKE: &str = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// The answer of RFC 6455, 1.3, to that key.
const ACCEPTED: &str = "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n";

struct Answer {
    status: u16,
    /// Lower case.
    head: String,
    body: Vec<u8>,
    stream: TcpStream,
}

/// Sends these bytes, and reads one answer. `content-length` counts, unless nothing follows the head.
fn send(server: &Server, request: &str) -> Answer {
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).unwrap();
    read(stream, request.starts_with("HEAD"))
}

fn read(mut stream: TcpStream, is_head: bool) -> Answer {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let status = head[9..12].parse().unwrap();
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "));
    let mut body = Vec::new();
    if is_head {
        // What is there all the same comes after it.
        stream
            .set_read_timeout(Some(Duration::from_millis(300)))
            .unwrap();
        let _ = stream.read_to_end(&mut body);
    } else if let Some(length) = length {
        body.resize(length.parse().unwrap(), 0);
        stream.read_exact(&mut body).unwrap();
    } else if status != 101 {
        stream.read_to_end(&mut body).unwrap();
    }
    Answer {
        status,
        head,
        body,
        stream,
    }
}

impl Answer {
    /// The text of a whole body.
    fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    /// A refusal of `serve`: its status, its one line, and nothing else of anybody's.
    #[track_caller]
    fn assert_refuses(&self, status: u16) {
        assert_eq!(self.status, status, "{}{}", self.head, self.text());
        assert!(!self.is_shared(), "{}", self.head);
        assert!(!self.head.contains("x-request-id"), "{}", self.head);
        assert!(
            self.head.contains("\r\ncontent-type: text/plain"),
            "{}",
            self.head
        );
        let text = self.text();
        assert!((1..=400).contains(&text.len()), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with("refused: "), "{text}");
        for sent in ["evil", "secret", "script"] {
            assert!(!text.contains(sent), "{text}");
            assert!(!self.head.contains(sent), "{}", self.head);
        }
        if status == 403 {
            assert_eq!(self.vary(), ["origin", "sec-fetch-site"]);
        }
    }

    fn is_shared(&self) -> bool {
        self.head.contains("\r\naccess-control-")
    }

    fn vary(&self) -> Vec<&str> {
        let lines = self.head.lines();
        let lines = lines.filter_map(|line| line.strip_prefix("vary: "));
        let mut names: Vec<_> = lines
            .flat_map(|line| line.split(',').map(str::trim))
            .collect();
        names.sort_unstable();
        names
    }
}

fn policies() -> String {
    file("guards.toml", POLICIES)
}

#[test]
fn what_a_guard_refuses_is_403_with_one_line_before_any_route() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for line in [
            "POST /site/counter",
            "DELETE /site/echo?secret=1",
            "PUT /site/get-only",
            "POST /site/nothing/at/all",
            "PATCH /site/%3Cscript%3E",
            "POST /site/status/500",
        ] {
            for sender in [
                "origin: https://evil.example",
                "origin: null",
                "origin: https://evil.example/<script>",
                "origin: https://app.example.com\r\norigin: https://app.example.com",
                "sec-fetch-site: cross-site",
                "sec-fetch-site: same-site\r\norigin: http://localhost",
            ] {
                let request = format!("{line} HTTP/1.1\r\nhost: localhost\r\n{sender}\r\n\r\n");
                send(&server, &request).assert_refuses(403);
            }
        }
        let count = "GET /site/counter HTTP/1.1\r\nhost: localhost\r\n\r\n";
        assert_eq!(send(&server, count).text(), "0");
        // Other policies' mounts and the routes without one know nothing of it.
        for name in ["local", "none"] {
            let request = format!(
                "POST /{name}/counter HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example\r\n\
                 sec-fetch-site: cross-site\r\n\r\n"
            );
            let answer = send(&server, &request);
            assert_eq!((answer.status, answer.text()), (200, "1"), "{name}");
        }
    });
}

#[test]
fn what_passes_counts_and_is_answered_as_ever() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        let post = |sender: &str| {
            let head = "POST /site/counter HTTP/1.1\r\nhost: localhost:8015\r\n";
            send(&server, &format!("{head}{sender}\r\n\r\n"))
        };
        for (counted, sender) in [
            "x-a: b",
            "origin: http://localhost:8015",
            "origin: https://localhost:8015",
            "origin: https://app.example.com",
            "origin: null\r\nsec-fetch-site: same-origin",
            "sec-fetch-site: none",
            "origin: http://localhost:8015\r\nsec-fetch-site: garbage",
        ]
        .iter()
        .enumerate()
        {
            let answer = post(sender);
            let count = (counted + 1).to_string();
            assert_eq!((answer.status, answer.text()), (200, &*count), "{sender}");
            assert_eq!(answer.vary(), ["origin"], "{sender}");
            let shared = answer
                .head
                .contains("access-control-allow-origin: https://app.example.com\r\n");
            assert_eq!(shared, sender.contains("app.example.com"), "{sender}");
            post("origin: http://localhost:8016").assert_refuses(403);
        }
        let count = "GET /site/counter HTTP/1.1\r\nhost: a\r\norigin: https://evil.example\r\n\r\n";
        let answer = send(&server, count);
        assert_eq!((answer.status, answer.text()), (200, "7"));
        assert!(!answer.is_shared(), "{}", answer.head);
    });
}

#[test]
fn nothing_follows_the_head_of_a_refused_head() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for (line, host, status) in [
            ("HEAD /reads/echo", "localhost", 403),
            ("HEAD /reads/nothing", "localhost", 403),
            ("HEAD /local/echo", "evil.example", 421),
            ("HEAD /local/nothing", "evil.example", 421),
        ] {
            let request =
                format!("{line} HTTP/1.1\r\nhost: {host}\r\norigin: https://evil.example\r\n\r\n");
            let answer = send(&server, &request);
            assert_eq!(answer.status, status, "{line}");
            assert_eq!(answer.text(), "", "{line}");
            assert!(!answer.is_shared(), "{}", answer.head);
            // To `GET`, a line of text would follow: RFC 9110, 8.6.
            let claims_none = answer.head.contains("content-length: 0\r\n");
            assert!(!claims_none, "{line}: {}", answer.head);
        }
    });
}

/// A tunnel's target has no path, by which frameworks route.
#[test]
fn what_asks_for_a_tunnel_gets_an_answer() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for target in ["localhost:80", "localhost", "evil.example:443"] {
            let request = format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n\r\n");
            let answer = send(&server, &request);
            assert!((400..500).contains(&answer.status), "{}", answer.head);
        }
    });
}

#[test]
fn what_says_nothing_clear_about_its_host_is_421_or_400() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for request in [
            "GET /local/echo HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nHost: evil.example\r\nhOST: localhost\r\n\r\n",
            "GET /local/nothing HTTP/1.1\r\nhost: localhost\r\nx: y\r\nhost: localhost\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nx-a: b\r\n\r\n",
            "GET /local/echo HTTP/1.0\r\n\r\n",
            "POST /local/counter HTTP/1.0\r\norigin: https://app.example.com\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost:\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: localhost, localhost\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: localhost/\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: localhost:port\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: evil@localhost\r\n\r\n",
            "GET /local/echo HTTP/1.1\r\nhost: [::1\r\n\r\n",
            "GET http://localhost/local/echo HTTP/1.1\r\nhost: evil.example\r\n\r\n",
        ] {
            let answer = send(&server, request);
            let says = format!("{request} {}{}", answer.head, answer.text());
            assert!([400, 421].contains(&answer.status), "{says}");
            assert!(!answer.is_shared(), "{says}");
            assert!(!answer.head.contains("x-request-id"), "{says}");
            if answer.status == 421 {
                answer.assert_refuses(421);
            }
        }
        let count = "GET /local/counter HTTP/1.1\r\nhost: localhost\r\n\r\n";
        assert_eq!(send(&server, count).text(), "0");
    });
}

#[test]
fn another_host_is_421_for_every_request() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for line in [
            "GET /local/echo HTTP/1.1",
            "GET /local/echo HTTP/1.0",
            "POST /local/counter HTTP/1.1",
            "GET /local/nothing HTTP/1.1",
            "OPTIONS /local/echo HTTP/1.1\r\norigin: https://app.example.com",
            "OPTIONS /local/echo HTTP/1.1\r\norigin: https://app.example.com\r\n\
             access-control-request-method: PUT",
            "GET /local/echo HTTP/1.1\r\nsec-fetch-site: same-origin",
            "POST /local/echo HTTP/1.1\r\norigin: http://evil.example:3000",
            "GET /local/echo HTTP/1.1\r\nx-forwarded-host: localhost",
            "GET /local/echo HTTP/1.1\r\nforwarded: host=localhost;for=127.0.0.1",
        ] {
            let request = format!("{line}\r\nhost: evil.example:3000\r\n\r\n");
            send(&server, &request).assert_refuses(421);
        }
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1:8015", "[::1]:3000"] {
            let request = format!("POST /local/counter HTTP/1.1\r\nhost: {host}\r\n\r\n");
            assert_eq!(send(&server, &request).status, 200, "{host}");
        }
        let request = "GET http://localhost/local/echo HTTP/1.1\r\nhost: localhost\r\n\r\n";
        assert_eq!(send(&server, request).status, 200);
    });
}

/// A target names the host that a request is for, whatever `Host` says (RFC 9112, 3.2.2).
#[test]
fn an_absolute_target_is_read() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        let answer = send(
            &server,
            "GET http://evil.example/local/echo HTTP/1.1\r\nhost: localhost\r\n\r\n",
        );
        match framework {
            // It hides the authority of such a target.
            "rocket" => assert_eq!(answer.status, 200),
            _ => assert!([400, 421].contains(&answer.status), "{}", answer.head),
        }
        let own = "POST http://localhost/site/counter HTTP/1.1\r\nhost: localhost\r\n\
                   origin: http://localhost\r\n\r\n";
        assert_eq!(send(&server, own).text(), "1");
    });
}

#[test]
fn what_proxies_say_is_not_read() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        for said in [
            "x-forwarded-host: evil.example",
            "forwarded: host=evil.example;proto=https",
            "x-original-host: evil.example\r\nx-host: evil.example\r\nx-forwarded-server: evil.example",
            "referer: http://localhost/",
            "x-http-method-override: GET\r\nx-method-override: GET",
            "content-type: application/json",
            "x-requested-with: XMLHttpRequest",
            "cookie: secret=1",
        ] {
            let head = "POST /site/counter HTTP/1.1\r\nhost: localhost\r\n";
            let foreign = format!("{head}origin: https://evil.example\r\n{said}\r\n\r\n");
            send(&server, &foreign).assert_refuses(403);
            let own = format!("{head}origin: http://localhost\r\n{said}\r\n\r\n");
            assert_eq!(send(&server, &own).status, 200, "{said}");
        }
    });
}

#[test]
fn handshakes_are_refused_or_accepted() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        let open = |target: &str, sender: &str| {
            let head = format!("GET {target} HTTP/1.1\r\nhost: localhost:8015\r\n");
            send(&server, &format!("{head}{HANDSHAKE}{sender}\r\n\r\n"))
        };
        for sender in [
            "origin: https://evil.example",
            "origin: null",
            "origin: http://localhost:8016",
            "origin: http://localhost:8015\r\norigin: http://localhost:8015",
            "origin: http://localhost:8015\r\nsec-fetch-site: cross-site",
        ] {
            for target in ["/site/socket", "/site/echo", "/site/nothing"] {
                open(target, sender).assert_refuses(403);
            }
            let answer = open("/none/socket", sender);
            assert_eq!(answer.status, 101, "{}", answer.head);
        }
        for spelt in ["WebSocket", "h2c, websocket", "WEBSOCKET/13"] {
            let request = format!(
                "GET /site/socket HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n\
                 upgrade: {spelt}\r\norigin: https://evil.example\r\n\r\n"
            );
            send(&server, &request).assert_refuses(403);
        }
        for sender in [
            "origin: http://localhost:8015",
            "origin: https://app.example.com",
            "origin: null\r\nsec-fetch-site: same-origin",
            "x-a: b",
        ] {
            let mut answer = open("/site/socket", sender);
            assert_eq!(answer.status, 101, "{sender}: {}", answer.head);
            assert!(answer.head.contains(ACCEPTED), "{}", answer.head);
            assert_eq!(answer.vary(), ["origin"], "{sender}");
            // "Hello" of RFC 6455, 5.7: masked there, and unmasked back.
            let frame = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
            answer.stream.write_all(frame).unwrap();
            let mut back = [0; 7];
            answer.stream.read_exact(&mut back).unwrap();
            assert_eq!(&back, b"\x81\x05Hello", "{sender}");
        }
    });
}

/// A refusal is an answer like any other: the connection goes on after it.
#[test]
fn a_connection_outlives_a_refusal() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        let head = "POST /site/counter HTTP/1.1\r\nhost: localhost\r\n";
        let refused = format!("{head}origin: https://evil.example\r\n\r\n");
        let mut answer = send(&server, &refused);
        for _ in 0..3 {
            answer.assert_refuses(403);
            let mut stream = answer.stream;
            stream.write_all(refused.as_bytes()).unwrap();
            answer = read(stream, false);
        }
        let mut stream = answer.stream;
        write!(stream, "{head}\r\n").unwrap();
        assert_eq!(read(stream, false).text(), "1");
    });
}

/// Nothing that is sent stops the server, or is answered by more than it is worth.
#[test]
fn hostile_requests_are_refused_like_others() {
    on_each(|framework| {
        let server = Server::start(framework, &policies());
        let long = "a".repeat(6_000);
        for line in [
            format!("origin: https://{long}.example"),
            format!("origin: {}", "https://evil.example ".repeat(200)),
            format!("sec-fetch-site: {}", "same-origin,".repeat(400)),
            "sec-fetch-site: same-origin\r\n".repeat(30) + "origin: null",
            format!("origin: https://evil.example\r\nx-forwarded-for: {long}"),
        ] {
            let head = "POST /site/counter HTTP/1.1\r\nhost: localhost\r\n";
            send(&server, &format!("{head}{line}\r\n\r\n")).assert_refuses(403);
        }
        let request = format!(
            "GET /local/echo HTTP/1.1\r\nhost: {}localhost\r\n\r\n",
            "a.".repeat(3_000)
        );
        assert!([400, 421].contains(&send(&server, &request).status));
        let count = "GET /site/counter HTTP/1.1\r\nhost: localhost\r\n\r\n";
        assert_eq!(send(&server, count).text(), "0");
    });
}

/// Within the time of grace, which some frameworks take.
#[test]
fn sigterm_stops_it_with_open_sockets() {
    on_each(|framework| {
        let mut server = Server::start(framework, &policies());
        let request = format!("GET /site/socket HTTP/1.1\r\nhost: localhost\r\n{HANDSHAKE}\r\n");
        let mut sockets = [send(&server, &request), send(&server, &request)];
        for socket in &mut sockets {
            assert_eq!(socket.status, 101);
        }
        let before = Instant::now();
        server.signal("-TERM");
        let (status, _, logs) = server.end();
        assert_eq!(status, Some(0), "{logs}");
        assert!(
            before.elapsed() < Duration::from_secs(8),
            "{:?}",
            before.elapsed()
        );
    });
}
