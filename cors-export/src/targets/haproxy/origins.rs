//! The origins that are allowed.

use super::lines::{Lines, quote, quote_whole};
use crate::{plan::Plan, regex::Canonical};

/// A line has at most 64 words, six of which stand in front.
const WORDS: usize = 50;

/// What every origin looks like: nobody has a longer one than `cors_core::Origin::MAX_LEN`.
pub(super) const PRINTABLE: &str = "[!-~]{1,327}";

/// Reads `Origin` into the variable `asked`, and where that is allowed, into `origin`. Gives the condition under which
/// what is in `asked` is listed. `None` if any origin is, or nobody.
///
/// The lists look at a variable: it holds the one line that is echoed, and guards put another origin there.
pub(super) fn write(lines: &mut Lines, plan: &Plan<'_>) -> Option<String> {
    let cors = lines.cors.clone();
    let origins = &plan.origins;
    let is_listed = !origins.any && !origins.is_empty();
    if is_listed || plan.guards.guard() {
        lines.comment("Several Origin lines are no origin. req.hdr would split one at commas.");
        lines.push(format_args!(
            "acl {cors}.one-origin req.fhdr_cnt(origin) eq 1"
        ));
        lines.push(format_args!(
            "http-request set-var(txn.{cors}.asked) req.fhdr(origin) if {cors}.one-origin"
        ));
    }
    if origins.any {
        return None;
    }
    lines.push(format_args!(
        "acl {cors}.allowed var(txn.{cors}.origin) -m found"
    ));
    if !is_listed {
        return None;
    }
    lines.comment("The origins that are allowed.");
    let listed = lists(lines, plan).join(" or ");
    lines.push(format_args!(
        "http-request set-var(txn.{cors}.origin) var(txn.{cors}.asked) if {listed}"
    ));
    Some(listed)
}

/// The lists, and a condition for each kind.
fn lists(lines: &mut Lines, plan: &Plan<'_>) -> Vec<String> {
    let cors = lines.cors.clone();
    let asked = format!("var(txn.{cors}.asked)");
    let mut conditions = Vec::new();
    let texts: Vec<_> = plan.origins.texts().map(quote).collect();
    // `-m str` compares up to the first NUL, which HAProxy forwards; and no header costs more than a bounded pass.
    let printable = quote_whole(PRINTABLE);
    lines.push(format_args!(
        "acl {cors}.printable {asked} -m reg {printable}"
    ));
    if !texts.is_empty() {
        for texts in texts.chunks(WORDS) {
            let texts = texts.join(" ");
            lines.push(format_args!("acl {cors}.exact {asked} -m str {texts}"));
        }
        conditions.push(format!("{cors}.printable {cors}.exact"));
    }
    let mut checks: Vec<Canonical> = Vec::new();
    for pattern in &plan.origins.patterns {
        let list = match pattern.and {
            None => "pattern".to_owned(),
            Some(check) => {
                let place = checks.iter().position(|known| *known == check);
                let place = place.unwrap_or_else(|| {
                    checks.push(check);
                    checks.len() - 1
                });
                format!("regex-{place}")
            }
        };
        for regex in &pattern.regexes {
            let regex = quote_whole(regex);
            lines.push(format_args!("acl {cors}.{list} {asked} -m reg {regex}"));
        }
    }
    if plan
        .origins
        .patterns
        .iter()
        .any(|pattern| pattern.and.is_none())
    {
        conditions.push(format!("{cors}.printable {cors}.pattern"));
    }
    for (place, check) in checks.iter().enumerate() {
        let check = quote_whole(&check.regex());
        lines.push(format_args!(
            "acl {cors}.browser-{place} {asked} -m reg {check}"
        ));
        conditions.push(format!(
            "{cors}.printable {cors}.browser-{place} {cors}.regex-{place}"
        ));
    }
    conditions
}
