//! axum's WebSockets behind the guard, over HTTP/1.1 and HTTP/2.

mod common;
#[path = "common/sockets.rs"]
mod sockets;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/axum-websocket.rs"]
mod websocket;

use core::net::SocketAddr;

use axum::{Router, routing::any};
use common::cors;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Empty};
use hyper::{Request, body::Bytes, client::conn::http2, ext::Protocol};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

async fn guarded() -> SocketAddr {
    serve(websocket::app().unwrap()).await
}

async fn unguarded() -> SocketAddr {
    let app = Router::new().route("/echo", any(websocket::open));
    serve(app.layer(cors())).await
}

/// Shakes hands by extended CONNECT (<https://httpwg.org/specs/rfc8441.html>). What is refused has a text.
async fn connect(
    address: SocketAddr,
    path: &str,
    lines: &[(&str, &str)],
) -> Result<(), (u16, String)> {
    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), stream)
        .await
        .unwrap();
    tokio::spawn(connection);
    // Only with the answer to a first request does the client know that it may do so.
    let first = Request::get(format!("http://{address}/")).body(Empty::<Bytes>::new());
    sender.send_request(first.unwrap()).await.unwrap();
    let mut request = Request::connect(format!("http://{address}{path}"))
        .extension(Protocol::from_static("websocket"))
        .header("sec-websocket-version", "13");
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::new()).unwrap();
    let mut response = sender.send_request(request).await.unwrap();
    let status = response.status().as_u16();
    if status != 200 {
        let granted = |name: &str| name.starts_with("access-control-");
        assert!(!response.headers().keys().any(|name| granted(name.as_str())));
        let body = response.into_body().collect().await.unwrap().to_bytes();
        return Err((status, String::from_utf8(body.to_vec()).unwrap()));
    }
    let stream = TokioIo::new(hyper::upgrade::on(&mut response).await.unwrap());
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Client, None).await;
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(
        socket.next().await.unwrap().unwrap(),
        Message::text("hello")
    );
    Ok(())
}

#[tokio::test]
async fn extended_connect_is_a_handshake() {
    let address = guarded().await;
    let own = format!("https://{address}");
    for lines in [
        &[][..],
        &[("origin", "https://app.example.com")],
        &[("origin", &*own)],
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
    ] {
        assert_eq!(connect(address, "/echo", lines).await, Ok(()), "{lines:?}");
    }
    for path in ["/echo", "/nowhere"] {
        for lines in [
            &[("origin", "https://evil.test")][..],
            &[("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
        ] {
            let (status, body) = connect(address, path, lines).await.unwrap_err();
            assert_eq!(status, 403, "{path} {lines:?}");
            assert!(body.contains("opens this WebSocket"), "{body}");
        }
    }
    let lines = [("origin", "https://evil.test")];
    assert_eq!(connect(unguarded().await, "/echo", &lines).await, Ok(()));
}
