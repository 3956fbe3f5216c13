//! Lists that are written as one text, and texts as lists of one.

use core::net::Ipv6Addr;

use cors_core::Setting;

use super::node::{Node, Value};

/// What a list holds that has one entry, which others take for the entry.
pub(super) fn only(node: &Node) -> &Node {
    match &node.value {
        Value::List(items) => match items.as_slice() {
            [item] => item,
            _ => node,
        },
        _ => node,
    }
}

/// The entries of a list that somebody has put into one string, as it stands in a header.
pub(super) fn list_in_string(setting: Setting, text: &str) -> Option<Vec<&str>> {
    let is_separator = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '|');
    let parts: Vec<_> = { text.split(is_separator) }
        .filter(|part| !part.is_empty())
        .collect();
    let is_name = |part: &&str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        *part == "*" || part.bytes().all(is_part)
    };
    let is_origin = |part: &&str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b":/.-_*{}".contains(&b);
        *part == "*" || (part.contains("://") && part.bytes().all(is_part))
    };
    let is_host = |part: &&str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-_.:*[]".contains(&b);
        part.bytes().all(is_part) && part.starts_with('[') == part.contains(']')
    };
    // "content type" is one name to those who mean one.
    let is_header = matches!(setting, Setting::AllowHeaders | Setting::ExposeHeaders);
    if is_header && !text.contains([',', ';', '|']) {
        return None;
    }
    let all = match setting {
        Setting::AllowOrigins => parts.iter().all(is_origin),
        Setting::ExpectHosts => parts.iter().all(is_host),
        _ => parts.iter().all(is_name),
    };
    (all && parts.len() > 1).then_some(parts)
}

/// An address in its brackets, which YAML takes for a list.
pub(super) fn is_ipv6(items: &[Node]) -> bool {
    let is_address = |item: &Node| match &item.value {
        Value::String(text) => text.parse::<Ipv6Addr>().is_ok(),
        _ => false,
    };
    matches!(items, [item] if is_address(item))
}
