//! The origins that are allowed.

use super::lines::{Lines, WORDS, quote, quote_whole};
use crate::{plan::Plan, regex::Canonical};

/// What every origin looks like: nobody has a longer one than `cors_core::Origin::MAX_LEN`.
pub(super) const PRINTABLE: &str = "[!-~]{1,327}";

/// Reads `Origin` into the variable `asked`, and where that is allowed, into `origin`. Gives the conditions under one
/// of which what is in `asked` is listed.
///
/// The lists look at a variable: it holds the one line that is echoed, and guards put another origin there.
pub(super) fn write(lines: &mut Lines, plan: &Plan<'_>) -> Vec<String> {
    let cors = lines.cors.clone();
    let origins = &plan.origins;
    let is_listed = !origins.any && !origins.is_empty();
    if is_listed || plan.guards.guard() {
        lines.comment("Several Origin lines are no origin. req.hdr would split one at commas.");
        lines.push(format!(
            "acl {cors}.one-origin req.fhdr_cnt(origin) eq 1
             http-request set-var(txn.{cors}.asked) req.fhdr(origin) if {cors}.one-origin"
        ));
    }
    if origins.any {
        return Vec::new();
    }
    lines.push(format!(
        "acl {cors}.allowed var(txn.{cors}.origin) -m found"
    ));
    if !is_listed {
        return Vec::new();
    }
    lines.comment("The origins that are allowed.");
    // `-m str` compares up to the first NUL, which HAProxy forwards; and no header costs more than a bounded pass.
    let printable = quote_whole(PRINTABLE);
    lines.push(format!(
        "acl {cors}.printable var(txn.{cors}.asked) -m reg {printable}"
    ));
    let mut listed = texts(lines, plan);
    listed.extend(patterns(lines, plan));
    for condition in &listed {
        lines.push(format!(
            "http-request set-var(txn.{cors}.origin) var(txn.{cors}.asked) if {condition}"
        ));
    }
    listed
}

/// The lists of texts. HAProxy has a tree for each line, and goes through the lines one by one: so that ten thousand
/// origins are not two hundred look-ups, they are put into buckets.
fn texts(lines: &mut Lines, plan: &Plan<'_>) -> Vec<String> {
    let cors = lines.cors.clone();
    let asked = format!("var(txn.{cors}.asked)");
    let texts: Vec<_> = plan.origins.texts().collect();
    let count = (texts.len() / WORDS).isqrt();
    if count < 2 {
        exact(lines, "exact", &texts);
        let condition = format!("{cors}.printable {cors}.exact");
        return match texts[..] {
            [] => Vec::new(),
            _ => vec![condition],
        };
    }
    let mut buckets = vec![Vec::new(); count];
    for text in texts {
        buckets[crc32(text.as_bytes()) as usize % count].push(text);
    }
    let mut conditions = Vec::new();
    for (bucket, texts) in buckets.iter().enumerate() {
        lines.push(format!(
            "acl {cors}.bucket-{bucket} {asked},crc32,mod({count}) -m int {bucket}"
        ));
        exact(lines, &format!("exact-{bucket}"), texts);
        if !texts.is_empty() {
            conditions.push(format!(
                "{cors}.bucket-{bucket} {cors}.printable {cors}.exact-{bucket}"
            ));
        }
    }
    conditions
}

fn exact(lines: &mut Lines, list: &str, texts: &[&str]) {
    let cors = lines.cors.clone();
    for texts in texts.chunks(WORDS) {
        let texts: Vec<_> = texts.iter().map(|text| quote(text)).collect();
        let texts = texts.join(" ");
        lines.push(format!(
            "acl {cors}.{list} var(txn.{cors}.asked) -m str {texts}"
        ));
    }
}

/// That of Ethernet and gzip, which the converter `crc32` is.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 * (crc & 1))
        })
    })
}

/// The lists of regexes, and a condition for each kind.
fn patterns(lines: &mut Lines, plan: &Plan<'_>) -> Vec<String> {
    let cors = lines.cors.clone();
    let asked = format!("var(txn.{cors}.asked)");
    let mut conditions = Vec::new();
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
            lines.push(format!("acl {cors}.{list} {asked} -m reg {regex}"));
        }
    }
    let mut patterns = plan.origins.patterns.iter();
    if patterns.any(|pattern| pattern.and.is_none()) {
        conditions.push(format!("{cors}.printable {cors}.pattern"));
    }
    for (place, check) in checks.iter().enumerate() {
        let check = quote_whole(&check.regex());
        lines.push(format!("acl {cors}.browser-{place} {asked} -m reg {check}"));
        conditions.push(format!(
            "{cors}.printable {cors}.browser-{place} {cors}.regex-{place}"
        ));
    }
    conditions
}
