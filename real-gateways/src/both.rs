//! Where the server speaks as well as the gateway: what arrives is the gateway's, once.

use core::iter;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use cors_core::Policy;
use http::Request;

use crate::{client::Client, gateways::Gateway, mounts::Mounts, upstream::Upstream};

const PAGE: &str = "https://app.example.com";

/// Asks a server that has the policy itself, behind a gateway that has it, too.
pub(crate) fn speak(gateway: &Gateway) -> Result<()> {
    const NAME: &str = "both";
    let builder = Policy::builder()
        .allow_origins([PAGE])
        .allow_credentials(true);
    let policy = builder.expose_headers(["x-request-id"]).build()?;
    let upstream = Upstream::with(iter::empty(), &[(NAME.to_owned(), policy.clone().into())])?;
    let policies = [(NAME, &policy)].into_iter();
    let mounts = Mounts::of(policies, gateway.target, upstream.address());
    let running = (gateway.start)(&mounts)?;
    let ask = |address| -> Result<Vec<usize>> {
        let request = Request::get(format!("/{NAME}/echo")).header("host", "server.example");
        let request = request.header("origin", PAGE).body(Bytes::new())?;
        let response = Client::new(address)?.send(request)?;
        let names = ["origin", "credentials"].map(|name| format!("access-control-allow-{name}"));
        let counts = names
            .iter()
            .map(|name| response.headers().get_all(name).iter().count());
        Ok(counts.collect())
    };
    let direct = ask(upstream.address()).context("the server")?;
    ensure!(direct == [1, 1], "the server has no policy by itself");
    let through = ask(running.address)?;
    ensure!(
        through == [1, 1],
        "the server and the gateway both speak: {through:?} lines"
    );
    Ok(())
}
