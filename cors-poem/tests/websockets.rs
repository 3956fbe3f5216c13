//! poem's WebSockets behind the guard.

mod common;
#[path = "common/sockets.rs"]
mod sockets;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/poem-websocket.rs"]
mod websocket;

use core::net::SocketAddr;

use common::cors;
use poem::{Endpoint, EndpointExt, Route, Server, get, listener::TcpAcceptor};
use tokio::net::TcpListener;

async fn serve(app: impl Endpoint + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
    address
}

async fn guarded() -> SocketAddr {
    serve(websocket::app().unwrap()).await
}

async fn unguarded() -> SocketAddr {
    serve(Route::new().at("/echo", get(websocket::open)).with(cors())).await
}
