//! The names that a policy file may use.

use cors_core::Setting;

use super::{
    meant::{Meant, meant},
    node::{Entry, Node, Value},
    setting,
};

/// The keys of the file.
pub(super) const FILE: &[&str] = &["policies"];

/// The keys of a table among the origins.
pub(super) const ORIGIN: &[&str] = &["regex"];

/// Whether it's the key of a policy.
pub(super) fn is_setting(key: &str) -> bool {
    setting::known().any(|setting| setting.as_str() == key)
}

/// Whether somebody means the key of a policy.
pub(super) fn means_setting(key: &str) -> bool {
    let known: Vec<_> = setting::known().map(Setting::as_str).collect();
    matches!(meant(key, &known), Meant::Key(_) | Meant::Regex)
}

/// Whether it holds what a policy holds, under whatever names, rather than other tables.
pub(super) fn is_policy(node: &Node) -> bool {
    let Value::Map(entries) = &node.value else {
        return false;
    };
    let means =
        |entry: &Entry| !matches!(entry.value.value, Value::Map(_)) && means_setting(&entry.key);
    entries.iter().any(|entry| is_setting(&entry.key)) || entries.iter().take(20).any(means)
}

/// The entries of a table that holds policies.
pub(super) fn policies(node: &Node) -> Option<&[Entry]> {
    match &node.value {
        Value::Map(entries) if entries.iter().any(|entry| is_policy(&entry.value)) => Some(entries),
        _ => None,
    }
}

/// What is wrong with a policy's name. `reserved` are names that are taken, each with the reason.
pub(super) fn name_flaw<'a>(name: &str, reserved: &'a [(String, String)]) -> Option<&'a str> {
    if name.is_empty() {
        return Some("it is empty");
    }
    if let Some((_, reason)) = reserved.iter().find(|(taken, _)| taken == name) {
        return Some(reason);
    }
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (!name.bytes().all(is_plain)).then_some("a name consists of ASCII letters, digits, `-` and `_`")
}
