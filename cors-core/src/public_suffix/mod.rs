//! Below which names anyone can register one.
//!
//! - The Public Suffix List, where the feature is on ([`list`]). Its default rule holds in any case: a
//!   top-level domain is a suffix.
//! - Except those that no registry gives out, for networks of one's own ([`intranet`]).
//! - The names above the list's suffixes, a table made from its rules ([`above`]).
//! - What the list lacks and anyone can have in one command ([`shared`]), with and without the feature.
//!
//! The list is `psl2`'s. Above all it has to be fresh: below a suffix that it doesn't know yet, a
//! wildcard passes unnoticed. So it comes from a crate that is released whenever the list changes, and
//! that `cargo update` renews. A copy in this crate would be as old as its last release. Two such
//! crates are kept well, `psl` and `psl2`: from June to November 2026, either had each change within a
//! day or two of the other. They differ in what they add to a release build (x86-64, Rust 1.95), which
//! `cargo xtask weigh` measures:
//!
//! | | CPU time | bytes | |
//! |---|---|---|---|
//! | `psl` 2.1.247 | 10.5 s | 785,000 | 100,000 lines of generated code; no `opt-level` helps |
//! | `psl2` 0.1.38 | 0.3 s | 168,000 | a table, and 400 lines that search it |
//!
//! Neither has `unsafe` code or a build script. `psl2` needs Rust 1.86. `psl` doesn't know that names
//! between two wildcard rules, such as `ex.futurecms.at`, are suffixes themselves. But it is older by
//! nine years, so the tests take each rule of the list from it: if `psl2` is no longer renewed, they
//! fail after a `cargo update` that brings `psl` a new rule. Other crates do not tell the sections
//! apart (`structured-public-domains`), have an old list (`public-suffix`), or none (`publicsuffix`).

#[cfg(feature = "public-suffix")]
mod above;
mod intranet;
#[cfg_attr(not(feature = "public-suffix"), path = "no_list.rs")]
mod list;
mod shared;

/// Why anyone can register a name below a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PublicSuffix {
    /// It is a registry's: `com`, `co.uk`.
    Registry,
    /// It is a company's that gives out names below it: `github.io`, `vercel.app`.
    #[cfg_attr(
        not(feature = "public-suffix"),
        expect(dead_code, reason = "only the list knows them")
    )]
    Private,
    /// The list lacks it: `loca.lt`, `sslip.io`.
    Shared {
        /// The name in the table: the domain, or one above it.
        name: &'static str,
        /// Whether names are given out at any depth below it.
        any_depth: bool,
    },
    /// It is none of these itself: they stand below it, as `map.fastly.net` does below `fastly.net`.
    Above {
        /// One of them, without the domain.
        example: &'static str,
    },
}

/// Whether and why anyone can register a name below `domain`, directly or further down.
///
/// The list's private section counts as well: whoever runs a site at `a.vercel.app` has nothing to
/// do with whoever runs `b.vercel.app`.
pub(crate) fn classify(domain: &str) -> Option<PublicSuffix> {
    let domain = normal(domain);
    if intranet::is_one(domain) {
        return None;
    }
    if let Some(suffix) = list::classify(domain) {
        return Some(suffix);
    }
    let shared = shared::containing(domain);
    if let Some(shared) = shared.filter(|shared| shared.any_depth || shared.name == domain) {
        return Some(PublicSuffix::Shared {
            name: shared.name,
            any_depth: shared.any_depth,
        });
    }
    #[cfg(feature = "public-suffix")]
    if let Some(example) = above::example(domain) {
        return Some(PublicSuffix::Above { example });
    }
    let example = shared::below(domain)?;
    Some(PublicSuffix::Above { example })
}

/// The part of `host` that somebody registered: `example.co.uk` of `app.example.co.uk`. `None`
/// where it is a suffix itself.
///
/// A network of one's own is one's own as a whole: of `app.corp.internal` it is `internal`. Where
/// names are given out at any depth, each host is somebody else's.
pub(crate) fn registrable_domain(host: &str) -> Option<&str> {
    let host = normal(host);
    if let Some(network) = intranet::containing(host) {
        return Some(network);
    }
    match shared::containing(host) {
        None => list::registrable_domain(host),
        Some(shared) if shared.name == host => None,
        Some(shared) if shared.any_depth => Some(host),
        Some(shared) => {
            let labels = &host[..host.len() - shared.name.len() - ".".len()];
            let start = labels.rfind('.').map_or(0, |dot| dot + 1);
            Some(&host[start..])
        }
    }
}

/// The day that the [Public Suffix List](https://publicsuffix.org) is of, as `2026-11-04`: the one that is compiled
/// in by the feature `public-suffix`. Without the feature there is none.
///
/// A suffix that is younger isn't known, and a wildcard below it passes unnoticed. `cargo update --package psl2`
/// brings the newest list.
///
/// ```
/// # #[cfg(feature = "public-suffix")]
/// assert!(cors_core::public_suffix_list_date() > Some("2026-01-01"));
/// ```
#[must_use]
pub fn public_suffix_list_date() -> Option<&'static str> {
    list::date()
}

fn normal(domain: &str) -> &str {
    domain.strip_suffix('.').unwrap_or(domain)
}

/// The last labels of `host`; all of it where it has no more.
fn last_labels(host: &str, labels: usize) -> &str {
    let dot = host.rmatch_indices('.').nth(labels - 1);
    dot.map_or(host, |(dot, _)| &host[dot + ".".len()..])
}

/// What of `host` stands in front of `domain` and the dot between them.
fn in_front<'a>(host: &'a str, domain: &str) -> Option<&'a str> {
    host.strip_suffix(domain)?.strip_suffix('.')
}

#[cfg(test)]
mod registrable;
#[cfg(all(test, feature = "public-suffix"))]
mod tests;
