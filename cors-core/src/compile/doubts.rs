//! Names that may be real, and hardly are: `ALL`, `x-meta-*`, `'PUT'`, `DELTE`.

use crate::{
    Problem, ProblemKind, Setting,
    methods::meant_method,
    name_repair::{self, Meant},
    names::{is_preflight_response_header, is_word_for_any},
};

/// What speaks against a name that is a token and not `*`.
///
/// `wildcard`: whether `*` would mean every name.
pub(super) fn doubt(entry: &str, setting: Setting, wildcard: bool) -> Option<Problem> {
    let name = entry.to_owned();
    let (kind, suggestion) = if is_word_for_any(entry) {
        (ProblemKind::WordForAny { name, wildcard }, None)
    } else if let Some(meant) = name_repair::read(entry) {
        let suggestion = word(&meant);
        (ProblemKind::PunctuatedName { name }, suggestion)
    } else if entry.contains('*') {
        (ProblemKind::WildcardInName { name, wildcard }, None)
    } else if setting == Setting::ExposeHeaders
        && is_preflight_response_header(&entry.to_ascii_lowercase())
    {
        (ProblemKind::PreflightHeader { name }, None)
    } else {
        return None;
    };
    Some(Problem::warning(setting, kind).suggesting(suggestion))
}

/// A method that is a slip away from one that is registered.
pub(super) fn misspelt(method: &str) -> Option<Problem> {
    let meant = meant_method(method)?;
    let kind = ProblemKind::MisspeltMethod {
        method: method.to_owned(),
    };
    let problem = Problem::warning(Setting::AllowMethods, kind);
    Some(problem.suggesting(Some(meant.to_owned())))
}

/// What to write in the place of a text that is not a token, where one name was clearly meant.
pub(super) fn correction(entry: &str, setting: Setting) -> Option<String> {
    match name_repair::read(entry)? {
        Meant::Header(name) if setting != Setting::AllowMethods => {
            // A header of the protocol means its value.
            let is_own = name.to_ascii_lowercase().starts_with("access-control-");
            (!is_own && !name.contains('*')).then(|| name.to_owned())
        }
        meant => word(&meant),
    }
}

/// Never `*`: what allows more is for the author to write.
fn word(meant: &Meant<'_>) -> Option<String> {
    match meant {
        Meant::Name(name) if !name.contains('*') => Some((*name).to_owned()),
        _ => None,
    }
}
