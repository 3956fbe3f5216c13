//! Keys and policies that a file has twice.
//!
//! JSON and YAML keep both, which [`of_entries`] finds. TOML's parser keeps one, and reports the other by
//! itself: [`of_toml`] makes the same diagnostic of that.

use std::collections::HashSet;

use super::{
    code::Code,
    diagnostics::Diagnostic,
    node::{Entry, Span},
};

/// What has a name.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Policy,
    Key,
}

/// Every entry whose name an earlier one has.
pub(super) fn of_entries(entries: &[Entry], what: Named) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for entry in entries {
        if !seen.insert(&entry.key) {
            found.push(duplicate(what, &entry.key, entry.key_span.clone()));
        }
    }
    found
}

/// What TOML's parser says of one.
pub(super) const TOML_MESSAGE: &str = "duplicate key";

/// The key that TOML's parser points at.
pub(super) fn of_toml(text: &str, span: Span) -> Diagnostic {
    let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let header = text[line..span.start].trim_start().replace([' ', '\t'], "");
    let what = match header.as_str() {
        "[policies." => Named::Policy,
        _ => Named::Key,
    };
    duplicate(what, text[span.clone()].trim_matches(['"', '\'']), span)
}

fn duplicate(what: Named, name: &str, span: Span) -> Diagnostic {
    let (code, message) = match what {
        Named::Policy => (Code::DuplicatePolicy, format!("duplicate policy {name:?}")),
        Named::Key => (Code::DuplicateKey, format!("duplicate key {name:?}")),
    };
    Diagnostic::error(code, message, Some(span))
}
