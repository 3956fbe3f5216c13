//! The targets, a file each: how a policy is written in its words, and how its words are read.
//!
//! A target has two functions. `write` takes the [plan](crate::plan) and gives files, with what they can't say. `read`
//! takes the files, by the target's own rules of quoting, anchoring and case, and gives the origins that the target
//! will allow. It knows nothing of the policy, so what it reads can be compared with it.

mod apache;
mod caddy;
mod envoy;
mod gateway_api;
mod guarded;
mod haproxy;
mod istio;
mod nginx;
mod requested;
mod traefik;
mod unguarded;
mod whole;

#[cfg(test)]
mod trying;

use crate::{
    File, Loss, Requirement, Target,
    plan::Plan,
    proof::{NotRead, Origins},
};

/// What a target is told.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Without the header that every file gets.
    pub(crate) files: Vec<File>,
    pub(crate) losses: Vec<Loss>,
    pub(crate) requirements: Vec<Requirement>,
}

pub(crate) fn write(target: Target, plan: &Plan<'_>) -> Written {
    match target {
        Target::Nginx => nginx::write(plan),
        Target::Envoy => envoy::write(plan),
        Target::GatewayApi => gateway_api::write(plan),
        Target::Istio => istio::write(plan),
        Target::Haproxy => haproxy::write(plan),
        Target::Caddy => caddy::write(plan),
        Target::Traefik => traefik::write(plan),
        Target::Apache => apache::write(plan),
    }
}

pub(crate) fn read(target: Target, files: &[File]) -> Result<Origins, NotRead> {
    match target {
        Target::Nginx => nginx::read(files),
        Target::Envoy => envoy::read(files),
        Target::GatewayApi => gateway_api::read(files),
        Target::Istio => istio::read(files),
        Target::Haproxy => haproxy::read(files),
        Target::Caddy => caddy::read(files),
        Target::Traefik => traefik::read(files),
        Target::Apache => apache::read(files),
    }
}
