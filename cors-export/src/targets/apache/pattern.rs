//! What a regex of `SetEnvIf` matches.

use cors_core::Origin;

use crate::{
    proof::{Clause, Matcher, NotRead},
    targets::whole::{between_anchors, closing, literal, ungrouped},
};

/// As Apache matches it: anywhere, unless it has anchors.
pub(super) fn clause(regex: &str, ignores_case: bool) -> Result<Clause, NotRead> {
    let not_read = || NotRead(format!("the regex {regex:?} is not understood"));
    let Some(mut inner) = between_anchors(regex) else {
        let matcher = match ignores_case {
            true => format!("(?i:{regex})"),
            false => regex.to_owned(),
        };
        return Ok(vec![Matcher::Search(matcher)]);
    };
    let mut clause = Vec::new();
    while let Some(rest) = inner.strip_prefix("(?") {
        let Some(rest) = rest.strip_prefix(['!', '=']) else {
            break;
        };
        let end = closing(rest).ok_or_else(not_read)?;
        let condition = &rest[..end];
        if inner.starts_with("(?!") {
            // Not as long as this. No origin is longer than the engine's limit.
            let least = { condition.strip_prefix(".{") }
                .and_then(|rest| rest.strip_suffix('}'))
                .and_then(|number| number.parse::<usize>().ok());
            if least.is_none_or(|least| least <= Origin::MAX_LEN) {
                return Err(not_read());
            }
        } else {
            let whole = condition
                .strip_suffix('$')
                .filter(|whole| ungrouped(whole) != *whole);
            clause.push(whole_matcher(whole.ok_or_else(not_read)?, ignores_case));
        }
        inner = &rest[end + 1..];
    }
    clause.push(match (literal(inner), ignores_case) {
        (Some(text), false) => Matcher::Exact(text),
        (Some(text), true) => Matcher::ExactIgnoringCase(text),
        (None, _) => whole_matcher(inner, ignores_case),
    });
    Ok(clause)
}

fn whole_matcher(regex: &str, ignores_case: bool) -> Matcher {
    let regex = ungrouped(regex);
    Matcher::Whole(match ignores_case {
        true => format!("(?i:{regex})"),
        false => regex.to_owned(),
    })
}
