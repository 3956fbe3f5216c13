//! A WebSocket that pages of this server and of one other origin may open, and programs that are no
//! browsers. Handshakes of all other pages get 403.
//!
//! `cargo run --example warp-websocket -- 3000`

use core::{convert::Infallible, error::Error};

use cors_warp::{Cors, Policy, PolicyError};
use futures_util::{SinkExt, StreamExt};
use warp::{Filter, Rejection, Reply, ws::WebSocket};

pub(crate) fn app() -> Result<
    impl Filter<Extract = (impl Reply,), Error = Infallible> + Clone + Send + Sync,
    PolicyError,
> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .guard_websockets(true)
        .build()?;
    Ok(Cors::new(policy).wrap(route()))
}

pub(crate) fn route()
-> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let open = |upgrade: warp::ws::Ws| upgrade.on_upgrade(echo);
    warp::path!("echo").and(warp::ws()).map(open)
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.next().await {
        if socket.send(message).await.is_err() {
            break;
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args()
        .nth(1)
        .map_or(Ok(3000), |port| port.parse())?;
    warp::serve(app()?.boxed())
        .run(([127, 0, 0, 1], port))
        .await;
    Ok(())
}
