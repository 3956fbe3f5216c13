//! Two routes that are exempt from a site's guard, since each stands beside the site, below a policy of
//! its own.
//!
//! A browser comes to `/login/callback` with a form that the identity provider's page has posted
//! (`response_mode=form_post`, SAML). The provider may do that, and may not read the site. Payments are
//! reported to `/webhooks` by servers, which sign what they send, and whose `Origin` says nothing.
//!
//! `cargo run --example axum-webhook -- 3000`

use axum::{Router, routing::post};
use cors_axum::{CorsLayer, Policy, PolicyError};

pub(crate) fn app() -> Result<Router, PolicyError> {
    let site = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .guard_unsafe_methods(true)
        .build()?;
    // Where the provider's pages send `Origin: null`, no policy can know them: then this is one
    // without a guard, too. The answer's `state` and signature have to be checked in any case.
    let callback = Policy::builder()
        .allow_origins(["https://login.example.net"])
        .guard_unsafe_methods(true)
        .build()?;
    let webhooks = site.to_builder().guard_unsafe_methods(false).build()?;

    // A layer covers what a router has by then: what is added later has to bring its own.
    Ok(Router::new()
        .route("/account", post(|| async { "changed" }))
        .layer(CorsLayer::new(site))
        .route(
            "/login/callback",
            post(|| async { "welcome" }).layer(CorsLayer::new(callback)),
        )
        .route(
            "/webhooks/payment",
            post(|| async { "noted" }).layer(CorsLayer::new(webhooks)),
        ))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app()?).await?;
    Ok(())
}
