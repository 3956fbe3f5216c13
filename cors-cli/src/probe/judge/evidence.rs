//! Header lines of an answer for people, in which nothing is left that could move a terminal's cursor.

use http::{
    HeaderName,
    header::{CACHE_CONTROL, LOCATION, ORIGIN, VARY},
};

use super::answers::Answer;

/// Nobody reads more of a value, or more lines.
const LONGEST: usize = 200;
const MOST_LINES: usize = 12;

/// What was asked and what came back, as far as CORS is concerned.
pub(super) fn of(answer: &Answer) -> Vec<String> {
    let request = &answer.request;
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let mut lines = vec![format!("> {} {}", request.method(), shown(path.as_bytes()))];
    let asked = request.headers().iter();
    let asked = asked.filter(|(name, _)| **name == ORIGIN || is_about_cors(name));
    for (name, value) in asked {
        lines.push(format!("> {name}: {}", shown(value.as_bytes())));
    }
    lines.push(format!("< {}", answer.status().as_u16()));
    let tells = [VARY, LOCATION, CACHE_CONTROL];
    let told = answer.headers().iter();
    let told = told.filter(|(name, _)| tells.contains(name) || is_about_cors(name));
    for (name, value) in told.take(MOST_LINES) {
        lines.push(format!("< {name}: {}", shown(value.as_bytes())));
    }
    lines
}

fn is_about_cors(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
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
