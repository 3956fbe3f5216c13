//! The strict parser of patterns: the first flaw, or the pattern.
//!
//! A policy may have a million of them. Plain text is read byte by byte here: that costs a third of
//! what `str`'s searches cost, because these prepare for longer texts.

use std::sync::Arc;

use super::{Hole, OriginFlaw, OriginPattern, Varying, near_scheme, placeholder::is_placeholder};
use crate::{
    host::{HostKind, MAX_DOMAIN, MAX_LABEL, ends_in_number, lenient_ipv4},
    origin::{
        default_port, is_opaque_scheme, is_scheme, is_special, parse_port, split_port, split_scheme,
    },
};

pub(super) fn read(input: &Arc<str>) -> Result<OriginPattern, OriginFlaw> {
    read_characters(input)?;
    read_null(input)?;
    let (scheme, rest) = split_scheme(input)
        .or_else(|| input.split_once("://"))
        .ok_or(OriginFlaw::NoScheme)?;
    read_scheme(scheme)?;
    let authority = read_authority(rest)?;
    let (host, port) = split_port(authority);
    let (host_prefix, varying, host_suffix) = read_host(host, is_special(scheme))?;
    let any_port = read_port(scheme, port)?;
    let prefix_end = scheme.len() + "://".len() + host_prefix.len();
    let host_end = scheme.len() + "://".len() + host.len();
    Ok(OriginPattern {
        text: Arc::clone(input),
        scheme_end: scheme.len(),
        host_end,
        prefix_end,
        suffix_start: if varying == Varying::Nothing {
            prefix_end
        } else {
            host_end - host_suffix.len()
        },
        varying,
        any_port,
    })
}

/// The flaws that show in the characters, before anything is split.
pub(crate) fn read_characters(input: &str) -> Result<(), OriginFlaw> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b',';
    if !input.is_empty() && input.bytes().all(is_plain) {
        return Ok(());
    }
    let blank = |c: char| c.is_whitespace() || c.is_control();
    if input.chars().all(blank) {
        return Err(OriginFlaw::Empty);
    }
    if input.contains(',') {
        return Err(OriginFlaw::SeveralOrigins);
    }
    if input.contains(blank) {
        return Err(OriginFlaw::WhiteSpace);
    }
    Ok(())
}

fn read_null(input: &str) -> Result<(), OriginFlaw> {
    if input.eq_ignore_ascii_case("null") {
        return Err(OriginFlaw::Null);
    }
    Ok(())
}

fn read_scheme(scheme: &str) -> Result<(), OriginFlaw> {
    if scheme.contains('*') {
        return Err(OriginFlaw::MisplacedWildcard);
    }
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        read_lower_scheme(&scheme.to_ascii_lowercase())?;
        return Err(OriginFlaw::UpperCase);
    }
    read_lower_scheme(scheme)
}

fn read_lower_scheme(scheme: &str) -> Result<(), OriginFlaw> {
    if matches!(scheme, "http" | "https") {
        return Ok(());
    }
    if !is_scheme(scheme) {
        return Err(OriginFlaw::InvalidScheme);
    }
    if is_opaque_scheme(scheme) {
        return Err(OriginFlaw::OpaqueScheme);
    }
    match scheme {
        "ws" | "wss" => Err(OriginFlaw::WebSocketScheme),
        "ftp" => Err(OriginFlaw::FtpScheme),
        _ if near_scheme::meant(scheme).is_some() => Err(OriginFlaw::MistypedScheme),
        _ => Ok(()),
    }
}

/// Nothing stands around the authority: no path, query, fragment or user information.
pub(crate) fn read_authority(rest: &str) -> Result<&str, OriginFlaw> {
    let end = rest
        .bytes()
        .position(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#'));
    let authority = end.map_or(rest, |end| &rest[..end]);
    if authority.contains('@') {
        return Err(OriginFlaw::UserInfo);
    }
    if authority.is_empty() {
        return Err(OriginFlaw::NoHost);
    }
    match end.map(|end| rest.as_bytes()[end]) {
        None => Ok(authority),
        Some(b'?') => Err(OriginFlaw::Query),
        Some(b'#') => Err(OriginFlaw::Fragment),
        Some(_) => Err(OriginFlaw::Path),
    }
}

/// Splits a host around its varying part.
pub(crate) fn read_host(host: &str, special: bool) -> Result<(&str, Varying, &str), OriginFlaw> {
    if host.is_empty() {
        return Err(OriginFlaw::NoHost);
    }
    if !host.is_ascii() {
        return Err(OriginFlaw::Unicode);
    }
    if let Some(base) = host.strip_prefix("*.") {
        if base.contains('*') {
            return Err(OriginFlaw::MisplacedWildcard);
        }
        if base.contains(['{', '}']) {
            return Err(OriginFlaw::SeveralHoles);
        }
        if base.starts_with('[') || (special && ends_in_number(base.trim_end_matches('.'))) {
            return Err(OriginFlaw::WildcardBeforeIp);
        }
        read_labels(base, special)?;
        read_name(base, special)?;
        return Ok(("", Varying::Subdomains, &host["*".len()..]));
    }
    if host.contains('*') {
        return Err(OriginFlaw::MisplacedWildcard);
    }
    if let Some((before, rest)) = host.split_once('{') {
        let (name, after) = rest.split_once('}').ok_or(OriginFlaw::UnknownHole)?;
        let hole = Hole::named(name).ok_or(OriginFlaw::UnknownHole)?;
        if after.contains('{') {
            return Err(OriginFlaw::SeveralHoles);
        }
        // The last label stays fixed: behind it would stand the whole of a registry's names.
        if special && !after.trim_end_matches('.').contains('.') {
            return Err(OriginFlaw::NoFixedDomain);
        }
        if special && ends_in_number(after.trim_end_matches('.')) {
            return Err(OriginFlaw::NonCanonicalIp);
        }
        read_name(&[before, "1", after].concat(), special)?;
        read_opaque(host, special)?;
        return Ok((before, Varying::Hole(hole), after));
    }
    read_name(host, special)?;
    read_opaque(host, special)?;
    Ok((host, Varying::Nothing, ""))
}

/// Opaque hosts may have nearly any character. What is rather something else is said to be.
fn read_opaque(host: &str, special: bool) -> Result<(), OriginFlaw> {
    if special {
        return Ok(());
    }
    if is_placeholder(host) {
        return Err(OriginFlaw::Placeholder);
    }
    // Most of a regex's other characters are forbidden here.
    let repeated = [".+", ")+", "]+"].iter().any(|sign| host.contains(sign));
    if repeated || (host.len() > 1 && host.ends_with('$')) {
        return Err(OriginFlaw::Regex);
    }
    Ok(())
}

/// A host in which nothing varies.
fn read_name(host: &str, special: bool) -> Result<(), OriginFlaw> {
    if special && host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(OriginFlaw::UpperCase);
    }
    let bracketed = host.starts_with('[');
    if special && !bracketed {
        read_labels(host, special)?;
    }
    if HostKind::of(host, special).is_some() && !host.contains('}') {
        return Ok(());
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    if bracketed || (special && (lenient_ipv4(host).is_some() || ends_in_number(name))) {
        return Err(OriginFlaw::NonCanonicalIp);
    }
    if name.len() > MAX_DOMAIN {
        return Err(OriginFlaw::TooLong);
    }
    Err(OriginFlaw::InvalidHost)
}

/// The labels of a domain, or of an opaque host that a pattern splits. Those of a domain have a
/// limit.
fn read_labels(host: &str, special: bool) -> Result<(), OriginFlaw> {
    let name = host.strip_suffix('.').unwrap_or(host);
    let mut labels = name.as_bytes().split(|&byte| byte == b'.');
    if labels.clone().any(<[u8]>::is_empty) {
        return Err(OriginFlaw::EmptyLabel);
    }
    if name.len() > MAX_DOMAIN || (special && labels.any(|label| label.len() > MAX_LABEL)) {
        return Err(OriginFlaw::TooLong);
    }
    Ok(())
}

/// Whether the pattern takes any port.
fn read_port(scheme: &str, port: Option<&str>) -> Result<bool, OriginFlaw> {
    match port {
        None => Ok(false),
        Some("*") => Ok(true),
        Some(digits) => match parse_port(digits) {
            None => Err(OriginFlaw::InvalidPort),
            Some(port) if default_port(scheme) == Some(port) => Err(OriginFlaw::DefaultPort),
            Some(_) => Ok(false),
        },
    }
}
