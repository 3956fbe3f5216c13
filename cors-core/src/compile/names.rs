//! The lists of methods, request headers and response headers.

use std::collections::HashSet;

use super::doubts::{correction, doubt, misspelt};
use crate::{
    Problem, ProblemKind, Setting, Severity,
    name_list::NameList,
    names::{
        SAFELISTED_METHODS, is_forbidden_method, is_forbidden_request_header,
        is_forbidden_response_header, is_harmless_request_header, is_normalised_method,
        is_request_only_header, is_response_only_header, is_safelisted_request_header,
        is_safelisted_response_header, is_token,
    },
};

pub(super) fn read_methods(entries: &[String], problems: &mut Vec<Problem>) -> NameList {
    // Lists that are put together from several places repeat themselves; that harms nobody.
    let mut seen = HashSet::new();
    for (index, entry) in entries.iter().enumerate() {
        if seen.insert(entry) {
            let problem = check_method(entry).map(|problem| corrected(problem, check_method));
            problems.extend(problem.map(|problem| problem.at(index)));
        }
    }
    let listed = entries.iter().map(String::as_str);
    NameList::new(SAFELISTED_METHODS.into_iter().chain(listed))
}

/// The problem, or that of the name which is meant: a correction that is rejected is none.
fn corrected(problem: Problem, check: impl Fn(&str) -> Option<Problem>) -> Problem {
    let meant = problem.suggestion().and_then(check);
    let rejected = meant.filter(|meant| meant.severity() == Severity::Error);
    rejected.unwrap_or(problem)
}

fn check_method(entry: &str) -> Option<Problem> {
    if entry == "*" {
        return None;
    }
    let setting = Setting::AllowMethods;
    let method = entry.to_owned();
    if !is_token(entry.as_bytes()) {
        let kind = ProblemKind::InvalidMethod { method };
        return Some(Problem::error(setting, kind).suggesting(correction(entry, setting)));
    }
    if let Some(problem) = doubt(entry, setting, true) {
        return Some(problem);
    }
    if is_forbidden_method(entry.as_bytes()) {
        return Some(Problem::error(
            setting,
            ProblemKind::ForbiddenMethod { method },
        ));
    }
    if let Some(problem) = misspelt(entry) {
        return Some(problem);
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

/// A list of header names, which are the same in every case. Request headers that pages can't set are
/// left out.
///
/// `wildcard`: whether `*` means every name in it.
pub(super) fn read_headers(
    entries: &[String],
    setting: Setting,
    wildcard: bool,
    problems: &mut Vec<Problem>,
) -> NameList {
    let lower: Vec<_> = { entries.iter() }
        .map(|entry| entry.to_ascii_lowercase())
        .collect();
    let mut seen = HashSet::new();
    for (index, (entry, lower)) in entries.iter().zip(&lower).enumerate() {
        if seen.insert(lower) {
            let check =
                |entry: &str, lower: &str| check_header_name(entry, lower, setting, wildcard);
            let problem = check(entry, lower).map(|problem| {
                corrected(problem, |meant| check(meant, &meant.to_ascii_lowercase()))
            });
            problems.extend(problem.map(|problem| problem.at(index)));
        }
    }
    let names = lower.iter().map(String::as_str);
    NameList::new(
        names.filter(|name| setting == Setting::ExposeHeaders || !is_harmless_request_header(name)),
    )
}

fn check_header_name(
    entry: &str,
    lower: &str,
    setting: Setting,
    wildcard: bool,
) -> Option<Problem> {
    if entry == "*" {
        return None;
    }
    let exposed = setting == Setting::ExposeHeaders;
    let name = entry.to_owned();
    let problem = if !is_token(entry.as_bytes()) {
        let problem = Problem::error(setting, ProblemKind::InvalidHeaderName { name });
        problem.suggesting(correction(entry, setting))
    } else if exposed && is_forbidden_response_header(lower) {
        Problem::error(setting, ProblemKind::ForbiddenHeader { name })
    } else if exposed && is_request_only_header(lower) {
        Problem::error(setting, ProblemKind::MisplacedHeader { name })
    } else if exposed && is_safelisted_response_header(lower) {
        Problem::warning(setting, ProblemKind::SafelistedHeader { name })
    } else if !exposed && is_response_only_header(lower) {
        Problem::error(setting, ProblemKind::MisplacedHeader { name })
    } else if !exposed && is_forbidden_request_header(lower) {
        let severity = if is_harmless_request_header(lower) {
            Severity::Warning
        } else {
            Severity::Error
        };
        Problem::new(severity, setting, ProblemKind::ForbiddenHeader { name })
    } else if !exposed && is_safelisted_request_header(lower) {
        Problem::warning(setting, ProblemKind::SafelistedHeader { name })
    } else {
        return doubt(entry, setting, wildcard);
    };
    Some(problem)
}
