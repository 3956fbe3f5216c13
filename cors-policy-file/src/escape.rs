//! Backslashes in double quotes that begin no escape, as in a regex: what to write instead.

use super::{Format, diagnostics::Diagnostic, node::Span};

/// The string in double quotes around a byte, if it begins and ends on the byte's line.
pub(super) fn string_around(text: &str, at: usize) -> Option<Span> {
    let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let mut open: Option<(usize, u8)> = None;
    let mut bytes = text[line..].bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        let here = line + offset;
        match (open, byte) {
            (_, b'\n') => return None,
            (Some((_, b'"')), b'\\') => {
                bytes.next();
            }
            (Some((start, quote)), _) if byte == quote => {
                if here >= at {
                    return (quote == b'"').then_some(start..here + 1);
                }
                open = None;
            }
            (None, b'"' | b'\'') => open = Some((here, byte)),
            (None, _) if here > at => return None,
            _ => {}
        }
    }
    None
}

/// A string's backslashes that begin no escape, and whether all others stand for a backslash.
fn invalid(written: &str, format: Format) -> (Vec<usize>, bool) {
    let mut invalid = Vec::new();
    let mut only_backslashes = true;
    let mut at = 0;
    while let Some(next) = written[at..].find('\\') {
        at += next;
        let rest = &written[at + 1..];
        let hex = |digits: usize| {
            let found = rest.bytes().skip(1).take(digits);
            found.filter(u8::is_ascii_hexdigit).count() == digits
        };
        let first = rest.chars().next();
        let known = match (format, first) {
            (_, Some('\\' | '"' | 'b' | 'f' | 'n' | 'r' | 't'))
            | (Format::Toml | Format::Yaml, Some('e'))
            | (Format::Json | Format::Yaml, Some('/'))
            | (Format::Yaml, Some('0' | 'a' | 'v' | ' ' | 'N' | '_' | 'L' | 'P' | '\t' | '\n')) => {
                true
            }
            (Format::Toml | Format::Yaml, Some('x')) => hex(2),
            (Format::Toml | Format::Yaml, Some('U')) => hex(8),
            (_, Some('u')) => hex(4),
            _ => false,
        };
        if !known {
            invalid.push(at);
        }
        only_backslashes &= !known || first == Some('\\');
        at += 1 + first.filter(|_| known).map_or(0, char::len_utf8);
    }
    (invalid, only_backslashes)
}

/// What there is to say of the string in double quotes, if a backslash in it begins no escape. In
/// `rest` the string is made one that can be read.
pub(super) fn repair(
    text: &str,
    string: &Span,
    format: Format,
    rest: &mut String,
) -> Option<Diagnostic> {
    let written = text.get(string.clone())?;
    let (found, only_backslashes) = invalid(written, format);
    let first = *found.first()?;
    for at in &found {
        let at = string.start + at;
        rest.replace_range(at..=at, "_");
    }
    let mut escape = written[first..].chars().take(2);
    let escape: String = escape.by_ref().collect();
    let message = format!("in double quotes, a backslash begins an escape, and `{escape}` is none");
    let mut flaw = Diagnostic::syntax(message, string.clone());
    let inner = written.trim_matches('"');
    let has_others = written.matches('\\').count() > found.len();
    if format != Format::Json && !has_others && !inner.contains(['\'', '\n']) {
        let literal = format!("'{inner}'");
        flaw.help = Some(format!("use single quotes: {literal}"));
        flaw.suggestion = Some(literal);
    } else if only_backslashes {
        let mut literal = written.to_owned();
        for at in found.into_iter().rev() {
            literal.insert(at, '\\');
        }
        flaw.help = Some(format!("write backslashes twice: {literal}"));
        flaw.suggestion = Some(literal);
    } else {
        let help = match format {
            Format::Json => "write backslashes twice",
            _ => "use single quotes",
        };
        flaw.help = Some(help.to_owned());
    }
    Some(flaw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_from_within() {
        let text = "a = 'x\"' # \"\nb = [ \"a\\\"b\", 'c\\', \"d\\.e\" ]\n";
        let at = |part: &str| string_around(text, text.find(part).unwrap() + 1);
        assert_eq!(&text[at("d\\.e").unwrap()], "\"d\\.e\"");
        assert_eq!(&text[at("a\\\"b").unwrap()], "\"a\\\"b\"");
        assert_eq!(at("c\\"), None);
        assert_eq!(at("x\""), None);
        assert_eq!(string_around("\"é", 1), None);
        assert_eq!(string_around("\"é", 2), None);
        assert_eq!(string_around("", 5), None);
    }

    #[test]
    fn what_is_suggested_is_what_was_meant() {
        let of = |written: &str, format| {
            let mut rest = written.to_owned();
            let flaw = repair(written, &(0..written.len()), format, &mut rest);
            assert_eq!(rest.len(), written.len());
            flaw.map(|flaw| flaw.suggestion.unwrap_or_default())
        };
        for (written, format, expected) in [
            (r#""a\.b""#, Format::Toml, Some(r"'a\.b'")),
            (r#""a\.b""#, Format::Yaml, Some(r"'a\.b'")),
            (r#""a\.b""#, Format::Json, Some(r#""a\\.b""#)),
            (r#""a\\.b\.c""#, Format::Toml, Some(r#""a\\.b\\.c""#)),
            (r#""a\.b'""#, Format::Toml, Some(r#""a\\.b'""#)),
            // A boundary of words, or a backspace.
            (r#""\ba\.b""#, Format::Toml, Some("")),
            (r#""\ba\.b""#, Format::Json, Some("")),
            (r#""a\\.b""#, Format::Toml, None),
            (r#""\u00e9\U0001f600""#, Format::Toml, None),
            (r#""\u00g9""#, Format::Toml, Some(r"'\u00g9'")),
            (r#""\é""#, Format::Yaml, Some(r"'\é'")),
        ] {
            assert_eq!(of(written, format).as_deref(), expected, "{written}");
        }
    }
}
