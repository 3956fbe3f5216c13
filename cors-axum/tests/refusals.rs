//! What guards refuse, over real connections.

mod common;
#[path = "common/refusals.rs"]
mod refusals;
#[path = "common/wire.rs"]
mod wire;

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::Arc;

use axum::{Router, routing::get};
use cors_axum::{CorsLayer, Policy};
use tokio::net::TcpListener;
use wire::Site;

async fn serve(policy: Policy) -> Site {
    let runs = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&runs);
    let run = async move || {
        counted.fetch_add(1, Relaxed);
        "done"
    };
    let app = Router::new()
        .route(
            "/thing",
            get(run.clone()).post(run.clone()).put(run.clone()),
        )
        .route("/read", get(run))
        .layer(CorsLayer::new(policy));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    Site { address, runs }
}
