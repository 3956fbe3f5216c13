//! Routes that others send to, beside a site that is guarded: each has a policy of its own.
//!
//! `cargo run --example rocket-webhook -- 3000`, then be an identity provider's page, which posts a form:
//!
//! ```text
//! curl -i -d code=1 -H 'origin: https://login.example.net' http://127.0.0.1:3000/login/callback
//! ```
//!
//! It is let in there, and nowhere else: at `/account` it gets 403. In the site's own list it could read
//! the site's responses as well. The longest base wins, whatever the order of the fairings.

use cors_rocket::{Cors, Policy, PolicyError};
use rocket::{Build, Config, Rocket, post, routes};

#[post("/account")]
fn change() -> &'static str {
    "changed"
}

#[post("/login/callback")]
fn log_in() -> &'static str {
    "logged in"
}

#[post("/webhooks/paid")]
fn paid() -> &'static str {
    "noted"
}

pub(crate) fn app() -> Result<Rocket<Build>, PolicyError> {
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
    Ok(rocket::build()
        .mount("/", routes![change, log_in, paid])
        .attach(Cors::new(site))
        .attach(Cors::new(login).at("/login/callback"))
        .attach(Cors::new(webhooks).at("/webhooks")))
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1);
    let port = port.map_or(Ok(3000), |port| port.parse())?;
    let config = Config::figment().merge(("port", port));
    app()?.configure(config).launch().await?;
    Ok(())
}
