//! Wrong: the policy has the path of a route's attribute, without the base that the route is
//! mounted at. There is nothing below `/items`, and the policy covers nothing.
//!
//! `cargo run --example rocket-wrong -- 3000`

use cors_rocket::{Cors, Policy, PolicyError};
use rocket::{Build, Config, Rocket, get, put, routes};

#[get("/items")]
fn items() -> &'static str {
    "[]"
}

#[put("/items/<id>")]
fn put_item(id: u32) -> String {
    format!("{id} is stored")
}

pub(crate) fn app() -> Result<Rocket<Build>, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com", "http://localhost:*"])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .build()?;
    Ok(rocket::build()
        .mount("/api", routes![items, put_item])
        .attach(Cors::new(policy).at("/items")))
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1);
    let port = port.map_or(Ok(3000), |port| port.parse())?;
    let config = Config::figment().merge(("port", port));
    app()?.configure(config).launch().await?;
    Ok(())
}
