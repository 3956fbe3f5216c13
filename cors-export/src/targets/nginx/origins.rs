//! The maps that find the origins of a policy.

use super::syntax::{Key, MAX_TOKEN, Maps, quote, whole};
use crate::{
    Code, Loss, LossKind,
    plan::{Origins, Pattern, Plan},
    regex::escape,
};
use cors_core::{Origin, Setting};

/// Two texts, a space between them: the same bytes. Texts in maps are found in any case of their letters.
pub(super) const SAME_BYTES: &str = r"~^([^ ]+) \1$";

/// Sets `origin` to the value of `Origin` if the policy lists it.
pub(super) fn write(plan: &Plan<'_>, maps: &mut Maps, losses: &mut Vec<Loss>) {
    let origins = &plan.origins;
    maps.comment("The origin, if it is listed.");
    let literals: Vec<_> = { origins.texts() }.filter(|text| is_key(text)).collect();
    let mut patterns: Vec<(Key<'_>, String)> = Vec::new();
    for text in origins.texts().filter(|text| !is_key(text)) {
        patterns.push((whole(&escape(text)), "$http_origin".to_owned()));
    }
    for pattern in &origins.patterns {
        for key in keys(pattern) {
            if matches!(&key, Key::Regex(regex) if quote(regex).len() > MAX_TOKEN) {
                let sentence = format!(
                    "the regex {:?}, with what keeps it to origins that browsers send, is longer than the 4 KiB that nginx reads: \
                     name the host, or split it",
                    pattern.text
                );
                let loss = Loss::new(
                    LossKind::Impossible,
                    Code::Regex,
                    Setting::AllowOrigins,
                    sentence,
                );
                losses.push(loss.at(pattern.entry));
            }
            patterns.push((key, "$http_origin".to_owned()));
        }
    }
    if literals.is_empty() {
        maps.map("$http_origin", "origin", patterns);
        return;
    }
    let literal = maps.variable("literal");
    let rows = literals
        .into_iter()
        .map(|text| (Key::Text(text), text.to_owned()));
    maps.map("$http_origin", "literal", rows);
    let otherwise = match patterns.is_empty() {
        true => String::new(),
        false => {
            maps.map("$http_origin", "pattern", patterns);
            maps.variable("pattern")
        }
    };
    let rows = [
        (Key::Regex(SAME_BYTES.to_owned()), literal.clone()),
        (Key::Default, otherwise),
    ];
    maps.map(&format!("$http_origin {literal}"), "origin", rows);
}

/// Sets `twin` to `1` if the policy lists `https://HOST`, and the request comes from `http://HOST`, which is not this
/// machine: whoever controls the network can pose as it. A dot at the end of one of them makes no difference.
pub(super) fn write_twins(origins: &Origins<'_>, maps: &mut Maps) -> bool {
    const HOST: &str = r"([^:/]+?|\[[^\]]*\])";
    const LOOPBACK: &str = r"(?:[a-z0-9_-]+\.)*localhost\.?|127(?:\.[0-9]+){3}|\[::1\]";
    let is_secure = |text: &str| text.starts_with("https://");
    let listed: Vec<_> = origins.texts().filter(|text| is_secure(text)).collect();
    let patterns = origins.patterns.iter();
    let patterns: Vec<_> = patterns
        .filter(|pattern| pattern.is_regex || is_secure(pattern.text))
        .collect();
    if listed.is_empty() && patterns.is_empty() {
        return false;
    }
    maps.comment("Where https is listed, http of the same host is not the server's own.");
    let mut otherwise = String::new();
    for (secure, part, dot) in [("dotted", "twindot", "."), ("secure", "twin", "")] {
        let to = |rest: &str| format!("https://$1{dot}{rest}");
        let rows = [
            (
                format!("~^http://(?:{LOOPBACK})(?::[0-9]+)?$"),
                String::new(),
            ),
            (format!(r"~^http://{HOST}\.?(?::443)?$"), to("")),
            (format!(r"~^http://{HOST}\.?(:[0-9]+)$"), to("$2")),
        ];
        let rows = rows.map(|(regex, value)| (Key::Regex(regex), value));
        maps.map("$http_origin", secure, rows);
        let source = maps.variable(secure);
        let yes = || "1".to_owned();
        let texts = listed.iter().map(|text| match is_key(text) {
            true => (Key::Text(text), yes()),
            false => (whole(&escape(text)), yes()),
        });
        let found = patterns.iter().flat_map(|pattern| keys(pattern));
        let rows = texts.chain(found.map(|key| (key, yes())));
        let rows = rows.chain([(Key::Default, otherwise)]);
        maps.map(&source, part, rows);
        otherwise = maps.variable(part);
    }
    true
}

/// Whether a text can be a key, and its value: no other one differs from it only in case, and it has no variable.
fn is_key(text: &str) -> bool {
    !text.bytes().any(|b| b.is_ascii_uppercase() || b == b'$')
}

/// The look-aheads keep what no browser sends from being echoed, however long it is.
fn keys(pattern: &Pattern<'_>) -> impl Iterator<Item = Key<'static>> {
    let canonical = match pattern.and {
        Some(canonical) => format!("(?=(?:{})$)", canonical.regex()),
        None => String::new(),
    };
    let most = Origin::MAX_LEN;
    let regexes = pattern.regexes.iter();
    regexes.map(move |regex| Key::Regex(format!("~^(?=.{{1,{most}}}$){canonical}(?:{regex})$")))
}
