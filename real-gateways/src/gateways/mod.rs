//! The gateways, a file each: how one is started with the exported policies.

mod nginx;

use core::net::SocketAddr;

use anyhow::Result;
use cors_export::Target;
use cors_real_servers::process::Process;

use crate::mounts::Mounts;

/// A program that stands in front, or an interface as one of them implements it.
pub(crate) struct Gateway {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
    /// Starts it with the policies, each below its name; everything else is forwarded as it is.
    pub(crate) start: fn(&Mounts) -> Result<Running>,
}

/// A gateway that listens. It ends when this is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) _process: Process,
}

/// All of them.
pub(crate) const GATEWAYS: &[Gateway] = &[
    Gateway {
        name: "nginx",
        target: Target::Nginx,
        start: nginx::start,
    },
    Gateway {
        name: "nginx-mainline",
        target: Target::Nginx,
        start: nginx::start_mainline,
    },
];
