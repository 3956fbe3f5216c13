//! What guards refuse, over real connections.

mod common;
#[path = "common/refusals.rs"]
mod refusals;
#[path = "common/wire.rs"]
mod wire;

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::Arc;

use cors_poem::{Cors, Policy};
use poem::{EndpointExt, Route, Server, get, handler, listener::TcpAcceptor, web::Data};
use tokio::net::TcpListener;
use wire::Site;

#[handler]
fn run(runs: Data<&Arc<AtomicUsize>>) -> &'static str {
    runs.fetch_add(1, Relaxed);
    "done"
}

async fn serve(policy: Policy) -> Site {
    let runs = Arc::<AtomicUsize>::default();
    let app = Route::new()
        .at("/thing", get(run).post(run).put(run))
        .at("/read", get(run))
        .data(Arc::clone(&runs))
        .with(Cors::new(policy));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
    Site { address, runs }
}
