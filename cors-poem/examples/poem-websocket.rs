//! A WebSocket that pages of this server and of one other origin may open, and programs that are no
//! browsers. Handshakes of all other pages get 403.
//!
//! `cargo run --example poem-websocket -- 3000`

use core::error::Error;
use std::env;

use cors_poem::{Cors, Policy, PolicyError};
use futures_util::{SinkExt, StreamExt};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Route, Server, get, handler,
    listener::TcpListener,
    web::websocket::{WebSocket, WebSocketStream},
};

pub(crate) fn app() -> Result<impl Endpoint, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .guard_websockets(true)
        .build()?;
    let app = Route::new().at("/echo", get(open));
    Ok(app.with(Cors::new(policy)))
}

#[handler]
pub(crate) fn open(socket: WebSocket) -> impl IntoResponse {
    socket.on_upgrade(echo)
}

async fn echo(mut socket: WebSocketStream) {
    while let Some(Ok(message)) = socket.next().await {
        if socket.send(message).await.is_err() {
            break;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"));
    Server::new(listener).run(app()?).await?;
    Ok(())
}
