//! The Public Suffix List.

use super::PublicSuffix;

pub(super) fn classify(domain: &str) -> Option<PublicSuffix> {
    // By the list's default rule.
    if !domain.contains('.') {
        return Some(PublicSuffix::Registry);
    }
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

/// As `2026-11-04`: the list's own version begins with it, as `2026-11-04_19-07-29_UTC`.
pub(super) fn date() -> Option<&'static str> {
    psl2::psl_version().split('_').next()
}

pub(super) fn registrable_domain(host: &str) -> Option<&str> {
    psl2::lookup(host)?.registrable_domain()
}
