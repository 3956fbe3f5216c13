//! warp's WebSockets behind the guard.

mod common;
#[path = "common/sockets.rs"]
mod sockets;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/warp-websocket.rs"]
mod websocket;

use core::{convert::Infallible, net::SocketAddr};

use common::cors;
use tokio::net::TcpListener;
use warp::{Filter, Reply};

async fn serve<R: Reply + 'static>(
    app: impl Filter<Extract = (R,), Error = Infallible> + Clone + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = app.map(Reply::into_response).boxed();
    tokio::spawn(warp::serve(app).incoming(listener).run());
    address
}

async fn guarded() -> SocketAddr {
    serve(websocket::app().unwrap()).await
}

async fn unguarded() -> SocketAddr {
    serve(cors().wrap(websocket::route())).await
}
