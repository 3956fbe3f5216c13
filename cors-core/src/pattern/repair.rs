//! From a flawed text to the origin that was meant.

use core::{
    fmt::Write as _,
    net::{Ipv4Addr, Ipv6Addr},
};

use super::{near_scheme, parse, punycode};
use crate::{
    host::{SerialisedIpv6, lenient_ipv4},
    origin::{default_port, is_special, split_port},
    public_suffix::{PublicSuffix, classify},
};

/// The corrected literal, with every flaw mended at once. It is always a valid pattern.
///
/// There is none where the intent is open: several origins, a scheme without origins, `null`.
pub(super) fn suggest(text: &str) -> Option<String> {
    // One of several is not what was meant, nor is a host by the name of "null".
    let is_list = text.contains(|c: char| c == ',' || c.is_whitespace());
    if is_list || text.eq_ignore_ascii_case("null") {
        return None;
    }
    let (scheme, rest) = split_scheme(text)?;
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let authority = authority.rsplit_once('@').map_or(authority, |(_, a)| a);
    let (host, port) = split_port(authority);
    let scheme = match (scheme.as_str(), port) {
        ("ws", _) => "http",
        ("wss", _) => "https",
        (other, port) => match (near_scheme::meant(other), port) {
            (None, _) => other,
            // The port tells more than a letter that is missing.
            (Some(_), Some("443")) => "https",
            (Some(_), Some("80")) => "http",
            (Some(nearest), _) => nearest,
        },
    };
    let mut candidate = format!("{scheme}://{}", mend_host(scheme, host)?);
    if let Some(port) = mend_port(scheme, port)? {
        candidate.push(':');
        candidate.push_str(&port);
    }
    parse::read(&candidate.as_str().into())
        .is_ok()
        .then_some(candidate)
}

/// The scheme in lower case, and the text behind its separator. `None` for a word that is neither a
/// scheme nor a host.
fn split_scheme(text: &str) -> Option<(String, &str)> {
    if let Some(split) = written_scheme(text) {
        return Some(split);
    }
    // Any longer one may be an address with a port behind it.
    if text == "::1" {
        return Some(("http".to_owned(), "[::1]"));
    }
    let rest = text.trim_start_matches([':', '/', '\\']);
    // An address for mail is no host with a user.
    if rest.contains('@') {
        return None;
    }
    // Local names and addresses are served over http, all others over https.
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let (host, port) = split_port(authority);
    let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
    let local = host == "localhost" || host.ends_with(".localhost");
    match port {
        Some("443") if host.contains(['.', '[']) => Some(("https".to_owned(), rest)),
        Some("80") if host.contains(['.', '[']) => Some(("http".to_owned(), rest)),
        _ if local || is_address => Some(("http".to_owned(), rest)),
        _ if host.contains('.') => Some(("https".to_owned(), rest)),
        _ => None,
    }
}

/// The scheme that is written in front, in lower case, and the text behind its separator.
pub(crate) fn written_scheme(text: &str) -> Option<(String, &str)> {
    if let Some((scheme, rest)) = text.split_once("://") {
        let (mut scheme, mut rest) = (scheme.to_ascii_lowercase(), rest);
        // "https://https://app.example.com": pasted behind a scheme that was there.
        while let Some((word, inner)) = scheme_word(rest) {
            let Some(inner) = inner.strip_prefix("://") else {
                break;
            };
            (scheme, rest) = (word, inner);
        }
        return Some((scheme, rest));
    }
    // "https:/app.example.com", "https//app.example.com", "http;//app.example.com"
    if let Some((scheme, rest)) = scheme_word(text) {
        let host = rest.trim_start_matches(SEPARATORS);
        let separator = &rest[..rest.len() - host.len()];
        if separator.contains([':', '/', '\\', ';']) {
            return Some((scheme, host));
        }
    }
    None
}

const SEPARATORS: [char; 5] = [':', '/', '\\', ';', '.'];

/// `http`, `https`, or a scheme that was meant to be one of them, in front of a separator.
fn scheme_word(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let word = text[..end].to_ascii_lowercase();
    let rest = &text[end..];
    let known = matches!(word.as_str(), "http" | "https");
    let near = || rest.contains("//") && near_scheme::meant(&word).is_some();
    (rest.starts_with(SEPARATORS) && (known || near())).then_some((word, rest))
}

pub(crate) fn mend_host(scheme: &str, host: &str) -> Option<String> {
    if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().ok()?;
        return Some(format!("[{}]", SerialisedIpv6(address)));
    }
    if !is_special(scheme) {
        return mend_opaque(scheme, host);
    }
    let host = host.to_lowercase();
    if !host.contains(['*', '{'])
        && let Some(address) = lenient_ipv4(&host)
    {
        return Some(address.to_string());
    }
    mend_wildcard(&host)?
        .split('.')
        .map(punycode::to_ascii)
        .collect::<Option<Vec<_>>>()
        .map(|labels| labels.join("."))
}

/// The host of a scheme that is not special: nothing is changed in it, except that what is not ASCII
/// is percent-encoded.
fn mend_opaque(scheme: &str, host: &str) -> Option<String> {
    if host.contains('*') && !host.starts_with("*.") {
        // The ids that these browsers give to extensions.
        let ids = matches!(scheme, "chrome-extension" | "moz-extension");
        return (ids && matches!(host, "*" | "**")).then(|| "{slug}".to_owned());
    }
    let mut mended = String::with_capacity(host.len());
    for c in host.chars() {
        if c.is_ascii() {
            mended.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(mended, "%{byte:02X}");
            }
        }
    }
    Some(mended)
}

/// The ways to write a wildcard that people know from elsewhere.
fn mend_wildcard(host: &str) -> Option<String> {
    // ".example.com", as in cookies and Django's settings.
    if let Some(base) = host.strip_prefix('.') {
        return Some(format!("*.{base}"));
    }
    // "*.*.example.com": one "*" already stands for several labels.
    let base = host.trim_start_matches("*.");
    if base.len() < host.len() {
        return Some(format!("*.{base}"));
    }
    if !host.contains('*') {
        return Some(host.to_owned());
    }
    let label = host.split('.').find(|label| label.contains('*'))?;
    let hole = host.replacen('*', "{slug}", 1);
    // A dot and a star are a regex's "anything" as well.
    let open = label.starts_with('*') && label.len() > 1 && !host.starts_with('*');
    let (_, rest) = host.split_once('*')?;
    let parents = rest.split_once('.').map_or("", |(_, parents)| parents);
    // Without the list, a name of two labels may be a suffix as well.
    let certain = cfg!(feature = "public-suffix") || parents.split('.').count() > 2;
    match classify(parents) {
        _ if open => None,
        // "*example.com": to have it match "evilexample.com" too can't be meant.
        Some(PublicSuffix::Registry) if host.starts_with('*') => {
            let glued = rest.starts_with(char::is_alphanumeric);
            glued.then(|| format!("*.{rest}"))
        }
        Some(PublicSuffix::Registry) => None,
        // Whether a prefix of the label or labels in front are meant can't be told.
        Some(PublicSuffix::Private) if host.starts_with('*') && !rest.starts_with('-') => None,
        None if host.starts_with('*') && !certain && !rest.starts_with('-') => None,
        // "*-app.example.com", "app-*.example.com", "www.*.example.com"
        _ => Some(hole),
    }
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
