//! Methods and headers that are almost allowed, and those that no policy can allow.

use crate::{
    edits::edits_within,
    methods::{is_known_method, meant_method, slip},
    name_list::NameList,
    names::{
        is_forbidden_method, is_forbidden_request_header, is_normalised_method,
        is_response_only_header, is_token,
    },
};

/// What is to be said about a name.
pub(super) struct About {
    /// The allowed name that is most like it.
    pub(super) nearest: Option<String>,
    /// What is wrong with it.
    pub(super) note: Option<String>,
    /// Whether it makes sense to allow it.
    pub(super) may_be_allowed: bool,
}

impl About {
    fn wrong(note: &str) -> Self {
        Self {
            nearest: None,
            note: Some(note.to_owned()),
            may_be_allowed: false,
        }
    }
}

/// A method that is not among those allowed.
pub(super) fn method(allowed: &NameList, method: &[u8]) -> About {
    if !is_token(method) {
        return About::wrong("this is not a method");
    }
    if is_forbidden_method(method) {
        return About::wrong("no browser lets a page use it");
    }
    if method == b"*" {
        return About::wrong(STAR);
    }
    // A token is ASCII.
    let method = core::str::from_utf8(method).unwrap_or_default();
    let upper = method.to_ascii_uppercase();
    let listed = allowed
        .names()
        .find(|listed| listed.eq_ignore_ascii_case(method));
    if let Some(listed) = listed.filter(|_| method == upper && is_known_method(&upper)) {
        // The page is right, and the list is not.
        return About {
            nearest: Some(listed.to_owned()),
            note: Some(format!(
                "methods are case-sensitive, and {listed} is another one"
            )),
            may_be_allowed: true,
        };
    }
    let is_mistaken_case = method != upper && is_known_method(&upper);
    if let Some(right) = listed.or_else(|| is_mistaken_case.then_some(&*upper)) {
        let who = if is_normalised_method(method) {
            "browsers send"
        } else {
            "the page has to write"
        };
        let either = if listed.is_some() {
            ""
        } else {
            ", which is not allowed either"
        };
        return About {
            nearest: listed.map(str::to_owned),
            note: Some(format!(
                "methods are case-sensitive, and {who} {right}{either}"
            )),
            may_be_allowed: false,
        };
    }
    let is_slip = |listed: &&str| slip(&upper, &listed.to_ascii_uppercase()).is_some();
    let nearest = allowed
        .names()
        .find(|listed| !is_known_method(&upper) && is_slip(listed));
    let meant = meant_method(method);
    About {
        nearest: nearest.map(str::to_owned),
        note: meant
            .filter(|_| nearest.is_none())
            .map(|meant| format!("it looks like {meant}, which is not allowed either")),
        may_be_allowed: meant.is_none(),
    }
}

const STAR: &str = "here * is a name like any other, and a policy's * would allow all of them";

/// A header that is not among those allowed.
pub(super) fn header(allowed: &NameList, name: &[u8]) -> About {
    if !is_token(name) {
        return About::wrong("this is not the name of a header");
    }
    if name == b"*" {
        return About::wrong(STAR);
    }
    let name = core::str::from_utf8(name)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if is_forbidden_request_header(&name) {
        return About::wrong("no browser lets a page set it");
    }
    if is_response_only_header(&name) {
        return About::wrong("only responses have it");
    }
    let near = allowed
        .names()
        .filter_map(|listed| Some((distance(&name, listed)?, listed)));
    // The first of the nearest.
    let nearest = near.min_by_key(|(distance, _)| *distance);
    About {
        nearest: nearest.map(|(_, listed)| listed.to_owned()),
        note: None,
        may_be_allowed: true,
    }
}

/// How many letters are between two names of headers, if that can be a slip. Hyphens, underscores and a
/// plural's `s` don't count.
fn distance(name: &str, listed: &str) -> Option<usize> {
    if listed.len() > LONGEST || name.len() > LONGEST {
        return None;
    }
    if folded(name) == folded(listed) {
        return Some(0);
    }
    let most = match name.len().max(listed.len()) {
        0..=5 => 0,
        6..=7 => 1,
        _ => 2,
    };
    edits_within(
        name.as_bytes(),
        listed.to_ascii_lowercase().as_bytes(),
        most,
    )
}

fn folded(name: &str) -> String {
    let parts = name
        .split(['-', '_'])
        .map(|part| part.strip_suffix('s').unwrap_or(part));
    parts.collect::<String>().to_ascii_lowercase()
}

/// No header has a longer name that a person could misspell.
const LONGEST: usize = 100;
