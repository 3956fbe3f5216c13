//! A wrapper in a place where it is of no use: behind a filter for the method.
//!
//! `warp::put()` rejects a preflight, whose method is `OPTIONS`, before the wrapper can answer it.
//! The browser gets 405 without a header, never sends the `PUT`, and says: "Response to
//! preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header
//! is present on the requested resource". Nothing is exposed by it, and nothing works.

use core::error::Error;

use cors_warp::{Cors, Policy, PolicyError};
use warp::{Filter, Rejection, Reply};

pub(crate) fn app() -> Result<
    impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync,
    PolicyError,
> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT"])
        .build()?;
    let saved = warp::any().map(|| "saved");
    // Right: path("api").and(cors.wrap(path!("item").and(put()).map(..)))
    Ok(warp::path!("api" / "item")
        .and(warp::put())
        .and(Cors::new(policy).wrap(saved)))
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
