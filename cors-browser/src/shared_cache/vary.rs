//! Which requests a stored response answers: RFC 9111, section 4.1.

use http::{
    HeaderMap, HeaderName,
    header::{ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE, VARY},
};

use super::cache_control::elements;

/// A response that varies by more than this is one that no request selects.
const MAX_NAMES: usize = 64;

/// Lists whose elements are case-insensitive: RFC 9110, sections 12.5.1 to 12.5.4.
const CASE_INSENSITIVE_LISTS: [HeaderName; 4] =
    [ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE];

/// The header fields that `Vary` nominates, sorted; `None` for those that nobody can compare:
/// `*`, what is no field's name, and too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Nominated(Option<Vec<HeaderName>>);

impl Nominated {
    pub(super) fn by(response: &HeaderMap) -> Self {
        let lines = response.get_all(VARY).iter();
        let names = lines
            .flat_map(|line| elements(line.as_bytes()))
            .take(MAX_NAMES + 1)
            // `*` would be a field's name as well.
            .map(|name| (name != b"*").then(|| HeaderName::from_bytes(name).ok())?)
            .collect::<Option<Vec<_>>>();
        Self(
            names
                .filter(|names| names.len() <= MAX_NAMES)
                .map(|mut names| {
                    names.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
                    names.dedup();
                    names
                }),
        )
    }

    /// Whether there is a `Vary` with names to compare by.
    pub(super) fn is_some(&self) -> bool {
        self.0.as_ref().is_some_and(|names| !names.is_empty())
    }

    /// Whether the presented request's nominated fields match the original request's.
    pub(super) fn match_in(&self, original: &HeaderMap, presented: &HeaderMap) -> bool {
        self.0.as_ref().is_some_and(|names| {
            names
                .iter()
                .all(|name| normalised(original, name) == normalised(presented, name))
        })
    }
}

/// The field's value in a form that equal meanings share, as far as RFC 9111, section 4.1, allows:
/// lines combined, white space dropped that the syntax doesn't ask for, case ignored where the
/// field's specification ignores it. Absent fields match only absent fields.
///
/// What isn't known to be a list is compared byte for byte: `Origin` above all.
fn normalised(request: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let lines: Vec<_> = request.get_all(name).iter().map(AsRef::as_ref).collect();
    if lines.is_empty() {
        return None;
    }
    if CASE_INSENSITIVE_LISTS.contains(name) {
        let elements: Vec<_> = lines.into_iter().flat_map(elements).map(compact).collect();
        return Some(elements.join(&b','));
    }
    Some(lines.join(&b", "[..]))
}

/// A quoted parameter keeps its case and white space, which may mean something.
fn compact(element: &[u8]) -> Vec<u8> {
    if element.contains(&b'"') {
        return element.to_vec();
    }
    let bytes = element.iter().filter(|byte| !byte.is_ascii_whitespace());
    bytes.map(u8::to_ascii_lowercase).collect()
}
