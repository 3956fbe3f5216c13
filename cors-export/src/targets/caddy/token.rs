//! The tokens of a Caddyfile.

use crate::proof::NotRead;

/// A regex that matches as a whole, in backquotes: nothing is escaped between them.
pub(super) fn regex(regex: &str) -> String {
    // A backquote would be the end, and "{$" is a variable of the environment wherever it stands.
    let regex = regex.replace('`', r"\x60").replace("{$", "{(?:$)");
    format!("`^(?:{regex})$`")
}

/// A text, in quotes: there is no other escape than that of the quote.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// A line, and the block that it opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) tokens: Vec<String>,
    pub(super) block: Vec<Self>,
}

impl Line {
    /// All of a file.
    pub(super) fn all(text: &str) -> Result<Vec<Self>, NotRead> {
        if text.contains("{$") {
            return Err(NotRead("it has a variable of the environment".to_owned()));
        }
        let mut lines = tokens(text)?.into_iter();
        let (all, is_closed) = block(&mut lines)?;
        match is_closed {
            true => Err(NotRead("a block is closed that was not opened".to_owned())),
            false => Ok(all),
        }
    }

    pub(super) fn not_read(&self) -> NotRead {
        NotRead(format!("{:?} is not understood", self.tokens.join(" ")))
    }
}

/// The lines up to the end of a block, and whether there was one.
fn block(lines: &mut impl Iterator<Item = Vec<Token>>) -> Result<(Vec<Line>, bool), NotRead> {
    let mut all = Vec::new();
    while let Some(mut tokens) = lines.next() {
        if tokens[..] == [Token::close()] {
            return Ok((all, true));
        }
        let opens = tokens.last() == Some(&Token::open());
        if opens {
            tokens.pop();
        }
        if tokens
            .iter()
            .any(|token| *token == Token::open() || *token == Token::close())
        {
            return Err(NotRead("a brace stands within a line".to_owned()));
        }
        let tokens = tokens.into_iter().map(|token| token.text).collect();
        let block = match opens.then(|| block(lines)).transpose()? {
            None => Vec::new(),
            Some((block, true)) => block,
            Some((_, false)) => return Err(NotRead("a block is not closed".to_owned())),
        };
        all.push(Line { tokens, block });
    }
    Ok((all, false))
}

#[derive(Debug, PartialEq, Eq)]
struct Token {
    text: String,
    is_quoted: bool,
}

impl Token {
    fn open() -> Self {
        Self::bare("{")
    }

    fn close() -> Self {
        Self::bare("}")
    }

    fn bare(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_quoted: false,
        }
    }
}

/// The tokens of each line that has some.
fn tokens(text: &str) -> Result<Vec<Vec<Token>>, NotRead> {
    let mut lines = vec![Vec::new()];
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\n' => lines.push(Vec::new()),
            char if char.is_whitespace() => {}
            // A comment begins where a token could.
            '#' => while chars.next_if(|&char| char != '\n').is_some() {},
            '"' | '`' => {
                let mut text = String::new();
                loop {
                    match chars.next() {
                        None => return Err(NotRead("a quote is not closed".to_owned())),
                        Some(end) if end == char => break,
                        Some('\\') if char == '"' => {
                            text.push(chars.next_if_eq(&'"').unwrap_or('\\'));
                        }
                        Some(other) => text.push(other),
                    }
                }
                push(
                    &mut lines,
                    Token {
                        text,
                        is_quoted: true,
                    },
                );
            }
            '\\' | '<' => {
                return Err(NotRead(
                    "what continues a line is not understood".to_owned(),
                ));
            }
            first => {
                let mut text = first.to_string();
                while let Some(char) = chars.next_if(|char| !char.is_whitespace()) {
                    text.push(char);
                }
                push(
                    &mut lines,
                    Token {
                        text,
                        is_quoted: false,
                    },
                );
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

fn push(lines: &mut [Vec<Token>], token: Token) {
    if let Some(line) = lines.last_mut() {
        line.push(token);
    }
}
