//! Lines of a configuration, as Apache takes them apart.

use crate::proof::NotRead;

/// A directive and its arguments, without their quotes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) arguments: Vec<String>,
}

/// Those whose arguments are looked at, or have nothing to do with origins.
const KNOWN: [&str; 8] = [
    "setenvif",
    "setenvifnocase",
    "setenvifexpr",
    "header",
    "rewriteengine",
    "rewritecond",
    "rewriterule",
    "errordocument",
];

impl Directive {
    /// All of a file. One that nobody knows may do anything.
    pub(super) fn all(text: &str) -> Result<Vec<Self>, NotRead> {
        // A backslash at its end continues a line, a comment too.
        let text = text.replace("\\\r\n", "").replace("\\\n", "");
        let lines = text.lines().map(str::trim);
        { lines.filter(|line| !line.is_empty() && !line.starts_with('#')) }
            .map(Self::new)
            .collect()
    }

    fn new(line: &str) -> Result<Self, NotRead> {
        let not_read = || NotRead(format!("Apache would not read {line:?} as it is meant"));
        if line.contains("${") {
            // A variable of the configuration.
            return Err(not_read());
        }
        let mut words = words(line).ok_or_else(not_read)?.into_iter();
        let name = words.next().unwrap_or_default();
        if !KNOWN.contains(&&*name.to_ascii_lowercase()) {
            return Err(not_read());
        }
        Ok(Self {
            name,
            arguments: words.collect(),
        })
    }

    /// The arguments of `Header` from its action on.
    pub(super) fn header(&self) -> &[String] {
        match &self.arguments[..] {
            _ if !self.name.eq_ignore_ascii_case("header") => &[],
            [first, rest @ ..]
                if first.eq_ignore_ascii_case("always")
                    || first.eq_ignore_ascii_case("onsuccess") =>
            {
                rest
            }
            all => all,
        }
    }

    pub(super) fn not_read(&self) -> NotRead {
        let Self { name, arguments } = self;
        NotRead(format!("{name} {} is not understood", arguments.join(" ")))
    }
}

/// Words, in quotes or not. `None` if a quote is not closed.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|char| char.is_ascii_whitespace()).is_some() {}
        let Some(first) = chars.next() else {
            return Some(words);
        };
        let quote = matches!(first, '"' | '\'').then_some(first);
        let mut word = String::new();
        let mut next = if quote.is_none() {
            Some(first)
        } else {
            chars.next()
        };
        loop {
            match next {
                None if quote.is_some() => return None,
                None => break,
                Some(char) if quote == Some(char) => break,
                Some(char) if quote.is_none() && char.is_ascii_whitespace() => break,
                Some('\\') => {
                    // It escapes itself and the quote. Before anything else it stands for itself.
                    let escaped = chars.next_if(|&char| char == '\\' || Some(char) == quote);
                    word.push(escaped.unwrap_or('\\'));
                }
                Some(char) => word.push(char),
            }
            next = chars.next();
        }
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::words;
    use crate::targets::apache::quote::quote;

    #[test]
    fn backslashes_escape_themselves_and_quotes() {
        let read = words(r#"Name "a\.b" 'c "d' e\\f "g\\\.h" "i\"j" \k"#).unwrap();
        let meant = [
            "Name", r"a\.b", r#"c "d"#, r"e\f", r"g\\.h", r#"i"j"#, r"\k",
        ];
        assert_eq!(read, meant);
        assert_eq!(words(r#"a "b"#), None);
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read(text in r#"[ -~]*|[\\" .a]*"#) {
            prop_assert_eq!(words(&quote(&text)), Some(vec![text]));
        }
    }
}
