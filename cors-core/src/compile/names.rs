//! The lists of methods, request headers and response headers.

use std::collections::HashSet;

use crate::{
    Problem, ProblemKind, Setting, Severity,
    name_list::NameList,
    names::{
        SAFELISTED_METHODS, is_forbidden_method, is_forbidden_request_header,
        is_forbidden_response_header, is_normalised_method, is_request_only_header,
        is_response_only_header, is_safelisted_request_header, is_safelisted_response_header,
        is_token,
    },
};

pub(super) fn read_methods(entries: &[String], problems: &mut Vec<Problem>) -> NameList {
    // Lists that are put together from several places repeat themselves; that harms nobody.
    let mut seen = HashSet::new();
    for (index, entry) in entries.iter().enumerate() {
        if seen.insert(entry) {
            problems.extend(check_method(entry).map(|problem| problem.at(index)));
        }
    }
    let listed = entries.iter().map(String::as_str);
    NameList::new(SAFELISTED_METHODS.into_iter().chain(listed))
}

fn check_method(entry: &str) -> Option<Problem> {
    if entry == "*" {
        return None;
    }
    let setting = Setting::AllowMethods;
    let method = entry.to_owned();
    if !is_token(entry.as_bytes()) {
        let kind = ProblemKind::InvalidMethod { method };
        return Some(Problem::error(setting, kind).suggesting(without_blanks(entry)));
    }
    if is_forbidden_method(entry.as_bytes()) {
        return Some(Problem::error(
            setting,
            ProblemKind::ForbiddenMethod { method },
        ));
    }
    if is_mistaken_case(entry) {
        let severity = if is_normalised_method(entry) {
            Severity::Error
        } else {
            Severity::Warning
        };
        let problem = Problem::new(severity, setting, ProblemKind::MethodCase { method });
        return Some(problem.suggesting(Some(entry.to_ascii_uppercase())));
    }
    SAFELISTED_METHODS
        .contains(&entry)
        .then(|| Problem::warning(setting, ProblemKind::SafelistedMethod { method }))
}

/// Methods that browsers upper-case, and those that hardly anyone would have in lower case.
fn is_mistaken_case(method: &str) -> bool {
    method.contains(|c: char| c.is_ascii_lowercase())
        && (is_normalised_method(method) || !method.contains(|c: char| c.is_ascii_uppercase()))
}

/// The word that was meant: blanks come along when a list is cut at its commas.
fn without_blanks(text: &str) -> Option<String> {
    let word = text.trim();
    (word != text && is_token(word.as_bytes())).then(|| word.to_owned())
}

/// A list of header names, which are the same in every case.
pub(super) fn read_headers(
    entries: &[String],
    setting: Setting,
    problems: &mut Vec<Problem>,
) -> NameList {
    let lower: Vec<_> = { entries.iter() }
        .map(|entry| entry.to_ascii_lowercase())
        .collect();
    let mut seen = HashSet::new();
    for (index, (entry, lower)) in entries.iter().zip(&lower).enumerate() {
        if seen.insert(lower) {
            let problem = check_header_name(entry, lower, setting);
            problems.extend(problem.map(|problem| problem.at(index)));
        }
    }
    NameList::new(lower.iter().map(String::as_str))
}

fn check_header_name(entry: &str, lower: &str, setting: Setting) -> Option<Problem> {
    if entry == "*" {
        return None;
    }
    let exposed = setting == Setting::ExposeHeaders;
    let name = entry.to_owned();
    let problem = if !is_token(entry.as_bytes()) {
        let problem = Problem::error(setting, ProblemKind::InvalidHeaderName { name });
        problem.suggesting(without_blanks(entry))
    } else if exposed && is_forbidden_response_header(lower) {
        Problem::error(setting, ProblemKind::ForbiddenHeader { name })
    } else if exposed && is_request_only_header(lower) {
        Problem::error(setting, ProblemKind::MisplacedHeader { name })
    } else if exposed && is_safelisted_response_header(lower) {
        Problem::warning(setting, ProblemKind::SafelistedHeader { name })
    } else if !exposed && is_response_only_header(lower) {
        Problem::error(setting, ProblemKind::MisplacedHeader { name })
    } else if !exposed && is_forbidden_request_header(lower) {
        Problem::error(setting, ProblemKind::ForbiddenHeader { name })
    } else if !exposed && is_safelisted_request_header(lower) {
        Problem::warning(setting, ProblemKind::SafelistedHeader { name })
    } else {
        return None;
    };
    Some(problem)
}
