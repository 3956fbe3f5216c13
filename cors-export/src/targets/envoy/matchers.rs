//! Matchers of headers as `rbac` takes them, and of texts as `rbac` and `cors` do.

use saphyr::Yaml;

use crate::{
    Code, Requirement,
    plan::Plan,
    regex::{MAX_PROGRAM_SIZE, program_size},
    yaml::{flag, list, map, text},
};

/// One `StringMatcher` for each origin or regex. Never all regexes in one, whose program would be too large.
pub(super) fn origins<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = Yaml<'a>> {
    let any = plan.origins.any.then(|| regex(".*"));
    let texts = plan.origins.texts().map(exact);
    let patterns = plan.origins.patterns.iter();
    let regexes = patterns.flat_map(|pattern| pattern.regexes.iter().map(regex));
    any.into_iter().chain(texts).chain(regexes)
}

/// The same text, byte by byte.
pub(super) fn exact(value: &str) -> Yaml<'_> {
    map([("exact", text(value))])
}

/// A regex, which matches the whole text.
pub(super) fn regex<'a>(regex: impl Into<std::borrow::Cow<'a, str>>) -> Yaml<'a> {
    map([("safe_regex", map([("regex", text(regex))]))])
}

/// What regexes ask for of which one is too large for Envoy as it is.
pub(super) fn requirement<'a>(regexes: impl Iterator<Item = &'a str>) -> Option<Requirement> {
    let sizes = regexes.map(|regex| program_size(regex).unwrap_or(usize::MAX));
    // One limit is set for all of them.
    let largest = sizes.max().filter(|size| *size > MAX_PROGRAM_SIZE)?;
    let sentence = format!(
        "Envoy takes regexes of {MAX_PROGRAM_SIZE} instructions, and one of these may have {largest}: set \
         re2.max_program_size.error_level to {largest} in a static_layer of layered_runtime"
    );
    Some(Requirement::new(Code::RegexProgramSize, sentence))
}

/// A header whose lines, joined with commas, match.
pub(super) fn header<'a>(name: &'static str, string_match: Yaml<'a>) -> Yaml<'a> {
    map([(
        "header",
        map([("name", text(name)), ("string_match", string_match)]),
    )])
}

/// A header that is there, empty or not.
pub(super) fn present(name: &'static str) -> Yaml<'static> {
    map([(
        "header",
        map([("name", text(name)), ("present_match", flag(true))]),
    )])
}

pub(super) fn method(name: &'static str) -> Yaml<'static> {
    header(":method", exact(name))
}

pub(super) fn not(rule: Yaml<'_>) -> Yaml<'_> {
    map([("not_rule", rule)])
}

pub(super) fn all<'a>(rules: impl IntoIterator<Item = Yaml<'a>>) -> Yaml<'a> {
    map([("and_rules", map([("rules", list(rules))]))])
}

pub(super) fn one_of<'a>(rules: impl IntoIterator<Item = Yaml<'a>>) -> Yaml<'a> {
    map([("or_rules", map([("rules", list(rules))]))])
}

/// Whatever is asked for.
pub(super) fn all_requests() -> Yaml<'static> {
    map([("any", flag(true))])
}

/// What the CORS protocol calls a CORS-preflight request.
pub(super) fn preflight() -> Yaml<'static> {
    all([
        method("OPTIONS"),
        present("origin"),
        present("access-control-request-method"),
    ])
}

/// A policy of `rbac`: what one of the rules says, whoever asks.
pub(super) fn anyone<'a>(
    rules: impl IntoIterator<Item = Yaml<'a>>,
) -> Vec<(&'static str, Yaml<'a>)> {
    vec![
        ("permissions", list(rules)),
        ("principals", list([all_requests()])),
    ]
}
