//! Two policies, each for everything below its path, and a path without a policy.
//!
//! `cargo run --example warp-right -- 3000`, and then
//! `curl -i -X OPTIONS -H 'origin: https://app.example.com' -H 'access-control-request-method: PUT' localhost:3000/api/item`

use core::error::Error;

use cors_warp::{Cors, Policy, PolicyError};
use warp::{Filter, Rejection, Reply};

/// `/open` is for everybody's pages, `/api` for those of one origin, `/health` for none.
pub(crate) fn app() -> Result<
    impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync,
    PolicyError,
> {
    let open = Policy::builder().allow_origins(["*"]).build()?;
    let api = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .build()?;

    let status = warp::path!("status").and(warp::get()).map(|| "fine");
    let item = warp::path!("item").and(warp::put()).map(|| "saved");
    let health = warp::path!("health").and(warp::get()).map(|| "ok");

    // Every response below a path has the headers of its policy: 404 and 405, too.
    let open = warp::path("open").and(Cors::new(open).wrap(status));
    let api = warp::path("api").and(Cors::new(api).wrap(item));
    Ok(open.or(api).or(health))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args()
        .nth(1)
        .map_or(Ok(3000), |port| port.parse())?;
    warp::serve(app()?.boxed())
        .run(([127, 0, 0, 1], port))
        .await;
    Ok(())
}
