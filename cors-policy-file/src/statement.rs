//! The statements of a text that is meant to be TOML: headers, and keys that are set.

use super::node::Span;

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The start of the first line after that of `at` that is a header or sets a key.
pub(super) fn next(text: &str, at: usize) -> usize {
    next_line(text, at, begins)
}

/// What to leave out for the sake of an error at `at`: the statement with all its lines, and with a
/// header all that is below it, which would count as the table's before it.
pub(super) fn around(text: &str, at: usize) -> Span {
    let line = line_start(text, at);
    let written = text[line..].lines().next().unwrap_or_default();
    if was_header(written) {
        return line..next_line(text, at, is_header);
    }
    let mut start = line;
    while start > 0 && !begins(text[start..].lines().next().unwrap_or_default()) {
        let before = line_start(text, start - 1);
        let above = &text[before..start];
        if is_header(above) || above.trim().is_empty() {
            // There is no statement that it might be a part of.
            return line..next(text, at);
        }
        start = before;
    }
    start..next(text, at)
}

/// Where the statement at `at`, or the one before, opens a list or an inline table that it does not
/// close, and where the next statement is.
pub(super) fn unclosed(text: &str, at: usize) -> Option<usize> {
    let line = line_start(text, at);
    let own = before(text, line);
    let opens = |start: usize| {
        let written = text[start..].lines().next()?;
        let value = written.find('=')? + 1;
        let value = value + written[value..].len() - written[value..].trim_start().len();
        let is_open =
            written[value..].starts_with(['[', '{']) && closed(text, start + value).is_none();
        is_open.then_some(start + value)
    };
    let above = own.and_then(|own| before(text, line_start(text, own.checked_sub(1)?)));
    above
        .filter(|_| own == Some(line))
        .and_then(opens)
        .or_else(|| own.and_then(opens))
}

/// The line that sets a key and is this one or the nearest above it, below the same header.
fn before(text: &str, line: usize) -> Option<usize> {
    let mut start = line;
    loop {
        let written = text[start..].lines().next().unwrap_or_default();
        if sets_key(written) {
            return Some(start);
        }
        if is_header(written) {
            return None;
        }
        start = line_start(text, start.checked_sub(1)?);
    }
}

/// The end of a list that begins at `open`, if there is one before the next statement.
pub(super) fn closed(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut bytes = text[open..].bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        let here = open + offset;
        match (quote, byte) {
            (_, b'\n') => {
                quote = None;
                if begins(text[here + 1..].lines().next().unwrap_or_default()) {
                    return None;
                }
            }
            (Some(b'"'), b'\\') => {
                bytes.next();
            }
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'#') => quote = Some(byte),
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(here + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The start of the first line after that of `at` that is wanted.
pub(super) fn next_line(text: &str, at: usize, wanted: impl Fn(&str) -> bool) -> usize {
    let first = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let mut start = first;
    for line in text[first..].split_inclusive('\n') {
        if wanted(line) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

fn begins(line: &str) -> bool {
    is_header(line) || sets_key(line)
}

fn is_header(line: &str) -> bool {
    let name = line.trim_start().strip_prefix('[');
    name.is_some_and(|name| {
        name.trim_start()
            .starts_with(|first: char| first.is_alphabetic())
    })
}

/// Whether a line with a mistake in it was a header.
pub(super) fn was_header(line: &str) -> bool {
    let written = line
        .split_once('#')
        .map_or(line, |(written, _)| written)
        .trim();
    let has_name = written.contains(char::is_alphabetic) && !written.contains('=');
    // YAML's way to set a key.
    let sets_key = written.contains(": [") || written.contains(":[");
    written.starts_with('[') || (has_name && !sets_key && written.ends_with(']'))
}

fn sets_key(line: &str) -> bool {
    let is_bare =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b' ');
    let key = line.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| !key.is_empty() && key.bytes().all(is_bare))
}
