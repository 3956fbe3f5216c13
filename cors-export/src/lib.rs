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

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod code;
mod export;
mod identifier;
mod loss;
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
