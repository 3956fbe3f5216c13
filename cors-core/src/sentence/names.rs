//! The sentences about methods and header names that need more than a line.

use crate::{
    Problem, Setting, Severity,
    name_repair::{self, Meant},
    names,
    shown::shown,
};

/// More names than this are not repeated one by one.
const MOST_NAMES: usize = 12;

/// What the entries of a setting are, one of them and all of them.
fn words(problem: &Problem) -> (&'static str, &'static str) {
    match problem.setting() {
        Setting::AllowMethods => ("method", "methods"),
        _ => ("header", "headers"),
    }
}

pub(super) fn forbidden_header(problem: &Problem, name: &str) -> String {
    let setting = problem.setting();
    if setting == Setting::ExposeHeaders {
        return format!(
            "forbidden header {name} in {setting}: browsers do not let pages read it",
            name = shown(name)
        );
    }
    if is_cookie(problem, name) {
        return format!(
            "forbidden header {name} in {setting}: browsers send cookies by themselves, where \
             credentials are allowed",
            name = shown(name)
        );
    }
    match problem.severity() {
        Severity::Error => format!(
            "forbidden header {name} in {setting}: browsers set it themselves and do not let pages \
             set it",
            name = shown(name)
        ),
        Severity::Warning => format!(
            "header {name} in {setting} is left out of the answer: browsers set it themselves and do \
             not let pages set it",
            name = shown(name)
        ),
    }
}

pub(super) fn is_cookie(problem: &Problem, name: &str) -> bool {
    problem.setting() == Setting::AllowHeaders && names::is_cookie(&name.to_ascii_lowercase())
}

pub(super) fn punctuated(problem: &Problem, name: &str) -> String {
    let ((one, several), setting) = (words(problem), problem.setting());
    match name_repair::read(name) {
        Some(Meant::Several(_)) => {
            format!(
                "{name} in {setting} is taken for one {one}, and looks like several {several}",
                name = shown(name)
            )
        }
        _ => {
            format!(
                "{one} {name} in {setting}: the quotes around it are taken for a part of it",
                name = shown(name)
            )
        }
    }
}

pub(super) fn wildcard_within(problem: &Problem, name: &str) -> String {
    format!(
        "{} {name} in {}: inside a name, \"*\" stands only for itself",
        words(problem).0,
        problem.setting(),
        name = shown(name)
    )
}

pub(super) fn word_for_any(problem: &Problem, name: &str) -> String {
    format!(
        "{} {name} in {} is a name like any other",
        words(problem).0,
        problem.setting(),
        name = shown(name)
    )
}

pub(super) fn instead_of_wildcard(problem: &Problem, wildcard: bool) -> String {
    let (one, several) = words(problem);
    if wildcard {
        format!("list the {several}, or write \"*\" if you mean every {one}")
    } else {
        format!("list the {several}")
    }
}

/// The cure of a text that is not one name.
pub(super) fn separate(problem: &Problem, text: &str) -> String {
    if let Some(word) = problem.suggestion() {
        return format!("write {word:?}");
    }
    let is_empty = !text.contains(|c: char| !c.is_whitespace() && !matches!(c, ',' | ';'));
    match name_repair::read(text) {
        _ if is_empty => "remove it".to_owned(),
        Some(Meant::Several(names)) if names.len() <= MOST_NAMES => {
            let names: Vec<_> = names.iter().map(|name| shown(name)).collect();
            let separate = format!("give each its own entry: {}", names.join(", "));
            match name_repair::with_hyphens(text) {
                Some(name) if problem.setting() != Setting::AllowMethods => {
                    format!("write {name:?} if that is what you mean, or {separate}")
                }
                _ => separate,
            }
        }
        Some(Meant::Several(_)) => "give each its own entry".to_owned(),
        Some(Meant::Header(_)) if problem.setting() != Setting::AllowMethods => {
            "list only the names".to_owned()
        }
        Some(Meant::Name(name)) => format!("write {name:?} if that is what you mean"),
        _ => "write it with these characters only".to_owned(),
    }
}
