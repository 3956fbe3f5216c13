//! Writes nginx's configuration: maps, with every text quoted.

use core::fmt::Write as _;

use super::hash::{self, Sizes};

/// The maps of a policy, and what they need of nginx.
pub(super) struct Maps {
    /// What the names of its variables begin with.
    prefix: String,
    pub(super) text: String,
    pub(super) sizes: Sizes,
    pub(super) names_bucket: usize,
    /// Whether a text is longer than nginx reads.
    pub(super) is_too_long: bool,
    has_dollar: bool,
}

/// What a map's source is compared with.
pub(super) enum Key<'a> {
    Default,
    /// A text in any case of its letters: nginx has no other comparison of texts in maps.
    Text(&'a str),
    /// A regex of PCRE, with its `~` or `~*`.
    Regex(String),
}

/// The longest text that nginx reads is its buffer, with the quotes.
pub(super) const MAX_TOKEN: usize = 4096 - 4;

impl Maps {
    /// Variables are called by the policy's name. nginx reads their names in any case, so upper case is spelt out.
    ///
    /// After a `_` of the identifier comes `h`, `u` or `x`, with which no part's name begins: two policies never meet.
    pub(super) fn new(identifier: &str) -> Self {
        let mut prefix = "cors_".to_owned();
        for byte in identifier.bytes() {
            match byte {
                b'A'..=b'Z' => drop(write!(prefix, "_x{byte:02x}")),
                _ => prefix.push(byte.into()),
            }
        }
        prefix.push('_');
        Self {
            prefix,
            text: String::new(),
            sizes: hash::DEFAULT,
            names_bucket: hash::DEFAULT.bucket,
            is_too_long: false,
            has_dollar: false,
        }
    }

    /// A variable of this policy.
    pub(super) fn variable(&self, part: &str) -> String {
        format!("${}{part}", self.prefix)
    }

    /// A text in a place where nginx looks for variables. It knows no escape for `$`, but `geo` takes it as it is.
    pub(super) fn literal(&mut self, text: &str) -> String {
        if !text.contains('$') {
            return text.to_owned();
        }
        let dollar = format!("{}dollar", self.prefix);
        if !self.has_dollar {
            self.has_dollar = true;
            let _ = writeln!(self.text, "geo ${dollar} {{\n    default \"$\";\n}}");
        }
        text.replace('$', &format!("${{{dollar}}}"))
    }

    /// A sentence about the maps that follow.
    pub(super) fn comment(&mut self, text: &str) {
        let _ = writeln!(self.text, "\n# {text}");
    }

    /// Sets a variable by the first row that fits. What fits no row is empty.
    pub(super) fn map<'k>(
        &mut self,
        source: &str,
        part: &str,
        rows: impl IntoIterator<Item = (Key<'k>, String)>,
    ) {
        let variable = self.variable(part);
        let source = self.quoted(source);
        let _ = writeln!(self.text, "map {source} {variable} {{");
        let mut keys = Vec::new();
        let mut default = None;
        for (key, value) in rows {
            let key = match key {
                Key::Default => {
                    default = Some(value);
                    continue;
                }
                Key::Text(text) => {
                    keys.push(text);
                    self.quoted(text)
                }
                Key::Regex(regex) => self.quoted(&regex),
            };
            let value = self.quoted(&value);
            let _ = writeln!(self.text, "    {key} {value};");
        }
        let default = self.quoted(&default.unwrap_or_default());
        let _ = writeln!(self.text, "    default {default};\n}}");
        self.sizes = self.sizes.or(Sizes::of(&keys));
        self.names_bucket = { self.names_bucket }.max(hash::bucket_of(&variable[1..]));
    }

    fn quoted(&mut self, text: &str) -> String {
        let quoted = quote(text);
        self.is_too_long |= quoted.len() > MAX_TOKEN;
        quoted
    }
}

/// A text in quotes, where nginx reads `\` before some characters, and as itself before others. Doubled, it is always
/// itself.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for char in text.chars() {
        if matches!(char, '\\' | '"') {
            quoted.push('\\');
        }
        quoted.push(char);
    }
    quoted.push('"');
    quoted
}

/// A regex that matches from the first byte to the last, and tells cases apart.
pub(super) fn whole(regex: &str) -> Key<'static> {
    Key::Regex(format!("~^(?:{regex})$"))
}
