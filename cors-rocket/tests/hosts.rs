//! The host that a request is for, over real connections: HTTP/1 and HTTP/2, one `Host`, several, none, and
//! `:authority`.

mod common;
#[path = "common/server.rs"]
mod server;

use core::net::SocketAddr;

use common::{APP, quiet};
use cors_rocket::{Cors, Policy};
use http_body_util::{BodyExt, Empty};
use hyper::{
    Request, Version,
    body::Bytes,
    client::conn::http2::{SendRequest, handshake},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rocket::{Build, Rocket, get, post, routes, tokio};
use server::serve;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[get("/thing")]
fn get_thing() -> &'static str {
    "done"
}

#[post("/thing")]
fn post_thing() -> &'static str {
    "done"
}

fn app() -> Rocket<Build> {
    let policy = Policy::builder()
        .allow_origins([APP])
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com", "[::1]"]);
    let cors = Cors::new(policy.build().unwrap());
    quiet()
        .mount("/", routes![get_thing, post_thing])
        .attach(cors)
}

/// The status and the body of what HTTP/1 answers.
async fn http_1(address: SocketAddr, head: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head).await.unwrap();
    stream
        .write_all(b"connection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

#[rocket::async_test]
async fn over_http_1() {
    let (address, server) = serve(app()).await;
    let status = async |head: &str| http_1(address, head.as_bytes()).await.0;
    let get = "GET /thing HTTP/1.1\r\n";
    for host in [
        "api.example.com",
        "API.example.com:8080",
        "[::1]:8080",
        "api.example.com:",
    ] {
        assert_eq!(
            status(&format!("{get}host: {host}\r\n")).await,
            200,
            "{host}"
        );
    }
    let long = format!("{}.example.com:8080", "a".repeat(300));
    for host in [
        "evil.test",
        "api.example.com.evil.test",
        "user@api.example.com",
        "api.example.com:x",
        "api.example.com:99999",
        "",
        &long,
    ] {
        assert_eq!(
            status(&format!("{get}host: {host}\r\n")).await,
            421,
            "{host}"
        );
    }
    assert_eq!(status(get).await, 421);
    let two = "host: api.example.com\r\nhost: api.example.com\r\n";
    assert_eq!(status(&format!("{get}{two}")).await, 421);
    // A line that Rocket drops, since it is not UTF-8: if it is the only one, or the second.
    let binary = [get.as_bytes(), b"host: api.example.com\xff\r\n"].concat();
    assert_eq!(http_1(address, &binary).await.0, 421);

    // Rocket shows no target's authority: `Host` decides alone.
    let absolute = |target: &str, host: &str| format!("GET {target} HTTP/1.1\r\nhost: {host}\r\n");
    for (target, host, code) in [
        ("http://api.example.com/thing", "api.example.com", 200),
        ("http://evil.test/thing", "api.example.com", 200),
        ("http://api.example.com/thing", "evil.test", 421),
    ] {
        assert_eq!(
            status(&absolute(target, host)).await,
            code,
            "{target} {host}"
        );
    }
    server.notify();
}

#[rocket::async_test]
async fn a_post_over_http_1() {
    let (address, server) = serve(app()).await;
    let post = async |lines: &str| {
        let head = format!(
            "POST /thing HTTP/1.1\r\nhost: api.example.com\r\ncontent-length: 0\r\n{lines}"
        );
        http_1(address, head.as_bytes()).await
    };
    let own = post("origin: https://api.example.com\r\n").await;
    assert_eq!(own, (200, "done".to_owned()));
    let (status, body) = post("origin: https://evil.test\r\nx-forwarded-host: evil.test\r\n").await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: this request may change something"),
        "{body}"
    );
    let socket = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                  sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\norigin: https://evil.test\r\n";
    let (status, body) = post(socket).await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: no page of this server"),
        "{body}"
    );
    // To HEAD there is a head only.
    let head = b"HEAD /thing HTTP/1.1\r\nhost: evil.test\r\n";
    let (status, body) = http_1(address, head).await;
    assert_eq!((status, body.as_str()), (421, ""));
    server.notify();
}

/// Of the body's length, HEAD would have to say that of the line.
#[rocket::async_test]
async fn a_refused_head_says_no_length() {
    let (address, server) = serve(app()).await;
    let ask = async |method: &str| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{method} / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let answer = ask("HEAD").await;
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    assert!(!answer.contains("content-length"), "{answer}");
    let answer = ask("GET").await;
    assert!(answer.contains("\r\ncontent-length: 107\r\n"), "{answer}");
    server.notify();
}

/// Documented: Rocket asks for the body's first bytes before any fairing runs.
#[rocket::async_test]
async fn a_refused_post_is_told_to_continue_first() {
    let (address, server) = serve(app()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /thing HTTP/1.1\r\nhost: api.example.com\r\norigin: https://evil.test\r\n\
                expect: 100-continue\r\ncontent-length: 20\r\nconnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(interim, *b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&[b'x'; 20]).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    server.notify();
}

async fn connect(address: SocketAddr) -> SendRequest<Empty<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    sender
}

#[rocket::async_test]
async fn over_http_2() {
    let (address, server) = serve(app()).await;
    let mut sender = connect(address).await;
    let mut ask = async |target: &str, method: &str, lines: &[(&str, &str)]| {
        let mut request = Request::builder().method(method).uri(target);
        if target.starts_with('/') {
            // So that there is no `:authority`.
            request = request.version(Version::HTTP_11);
        }
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        let request = request.body(Empty::new()).unwrap();
        let response = sender.send_request(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };
    let own = "http://api.example.com/thing";
    assert_eq!(ask(own, "GET", &[]).await, (200, "done".to_owned()));
    assert_eq!(ask(own, "GET", &[("host", "api.example.com")]).await.0, 200);
    assert_eq!(
        ask("http://api.example.com:8080/thing", "GET", &[]).await.0,
        200
    );
    assert_eq!(ask("http://[::1]:8080/thing", "GET", &[]).await.0, 200);
    assert_eq!(ask("http://evil.test/thing", "GET", &[]).await.0, 421);
    let long = format!("http://{}.example.com:8080/thing", "a".repeat(300));
    assert_eq!(ask(&long, "GET", &[]).await.0, 421);
    // `:authority` and Host that differ, several Host lines, and neither.
    let (evil, host) = (("host", "evil.test"), ("host", "api.example.com"));
    assert_eq!(ask(own, "GET", &[evil]).await.0, 421);
    assert_eq!(ask("http://evil.test/thing", "GET", &[host]).await.0, 421);
    assert_eq!(ask(own, "GET", &[host, host]).await.0, 421);
    assert_eq!(ask("/thing", "GET", &[]).await.0, 421);
    assert_eq!(ask("/thing", "GET", &[host]).await.0, 200);

    let stranger = ("origin", "https://evil.test");
    let (status, body) = ask(own, "POST", &[stranger]).await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: this request may change something"),
        "{body}"
    );
    let own_page = ("origin", "https://api.example.com");
    assert_eq!(ask(own, "POST", &[own_page]).await.0, 200);
    // With its port, which stands beside the name.
    let with_port = "http://api.example.com:8443/thing";
    let own_page = ("origin", "https://api.example.com:8443");
    assert_eq!(ask(with_port, "POST", &[own_page]).await.0, 200);
    assert_eq!(ask(own, "POST", &[own_page]).await.0, 403);
    let forwarded = ("x-forwarded-host", "evil.test");
    assert_eq!(ask(own, "POST", &[stranger, forwarded]).await.0, 403);
    let head = ask("http://evil.test/thing", "HEAD", &[]).await;
    assert_eq!(head, (421, String::new()));
    drop(sender);
    server.notify();
}
