//! Names that differ from another one by so little that somebody may have mistyped them.

use super::names::REGISTERED_METHODS;

/// The names that are compared at most: a page that lacks more has another problem.
const MOST_NAMES: usize = 8;

/// As many of the listed ones: nobody writes more of them by hand.
const MOST_LISTED: usize = 200;

/// No header has a longer name that a person could misspell.
const LONGEST: usize = 64;

/// A method that the page's author may have meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method<'a> {
    /// Listed, and in another case.
    Listed(&'a str),
    /// The same, where the page's is the registered one, and the list is wrong.
    Mistaken(&'a str),
    /// Registered, in another case, and not listed.
    Unlisted(&'static str),
    /// Registered, and a letter away.
    Misspelt(&'static str),
}

/// What was meant by a method, if it was something else.
pub(super) fn method<'a>(method: &str, listed: &'a [String]) -> Option<Method<'a>> {
    let is_registered = REGISTERED_METHODS.contains(&method);
    let other_case = { listed.iter() }.find(|listed| listed.eq_ignore_ascii_case(method));
    match other_case {
        Some(listed) if is_registered => return Some(Method::Mistaken(listed)),
        Some(listed) => return Some(Method::Listed(listed)),
        None => {}
    }
    let upper = method.to_ascii_uppercase();
    if let Some(registered) = REGISTERED_METHODS.iter().find(|known| **known == upper) {
        return (*registered != method).then_some(Method::Unlisted(registered));
    }
    let is_slip = |known: &&&'static str| {
        // Shorter ones have too many words around them.
        known.len() > 4
            && known.as_bytes().first() == upper.as_bytes().first()
            && known.len().abs_diff(upper.len()) <= 1
            && distance(known.as_bytes(), upper.as_bytes()) == 1
    };
    let misspelt = REGISTERED_METHODS.iter().find(is_slip)?;
    Some(Method::Misspelt(misspelt))
}

/// For some of the missing headers the listed one that is most like it.
pub(super) fn headers<'a>(
    missing: &'a [String],
    listed: &'a [String],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    missing.iter().take(MOST_NAMES).filter_map(|name| {
        let near = listed
            .iter()
            .take(MOST_LISTED)
            .filter_map(|listed| Some((header(name, listed)?, listed)));
        let (_, nearest) = near.min_by_key(|(distance, _)| *distance)?;
        Some((name.as_str(), nearest.as_str()))
    })
}

/// How far a name is from a listed one, if that can be a slip: by a letter or two, or by hyphens.
fn header(name: &str, listed: &str) -> Option<usize> {
    let longest = name.len().max(listed.len());
    if longest > LONGEST {
        return None;
    }
    let letters = |name: &str| name.to_ascii_lowercase().replace(['-', '_'], "");
    if letters(name) == letters(listed) {
        return Some(0);
    }
    // Of a short name, two letters are much.
    let most = match longest {
        0..=5 => 0,
        6..=7 => 1,
        _ => 2,
    };
    if name.len().abs_diff(listed.len()) > most {
        return None;
    }
    let (name, listed) = (name.to_ascii_lowercase(), listed.to_ascii_lowercase());
    let distance = distance(name.as_bytes(), listed.as_bytes());
    (distance <= most).then_some(distance)
}

/// <https://en.wikipedia.org/wiki/Optimal_string_alignment_distance>: two letters that changed places
/// are one mistake.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut rows = [
        vec![0; other.len() + 1],
        (0..=other.len()).collect(),
        vec![0; other.len() + 1],
    ];
    for (i, a) in one.iter().enumerate() {
        let [before, last, row] = &mut rows;
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let swapped = i > 0 && j > 0 && one[i - 1] == *b && other[j - 1] == *a;
            row[j + 1] = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1)
                .min(if swapped {
                    before[j - 1] + 1
                } else {
                    usize::MAX
                });
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use super::{Method, header, method};

    #[test]
    fn headers_that_may_be_a_slip() {
        for (one, other) in [
            ("x-api-key", "x-apikey"),
            ("x-api-key", "X-API_Key"),
            ("x-trace-id", "x-tarce-id"),
            ("x-request-id", "x-requestid"),
            ("content-type", "content-types"),
            ("x-a-b", "xab"),
            ("if-match", "if-mtch"),
        ] {
            let near = header(one, other);
            assert!(near.is_some(), "{one} {other}");
            assert_eq!(near, header(other, one));
        }
        let long = "x".repeat(65);
        for (one, other) in [
            ("x-a", "x-b"),
            ("*", "a"),
            ("etag", "etags"),
            ("accept", "x-request-id"),
            ("content-type", "content-range"),
            ("if-match", "if-none-match"),
            ("x-api-key", "x-csrf-key"),
            ("x-trace", "x-trace-id"),
            (&long, &long),
        ] {
            assert_eq!(header(one, other), None, "{one} {other}");
            assert_eq!(header(other, one), None, "{one} {other}");
        }
    }

    #[test]
    fn methods_that_may_be_another_one() {
        let listed = ["patch".to_owned(), "Purge".to_owned()];
        for (written, expected) in [
            ("PATCH", Some(Method::Mistaken("patch"))),
            ("Patch", Some(Method::Listed("patch"))),
            ("PURGE", Some(Method::Listed("Purge"))),
            ("query", Some(Method::Unlisted("QUERY"))),
            ("QEURY", Some(Method::Misspelt("QUERY"))),
            ("PROPFND", Some(Method::Misspelt("PROPFIND"))),
            ("QUERY", None),
            ("DELETE", None),
            ("GOT", None),
            ("PURE", None),
            ("*", None),
        ] {
            assert_eq!(method(written, &listed), expected, "{written}");
        }
    }
}
