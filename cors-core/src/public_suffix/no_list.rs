//! Without the Public Suffix List: its default rule.

use super::PublicSuffix;

/// Every top-level domain counts as a registry's, and no other domain does.
pub(super) fn classify(domain: &str) -> Option<PublicSuffix> {
    (!domain.contains('.')).then_some(PublicSuffix::Registry)
}

/// The last two labels.
pub(super) fn registrable_domain(host: &str) -> Option<&str> {
    let dot = host.rfind('.')?;
    let start = host[..dot].rfind('.').map_or(0, |dot| dot + 1);
    Some(&host[start..])
}

pub(super) fn date() -> Option<&'static str> {
    None
}
