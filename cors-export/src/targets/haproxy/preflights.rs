//! What a preflight is, and what is answered to it.

use super::lines::{Lines, quote_whole};
use crate::{
    plan::{Names, Plan},
    regex::escape,
};

/// The characters of tokens, as a class.
const TOKEN: &str = "[!#$%&'*+.^_`|~0-9A-Za-z-]";

/// The engine echoes no more lines of `Access-Control-Request-Headers`, and no more bytes.
const MAX_LINES: usize = 4;
const MAX_BYTES: usize = 4096;

/// `OPTIONS` with `Origin` and `Access-Control-Request-Method`, whatever they say.
pub(super) fn recognise(lines: &mut Lines) {
    let cors = lines.cors.clone();
    lines.comment("A preflight is OPTIONS with Origin and Access-Control-Request-Method.");
    lines.push(format!(
        "acl {cors}.options method OPTIONS
         acl {cors}.has-origin req.fhdr_cnt(origin) gt 0
         acl {cors}.asks req.fhdr_cnt(access-control-request-method) gt 0
         http-request set-var(txn.{cors}.preflight) bool(true) if {cors}.options {cors}.has-origin {cors}.asks
         acl {cors}.preflight var(txn.{cors}.preflight) -m found"
    ));
}

/// The answers, which are given before any rule that stands below: those that ask for a password, too.
pub(super) fn answer(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    lines.comment("Preflights are answered here.");
    if !plan.origins.any {
        lines.push(format!(
            "http-request return status 403 if {cors}.preflight !{cors}.allowed"
        ));
    }
    if plan.origins.is_empty() {
        return;
    }
    if let Some(method) = methods(plan) {
        one_method(lines, &method);
    }
    if let Some(name) = names(plan) {
        header_lines(lines, &name);
    }
    let status = plan.wire.preflight_status;
    lines.push(format!(
        "http-request return status {status} if {cors}.preflight"
    ));
}

/// A regex for what may be echoed in `Access-Control-Allow-Methods`. `None` if the value is always the same.
pub(super) fn methods(plan: &Plan<'_>) -> Option<String> {
    // No method that needs listing is longer, and no browser's script needs one that is. The forbidden ones:
    // https://fetch.spec.whatwg.org/#forbidden-method
    let any = format!("(?!(?i:connect|trace|track)$){TOKEN}{{1,64}}");
    match &plan.wire.methods {
        Names::Echoed { .. } => Some(any),
        Names::Listed(list) if plan.is_minimal => {
            let mut methods: Vec<_> = elements(list).map(escape).collect();
            if elements(list).any(|name| name == "*") {
                methods.push(any);
            }
            Some(methods.join("|"))
        }
        _ => None,
    }
}

/// A regex for each of the names that may be echoed in `Access-Control-Allow-Headers`, in any case. `None` if the
/// value is always the same, or if no name is allowed.
pub(super) fn names(plan: &Plan<'_>) -> Option<String> {
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
    let any = |authorization| match authorization {
        true => format!("{TOKEN}+"),
        false => format!("(?!authorization(?:[ \\t,]|$)){TOKEN}+"),
    };
    match &plan.wire.headers {
        Names::Echoed { authorization } => Some(any(*authorization)),
        Names::Listed(list) if plan.is_minimal => {
            if elements(list).any(|name| name == "*") {
                let is_named = |name: &str| name.eq_ignore_ascii_case("authorization");
                return Some(any(elements(list).any(is_named)));
            }
            let names: Vec<_> = elements(list).map(escape).collect();
            Some(names.join("|"))
        }
        _ => None,
    }
}

fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
}

fn one_method(lines: &mut Lines, method: &str) {
    let cors = lines.cors.clone();
    let field = "access-control-request-method";
    let method = quote_whole(method);
    lines.push(format!(
        "acl {cors}.one-method req.fhdr_cnt({field}) eq 1
         acl {cors}.method req.fhdr({field}) -m reg {method}
         http-request set-var(txn.{cors}.method) req.fhdr({field}) \
         if {cors}.preflight {cors}.one-method {cors}.method"
    ));
}

/// All lines are echoed as they are, or none.
///
/// Each line is asked for by its number and has to match: what doesn't is not echoed, whatever the reason, such as a
/// limit of the regex engine. Lines without a name count here, and do not to the engine. The quantifiers are possessive, so no line makes it try twice.
fn header_lines(lines: &mut Lines, name: &str) {
    let cors = lines.cors.clone();
    let field = "access-control-request-headers";
    let element = format!("[ \\t]*+(?:(?:{name})(?=[ \\t,]|$)[ \\t]*+)?+");
    let list = quote_whole(&format!("{element}(?:,{element})*+"));
    let mut all = format!("{cors}.preflight {cors}.few-lines {cors}.few-bytes");
    lines.push(format!(
        "acl {cors}.few-lines req.fhdr_cnt({field}) le {MAX_LINES}
         acl {cors}.few-bytes var(txn.{cors}.bytes) -m int le {MAX_BYTES}
         http-request set-var(txn.{cors}.bytes) int(0)"
    ));
    for line in line_numbers() {
        all.push_str(&format!(" {cors}.line-{line}"));
        lines.push(format!(
            "acl {cors}.line-{line} req.fhdr_cnt({field}) lt {line}
             acl {cors}.line-{line} req.fhdr({field},{line}) -m reg -i {list}
             http-request set-var(txn.{cors}.bytes) req.fhdr({field},{line}),length,add(txn.{cors}.bytes) \
             if {{ req.fhdr_cnt({field}) ge {line} }}"
        ));
    }
    for line in line_numbers() {
        lines.push(format!(
            "http-request set-var(txn.{cors}.headers{line}) req.fhdr({field},{line}) \
             if {all} {{ req.fhdr({field},{line}) -m reg '[^ \\t,]' }}"
        ));
    }
}

/// The numbers of the lines that may be echoed.
pub(super) fn line_numbers() -> impl Iterator<Item = usize> {
    1..=MAX_LINES
}
