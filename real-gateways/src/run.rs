//! The cases of the suite, through a gateway.

use core::net::SocketAddr;
use std::collections::BTreeSet;

use anyhow::Result;
use cors_conformance::{Filter, Suite};

use crate::{
    client::{Client, reply},
    gateways::Gateway,
    mounts::Mounts,
    upstream::Upstream,
};

/// Whether every case of a policy that was exported is answered as the policy says.
pub(crate) fn run(
    gateway: &Gateway,
    suite: &Suite,
    mounts: &Mounts,
    upstream: &Upstream,
    address: SocketAddr,
    filter: &str,
) -> Result<bool> {
    let written: BTreeSet<_> = mounts.written().map(|mounted| &*mounted.name).collect();
    for mounted in &mounts.policies {
        for loss in mounted.export.losses() {
            println!("{} {}: {}: {loss}", gateway.name, mounted.name, loss.kind());
        }
    }
    let is_left_out = |policy: Option<&str>| policy.is_some_and(|name| !written.contains(name));
    let left_out: String = { suite.cases().iter() }
        .filter(|case| is_left_out(case.request().place().policy()))
        .map(|case| format!(",-/{}", case.name()))
        .collect();
    let filter = Filter::parse(&format!("{filter}{left_out}"));
    let mut client = Client::new(address)?;
    let mut run = suite.start(gateway.name, &[], &filter);
    while let Some(request) = run.next_request() {
        let _ = upstream.spy().take();
        match client.send(request) {
            Ok(response) => run.receive(&reply(&response, upstream.spy().take())),
            Err(error) => run.panicked(format!("{error:#}")),
        }
    }
    Ok(match run.finish() {
        Ok(summary) => {
            println!("{summary}");
            true
        }
        Err(failures) => {
            println!("{failures}");
            false
        }
    })
}
