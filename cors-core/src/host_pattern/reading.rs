//! What a text that is no host is instead, and the host that was meant by it.

use core::net::Ipv6Addr;

use super::{HostFlaw, HostPattern};
use crate::{
    host::SerialisedIpv6,
    names::is_word_for_any,
    origin::split_port,
    pattern::{
        Keyword, address_range, as_ascii, elements, is_list, is_placeholder, is_regex, keyword,
        meant_scheme, mend_host, unquoted, without_invisible, written_scheme,
    },
};

/// The flaw to speak of, and the corrected literal with every flaw mended.
///
/// `first` is what the strict parser stumbled on. What the text is as a whole says more.
pub(super) fn diagnose(input: &str, first: HostFlaw) -> (HostFlaw, Option<String>) {
    let text = input.trim();
    if matches!(first, HostFlaw::Wildcard) || text.is_empty() {
        return (first, None);
    }
    if keyword_of(text).is_some() {
        return (HostFlaw::Keyword, None);
    }
    let list = elements(text);
    let is_separated = text.contains([',', ';', '|']) && !is_regex(text);
    if list.len() > 1 && (is_separated || is_list(text, &list)) {
        return (HostFlaw::Several, None);
    }
    if let ([one], true) = (list.as_slice(), is_separated)
        && one.len() < text.len()
    {
        return (HostFlaw::Several, meant(one));
    }
    if let Some(inner) = unquoted(text) {
        return (HostFlaw::Quoted, meant(inner));
    }
    if is_placeholder(text) {
        return (HostFlaw::Placeholder, None);
    }
    if address_range(text).is_some() {
        return (HostFlaw::AddressRange, None);
    }
    if let Some(inner) = without_brackets(text) {
        return (HostFlaw::NonCanonicalIp, meant(&inner));
    }
    if is_regex(text) {
        return (HostFlaw::Regex, None);
    }
    if let Some(visible) = without_invisible(text) {
        return (HostFlaw::Invisible, meant(&visible));
    }
    if let Some(ascii) = as_ascii(text) {
        return (HostFlaw::LookAlike, meant(&ascii));
    }
    let first = match scheme_of(text) {
        Some(_) => HostFlaw::Scheme,
        None => first,
    };
    let surrounded = (text.len() < input.len()).then(|| meant(text));
    (first, surrounded.unwrap_or_else(|| suggest(text)))
}

/// The text itself if it is a host, or else what was meant by it. Each of the flaws above that lead
/// here is gone from `text`, so that this ends.
fn meant(text: &str) -> Option<String> {
    match HostPattern::read(text) {
        Ok(_) => Some(text.to_owned()),
        Err(first) => diagnose(text, first).1,
    }
}

/// The corrected literal, with every flaw mended at once. It is always a valid entry, and stands for no
/// host that the text does not name.
///
/// There is none where the intent is open: several hosts, another protocol's, a number that is rather a port.
pub(super) fn suggest(text: &str) -> Option<String> {
    if text.contains(|c: char| c == ',' || c.is_whitespace()) {
        return None;
    }
    let (scheme, rest) = match scheme_of(text) {
        Some((scheme, rest)) => (Some(web(&scheme)?), rest),
        None => (None, text.strip_prefix("//").unwrap_or(text)),
    };
    let authority = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    let authority = match authority.rsplit_once('@') {
        Some((_, authority)) if scheme.is_some() => authority,
        // An address for mail.
        Some(_) => return None,
        None => authority,
    };
    let candidate = match bare_ipv6(authority) {
        Some(bare) => bare.bracketed()?,
        None => mend(authority)?,
    };
    HostPattern::read(&candidate).is_ok().then_some(candidate)
}

/// Whether the text has a scheme that cannot be a host with a port: `https:8443` can.
pub(super) fn has_scheme(text: &str) -> bool {
    text.starts_with("//") || (text.contains("://") && scheme_of(text).is_some())
}

/// The scheme in front of the text, and what is behind it.
fn scheme_of(text: &str) -> Option<(String, &str)> {
    // Behind the host it is a part of the path or the query.
    written_scheme(text).filter(|(scheme, _)| !scheme.contains(['/', '?', '#']))
}

/// The scheme whose server is meant, or nothing in place of one. `None` for the schemes of other protocols
/// and of applications, whose hosts are no server's.
fn web(scheme: &str) -> Option<&'static str> {
    match scheme {
        "" => Some(""),
        "http" | "ws" => Some("http"),
        "https" | "wss" => Some("https"),
        other => meant_scheme(other),
    }
}

/// A port that is written stays, the scheme's default too: without one, every port would be expected.
fn mend(authority: &str) -> Option<String> {
    let (host, port) = split_port(authority);
    // A dot in front has two meanings, and of two stars the first is more than one label in front.
    let is_open = host.starts_with('.') || host.matches('*').count() > 1;
    if is_open || is_rather_else(host) {
        return None;
    }
    let mut candidate = mend_host("http", host)?;
    match port {
        None | Some("") => {}
        Some("*") => candidate.push_str(":*"),
        Some(digits) => {
            let port = digits.parse::<u16>().ok()?;
            candidate.push_str(&format!(":{port}"));
        }
    }
    Some(candidate)
}

/// A number that browsers read as an address and people as something else: a port, or decimal numbers with
/// zeros in front, which are octal.
fn is_rather_else(host: &str) -> bool {
    let is_octal = |part: &str| {
        part.starts_with('0')
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && u32::from_str_radix(part, 8).ok() != part.parse().ok()
    };
    host.parse::<u16>().is_ok() || host.split('.').any(is_octal)
}

/// A name or an IPv4 address without the brackets that only IPv6 addresses have, and with its port.
fn without_brackets(text: &str) -> Option<String> {
    let (inner, port) = text.strip_prefix('[')?.split_once(']')?;
    let is_end = port.is_empty() || port.starts_with(':');
    let is_name = inner.contains('.') || inner.eq_ignore_ascii_case("localhost");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (is_end && is_name && inner.bytes().all(is_plain)).then(|| [inner, port].concat())
}

/// Whether the text names every host: only wildcards, with or without a port.
pub(super) fn is_any_host(text: &str) -> bool {
    let (host, _) = split_port(text);
    host.contains('*') && host.bytes().all(|byte| matches!(byte, b'*' | b'.'))
}

/// The word of another program's settings that stands in the place of a host. Behind it, a port makes a name of it.
pub(super) fn keyword_of(text: &str) -> Option<Keyword> {
    if text.eq_ignore_ascii_case("null") {
        return Some(Keyword::Unset);
    }
    if is_word_for_any(text) {
        return Some(Keyword::Any);
    }
    // Quotes are a flaw of their own.
    keyword(text).filter(|_| unquoted(text).is_none())
}

/// An IPv6 address without brackets, and how it can be read.
pub(super) struct BareIpv6 {
    address: Option<Ipv6Addr>,
    /// The address in front of the last colon, and the port behind it.
    with_port: Option<(Ipv6Addr, u16)>,
}

impl BareIpv6 {
    /// `None` where the end may as well be a port: `::1:8080`.
    fn bracketed(&self) -> Option<String> {
        match (self.address, self.with_port) {
            (Some(address), None) => Some(format!("[{}]", SerialisedIpv6(address))),
            (None, Some((address, port))) => Some(format!("[{}]:{port}", SerialisedIpv6(address))),
            _ => None,
        }
    }
}

pub(super) fn bare_ipv6(text: &str) -> Option<BareIpv6> {
    // A zone is this machine's own business, and never in a request.
    let address = text.split('%').next().unwrap_or(text);
    let (front, last) = address.rsplit_once(':')?;
    let parsed = address.parse().ok();
    let with_port = match (front.parse().ok(), last.parse::<u16>().ok()) {
        // One digit is no port that anybody uses.
        (Some(front), Some(port)) if last.len() > 1 => Some((front, port)),
        _ => None,
    };
    let has_zone = address.len() < text.len();
    let is_one = parsed.is_some() || with_port.is_some();
    is_one.then_some(BareIpv6 {
        address: parsed.filter(|_| !has_zone),
        with_port: with_port.filter(|_| !has_zone),
    })
}

/// What to do about a text that has no corrected literal, where the text says more than its flaw does.
pub(super) fn advice(input: &str, flaw: HostFlaw) -> Option<String> {
    let text = input.trim();
    match flaw {
        HostFlaw::Keyword => {
            let cure = match keyword_of(text)? {
                Keyword::Any | Keyword::Yes => HostFlaw::Wildcard.cure(),
                Keyword::Nobody => {
                    "list the names of this server: a host that is not listed is not expected"
                }
                Keyword::Own => HostFlaw::Keyword.cure(),
                Keyword::Unset => "remove it, and set the variable that it came from",
            };
            Some(cure.to_owned())
        }
        HostFlaw::EmptyLabel | HostFlaw::Case | HostFlaw::Scheme => {
            // As Django, Rails and Vite have it: the name, and those below it.
            let (_, rest) = scheme_of(text).unwrap_or((String::new(), text));
            let name = meant(rest.strip_prefix('.')?)?;
            let below = format!("*.{name}");
            let is_one = HostPattern::read(&below).is_ok();
            is_one.then(|| format!("write two entries, {name:?} and {below:?}"))
        }
        HostFlaw::Ipv6Brackets => {
            let bare = bare_ipv6(text)?;
            let (address, (front, port)) = (bare.address?, bare.with_port?);
            Some(format!(
                "write \"[{}]\", or \"[{}]:{port}\" if the end of it is a port",
                SerialisedIpv6(address),
                SerialisedIpv6(front)
            ))
        }
        HostFlaw::NonCanonicalIp if text.parse::<u16>().is_ok() => Some(format!(
            "write the name of this server in front of it if it is a port, like \"localhost:{text}\""
        )),
        _ => None,
    }
}
