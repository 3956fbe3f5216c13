//! One CORS policy, said in the words of what stands in front of a server.
//!
//! ```
//! use cors_core::Policy;
//! use cors_export::{LossKind, Target, export};
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://app.example.com"])
//!     .max_age(core::time::Duration::ZERO)
//!     .build()?;
//! let exported = export("site", &policy, Target::GatewayApi);
//! let loss = &exported.losses()[0];
//! assert_eq!(loss.kind(), LossKind::Different);
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! The files are for the configuration of a gateway, each for the [place](File::place) that it names. What the gateway
//! can't say is a [`Loss`]; what has to be set elsewhere is a [`Requirement`]. Whoever writes files of which a loss is
//! [looser](LossKind::Looser) gives more away than the policy does: ask first.
//!
//! The manual says [which place should speak](manual::server_or_edge), has a chapter for each
//! [target](manual::targets), and tells how an export is [proven](manual::proof). The command `cors export` of `cors-cli`
//! writes the files.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod code;
mod export;
mod identifier;
mod loss;
pub mod manual;
mod plan;
mod proof;
mod regex;
mod requirement;
mod target;
mod targets;
mod yaml;

pub use self::{
    code::Code,
    export::{Export, File, export},
    loss::{Loss, LossKind},
    requirement::Requirement,
    target::{Target, UnknownTarget},
};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
