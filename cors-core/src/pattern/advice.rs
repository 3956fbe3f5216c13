//! What to do about a text that has no corrected literal.

use super::{
    OriginFlaw, OriginPattern,
    reading::{Keyword, address_range, keyword, unquoted},
    regex_text,
};

/// The cure, where the text itself says more than its flaw does.
pub(super) fn of(input: &str, flaw: OriginFlaw) -> Option<String> {
    let text = input.trim();
    match flaw {
        OriginFlaw::Keyword => keyword(text).map(|word| for_keyword(word).to_owned()),
        OriginFlaw::Quoted => match unquoted(text)? {
            inner if inner.eq_ignore_ascii_case("null") => Some(OriginFlaw::Null.cure().to_owned()),
            _ => None,
        },
        OriginFlaw::Regex => both_schemes(text).or_else(|| {
            let regex = regex_text::as_it_should_stand(text)?;
            Some(format!(
                "give it to allow_origin_regex, or write {{ regex = '{regex}' }} in a policy file"
            ))
        }),
        OriginFlaw::AddressRange | OriginFlaw::NoFixedDomain => for_range(text),
        OriginFlaw::OpaqueScheme if is_file(text) => Some(FOR_FILE.to_owned()),
        OriginFlaw::MisplacedWildcard | OriginFlaw::InvalidScheme | OriginFlaw::NoScheme => {
            both_schemes(text).or_else(|| for_wildcard(text))
        }
        OriginFlaw::Path => {
            let (_, rest) = text.split_once("://")?;
            is_any_host(rest).then(|| FOR_ANY_HOST.to_owned())
        }
        _ => None,
    }
}

const FOR_FILE: &str = "serve the page over http from localhost and allow \"http://localhost:*\", \
     or allow the \"file://\" of web views with dangerously_allow_file_origin, without credentials";

fn is_file(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("file")
}

fn for_keyword(word: Keyword) -> &'static str {
    match word {
        Keyword::Any => "write \"*\" for any origin",
        Keyword::Nobody => "remove it: an origin that is not listed is not allowed",
        Keyword::Own => "remove it: a page needs no permission to read from its own origin",
        Keyword::Yes => "list the origins, or write \"*\" for any",
        Keyword::Unset => "remove it, and set the variable that it came from",
    }
}

/// `*://host`, `http(s)://host`: two entries.
fn both_schemes(text: &str) -> Option<String> {
    const BOTH: [&str; 10] = [
        "*://",
        "http*://",
        "http?://",
        "http(s)://",
        "http[s]://",
        "http(s)?://",
        "https?://",
        "(http|https)://",
        "(https|http)://",
        "http/https://",
    ];
    let text = text.strip_prefix('^').unwrap_or(text);
    let rest = BOTH.iter().find_map(|both| text.strip_prefix(both))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let entries = ["https", "http"].map(|scheme| format!("{scheme}://{rest}"));
    if entries
        .iter()
        .any(|entry| OriginPattern::parse(entry).is_err())
    {
        return is_any_host(rest).then(|| FOR_ANY_HOST.to_owned());
    }
    let [secure, insecure] = entries;
    Some(format!("write two entries, {secure:?} and {insecure:?}"))
}

const FOR_ANY_HOST: &str =
    "write \"*\" for any origin, or list the origins: a pattern has a fixed host";

fn for_wildcard(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    if !is_any_host(rest) {
        let host = rest.split([':', '/']).next().unwrap_or(rest);
        let last = host.ends_with(".*") && !host.starts_with("*.");
        return last.then(|| "list each domain: the end of a pattern's host is fixed".to_owned());
    }
    if text == "*" {
        return Some("give it to the policy itself, where it stands for any origin".to_owned());
    }
    if scheme.is_empty() || matches!(scheme, "http" | "https" | "*") {
        return Some(FOR_ANY_HOST.to_owned());
    }
    if scheme == "safari-web-extension" {
        return Some(
            "list the hosts, or allow a regex: their letters are in upper case".to_owned(),
        );
    }
    let advice =
        format!("list the hosts, or write \"{scheme}://{{slug}}\" for any of a-z, 0-9 and -");
    let hole = format!("{scheme}://{{slug}}");
    OriginPattern::parse(&hole).is_ok().then_some(advice)
}

/// Only wildcards, with or without a port or a path.
fn is_any_host(rest: &str) -> bool {
    let host = rest.split([':', '/']).next().unwrap_or(rest);
    host.contains('*') && host.bytes().all(|b| matches!(b, b'*' | b'.'))
}

/// The regex of an address range, where its bounds are those of whole numbers.
fn for_range(text: &str) -> Option<String> {
    let fixed = address_range(text)?;
    // Of public addresses, each is somebody's own.
    let private = matches!(
        *fixed.as_slice(),
        [10 | 127, ..] | [192, 168, ..] | [172, 16..=31, ..] | [169, 254, ..]
    );
    if !private {
        return None;
    }
    let scheme = if text.starts_with("https://") {
        "https"
    } else {
        "http"
    };
    let mut parts: Vec<_> = fixed.iter().map(u8::to_string).collect();
    parts.resize(4, r"\d{1,3}".to_owned());
    let host = parts.join(r"\.");
    Some(format!(
        "list each address, or allow the regex {scheme}://{host}(:\\d+)?"
    ))
}
