//! Methods and headers that differ from another one by so little that somebody may have mistyped them.

use super::names::{REGISTERED_METHODS, is_known_method};

/// The names that are compared at most: a page that lacks more has another problem.
const MOST_NAMES: usize = 8;

/// As many of the listed ones: nobody writes more of them by hand.
const MOST_LISTED: usize = 200;

/// No header has a longer name that a person could misspell.
const LONGEST: usize = 100;

pub(super) const STAR: &str =
    "here * is a name like any other, and a policy's * would allow all of them";

/// What there is to say about a method that is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Method {
    pub(super) clause: Option<String>,
    /// Whether it makes sense to list it.
    pub(super) may_be_listed: bool,
}

pub(super) fn method(method: &str, listed: &[String]) -> Method {
    let about = |clause: String, may_be_listed| Method {
        clause: Some(clause),
        may_be_listed,
    };
    if method == "*" {
        return about(STAR.to_owned(), false);
    }
    let listed = &listed[..listed.len().min(MOST_LISTED)];
    let upper = method.to_ascii_uppercase();
    let is_known = is_known_method(&upper);
    let other_case = { listed.iter() }.find(|listed| listed.eq_ignore_ascii_case(method));
    match other_case {
        // The page is right, and the list is not.
        Some(listed) if is_known && method == upper => {
            let clause = format!("methods are case-sensitive, and {listed} is another one");
            return about(clause, true);
        }
        Some(listed) => {
            let clause = format!("methods are case-sensitive, and the page has to write {listed}");
            return about(clause, false);
        }
        None if is_known && method != upper => {
            let clause = format!(
                "methods are case-sensitive, and the page has to write {upper}, which is not allowed either"
            );
            return about(clause, false);
        }
        None => {}
    }
    if is_known {
        return Method {
            clause: None,
            may_be_listed: true,
        };
    }
    let is_slip = |listed: &&String| slip(&upper, &listed.to_ascii_uppercase()).is_some();
    let nearest = listed.iter().find(is_slip);
    let meant = meant(&upper);
    let clause = match (nearest, meant) {
        (Some(nearest), _) => Some(format!("the nearest allowed one is {nearest}")),
        (None, Some(meant)) => Some(format!(
            "it looks like {meant}, which is not allowed either"
        )),
        (None, None) => None,
    };
    Method {
        clause,
        may_be_listed: meant.is_none(),
    }
}

/// The one registered method that is nearest.
fn meant(method: &str) -> Option<&'static str> {
    let near = REGISTERED_METHODS
        .iter()
        .filter_map(|known| Some((slip(method, known)?, *known)));
    let near: Vec<_> = near.collect();
    let least = near.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest = near.iter().filter(|(distance, _)| *distance == least);
    match (nearest.next(), nearest.next()) {
        (Some((_, known)), None) => Some(known),
        _ => None,
    }
}

/// How far a method is from another one, if that can be a slip. Short ones have too many words around
/// them, and nobody gets the first letter wrong.
fn slip(written: &str, known: &str) -> Option<usize> {
    let (written, known) = (written.as_bytes(), known.as_bytes());
    let most = if known.len() < 6 { 1 } else { 2 };
    if written.len().abs_diff(known.len()) > most {
        return None;
    }
    let distance = distance(written, known);
    let sorted = |word: &[u8]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    let same_first = written.first() == known.first();
    let replaced = written.len() == known.len() && sorted(written) != sorted(known);
    let is_slip = match distance {
        1 if replaced => known.len() > 4 && same_first,
        0 | 1 => true,
        _ => same_first,
    };
    (distance <= most && is_slip).then_some(distance)
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

/// How far a name is from a listed one, if that can be a slip: by a letter or two; by hyphens, or the
/// `s` of a plural.
fn header(name: &str, listed: &str) -> Option<usize> {
    let longest = name.len().max(listed.len());
    if longest > LONGEST {
        return None;
    }
    let letters = |name: &str| {
        let parts = name.split(['-', '_']);
        let parts = parts.map(|part| part.strip_suffix(['s', 'S']).unwrap_or(part));
        parts.collect::<String>().to_ascii_lowercase()
    };
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

/// <https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance>:
/// two letters that changed places are one mistake.
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
    use super::{header, meant};

    #[test]
    fn headers_that_may_be_a_slip() {
        for (one, other) in [
            ("x-api-key", "x-apikey"),
            ("x-api-key", "X-API_Keys"),
            ("x-trace-id", "x-tarce-id"),
            ("x-request-id", "x-requestid"),
            ("content-type", "content-types"),
            ("x-a-b", "xab"),
            ("etag", "etags"),
            ("if-match", "if-mtch"),
        ] {
            let near = header(one, other);
            assert!(near.is_some(), "{one} {other}");
            assert_eq!(near, header(other, one));
        }
        let long = "x".repeat(101);
        for (one, other) in [
            ("x-a", "x-b"),
            ("*", "a"),
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
    fn methods_that_may_be_a_slip() {
        for (written, expected) in [
            ("QEURY", Some("QUERY")),
            ("PROPFND", Some("PROPFIND")),
            ("PTU", Some("PUT")),
            ("PATH", Some("PATCH")),
            ("DELTEE", Some("DELETE")),
            ("GOT", None),
            ("READ", None),
            ("PURGE", None),
            ("MOVER", Some("MOVE")),
        ] {
            assert_eq!(meant(written), expected, "{written}");
        }
    }
}
