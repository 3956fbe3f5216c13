//! Header lines of an answer for people, in which nothing is left that could move a terminal's cursor.

use http::header::{LOCATION, VARY};

use super::answers::Answer;

/// Nobody reads more of a value, or more lines.
const LONGEST: usize = 200;
const MOST_LINES: usize = 12;

/// What came back, as far as CORS is concerned: the status, and its headers.
pub(super) fn of(answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(origin) = answer.origin() {
        lines.push(format!("> origin: {}", shown(origin.as_bytes())));
    }
    lines.push(format!("< {}", answer.status().as_u16()));
    let tells = |name: &str| {
        name.starts_with("access-control-")
            || name == VARY
            || name == LOCATION
            || name == "cache-control"
    };
    let headers = answer.headers().iter();
    let told = headers.filter(|(name, _)| tells(name.as_str()));
    for (name, value) in told.take(MOST_LINES) {
        lines.push(format!("< {name}: {}", shown(value.as_bytes())));
    }
    lines
}

/// Bytes as text: what is no visible ASCII is escaped.
pub(super) fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes.iter().take(LONGEST) {
        match byte {
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\x{byte:02x}")),
        }
    }
    if bytes.len() > LONGEST {
        text.push('…');
    }
    text
}
