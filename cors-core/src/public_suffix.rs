//! Below which names anyone can register one: the Public Suffix List, where the feature is on.

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
/// The list's private section counts as well: who runs a site at `a.vercel.app` has nothing to
/// do with who runs `b.vercel.app`.
#[cfg(feature = "public-suffix")]
pub(crate) fn classify(domain: &str) -> Option<PublicSuffix> {
    let domain = normal(domain);
    // Below `ck`, for one, every name is a public suffix itself, by a wildcard rule of the list.
    let below = ["any-name.", domain].concat();
    let suffix = [domain, &below].into_iter().find_map(|name| {
        let suffix = psl::suffix(name.as_bytes())?;
        (suffix.as_bytes() == name.as_bytes()).then_some(suffix.typ()?)
    })?;
    match suffix {
        psl::Type::Icann => Some(PublicSuffix::Registry),
        psl::Type::Private => Some(PublicSuffix::Private),
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
    psl::domain_str(normal(host))
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
