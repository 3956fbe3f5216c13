//! Reads nginx's configuration syntax: words, quotes, blocks.

use crate::proof::NotRead;

/// A directive: its words, and what stands in its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) words: Vec<String>,
    pub(super) block: Option<Vec<Self>>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    End,
    Open,
    Close,
}

/// The directives of a file.
pub(super) fn parse(text: &str) -> Result<Vec<Directive>, NotRead> {
    let mut tokens = tokens(text)?.into_iter();
    let directives = block(&mut tokens, false)?;
    Ok(directives)
}

fn block(
    tokens: &mut impl Iterator<Item = Token>,
    is_inside: bool,
) -> Result<Vec<Directive>, NotRead> {
    let mut directives = Vec::new();
    let mut words = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) => words.push(word),
            Token::End | Token::Open if words.is_empty() => return Err(syntax("no directive")),
            Token::End => directives.push(Directive {
                words: core::mem::take(&mut words),
                block: None,
            }),
            Token::Open => directives.push(Directive {
                words: core::mem::take(&mut words),
                block: Some(block(tokens, true)?),
            }),
            Token::Close if is_inside && words.is_empty() => return Ok(directives),
            Token::Close => return Err(syntax("a brace too many")),
        }
    }
    match is_inside || !words.is_empty() {
        true => Err(syntax("an end too early")),
        false => Ok(directives),
    }
}

/// As `ngx_conf_read_token` splits them.
fn tokens(text: &str) -> Result<Vec<Token>, NotRead> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let sign = match first {
            ';' => Some(Token::End),
            '{' => Some(Token::Open),
            '}' => Some(Token::Close),
            _ => None,
        };
        if let Some(sign) = sign {
            tokens.push(sign);
            rest = &rest[1..];
        } else if first == '#' {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else {
            let (word, after) = match first {
                '"' | '\'' => quoted(&rest[1..], first)?,
                _ => bare(rest)?,
            };
            tokens.push(Token::Word(word));
            rest = after;
        }
    }
}

/// A word in quotes, after which a space or a sign has to come.
fn quoted(text: &str, quote: char) -> Result<(String, &str), NotRead> {
    let mut is_escaped = false;
    for (at, char) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if char == '\\' {
            is_escaped = true;
        } else if char == quote {
            let rest = &text[at + 1..];
            return match rest.starts_with([' ', '\t', '\r', '\n', ';', '{', ')']) {
                true => Ok((unescape(&text[..at]), rest)),
                false => Err(syntax("something behind a quote")),
            };
        }
    }
    Err(syntax("a quote without an end"))
}

/// A word without quotes. `${` belongs to it, and so does a quote within.
fn bare(text: &str) -> Result<(String, &str), NotRead> {
    let (mut is_escaped, mut is_variable) = (false, false);
    for (at, char) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match char {
            '\\' => is_escaped = true,
            '{' if is_variable => {}
            ' ' | '\t' | '\r' | '\n' | ';' | '{' => {
                return Ok((unescape(&text[..at]), &text[at..]));
            }
            _ => {}
        }
        is_variable = char == '$';
    }
    Err(syntax("a word without an end"))
}

/// A backslash goes away in front of some characters only.
fn unescape(text: &str) -> String {
    let mut unescaped = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let meant = match (char, chars.peek()) {
            ('\\', Some(&next @ ('"' | '\'' | '\\'))) => next,
            ('\\', Some('t')) => '\t',
            ('\\', Some('r')) => '\r',
            ('\\', Some('n')) => '\n',
            _ => {
                unescaped.push(char);
                continue;
            }
        };
        chars.next();
        unescaped.push(meant);
    }
    unescaped
}

fn syntax(found: &str) -> NotRead {
    NotRead(format!("nginx would find {found}"))
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{super::syntax::quote, parse};

    fn words(text: &str) -> Vec<String> {
        let mut directives = parse(text).unwrap();
        assert_eq!(directives.len(), 1);
        directives.remove(0).words
    }

    #[test]
    fn words_are_read_as_nginx_does() {
        for (text, expected) in [
            (r"a b;", &["a", "b"][..]),
            (r#"a "b c" 'd"e';"#, &["a", "b c", "d\"e"]),
            (
                r#"a "b\"c" "d\\.e" "f\.g";"#,
                &["a", "b\"c", r"d\.e", r"f\.g"],
            ),
            (r"a ~^b\.c$ ${d}e;", &["a", r"~^b\.c$", "${d}e"]),
            ("a # b;\n c;", &["a", "c"]),
            (r#"a "{};#";"#, &["a", "{};#"]),
            (r#"a b"c;"#, &["a", "b\"c"]),
            (r#"a "\t\n\r";"#, &["a", "\t\n\r"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn blocks_nest() {
        let directives = parse("map $a $b { c d; }\nif ($e) { return 204; }").unwrap();
        assert_eq!(directives[0].words, ["map", "$a", "$b"]);
        assert_eq!(directives[0].block.as_ref().unwrap()[0].words, ["c", "d"]);
        assert_eq!(directives[1].words, ["if", "($e)"]);
    }

    #[test]
    fn what_nginx_does_not_read_is_not_read() {
        for text in ["a", "a {", "}", ";", "a \"b", "a \"b\"c;", "a { b }"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read(text in "[ -~\t]{0,40}") {
            prop_assert_eq!(words(&format!("a {};", quote(&text))), ["a", &text]);
        }
    }
}
