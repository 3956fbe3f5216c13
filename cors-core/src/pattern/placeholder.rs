//! Text that a template or a shell was to replace.

/// What a template or a shell would replace.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if ["${", "$(", "#{", "<%", "{%"]
        .iter()
        .any(|open| text.contains(open))
    {
        return true;
    }
    // "{{slug}}" is a hole, written as in a format string.
    let doubled = text
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"));
    let is_hole = |name: &str| matches!(name, "digits" | "hex" | "slug");
    if { doubled }.any(|(name, _)| !is_hole(name)) {
        return true;
    }
    has_name_behind(text, '$', |_| true)
        || (!is_encoded(text) && has_name_behind(text, '%', |rest| rest.starts_with('%')))
        || has_name_behind(text, '<', |rest| rest.starts_with('>'))
}

/// Whether each `%` stands for a byte, as in `%C3%A9`.
fn is_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let digits = rest.bytes().take(2).filter(u8::is_ascii_hexdigit);
        digits.count() == 2
    })
}

/// Whether the name of a variable follows `sign`, and what is behind that fits.
fn has_name_behind(text: &str, sign: char, fits: impl Fn(&str) -> bool) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        let rest = &text[at + 1..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
        let (name, behind) = rest.split_at(rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        begins && fits(behind)
    })
}
