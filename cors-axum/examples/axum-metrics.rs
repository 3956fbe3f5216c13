//! Counts what comes of cross-origin requests, for Prometheus.
//!
//! `cargo run --example axum-metrics -- 3000`, and look at `/metrics`.

use axum::{Router, routing::get};
use cors_axum::{CorsLayer, Outcome, Policy};
use prometheus::{IntCounterVec, Opts, Registry, TextEncoder};

pub(crate) fn app() -> Result<Router, Box<dyn core::error::Error>> {
    let about = Opts::new(
        "cors_requests_total",
        "Requests that have an Origin, by what came of them.",
    );
    let requests = IntCounterVec::new(about, &["outcome"])?;
    for outcome in Outcome::ALL {
        // Metrics are there from the beginning, and begin with 0.
        requests.with_label_values(&[outcome.as_str()]);
    }
    let registry = Registry::new();
    registry.register(Box::new(requests.clone()))?;

    let policy = Policy::builder()
        .allow_origins(["https://app.example.com", "http://localhost:*"])
        .build()?;
    let cors = CorsLayer::new(policy)
        .on_outcome(move |outcome| requests.with_label_values(&[outcome.as_str()]).inc());
    let metrics = async move || {
        let text = TextEncoder::new().encode_to_string(&registry.gather());
        text.map_err(|error| error.to_string())
    };
    Ok(Router::new()
        .route("/note", get(|| async { "a note" }))
        .layer(cors)
        .route("/metrics", get(metrics)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
