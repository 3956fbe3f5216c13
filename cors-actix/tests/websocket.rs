//! The WebSocket example, through a real client.

#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/actix-websocket.rs"]
mod example;

use core::net::SocketAddr;
use std::net::TcpListener;

use actix_web::{App, HttpServer, dev::ServerHandle};
use cors_actix::Cors;
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

fn start(cors: Cors) -> (SocketAddr, ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = HttpServer::new(move || App::new().configure(example::routes).wrap(cors.clone()));
    let server = server.workers(1).disable_signals();
    let server = server.listen(listener).unwrap().run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

/// What comes back through the socket, or the response that refuses to open it.
async fn echo(address: SocketAddr, origin: Option<String>) -> Result<String, (u16, String)> {
    let mut request = format!("ws://{address}/socket")
        .into_client_request()
        .unwrap();
    if let Some(origin) = origin {
        let origin = origin.parse().unwrap();
        request.headers_mut().insert("origin", origin);
    }
    let mut socket = match connect_async(request).await {
        Ok((socket, _)) => socket,
        Err(Error::Http(response)) => {
            let status = response.status().as_u16();
            let body = response.into_body().unwrap_or_default();
            return Err((status, String::from_utf8(body).unwrap()));
        }
        Err(error) => panic!("{error}"),
    };
    socket.send(Message::text("hello")).await.unwrap();
    let answer = socket.next().await.unwrap().unwrap();
    socket.close(None).await.unwrap();
    Ok(answer.into_text().unwrap().to_string())
}

#[actix_web::test]
async fn only_pages_that_may_open_it_do() {
    let (address, server) = start(example::cors().unwrap());
    let hello = || Ok("hello".to_owned());
    let own = format!("http://{address}");
    assert_eq!(echo(address, Some(own)).await, hello());
    let listed = "https://app.example.com".to_owned();
    assert_eq!(echo(address, Some(listed)).await, hello());
    assert_eq!(echo(address, None).await, hello());
    for origin in [
        "https://evil.test",
        "null",
        "http://127.0.0.1:1",
        "https://app.example.com.evil.test",
    ] {
        let (status, body) = echo(address, Some(origin.to_owned())).await.unwrap_err();
        assert_eq!(status, 403, "{origin}");
        assert!(
            body.starts_with("refused: no page of this server"),
            "{body}"
        );
    }
    server.stop(false).await;
}

#[actix_web::test]
async fn without_the_guard_everybody_does() {
    let (address, server) = start(Cors::off());
    let evil = "https://evil.test".to_owned();
    assert_eq!(echo(address, Some(evil)).await, Ok("hello".to_owned()));
    server.stop(false).await;
}
