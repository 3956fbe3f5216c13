//! The five frameworks of this repository, each with the same policies.

use std::path::Path;

use anyhow::{Result, anyhow};
use cors_examples::{
    app::{Framework, Named, Server},
    policy_file,
};

use super::Started;
use crate::cases::POLICIES;

pub(super) fn start(started: &mut Started) -> Result<()> {
    let file = policy_file::load(Path::new(POLICIES), None);
    let file = file.map_err(|diagnostics| anyhow!("{diagnostics:?}"))?;
    let policies: Vec<Named> = { file.policies.into_iter() }
        .map(|(name, policy)| (name, policy.into()))
        .collect();
    for framework in Framework::ALL {
        let server = Server::start(framework, &policies)?;
        started.site(format!("frameworks/{framework}"), server.address());
        started.frameworks.push(server);
    }
    Ok(())
}
