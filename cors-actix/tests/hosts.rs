//! The host that a request is for, over real connections: HTTP/1 and HTTP/2, one `Host`, several, none, and
//! `:authority`.

mod common;

use core::net::SocketAddr;
use std::net::TcpListener;

use actix_web::{App, HttpServer, dev::ServerHandle, web};
use common::{APP, exchange};
use cors_actix::{Cors, Policy};
use http_body_util::{BodyExt, Empty};
use hyper::{
    Request, Version,
    body::Bytes,
    client::conn::http2::{SendRequest, handshake},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

fn start() -> (SocketAddr, ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let policy = Policy::builder()
        .allow_origins([APP])
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com", "[::1]"]);
    let cors = Cors::new(policy.build().unwrap());
    let app = move || {
        App::new()
            .route("/thing", web::to(async || "done"))
            .wrap(cors.clone())
    };
    let server = HttpServer::new(app).workers(1).disable_signals();
    let server = server.listen_auto_h2c(listener).unwrap().run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

/// The status and the body of what HTTP/1 answers.
async fn http_1(address: SocketAddr, head: &str) -> (u16, String) {
    let request = format!("{head}connection: close\r\n\r\n");
    let answer = web::block(move || exchange(address, &request))
        .await
        .unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

#[actix_web::test]
async fn over_http_1() {
    let (address, server) = start();
    let status = async |head: &str| http_1(address, head).await.0;
    let get = "GET /thing HTTP/1.1\r\n";
    assert_eq!(
        status(&format!("{get}host: api.example.com\r\n")).await,
        200
    );
    assert_eq!(
        status(&format!("{get}host: API.example.com:8080\r\n")).await,
        200
    );
    assert_eq!(status(&format!("{get}host: [::1]:8080\r\n")).await, 200);
    for host in [
        "evil.test",
        "api.example.com.evil.test",
        "user@api.example.com",
        "api.example.com:x",
        "",
    ] {
        assert_eq!(
            status(&format!("{get}host: {host}\r\n")).await,
            421,
            "{host}"
        );
    }
    // actix-web says so itself, before any middleware.
    assert_eq!(status(get).await, 400);
    let two = "host: api.example.com\r\nhost: api.example.com\r\n";
    assert_eq!(status(&format!("{get}{two}")).await, 400);
    // But not to HTTP/1.0, which knows no Host.
    assert_eq!(status("GET /thing HTTP/1.0\r\n").await, 421);

    let absolute = |target: &str, host: &str| format!("GET {target} HTTP/1.1\r\nhost: {host}\r\n");
    let own = absolute("http://api.example.com/thing", "api.example.com");
    assert_eq!(status(&own).await, 200);
    for (target, host) in [
        ("http://evil.test/thing", "api.example.com"),
        ("http://api.example.com/thing", "evil.test"),
    ] {
        assert_eq!(
            status(&absolute(target, host)).await,
            421,
            "{target} {host}"
        );
    }
    server.stop(true).await;
}

/// The own origin is that of the host, whatever proxies say.
#[actix_web::test]
async fn a_post_over_http_1() {
    let (address, server) = start();
    let post = async |lines: &str| {
        let head = format!(
            "POST /thing HTTP/1.1\r\nhost: api.example.com\r\ncontent-length: 0\r\n{lines}"
        );
        http_1(address, &head).await
    };
    assert_eq!(
        post("origin: https://api.example.com\r\n").await,
        (200, "done".to_owned())
    );
    let (status, body) = post("origin: https://evil.test\r\nx-forwarded-host: evil.test\r\n").await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: this request may change something"),
        "{body}"
    );
    // A handshake is answered, and the connection is left as it is.
    let socket = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                  sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\norigin: https://evil.test\r\n";
    let (status, body) = post(socket).await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: no page of this server"),
        "{body}"
    );
    let connect = "CONNECT api.example.com:80 HTTP/1.1\r\nhost: api.example.com:80\r\n\
                   origin: https://evil.test\r\n";
    let (status, body) = http_1(address, connect).await;
    assert_eq!(status, 403);
    assert!(
        body.starts_with("refused: no page of this server"),
        "{body}"
    );
    // To HEAD there is a head only.
    let (status, body) = http_1(address, "HEAD /thing HTTP/1.1\r\nhost: evil.test\r\n").await;
    assert_eq!((status, body.as_str()), (421, ""));
    server.stop(true).await;
}

/// Of the body's length, HEAD would have to say that of the line.
#[actix_web::test]
async fn a_refused_head_says_no_length() {
    let (address, server) = start();
    let ask = async |method: &str| {
        let request = format!("{method} / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let answer = web::block(move || exchange(address, &request));
        answer.await.unwrap()
    };
    let answer = ask("HEAD").await;
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
    assert!(!answer.contains("content-length"), "{answer}");
    let answer = ask("GET").await;
    assert!(answer.contains("\r\ncontent-length: 107\r\n"), "{answer}");
    server.stop(true).await;
}

/// Documented: actix-web says so before any middleware runs.
#[actix_web::test]
async fn a_refused_post_is_told_to_continue_first() {
    let (address, server) = start();
    let request = "POST /thing HTTP/1.1\r\nhost: api.example.com\r\norigin: https://evil.test\r\n\
                   expect: 100-continue\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx";
    let answer = web::block(move || exchange(address, request))
        .await
        .unwrap();
    let rest = answer
        .strip_prefix("HTTP/1.1 100 Continue\r\n\r\n")
        .unwrap();
    assert!(rest.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{rest}");
    server.stop(true).await;
}

async fn connect(address: SocketAddr) -> SendRequest<Empty<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .unwrap();
    actix_web::rt::spawn(connection);
    sender
}

#[actix_web::test]
async fn over_http_2() {
    let (address, server) = start();
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
    assert_eq!(ask("http://evil.test/thing", "GET", &[]).await.0, 421);
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
    assert_eq!(
        ask(own, "POST", &[("origin", "https://api.example.com")])
            .await
            .0,
        200
    );
    let forwarded = ("x-forwarded-host", "evil.test");
    assert_eq!(ask(own, "POST", &[stranger, forwarded]).await.0, 403);
    let head = ask("http://evil.test/thing", "HEAD", &[]).await;
    assert_eq!(head, (421, String::new()));
    drop(sender);
    server.stop(true).await;
}
