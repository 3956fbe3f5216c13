//! A real server: several workers, and what no middleware gets to see.

mod common;

use core::net::SocketAddr;
use std::net::TcpListener;

use actix_web::{App, HttpResponse, HttpServer, Responder, dev::ServerHandle, web};
use common::{APP, cors, exchange};

async fn ok() -> impl Responder {
    HttpResponse::Ok()
}

async fn panic() -> HttpResponse {
    panic!("nobody catches this")
}

/// A server with two workers, which share one middleware.
fn start() -> (SocketAddr, ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let cors = cors();
    let server = HttpServer::new(move || {
        App::new()
            .route("/panic", web::get().to(panic))
            .route("/{id}", web::get().to(ok))
            .wrap(cors.clone())
    });
    let server = server
        .workers(2)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

/// The head of a request for one answer, the last of its connection.
fn last(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\norigin: {APP}\r\nconnection: close\r\n")
}

async fn ask(address: SocketAddr, request: String) -> String {
    let answer = web::block(move || exchange(address, &request));
    answer.await.unwrap()
}

#[actix_web::test]
async fn every_worker_answers_alike() {
    let (address, server) = start();
    let preflight = last("OPTIONS /7") + "access-control-request-method: PUT\r\n\r\n";
    for _ in 0..8 {
        let answer = ask(address, preflight.clone()).await;
        assert!(
            answer.starts_with("HTTP/1.1 204 No Content\r\n"),
            "{answer}"
        );
        assert!(answer.contains("\r\naccess-control-allow-methods: GET, HEAD, POST, PUT\r\n"));
        assert!(!answer.contains("content-length"), "{answer}");
        let answer = ask(address, last("GET /7") + "\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains(&format!("\r\naccess-control-allow-origin: {APP}\r\n")));
    }
    server.stop(true).await;
}

/// Clients wait for a body where a refusal does not say that it has none.
#[actix_web::test]
async fn a_refused_preflight_says_that_it_is_empty() {
    let (address, server) = start();
    let refused = "OPTIONS /7 HTTP/1.1\r\nhost: a\r\norigin: https://evil.test\r\n\
                   connection: close\r\naccess-control-request-method: PUT\r\n\r\n";
    let answer = ask(address, refused.to_owned()).await;
    assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
    assert!(answer.contains("\r\ncontent-length: 0\r\n"), "{answer}");
    server.stop(true).await;
}

/// Documented as impossible: the connection ends without a response.
#[actix_web::test]
async fn a_panic_that_nobody_catches_has_no_answer() {
    let (address, server) = start();
    assert_eq!(ask(address, last("GET /panic") + "\r\n").await, "");
    let answer = ask(address, last("GET /7") + "\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    server.stop(true).await;
}

/// Documented as impossible: what is no request reaches no app.
#[actix_web::test]
async fn what_is_no_request_is_refused_without_the_headers() {
    let (address, server) = start();
    let answer = ask(address, last("GET /7") + "not a header\r\n\r\n").await;
    assert!(
        answer.starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{answer}"
    );
    assert!(!answer.contains("access-control-"), "{answer}");
    server.stop(true).await;
}
