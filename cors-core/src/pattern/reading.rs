//! What a text that is no origin is instead: quoted, a list, a regex, a range, and so on.

use core::net::{Ipv4Addr, Ipv6Addr};

use super::{OriginFlaw, lookalike, parse, placeholder::is_placeholder, regex_text, repair};

/// The flaw to speak of, and the corrected literal with every flaw mended.
///
/// `first` is what the strict parser stumbled on. What the text is as a whole says more.
pub(super) fn diagnose(input: &str, first: OriginFlaw) -> (OriginFlaw, Option<String>) {
    if matches!(first, OriginFlaw::Empty | OriginFlaw::Null) {
        return (first, None);
    }
    let text = input.trim();
    if keyword(text).is_some() {
        return (OriginFlaw::Keyword, None);
    }
    let list = elements(text);
    if is_list(text, &list) {
        return (OriginFlaw::SeveralOrigins, None);
    }
    if let ([one], true) = (list.as_slice(), text.ends_with(is_separator))
        && one.len() < text.len()
    {
        return (OriginFlaw::SeveralOrigins, meant(one));
    }
    if let Some(inner) = unquoted(text) {
        return (OriginFlaw::Quoted, meant(inner));
    }
    if is_placeholder(text) {
        return (OriginFlaw::Placeholder, None);
    }
    if first != OriginFlaw::NoFixedDomain && address_range(text).is_some() {
        return (OriginFlaw::AddressRange, None);
    }
    if regex_text::is_regex(text) {
        return (OriginFlaw::Regex, None);
    }
    if let Some(visible) = lookalike::without_invisible(text) {
        return (OriginFlaw::Invisible, meant(&visible));
    }
    if let Some(ascii) = lookalike::as_ascii(text) {
        return (OriginFlaw::LookAlike, meant(&ascii));
    }
    let surrounded = (text.len() < input.len()).then(|| meant(text));
    (first, surrounded.unwrap_or_else(|| repair::suggest(text)))
}

/// The text itself if it is a pattern, or else what was meant by it. Each of the flaws above that
/// lead here is gone from `text`, so that this ends.
fn meant(text: &str) -> Option<String> {
    match parse::read(&text.into()) {
        Ok(_) => Some(text.to_owned()),
        Err(first) => diagnose(text, first).1,
    }
}

/// Words of other libraries' settings, and of variables that were not set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Any,
    Nobody,
    Own,
    Yes,
    Unset,
}

/// In quotes or not.
pub(crate) fn keyword(text: &str) -> Option<Keyword> {
    let word = text.trim_matches(is_quote_or_blank);
    // Longer than each of them.
    if word.len() > 16 {
        return None;
    }
    match word.to_ascii_lowercase().as_str() {
        "any" | "all" | "everyone" | "everything" | "anything" | "wildcard" | "any-origin" => {
            Some(Keyword::Any)
        }
        "none" | "nobody" | "nothing" | "false" | "no" | "off" | "disabled" => {
            Some(Keyword::Nobody)
        }
        "self" | "same-origin" | "same_origin" | "sameorigin" | "same-site" => Some(Keyword::Own),
        "true" | "yes" | "on" | "enabled" => Some(Keyword::Yes),
        "undefined" | "nil" | "nan" => Some(Keyword::Unset),
        _ => None,
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|')
}

/// The parts of a text between separators and white space that stand in no brackets: those belong to
/// a regex or to a template.
pub(crate) fn elements(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let array = ["[\"", "['", "[http"].iter().any(|a| text.starts_with(a));
    let text = if array {
        text.trim_start_matches('[').trim_end_matches(']')
    } else {
        text
    };
    text.split(|c: char| {
        match c {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (is_separator(c) || c.is_whitespace())
    })
    .filter(|element| !element.is_empty())
    .collect()
}

pub(crate) fn is_list(text: &str, elements: &[&str]) -> bool {
    if text.starts_with('[') && elements.iter().any(|one| unquoted(one).is_some()) {
        return true;
    }
    if elements.len() < 2 {
        return false;
    }
    let schemes = elements.iter().filter(|one| one.contains("://")).count();
    let alike = |one: &&str| {
        one.contains('.') || one.starts_with("localhost") || one.starts_with('[') || *one == "*"
    };
    let separate = || schemes >= 2 || (schemes == 0 && elements.iter().all(alike));
    let comma = text.contains(',') && !regex_text::is_regex(text);
    // "https://a\.example|https://b\.example" is one regex.
    let alternatives = text.contains('|') && regex_text::is_regex(text);
    comma || (separate() && !alternatives)
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '´'
            | '«'
            | '»'
            | '‘'..='‟'
            | '‹'
            | '›'
            | '「'..='』'
            | '〝'..='〟'
            | '＂'
            | '＇'
    )
}

fn is_quote_or_blank(c: char) -> bool {
    is_quote(c) || c.is_whitespace()
}

/// The text between quotes, or behind or before one whose partner is missing.
pub(crate) fn unquoted(text: &str) -> Option<&str> {
    let quoted = text.starts_with(is_quote) || text.ends_with(is_quote);
    quoted.then(|| text.trim_matches(is_quote_or_blank))
}

/// Of addresses that are written as one (`10.1.0.0/16`, `192.168.1.*`, `10.0.0.1-10.0.0.9`), the
/// parts that stay fixed, as far as these are whole.
pub(crate) fn address_range(text: &str) -> Option<Vec<u8>> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    if let Some((address, bits)) = rest.split_once('/') {
        let bits: u8 = bits.parse().ok().filter(|_| bits.len() <= 3)?;
        let inner = address.trim_start_matches('[').trim_end_matches(']');
        if inner.parse::<Ipv6Addr>().is_ok() {
            return (bits <= 128).then(Vec::new);
        }
        let octets = address.parse::<Ipv4Addr>().ok()?.octets();
        let whole = [8, 16, 24].contains(&bits);
        let fixed = if whole { usize::from(bits / 8) } else { 0 };
        return (bits <= 32).then(|| octets[..fixed].to_vec());
    }
    if let Some((from, to)) = rest.split_once('-') {
        let ends = to.parse::<u8>().is_ok() || to.parse::<Ipv4Addr>().is_ok();
        return (from.parse::<Ipv4Addr>().is_ok() && ends).then(Vec::new);
    }
    let host = rest.split_once(':').map_or(rest, |(host, _)| host);
    let parts = || host.split('.');
    let fixed: Vec<u8> = parts().map_while(|part| part.parse().ok()).collect();
    let varies = |part: &str| matches!(part, "*" | "x" | "X" | "{digits}");
    let rest = parts().skip(fixed.len());
    let ranged = (2..=4).contains(&parts().count()) && !fixed.is_empty() && fixed.len() < 4;
    (ranged && rest.clone().count() > 0 && { rest }.all(varies)).then_some(fixed)
}
