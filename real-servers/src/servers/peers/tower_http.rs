//! tower-http's `CorsLayer`, on axum.

use anyhow::Result;
use axum::{
    Router,
    http::{HeaderValue, Method, header::CONTENT_TYPE},
    routing::get,
};
use tokio::net::TcpListener;
use tower_http::cors::CorsLayer;

use super::{ORIGIN, keep, runtime};
use crate::servers::{Started, process::listener};

pub(in crate::servers) fn start(started: &mut Started) -> Result<()> {
    let right = CorsLayer::new()
        .allow_origin([HeaderValue::from_static(ORIGIN)])
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([CONTENT_TYPE]);
    for (name, layer) in [
        ("tower-http/listed", right),
        ("tower-http/permissive", CorsLayer::permissive()),
        ("tower-http/very_permissive", CorsLayer::very_permissive()),
        ("tower-http/new", CorsLayer::new()),
    ] {
        let router = Router::new().route("/data", get(ok).put(ok)).layer(layer);
        let listener = listener()?;
        listener.set_nonblocking(true)?;
        started.site(name, listener.local_addr()?);
        keep(name, move || {
            runtime()?.block_on(async {
                Ok(axum::serve(TcpListener::from_std(listener)?, router).await?)
            })
        })?;
    }
    Ok(())
}

async fn ok() -> &'static str {
    "ok"
}
