//! A WebSocket that pages of this server and of one other origin may open, and programs that are no
//! browsers. Handshakes of all other pages get 403, over HTTP/1.1 and HTTP/2.
//!
//! `cargo run --example axum-websocket -- 3000`

use axum::{
    Router,
    extract::ws::{WebSocket, WebSocketUpgrade},
    response::Response,
    routing::any,
};
use cors_axum::{CorsLayer, Policy, PolicyError};

pub(crate) fn app() -> Result<Router, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .guard_websockets(true)
        .build()?;
    Ok(Router::new()
        .route("/echo", any(open))
        .layer(CorsLayer::new(policy)))
}

pub(crate) async fn open(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(echo)
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if socket.send(message).await.is_err() {
            break;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
