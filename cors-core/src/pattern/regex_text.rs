//! Regexes that stand where an origin was expected.

/// Whether the text uses the syntax of regexes. `*` and `.*` are not enough: in `https://example.*`
/// and `https://*.*.example.com` they are a glob's.
pub(crate) fn is_regex(text: &str) -> bool {
    let slashes = text.len() > 2 && text.starts_with('/') && !text.starts_with("//");
    text.starts_with(['^', '~'])
        || text.ends_with('$')
        || (slashes && (ends_with_flags(text) || text.contains(['\\', '*', '+', '^'])))
        || SIGNS.iter().any(|sign| text.contains(sign))
        || [".*", ".+"].iter().any(|any| text.starts_with(any))
        || has_escape(text)
        || has_class(text)
        || has_group(text)
        || has_count(text)
}

const SIGNS: [&str; 12] = [
    "//.*", "//.+", "^.*", "(.*", ".*\\", ".+", "]+", "]*", "https?:", ")?", ")*", ")+",
];

fn ends_with_flags(text: &str) -> bool {
    text.trim_end_matches(['i', 'g', 'm', 'u']).ends_with('/')
}

/// `\.` and `\d`, and not the `\docs` of a path.
fn has_escape(text: &str) -> bool {
    text.split('\\').skip(1).any(|rest| {
        let mut chars = rest.chars();
        match chars.next() {
            Some(
                '.' | '-' | ':' | '?' | '+' | '*' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^'
                | '$',
            ) => true,
            Some('d' | 'w' | 's' | 'D' | 'W' | 'S' | 'b') => {
                !chars.next().is_some_and(char::is_alphanumeric)
            }
            _ => false,
        }
    })
}

/// `[a-z]`, and not the brackets of an IPv6 address.
fn has_class(text: &str) -> bool {
    text.split('[').skip(1).any(|rest| {
        let inner = rest.split_once(']').map_or("", |(inner, _)| inner);
        !inner.is_empty() && !inner.contains(':')
    })
}

/// `(a|b)`, `(?:a)`, `(www\.)`.
fn has_group(text: &str) -> bool {
    text.split('(').skip(1).any(|rest| {
        let inner = rest.split_once(')').map_or("", |(inner, _)| inner);
        inner.contains(['|', '?', '*', '.', '+'])
    })
}

/// `{1,3}`.
fn has_count(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| {
        let inner = rest.split_once('}').map_or("", |(inner, _)| inner);
        inner.starts_with(|c: char| c.is_ascii_digit())
            && inner.bytes().all(|b| b.is_ascii_digit() || b == b',')
    })
}

/// The regex as a policy takes it, without anchors and slashes around, if that is sure: it begins
/// with the scheme, and each of its dots is escaped or repeated.
pub(super) fn as_it_should_stand(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['~', ' ']);
    let slashed = text.strip_prefix('/').filter(|_| !text.starts_with("//"));
    let text = match slashed {
        Some(rest) => rest
            .trim_end_matches(['i', 'g', 'm', 'u'])
            .strip_suffix('/')?,
        None => text,
    };
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text);
    let text = text
        .strip_suffix("\\/?")
        .unwrap_or(text)
        .replace("\\/", "/");
    let begins = [
        "http://",
        "https://",
        "https?://",
        "(http|https)://",
        "(https|http)://",
    ]
    .iter()
    .any(|scheme| text.starts_with(scheme));
    let balanced = [('(', ')'), ('[', ']'), ('{', '}')]
        .iter()
        .all(|&(open, close)| text.matches(open).count() == text.matches(close).count());
    let plain = !text.contains(['\'', ',', '$', '~']) && !text.ends_with('\\');
    (begins && balanced && plain && text.len() <= 200 && dots_are_meant(&text)).then_some(text)
}

fn dots_are_meant(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut class = false;
    let mut escaped = false;
    bytes.iter().enumerate().all(|(at, &byte)| {
        let is_escaped = escaped;
        escaped = byte == b'\\' && !is_escaped;
        match byte {
            b'[' if !is_escaped => class = true,
            b']' if !is_escaped => class = false,
            _ => {}
        }
        let any =
            matches!(bytes.get(at + 1), Some(b'*' | b'+')) && bytes.get(at + 2) == Some(&b'\\');
        byte != b'.' || is_escaped || class || any
    })
}
