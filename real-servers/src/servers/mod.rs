//! The servers, started by those who can start them, and where they listen.

mod frameworks;
mod nginx;
mod node;
mod other_programs;
mod peers;

use core::net::SocketAddr;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use anyhow::{Context, Result, bail};

use cors_real_servers::process::{self, Process};

/// What was started: where each site is, and what keeps it there.
#[derive(Default)]
pub(crate) struct Started {
    sites: BTreeMap<String, SocketAddr>,
    frameworks: Vec<cors_examples::app::Server>,
    processes: Vec<Process>,
}

impl Started {
    fn site(&mut self, name: impl Into<String>, address: SocketAddr) {
        self.sites.insert(name.into(), address);
    }
}

/// Servers that run as long as this does.
pub(crate) struct Servers(Started);

impl Servers {
    /// Starts what these providers have, each of them once.
    pub(crate) fn start<'a>(providers: impl Iterator<Item = &'a str>) -> Result<Self> {
        let mut started = Started::default();
        for provider in providers.collect::<BTreeSet<_>>() {
            match provider {
                "frameworks" => frameworks::start(&mut started),
                "tower-http" => peers::tower_http::start(&mut started),
                "actix-cors" => peers::actix_cors::start(&mut started),
                "poem" => peers::poem::start(&mut started),
                "rocket_cors" => peers::rocket_cors::start(&mut started),
                "warp" => peers::warp::start(&mut started),
                "node" => node::start(&mut started),
                "nginx" => nginx::start(&mut started),
                "apache" => other_programs::apache(&mut started),
                "caddy" => other_programs::caddy(&mut started),
                "python" => other_programs::python(&mut started),
                unknown => bail!("nothing starts {unknown}"),
            }
            .with_context(|| format!("{provider} does not start"))?;
        }
        Ok(Self(started))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.sites.len()
    }

    pub(crate) fn url(&self, server: &str, path: &str) -> Result<String> {
        let address = self.0.sites.get(server);
        let address = address.with_context(|| format!("there is no server {server}"))?;
        Ok(format!("http://{address}{path}"))
    }

    /// Says where everything is, until standard input ends.
    pub(crate) fn wait(&self) -> Result<()> {
        for (name, address) in &self.0.sites {
            println!("{name:<28} http://{address}");
        }
        io::copy(&mut io::stdin(), &mut io::sink())?;
        Ok(())
    }
}
