//! What guards refuse, over real connections.

mod common;
#[path = "common/refusals.rs"]
mod refusals;
#[path = "common/wire.rs"]
mod wire;

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::Arc;

use cors_warp::{Cors, Policy};
use tokio::net::TcpListener;
use warp::Filter;
use wire::Site;

async fn serve(policy: Policy) -> Site {
    let runs = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&runs);
    let run = move || {
        counted.fetch_add(1, Relaxed);
        "done"
    };
    let methods = warp::get().or(warp::post()).unify().or(warp::put()).unify();
    let thing = warp::path!("thing").and(methods).map(run.clone());
    let read = warp::path!("read").and(warp::get()).map(run);
    let app = Cors::new(policy).wrap(thing.or(read));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(warp::serve(app.boxed()).incoming(listener).run());
    Site { address, runs }
}
