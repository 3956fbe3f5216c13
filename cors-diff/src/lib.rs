//! What changes between two CORS policies: whom the new one lets in, decided and with an example.
//!
//! ```
//! use cors_core::Policy;
//! use cors_diff::Kind;
//!
//! let policy = |origins: &[&str]| Policy::builder().allow_origins(origins).build();
//! let old = policy(&["https://app.example.com"])?;
//! let new = policy(&["https://*.example.com"])?;
//! let changes = cors_diff::diff(&old, &new);
//! assert_eq!(changes.len(), 1);
//! assert_eq!(changes[0].kind(), Kind::Widens);
//! assert_eq!(changes[0].witness(), Some("https://a.example.com"));
//! assert_eq!(changes[0].to_string(), "now allowed: https://a.example.com");
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! It compares what policies mean, not how they are written. The order of entries, the case of header names,
//! safelisted methods, and an entry that others cover make no difference.
//!
//! # Origins
//!
//! What a list of origins allows is a regular language, and whether one includes another is decided, both
//! ways: patterns and regexes become automata, which run side by side with the grammar of the origins that
//! browsers write. Two spellings of one set are no change:
//!
//! ```
//! # use cors_core::Policy;
//! let listed = ["https://a.example.com", "https://b.example.com"];
//! let listed = Policy::builder().allow_origins(listed).build()?;
//! let regex = Policy::builder().allow_origin_regex(r"https://(a|b)\.example\.com").build()?;
//! assert!(cors_diff::diff(&listed, &regex).is_empty());
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! The example of a change is the shortest origin that only one of the policies allows, of the schemes `http`
//! and `https` if there is one. Where a policy begins to allow every origin, it is `https://anyone.example`.
//! Each origin that is added is a change of its own, and so is what each pattern adds, up to 20 of them; then they
//! are counted.
//!
//! # What can't be decided
//!
//! A predicate is code, and code can't be compared. Regexes can be so large that their comparison would take
//! gigabytes; it ends after 250,000 states of the automata, 10 million steps between them, or 32 MiB for the
//! states of a list's regexes. Then a change says *undecided* in its sentence, and has no example. What may
//! let in more is [`Kind::Widens`].
//!
//! # Crate features
//!
//! - `tracing`: [`replace`] logs what changes.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod change;
pub mod grammar;
mod guards;
mod hosts;
mod language;
mod log;
mod names;
mod origins;
mod replace;
mod set;
mod values;

pub use self::{
    change::{Axis, Change, Kind},
    replace::replace,
    set::{OriginSet, TooLarge},
};

use cors_core::Policy;

/// Everything that changes if `new` takes the place of `old`, in the order of the axes.
///
/// 100,000 origins take a fraction of a second. In the worst case, which ends undecided, it takes a few
/// seconds and some 200 MiB.
#[must_use]
pub fn diff(old: &Policy, new: &Policy) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let mut changes = origins::compare(old, new);
    changes.extend(values::credentials(old, new));
    changes.extend(names::methods(old, new));
    changes.extend(names::headers(old, new));
    changes.extend(names::exposed(old, new));
    changes.extend(values::max_age(old, new));
    changes.extend(values::disclosure(old, new));
    changes.extend(guards::compare(old, new));
    changes.extend(hosts::compare(old, new));
    changes.extend(values::consent(old, new));
    changes
}

/// What changes about origins if a policy gives way to something that allows this set: a gateway in front of it, say.
///
/// It is decided as in [`diff`]: over the origins that browsers send, `null` and `file://` included.
#[must_use]
pub fn diff_origins(old: &Policy, new: &OriginSet) -> Vec<Change> {
    set::compare(old, new)
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
