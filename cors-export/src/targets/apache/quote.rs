//! How Apache takes an argument of a directive.

/// A regex as an argument.
pub(super) fn regex(regex: &str) -> String {
    // "${" begins a variable of the configuration, in quotes too. And RewriteCond knows no backslash before a quote.
    quote(&regex.replace("${", r"$\{").replace('"', r"\x22"))
}

/// A value of `Header`, which has formats that begin with `%`.
pub(super) fn value(value: &str) -> String {
    quote(&value.replace('%', "%%"))
}

/// In double quotes. A backslash stands for itself, unless another or a quote follows.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let is_read = match char {
            '"' => true,
            '\\' => matches!(chars.peek(), None | Some('\\' | '"')),
            _ => false,
        };
        if is_read {
            quoted.push('\\');
        }
        quoted.push(char);
    }
    quoted.push('"');
    quoted
}
