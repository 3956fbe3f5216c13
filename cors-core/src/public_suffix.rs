//! Below which names anyone can register one: the Public Suffix List, where the feature is on.
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

/// Top-level domains below which nobody registers anything: those of one's own network.
#[cfg(feature = "regex")]
pub(crate) const INTRANET: [&str; 1] = ["internal"];

/// The public suffix that `domain` is, if it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PublicSuffix {
    /// A registry's: `com`, `co.uk`.
    Registry,
    /// A company's that gives out names below it: `github.io`, `vercel.app`.
    #[cfg_attr(
        not(feature = "public-suffix"),
        expect(dead_code, reason = "only the list knows them")
    )]
    Private,
}

/// Whether anyone can register a name directly below `domain`.
///
/// The list's private section counts as well: whoever runs a site at `a.vercel.app` has nothing to
/// do with whoever runs `b.vercel.app`.
#[cfg(feature = "public-suffix")]
pub(crate) fn classify(domain: &str) -> Option<PublicSuffix> {
    let domain = normal(domain);
    // Below `ck`, for one, every name is a public suffix itself, by a wildcard rule of the list.
    let below = ["any-name.", domain].concat();
    let section = [domain, &below].into_iter().find_map(|name| {
        let found = psl2::lookup(name)?;
        found.is_public_suffix().then_some(found.typ()?)
    })?;
    match section {
        psl2::Type::Icann => Some(PublicSuffix::Registry),
        psl2::Type::Private => Some(PublicSuffix::Private),
    }
}

/// Without the list, every top-level domain counts as a registry's, and no other domain does.
#[cfg(not(feature = "public-suffix"))]
pub(crate) fn classify(domain: &str) -> Option<PublicSuffix> {
    (!normal(domain).contains('.')).then_some(PublicSuffix::Registry)
}

/// The part of `host` that somebody registered: `example.co.uk` of `app.example.co.uk`.
#[cfg(all(feature = "regex", feature = "public-suffix"))]
pub(crate) fn registrable_domain(host: &str) -> Option<&str> {
    psl2::lookup(normal(host))?.registrable_domain()
}

/// Without the list: the last two labels.
#[cfg(all(feature = "regex", not(feature = "public-suffix")))]
pub(crate) fn registrable_domain(host: &str) -> Option<&str> {
    let host = normal(host);
    let (second, _) = host.rmatch_indices('.').nth(1).unwrap_or((usize::MAX, ""));
    host.contains('.').then(|| &host[second.wrapping_add(1)..])
}

fn normal(domain: &str) -> &str {
    domain.strip_suffix('.').unwrap_or(domain)
}

#[cfg(all(test, feature = "public-suffix"))]
mod tests;
