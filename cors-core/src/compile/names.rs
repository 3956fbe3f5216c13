//! The lists of methods, request headers and response headers.

use std::collections::HashSet;

use crate::{
    Problem, Setting,
    name_list::NameList,
    names::{
        SAFELISTED_METHODS, is_forbidden_method, is_forbidden_request_header,
        is_forbidden_response_header, is_normalised_method, is_request_only_header,
        is_response_only_header, is_safelisted_request_header, is_safelisted_response_header,
        is_token,
    },
};

pub(super) fn read_methods(entries: &mut Vec<String>, problems: &mut Vec<Problem>) -> NameList {
    // Lists that are put together from several places repeat themselves; that harms nobody.
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.clone()));
    for entry in entries.iter().filter(|entry| *entry != "*") {
        let method = entry.clone();
        if !is_token(method.as_bytes()) {
            problems.push(Problem::InvalidMethod { method });
        } else if is_forbidden_method(method.as_bytes()) {
            problems.push(Problem::ForbiddenMethod { method });
        } else if is_mistaken_case(&method) {
            problems.push(Problem::MethodCase { method });
        } else if SAFELISTED_METHODS.contains(&method.as_str()) {
            problems.push(Problem::SafelistedMethod { method });
        }
    }
    let listed = entries.iter().map(String::as_str);
    NameList::new(SAFELISTED_METHODS.into_iter().chain(listed))
}

/// Methods that browsers upper-case, and those that hardly anyone would have in lower case.
fn is_mistaken_case(method: &str) -> bool {
    method.contains(|c: char| c.is_ascii_lowercase())
        && (is_normalised_method(method) || !method.contains(|c: char| c.is_ascii_uppercase()))
}

pub(super) fn read_headers(entries: &mut Vec<String>, problems: &mut Vec<Problem>) -> NameList {
    read_header_names(entries, Setting::AllowHeaders, problems)
}

pub(super) fn read_exposed(entries: &mut Vec<String>, problems: &mut Vec<Problem>) -> NameList {
    read_header_names(entries, Setting::ExposeHeaders, problems)
}

fn read_header_names(
    entries: &mut Vec<String>,
    setting: Setting,
    problems: &mut Vec<Problem>,
) -> NameList {
    let mut seen = HashSet::new();
    entries.retain_mut(|entry| {
        let lower = entry.to_ascii_lowercase();
        let is_new = seen.insert(lower.clone());
        if is_new {
            check_header_name(entry, setting, problems);
            *entry = lower;
        }
        is_new
    });
    NameList::new(entries.iter().map(String::as_str))
}

fn check_header_name(entry: &str, setting: Setting, problems: &mut Vec<Problem>) {
    if entry == "*" {
        return;
    }
    let exposed = setting == Setting::ExposeHeaders;
    let lower = entry.to_ascii_lowercase();
    let name = entry.to_owned();
    if !is_token(entry.as_bytes()) {
        problems.push(Problem::InvalidHeaderName { setting, name });
    } else if exposed && is_forbidden_response_header(&lower) {
        problems.push(Problem::ForbiddenHeader { setting, name });
    } else if exposed && is_request_only_header(&lower) {
        problems.push(Problem::MisplacedHeader { setting, name });
    } else if exposed && is_safelisted_response_header(&lower) {
        problems.push(Problem::SafelistedHeader { setting, name });
    } else if !exposed && is_response_only_header(&lower) {
        problems.push(Problem::MisplacedHeader { setting, name });
    } else if !exposed && is_forbidden_request_header(&lower) {
        problems.push(Problem::ForbiddenHeader { setting, name });
    } else if !exposed && is_safelisted_request_header(&lower) {
        problems.push(Problem::SafelistedHeader { setting, name });
    }
}
