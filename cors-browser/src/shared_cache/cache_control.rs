//! `Cache-Control`, read as RFC 9111, sections 1.2.2, 4.2.1 and 5.2 ask for: whatever the bytes.

use core::time::Duration;

use http::{HeaderMap, HeaderName, header::CACHE_CONTROL};

/// More than this is nobody's honest `Cache-Control`; see [`CacheControl::of`].
const MAX_LEN: usize = 8 * 1024;
const MAX_DIRECTIVES: usize = 64;

/// Stands for every greater number (RFC 9111, section 1.2.2).
const GREATEST_SECONDS: u64 = 1 << 31;

/// The directives of a request or response, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct CacheControl(Vec<Directive>);

#[derive(Clone, Debug)]
struct Directive {
    name: String,
    argument: Option<String>,
}

impl Directive {
    /// An element of the list, as far as it can be read. An argument may be a token or a quoted
    /// string, whatever the directive (RFC 9111, section 5.2).
    fn parse(element: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(element);
        let (name, argument) = match text.split_once('=') {
            Some((name, argument)) => (name, Some(unquoted(argument))),
            None => (&*text, None),
        };
        let name = name.trim().to_ascii_lowercase();
        (!name.is_empty()).then_some(Self { name, argument })
    }
}

impl CacheControl {
    /// The directives of all lines together, which make one list (RFC 9110, section 5.3).
    ///
    /// One that is too long to be read is taken for `no-store`: a cache may always store nothing.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(CACHE_CONTROL);
        let length: usize = lines.iter().map(|line| line.len()).sum();
        let directives: Vec<_> = if length > MAX_LEN {
            Vec::new()
        } else {
            lines
                .iter()
                .flat_map(|line| elements(line.as_bytes()))
                .filter_map(Directive::parse)
                .take(MAX_DIRECTIVES + 1)
                .collect()
        };
        if length > MAX_LEN || directives.len() > MAX_DIRECTIVES {
            return Self(vec![Directive {
                name: "no-store".to_owned(),
                argument: None,
            }]);
        }
        Self(directives)
    }

    /// Whether the directive is there, with an argument or without.
    pub(super) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// Whether the directive is there and names no fields: where both forms are, the more
    /// restrictive one counts (RFC 9111, section 4.2.1).
    pub(super) fn has_unqualified(&self, name: &str) -> bool {
        self.named(name)
            .any(|directive| fields(directive).is_none())
    }

    /// Whether the directive is there as its mere name.
    pub(super) fn has_bare(&self, name: &str) -> bool {
        self.named(name)
            .any(|directive| directive.argument.is_none())
    }

    /// The fields that the qualified form of `no-cache` or `private` names (RFC 9111, sections
    /// 5.2.2.4 and 5.2.2.7).
    pub(super) fn fields(&self, name: &str) -> impl Iterator<Item = HeaderName> {
        self.named(name).filter_map(fields).flatten()
    }

    /// The directive's seconds. The first of several counts, and `invalid` stands for what is no
    /// number (RFC 9111, section 4.2.1).
    pub(super) fn seconds(&self, name: &str, invalid: Duration) -> Option<Duration> {
        let directive = self.named(name).next()?;
        let seconds = directive.argument.as_deref().and_then(delta_seconds);
        Some(seconds.unwrap_or(invalid))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Directive> {
        self.0
            .iter()
            .filter(move |directive| directive.name == name)
    }
}

/// The field names of the argument. `None` where there is no argument, or anything else than names
/// in it: then the directive is as good as unqualified.
fn fields(directive: &Directive) -> Option<Vec<HeaderName>> {
    let names: Vec<_> = elements(directive.argument.as_ref()?.as_bytes())
        .map(HeaderName::from_bytes)
        .collect::<Result<_, _>>()
        .ok()?;
    (!names.is_empty()).then_some(names)
}

/// RFC 9111, section 1.2.2.
pub(super) fn delta_seconds(text: &str) -> Option<Duration> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Digits fail to parse only where they are too many.
    let seconds = text.parse().unwrap_or(GREATEST_SECONDS);
    Some(Duration::from_secs(seconds.min(GREATEST_SECONDS)))
}

/// The elements of a list, without the white space around them and without empty ones
/// (RFC 9110, section 5.6.1.2). A comma inside a quoted string separates nothing.
pub(super) fn elements(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut quoted = false;
    let mut escaped = false;
    list.split(move |&byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ => {}
        }
        byte == b',' && !quoted
    })
    .map(<[u8]>::trim_ascii)
    .filter(|element| !element.is_empty())
}

/// What stands between the quotes, escapes resolved (RFC 9110, section 5.6.4); a token as it is.
/// A string that nobody ended ends with the line.
fn unquoted(argument: &str) -> String {
    let Some(rest) = argument.strip_prefix('"') else {
        return argument.to_owned();
    };
    let mut text = String::new();
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}
