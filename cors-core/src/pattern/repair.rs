//! From a flawed text to the origin that was meant.

use core::net::Ipv6Addr;

use super::{parse, punycode};
use crate::{
    host::{SerialisedIpv6, lenient_ipv4},
    origin::{default_port, is_special, split_port},
};

/// The corrected literal, with every flaw mended at once. It is always a valid pattern.
///
/// There is none where the intent is open: several origins, a scheme without origins, `null`.
pub(super) fn suggest(input: &str) -> Option<String> {
    let text = input.trim();
    // One of several is not what was meant, nor is a host by the name of "null".
    let is_list = text.contains(|c: char| c == ',' || c.is_whitespace());
    if is_list || text.eq_ignore_ascii_case("null") {
        return None;
    }
    let (scheme, rest) = split_scheme(text)?;
    let scheme = match scheme.as_str() {
        "ws" => "http",
        "wss" => "https",
        other => other,
    };
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let authority = authority.rsplit_once('@').map_or(authority, |(_, a)| a);
    let (host, port) = split_port(authority);
    let mut candidate = format!("{scheme}://{}", mend_host(host, is_special(scheme))?);
    if let Some(port) = mend_port(scheme, port)? {
        candidate.push(':');
        candidate.push_str(&port);
    }
    (candidate != input && parse::read(&candidate.as_str().into()).is_ok()).then_some(candidate)
}

/// The scheme in lower case, and the text behind its separator. `None` for a word that is neither a
/// scheme nor a host.
fn split_scheme(text: &str) -> Option<(String, &str)> {
    if let Some((scheme, rest)) = text.split_once("://") {
        return Some((scheme.to_ascii_lowercase(), rest));
    }
    let separators = [':', '/', '\\'];
    // "https:/app.example.com", "https//app.example.com"
    if let Some((scheme, rest)) = text.split_once(separators) {
        let scheme = scheme.to_ascii_lowercase();
        if matches!(scheme.as_str(), "http" | "https") {
            return Some((scheme, rest.trim_start_matches(separators)));
        }
    }
    let rest = text.trim_start_matches(separators);
    // Local names are served over http, all others over https.
    let (host, _) = split_port(rest);
    match host {
        "localhost" | "127.0.0.1" | "[::1]" => Some(("http".to_owned(), rest)),
        _ if host.contains(['.', '[']) => Some(("https".to_owned(), rest)),
        _ => None,
    }
}

fn mend_host(host: &str, special: bool) -> Option<String> {
    let host = if special {
        host.to_lowercase()
    } else {
        host.to_owned()
    };
    if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().ok()?;
        return Some(format!("[{}]", SerialisedIpv6(address)));
    }
    if special && !host.contains(['*', '{']) {
        if let Some(address) = lenient_ipv4(&host) {
            return Some(address.to_string());
        }
    }
    mend_wildcard(&host)
        .split('.')
        .map(punycode::to_ascii)
        .collect::<Option<Vec<_>>>()
        .map(|labels| labels.join("."))
}

/// The ways to write a wildcard that people know from elsewhere.
fn mend_wildcard(host: &str) -> String {
    // ".example.com", as in cookies and Django's settings.
    if let Some(base) = host.strip_prefix('.') {
        return format!("*.{base}");
    }
    // "*.*.example.com": one "*" already stands for several labels.
    let base = host.trim_start_matches("*.");
    if base.len() < host.len() {
        return format!("*.{base}");
    }
    // "*example.com": to have it match "evilexample.com" too can't be meant. "*-app.example.com"
    // is another matter.
    if let Some(base) = host.strip_prefix('*').filter(|base| !base.starts_with('-')) {
        return format!("*.{base}");
    }
    // "app-*.example.com"
    host.replacen('*', "{slug}", 1)
}

/// `None` if the port is beyond mending, `Some(None)` if it has to go.
#[expect(clippy::option_option, reason = "read by one caller, in one line")]
fn mend_port(scheme: &str, port: Option<&str>) -> Option<Option<String>> {
    let Some(port) = port.filter(|p| !p.is_empty()) else {
        return Some(None);
    };
    if port == "*" || port.starts_with('{') {
        return Some(Some("*".to_owned()));
    }
    let number: u16 = port.parse().ok()?;
    Some((default_port(scheme) != Some(number)).then(|| number.to_string()))
}
