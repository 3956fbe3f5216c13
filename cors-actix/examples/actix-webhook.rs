//! Routes that others send to, beside a site that is guarded: each has a policy of its own.
//!
//! `cargo run --example actix-webhook -- 3000`, then be an identity provider's page, which posts a form:
//!
//! ```text
//! curl -i -d code=1 -H 'origin: https://login.example.net' http://127.0.0.1:3000/login/callback
//! ```
//!
//! It is let in there, and nowhere else: at `/account` it gets 403. In the site's own list it could read
//! the site's responses as well. The narrower scopes come first, since actix-web takes the first one that
//! fits, and they stand beside the guarded scope: around them, it would decide first.

use core::error::Error;
use std::env;

use actix_web::{App, HttpServer, web};
use cors_actix::{Cors, Policy, PolicyError};

#[derive(Clone)]
pub(crate) struct Policies {
    site: Cors,
    login: Cors,
    webhooks: Cors,
}

pub(crate) fn policies() -> Result<Policies, PolicyError> {
    let site = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .guard_unsafe_methods(true)
        .build()?;
    let login = Policy::builder()
        .allow_origins(["https://login.example.net"])
        .guard_unsafe_methods(true)
        .build()?;
    // A signature protects them. So it has to where a provider's form sends `null`, which can't be listed.
    let webhooks = site.to_builder().guard_unsafe_methods(false).build()?;
    Ok(Policies {
        site: Cors::new(site),
        login: Cors::new(login),
        webhooks: Cors::new(webhooks),
    })
}

pub(crate) fn routes(policies: Policies) -> impl FnOnce(&mut web::ServiceConfig) {
    |app| {
        let login = web::scope("/login").route("/callback", web::post().to(async || "logged in"));
        let webhooks = web::scope("/webhooks").route("/paid", web::post().to(async || "noted"));
        let site = web::scope("").route("/account", web::post().to(async || "changed"));
        app.service(login.wrap(policies.login))
            .service(webhooks.wrap(policies.webhooks))
            .service(site.wrap(policies.site));
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let policies = policies()?;
    let server = HttpServer::new(move || App::new().configure(routes(policies.clone())));
    Ok(server.bind(("127.0.0.1", port))?.run().await?)
}
