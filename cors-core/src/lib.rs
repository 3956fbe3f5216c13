//! The CORS policy engine: it decides what a server answers to cross-origin requests.
//!
//! It contains no networking code and knows no framework. The head of a request goes in, and the
//! headers of the response come out, without IO, a clock or an allocation in between. Applications
//! use it through the adapter of their framework (`cors-axum` for axum, tower and hyper), which
//! re-exports what they need.
//!
//! A policy that builds is one that a browser can use and an attacker can't:
//!
//! ```
//! use std::time::Duration;
//!
//! use cors_core::Policy;
//!
//! let policy = Policy::builder()
//!     .allow_origins(["https://example.com", "https://*.example.com", "http://localhost:*"])
//!     .allow_credentials(true)
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers(["content-type", "x-api-key"])
//!     .expose_headers(["x-request-id"])
//!     .max_age(Duration::from_secs(600))
//!     .build()?;
//! assert!(policy.warnings().is_empty());
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! A policy with mistakes does not build. The error lists all of them, each with its fix:
//!
//! ```
//! use cors_core::Policy;
//!
//! let error = Policy::builder()
//!     .allow_origins(["https://app.example.com/", "http://example.com"])
//!     .allow_credentials(true)
//!     .max_age(std::time::Duration::from_secs(604_800))
//!     .build()
//!     .unwrap_err();
//! println!("{error}");
//! # assert_eq!(
//! #     error.to_string(),
//! #     r#"invalid CORS policy
//! #   error[origin-path]: invalid origin "https://app.example.com/": an origin has no path; write "https://app.example.com"
//! #   error[insecure-origin]: insecure origin "http://example.com" with credentials: whoever controls the network can pose as it; write "https://example.com", or accept this with dangerously_allow_insecure_origins
//! #   error[max-age-too-long]: max_age 604800: no browser caches a preflight for more than 86400 seconds (one day); write 86400 or less"#
//! # );
//! ```
//!
//! It prints, with longer lines:
//!
//! ```text
//! invalid CORS policy
//!   error[origin-path]: invalid origin "https://app.example.com/": an origin has no path;
//!     write "https://app.example.com"
//!   error[insecure-origin]: insecure origin "http://example.com" with credentials: whoever
//!     controls the network can pose as it; write "https://example.com", or accept this with
//!     dangerously_allow_insecure_origins
//!   error[max-age-too-long]: max_age 604800: no browser caches a preflight for more than 86400
//!     seconds (one day); write 86400 or less
//! ```
//!
//! # What a policy answers
//!
//! | request | any origin (`*`) | listed origins |
//! |---|---|---|
//! | without `Origin` | `Access-Control-Allow-Origin: *` and the exposed headers | `Vary: Origin` |
//! | origin allowed | the same | the origin, credentials, the exposed headers, `Vary: Origin` |
//! | origin not allowed | – | `Vary: Origin`; the handler still runs |
//! | preflight, origin allowed | 204 and the whole policy | the same, for that origin |
//! | preflight, origin not allowed | – | 403 |
//!
//! A preflight is an `OPTIONS` request with both `Origin` and `Access-Control-Request-Method`. Any
//! other `OPTIONS` request reaches the handler. The answer to a preflight is the whole policy, and the
//! browser is the judge: its preflight cache then serves every later method and header, and its
//! console names what is missing. [`minimal_disclosure`](PolicyBuilder::minimal_disclosure) trades
//! that for naming only what was asked for. Every preflight's answer has a `Vary` with the three
//! headers that it may depend on.
//!
//! **CORS is not access control.** It tells browsers which pages may read a response. A request from
//! an origin that is not allowed is served like any other, because everybody except a browser can
//! send it with any `Origin`, or with none. What must not be done for strangers needs authentication.
//!
//! **CORS keeps no page from sending**, either: forms, WebSockets and rebound names pass it by.
//! [Guards](manual::guards) refuse them, by the same list of origins, if the policy says so.
//!
//! # Why is it blocked?
//!
//! [`Policy::explain`] says it of a request, in one line with the nearest entry and the cure, and so does
//! the log. The manual has every reason for which a browser [blocks](manual::why_blocked) a request or a guard
//! [refuses](manual::why_refused) it, its cause, and its cure.
//!
//! # Untrusted input
//!
//! Policies come from the developer, requests from anybody. Whatever the bytes of a request, a
//! decision never panics, allocates nothing, and takes no longer than their length explains: origins
//! are looked up by their bytes, in a time that does not depend on how many are allowed. Two
//! exceptions are the developer's choice: a [predicate](PolicyBuilder::allow_origin_if) is their own
//! code, and a regex allocates its scratch space when a thread first uses it. A third is bounded: where
//! the log is heard at `info`, some sixty blocked or refused requests in a process's life are explained in it.
//!
//! The [manual](manual::known_bugs) lists other implementations' bugs, and what makes each impossible
//! here.
//!
//! # Crate features
//!
//! - `public-suffix` (default): the [Public Suffix List](https://publicsuffix.org), compiled in, some
//!   170 KB; `cargo update --package psl2` brings the newest. With it comes a table of the names that
//!   have suffixes below them, as `amazonaws.com` has `s3.amazonaws.com`: some 15 KB. Without the
//!   feature (`default-features = false`), patterns below `co.uk`, `vercel.app` or `amazonaws.com` are
//!   not recognised as spanning what different people register. Those below a top-level domain, or
//!   below a tunnel's domain such as `loca.lt`, still are.
//! - `regex`: `PolicyBuilder::allow_origin_regex`.
//! - `serde`: `PolicyBuilder` can be deserialised, `Policy` serialised.
//! - `http`: the traits of [`adapter`] for the types of `http` 1. Without it, the public API has no
//!   third-party type.
//! - `tracing`: the log of warnings, of what browsers are going to block, of what is refused and of removed
//!   headers, with the target `cors`. It reaches `tracing`'s subscriber, or the logger of the `log` crate if there is none.
//!   The adapters turn it on.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod builder;
mod cards;
mod certain;
mod code;
mod compile;
mod decide;
mod edits;
mod error;
mod explain;
mod guard;
mod host;
mod host_pattern;
mod live;
mod log;
mod matcher;
mod methods;
mod name_list;
mod name_repair;
mod names;
mod origin;
mod pattern;
mod policy;
mod problem;
mod problem_kind;
mod public_suffix;
mod render;
mod rules;
mod sentence;
mod setting;
mod settings;
mod shown;
mod texts;
mod variable;

#[cfg(feature = "serde")]
mod serde;

// The public interface is:

pub use self::{
    builder::PolicyBuilder,
    decide::{OriginVerdict, RequestKind, Verdict},
    error::PolicyError,
    explain::{Cure, CureValue, Difference, Explanation, Nearest, Outcome, Reason, ReasonKind},
    guard::{GuardRule, GuardVerdict, RefusedBy},
    host_pattern::{HostFlaw, InvalidHost},
    live::{LivePolicy, PolicySource},
    origin::{NotAnOrigin, Origin},
    pattern::{InvalidOrigin, OriginFlaw, OriginPattern},
    policy::Policy,
    problem::{Problem, Severity},
    problem_kind::ProblemKind,
    public_suffix::public_suffix_list_date,
    setting::Setting,
    settings::{OriginEntry, Settings},
    texts::Texts,
};

pub mod adapter;
pub mod manual;

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
