//! The origins of trusted pages: as browsers write them, and which one asks.

use cors_core::{Origin, OriginEntry, Policy};

/// Of sandboxed frames, and of whatever else has no name.
const NULL: &str = "null";

/// An origin as browsers send it.
pub(super) fn parse(text: &str) -> Result<String, String> {
    if text == NULL || Origin::parse(text).is_ok() {
        return Ok(text.to_owned());
    }
    // What a policy says of it names the flaw, and what to write instead.
    let flaw = match Policy::builder().allow_origins([text]).build() {
        Ok(_) => return Err("it stands for several origins; name one of them".to_owned()),
        Err(error) => error.problems().first().map(ToString::to_string),
    };
    Err(flaw.unwrap_or_else(|| "no browser sends such an origin".to_owned()))
}

/// The first origin that the policy allows, as far as its entries tell one.
pub(super) fn of_policy(policy: &Policy) -> Option<String> {
    let entries = policy.settings().allow_origins();
    let texts = entries.filter_map(|entry| match entry {
        OriginEntry::Text(text) => Some(text),
        _ => None,
    });
    let mut named = texts.filter_map(|text| {
        let origin = text.replace('*', "app");
        (Origin::parse(&origin).is_ok() && policy.allows_origin(&origin)).then_some(origin)
    });
    named.next()
}
