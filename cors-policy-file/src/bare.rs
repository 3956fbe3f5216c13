//! Values without the quotes that they need.

use super::{diagnostics::Diagnostic, meant, node::Span, policy, seconds, setting};
use cors_core::Setting;

/// What there is to say of a value without quotes that TOML can't read.
pub(super) fn toml(text: &str, span: &Span) -> Diagnostic {
    let written = &text[span.clone()];
    let line = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let key = text[line..span.start].split_once('=');
    let key = key.map(|(key, _)| key.trim().rsplit('.').next().unwrap_or_default());
    let known: Vec<_> = setting::known().map(Setting::as_str).collect();
    let key = key.map(|key| match meant::meant(key.trim(), &known) {
        meant::Meant::Key(key) => key,
        _ => "",
    });
    let setting = setting::known().find(|setting| Some(setting.as_str()) == key);
    let invalid = |key: &str, expected| {
        let message = format!("invalid {key}: expected {expected}, found {written}");
        Diagnostic::syntax(message, span.clone())
    };
    let literal = match setting.and_then(setting::Kind::of) {
        Some(setting::Kind::Seconds) => {
            let seconds = seconds::meant(written).map(|seconds| seconds.to_string());
            let mut flaw = invalid(key.unwrap_or_default(), policy::WHOLE_SECONDS);
            let example = seconds.as_deref().map_or("such as 600", |seconds| seconds);
            flaw.help = Some(match &seconds {
                Some(seconds) => format!("write the seconds: {seconds}"),
                None => format!("write the seconds, {example}"),
            });
            flaw.suggestion = seconds;
            return flaw;
        }
        Some(setting::Kind::Flag(_)) => {
            let mut flaw = invalid(key.unwrap_or_default(), "true or false");
            flaw.suggestion = match written.to_ascii_lowercase().as_str() {
                "yes" | "on" | "true" => Some("true".to_owned()),
                "no" | "off" | "false" => Some("false".to_owned()),
                _ => None,
            };
            flaw.help = { flaw.suggestion.as_ref() }.map(|literal| format!("write {literal}"));
            return flaw;
        }
        Some(setting::Kind::List(_)) => Some(format!("\"{written}\"")),
        None if key.is_none() => Some(format!("\"{written}\"")),
        _ => None,
    };
    let mut flaw = Diagnostic::syntax("string values must be quoted", span.clone());
    let plain = !written.contains(['"', '\\', '\'', '[', ']', '(', ')']);
    flaw.suggestion = literal.filter(|_| plain && !written.chars().any(char::is_control));
    flaw.help = { flaw.suggestion.as_ref() }.map(|literal| format!("write {literal}"));
    flaw
}

/// What there is to say where YAML's parser stopped at `at`, and the value that could not be read:
/// one that begins with what means something else, or has braces between brackets.
pub(super) fn yaml(text: &str, at: usize) -> Option<Diagnostic> {
    let first = text.get(at..)?.chars().next()?;
    let start = match first {
        '*' | '@' | '`' | '%' => at,
        '{' => {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = text[line..at].rfind(['[', ',', ' '])? + 1;
            (line + before < at).then_some(line + before)?
        }
        _ => return None,
    };
    let flow = text[..start]
        .trim_end_matches([' ', '\n'])
        .ends_with(['[', ',']);
    // No alias has these in its name.
    let flow = flow || first == '*';
    let ends = |letter: char| letter.is_whitespace() || (flow && matches!(letter, ',' | ']' | '}'));
    let ends = |letter: char| ends(letter) && (first != '{' || letter != '}');
    let end = text[start..]
        .find(ends)
        .map_or(text.len(), |end| start + end);
    let written = &text[start..end];
    let quotable = !written.is_empty() && !written.contains(['"', '\'', '\\']);
    let literal = format!("\"{written}\"");
    let why = match first {
        '*' if written.len() == 1 => "a `*` without quotes begins an alias".to_owned(),
        '*' => {
            format!("a `*` without quotes begins an alias, and no anchor has the name of {written}")
        }
        '{' => "between brackets, braces without quotes begin a table".to_owned(),
        other => format!("no value without quotes begins with `{other}`"),
    };
    let mut flaw = Diagnostic::syntax(why, start..end);
    // An alias may as well be what was meant.
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let is_alias = first == '*' && written.len() > 1 && written.bytes().skip(1).all(is_name);
    if quotable && !is_alias {
        flaw.help = Some(format!("write {literal}"));
        flaw.suggestion = Some(literal);
    } else if is_alias {
        flaw.help = Some(format!(
            "name an anchor that stands above it, or write {literal}"
        ));
    }
    Some(flaw)
}

/// Puts something of the same length in the place of a value, which can be read in any format.
pub(super) fn fill(rest: &mut String, span: &Span) {
    let filling = "1".repeat(span.len());
    rest.replace_range(span.clone(), &filling);
}
