//! The wrong place: a method router's `route_layer` runs only for the methods that it has, and a
//! preflight's `OPTIONS` is not one of them. axum answers 405, and the browser blocks the `PUT`
//! that the policy allows: "Response to preflight request doesn't pass access control check: No
//! 'Access-Control-Allow-Origin' header is present on the requested resource."
//!
//! `cargo run --example axum-wrong -- 3000`

use axum::{Router, routing::get};
use cors_axum::{CorsLayer, Policy, PolicyError};

pub(crate) fn app() -> Result<Router, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com", "http://localhost:*"])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .build()?;
    let note = get(|| async { "a note" }).put(|| async { "kept" });
    Ok(Router::new().route("/note", note.route_layer(CorsLayer::new(policy))))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
