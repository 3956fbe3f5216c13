//! Reads what stands in a `Location`, by Apache's rules: which variable `Access-Control-Allow-Origin` is sent from, and
//! which values of `Origin` set it.

use super::{directive::Directive, pattern::clause};
use crate::{
    File,
    proof::{Clause, NotRead, Origins},
};

pub(in super::super) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let mut directives = Vec::new();
    for file in files {
        directives.extend(Directive::all(&file.text)?);
    }
    let mut origins = Origins::default();
    match sent(&directives)? {
        Sent::Nothing => {}
        Sent::Star => origins.any = true,
        Sent::Variable(variable) => {
            for directive in &directives {
                origins.clauses.extend(sets(directive, variable)?);
            }
        }
    }
    Ok(origins)
}

/// What `Access-Control-Allow-Origin` is.
enum Sent<'a> {
    Nothing,
    Star,
    /// The value of a variable, where it is set.
    Variable(&'a str),
}

fn sent(directives: &[Directive]) -> Result<Sent<'_>, NotRead> {
    let mut sent = Sent::Nothing;
    for directive in directives {
        let [action, name, rest @ ..] = directive.header() else {
            continue;
        };
        let is_origin = name.eq_ignore_ascii_case("access-control-allow-origin");
        if !is_origin || action.eq_ignore_ascii_case("unset") {
            continue;
        }
        let is_first = matches!(sent, Sent::Nothing);
        if !action.eq_ignore_ascii_case("set") || !is_first {
            return Err(directive.not_read());
        }
        sent = match rest {
            [value] if value == "*" => Sent::Star,
            // Where it is set, which is where nothing is refused.
            [value, condition] if value == "*" && condition.starts_with("env=") => Sent::Star,
            [value, condition] => {
                let variable = value
                    .strip_prefix("%{")
                    .and_then(|rest| rest.strip_suffix("}e"));
                let condition = condition.strip_prefix("env=");
                match (variable, condition) {
                    (Some(variable), Some(condition)) if variable == condition => {
                        Sent::Variable(variable)
                    }
                    _ => return Err(directive.not_read()),
                }
            }
            _ => return Err(directive.not_read()),
        };
    }
    Ok(sent)
}

/// The origins for which a directive sets a variable to their own text.
fn sets(directive: &Directive, variable: &str) -> Result<Option<Clause>, NotRead> {
    let is = |name: &str| directive.name.eq_ignore_ascii_case(name);
    let ignores_case = is("SetEnvIfNoCase");
    if is("RewriteRule") {
        return match flags_touch(directive.arguments.last(), variable) {
            true => Err(directive.not_read()),
            false => Ok(None),
        };
    }
    if is("SetEnvIfExpr") {
        let [_, assignments @ ..] = &directive.arguments[..] else {
            return Err(directive.not_read());
        };
        return match { assignments.iter() }.any(|assignment| name_of(assignment) == variable) {
            true => Err(directive.not_read()),
            false => Ok(None),
        };
    }
    if !is("SetEnvIf") && !ignores_case {
        return Ok(None);
    }
    let [attribute, regex, assignments @ ..] = &directive.arguments[..] else {
        return Err(directive.not_read());
    };
    let mut values = { assignments.iter() }.filter(|assignment| name_of(assignment) == variable);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None)
            if attribute.eq_ignore_ascii_case("origin")
                && value.split_once('=').map(|(_, value)| value) == Some("$0") =>
        {
            Ok(Some(clause(regex, ignores_case)?))
        }
        _ => Err(directive.not_read()),
    }
}

/// Whether flags of a rule set a variable (`E=NAME:VALUE`), or take it away (`E=!NAME`) from what is answered by others.
fn flags_touch(flags: Option<&String>, variable: &str) -> bool {
    let flags = flags.map_or("", String::as_str).trim_matches(['[', ']']);
    let mut flags = flags.split(',').map(str::trim);
    // What is refused here is not shared.
    let refuses = flags.clone().any(|flag| matches!(flag, "R=403" | "R=421"));
    flags.any(|flag| {
        let (kind, rest) = flag.split_once('=').unwrap_or((flag, ""));
        let is_set = !rest.starts_with('!');
        let name = rest.trim_start_matches('!').split(':').next();
        let is_variable = matches!(kind.to_ascii_lowercase().as_str(), "e" | "env");
        is_variable && name == Some(variable) && (is_set || !refuses)
    })
}

/// The variable of `NAME`, `NAME=VALUE` or `!NAME`.
fn name_of(assignment: &str) -> &str {
    let name = assignment.split('=').next().unwrap_or_default();
    name.trim_start_matches('!')
}
