//! Whose a host is: a difference means little where anyone can have the host.

use crate::{Origin, origin::is_special, public_suffix::registrable_domain};

/// Whether whoever has one of these hosts has the other one too, as far as registries tell: `a.example.com`
/// and `example.com`, but neither `a.github.io` and `github.io` nor `a.github.io` and `b.github.io`.
///
/// Only hosts of `http` and `https` are names that registries give out.
pub(super) fn is_of_one_owner(scheme: &str, host: &str, other: &str) -> bool {
    if !is_special(scheme) {
        return true;
    }
    let owned = registrable_domain(host);
    owned.is_some() && owned == registrable_domain(other)
}

/// Whether a hole stands where the owner of the name behind it gives out names: then whatever fits but
/// for the hole is the same owner's. `pattern` is the entry's text.
pub(super) fn owner_fills_hole(origin: Origin<'_>, pattern: &str) -> bool {
    if !is_special(origin.scheme()) {
        return true;
    }
    let behind = pattern.rsplit('}').next().unwrap_or_default();
    let fixed = behind.split_once('.').map_or("", |(_, fixed)| fixed);
    let fixed = fixed.split(':').next().unwrap_or_default();
    // It stands at the end of both.
    registrable_domain(origin.host()).is_some_and(|owned| owned.len() <= fixed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_in_what_was_registered_is_anyones() {
        for (origin, pattern, is_owners) in [
            (
                "https://pr-x.example.com",
                "https://pr-{digits}.example.com",
                true,
            ),
            (
                "https://pr-x.example.com:81",
                "https://pr-{digits}.example.com:*",
                true,
            ),
            (
                "http://pr-x.example.com",
                "https://pr-{digits}.example.com:8443",
                true,
            ),
            (
                "https://a.b.example.com",
                "https://{slug}.example.com",
                true,
            ),
            (
                "https://pr-x.app.example.com",
                "https://pr-{digits}.app.example.com",
                true,
            ),
            (
                "http://pr-x.localhost",
                "http://pr-{digits}.localhost",
                true,
            ),
            ("tauri://pr-x.loca.lt", "tauri://pr-{digits}.loca.lt", true),
            ("https://pr-x.loca.lt", "https://pr-{digits}.loca.lt", false),
            ("https://pr-x.y.loca.lt", "https://pr-{slug}.loca.lt", false),
            ("https://x-me.loca.lt", "https://{digits}-me.loca.lt", false),
            ("https://myx.com", "https://my{digits}.com", false),
        ] {
            let parsed = Origin::of(origin.as_bytes()).unwrap();
            assert_eq!(
                owner_fills_hole(parsed, pattern),
                is_owners,
                "{origin} {pattern}"
            );
        }
    }
}
