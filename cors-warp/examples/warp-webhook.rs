//! Two routes that are exempt from a site's guard, since each stands beside the site, below a policy of
//! its own.
//!
//! A browser comes to `/login/callback` with a form that the identity provider's page has posted
//! (`response_mode=form_post`, SAML). The provider may do that, and may not read the site. Payments are
//! reported to `/webhooks` by servers, which sign what they send, and whose `Origin` says nothing.
//!
//! `cargo run --example warp-webhook -- 3000`

use core::{convert::Infallible, error::Error};

use cors_warp::{Cors, Policy, PolicyError};
use warp::{Filter, Reply};

pub(crate) fn app() -> Result<
    impl Filter<Extract = (impl Reply,), Error = Infallible> + Clone + Send + Sync,
    PolicyError,
> {
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

    let sign_in = warp::path!("callback").and(warp::post()).map(|| "welcome");
    let note = warp::path!("payment").and(warp::post()).map(|| "noted");
    let change = warp::path!("account").and(warp::post()).map(|| "changed");

    // The site's policy answers for all that is left, and therefore stands last.
    let login = warp::path("login").and(Cors::new(callback).wrap(sign_in));
    let webhooks = warp::path("webhooks").and(Cors::new(webhooks).wrap(note));
    Ok(login.or(webhooks).or(Cors::new(site).wrap(change)))
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
