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

pub(super) fn registrable_domain(host: &str) -> Option<&str> {
    psl2::lookup(host)?.registrable_domain()
}
