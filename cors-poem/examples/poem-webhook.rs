//! Two routes that are exempt from a site's guard, since each stands beside the site, below a policy of
//! its own.
//!
//! A browser comes to `/login/callback` with a form that the identity provider's page has posted
//! (`response_mode=form_post`, SAML). The provider may do that, and may not read the site. Payments are
//! reported to `/webhooks` by servers, which sign what they send, and whose `Origin` says nothing.
//!
//! `cargo run --example poem-webhook -- 3000`

use core::error::Error;
use std::env;

use cors_poem::{Cors, Policy, PolicyError};
use poem::{Endpoint, EndpointExt, Route, Server, handler, listener::TcpListener, post};

#[handler]
fn change() -> &'static str {
    "changed"
}

#[handler]
fn sign_in() -> &'static str {
    "welcome"
}

#[handler]
fn note() -> &'static str {
    "noted"
}

pub(crate) fn app() -> Result<impl Endpoint, PolicyError> {
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

    let rest = Route::new().at("/account", post(change));
    let payments = Route::new().at("/payment", post(note));
    Ok(Route::new()
        .at("/login/callback", post(sign_in).with(Cors::new(callback)))
        .nest("/webhooks", payments.with(Cors::new(webhooks)))
        .nest("/", rest.with(Cors::new(site))))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"));
    Server::new(listener).run(app()?).await?;
    Ok(())
}
