//! Pasted text as the tables have it: plain quotes, one blank between words.

/// The text with every kind of quote as `'`, each run of blanks and line ends as one blank, without escape
/// sequences and marks of quoting at the beginning of a line, and with what HTML and JSON write for a character read.
pub(super) struct Plain {
    pub(super) text: String,
    /// The same in lower case, byte by byte.
    pub(super) lower: String,
    /// Where each byte comes from.
    offsets: Vec<usize>,
    length: usize,
}

impl Plain {
    pub(super) fn new(pasted: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(pasted.len()),
            lower: String::new(),
            offsets: Vec::with_capacity(pasted.len()),
            length: pasted.len(),
        };
        let mut chars = pasted.char_indices().peekable();
        let mut line_begins = true;
        while let Some((at, char)) = chars.next() {
            let char = match escaped(&pasted[at..]) {
                Some((length, char)) => {
                    while chars.next_if(|(next, _)| *next < at + length).is_some() {}
                    char
                }
                None => char,
            };
            match char {
                '\u{1b}' => {
                    if chars.next_if(|&(_, next)| next == '[').is_some() {
                        // Parameters, and one letter that ends them.
                        while chars
                            .next_if(|&(_, next)| matches!(next, ' '..='?'))
                            .is_some()
                        {}
                        chars.next();
                    }
                }
                '\n' | '\r' => {
                    plain.blank(at);
                    line_begins = true;
                }
                '>' | '|' | '*' | '#' if line_begins => {}
                // Without width, and the marks of text that runs the other way.
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
                _ if char.is_whitespace() || char.is_control() => plain.blank(at),
                _ => {
                    line_begins = false;
                    plain.push(at, quote(char));
                }
            }
        }
        plain.lower = plain.text.to_ascii_lowercase();
        plain
    }

    fn blank(&mut self, at: usize) {
        if !self.text.ends_with(' ') {
            self.push(at, ' ');
        }
    }

    fn push(&mut self, at: usize, char: char) {
        self.text.push(char);
        self.offsets.resize(self.text.len(), at);
    }

    /// Where a byte of it stands in the pasted text.
    pub(super) fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).copied().unwrap_or(self.length)
    }
}

/// A character as HTML or JSON writes it, at the beginning of a text, and its length there: messages are pasted out
/// of reports and logs, too.
fn escaped(text: &str) -> Option<(usize, char)> {
    const NAMES: [(&str, char); 8] = [
        ("quot", '"'),
        ("apos", '\''),
        ("lsquo", '\u{2018}'),
        ("rsquo", '\u{2019}'),
        ("nbsp", ' '),
        ("lt", '<'),
        ("gt", '>'),
        ("amp", '&'),
    ];
    /// As long as any of them is: `&#1114111;`.
    const LONGEST: usize = 10;

    if let Some(rest) = text.strip_prefix('\\') {
        let char = rest.chars().next()?;
        return matches!(char, '"' | '\'' | '/').then_some((2, char));
    }
    let rest = text.strip_prefix('&')?;
    let end = { rest.bytes().take(LONGEST) }.position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => NAMES.iter().find(|(other, _)| *other == name)?.1,
    };
    Some((name.len() + "&;".len(), char))
}

fn quote(char: char) -> char {
    match char {
        '"'
        | '`'
        | '\u{b4}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{ab}'
        | '\u{bb}' => '\'',
        _ => char,
    }
}
