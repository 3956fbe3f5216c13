//! The right place: outermost, which the last `Router::layer` is, around every route and other layer.
//!
//! `cargo run --example axum-right -- 3000`

use axum::{Router, routing::get};
use cors_axum::{CorsLayer, Policy, PolicyError};

pub(crate) fn app() -> Result<Router, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com", "http://localhost:*"])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .build()?;
    Ok(Router::new()
        .route("/note", get(|| async { "a note" }).put(|| async { "kept" }))
        .layer(CorsLayer::new(policy)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
