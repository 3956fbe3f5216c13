//! How long a preflight's answer is kept.

use http::header::ACCESS_CONTROL_MAX_AGE;

use super::Seen;
use crate::{
    Blocked, Engine, Exchange, Note, NoteCode,
    field::{self, Extracted},
};

const CITATION: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0";

pub(super) fn notes(seen: &Seen<'_>, notes: &mut Vec<Note>) {
    let last = seen.exchanges.len().saturating_sub(1);
    let unanswered = matches!(seen.blocked, Some(Blocked::NoAnswer { preflight: false }));
    for (place, exchange) in seen.exchanges.iter().enumerate() {
        // The request itself follows one that allows it.
        if exchange.is_preflight() && (place < last || unanswered) {
            notes.extend(note(seen, exchange));
        }
    }
}

fn note(seen: &Seen<'_>, preflight: &Exchange) -> Option<Note> {
    let briefly = |sentence: &str| {
        Some(Note::new(
            NoteCode::PreflightKeptBriefly,
            sentence,
            CITATION,
        ))
    };
    let seconds = match field::seconds(&preflight.headers, &ACCESS_CONTROL_MAX_AGE) {
        Extracted::Absent => {
            return briefly(
                "the preflight's answer has no Access-Control-Max-Age, and is kept for only 5 seconds",
            );
        }
        Extracted::Malformed => {
            let value = field::get(&preflight.headers, &ACCESS_CONTROL_MAX_AGE);
            return briefly(malformed(&value.unwrap_or_default()));
        }
        Extracted::Values(seconds) => seconds,
    };
    let engines = match seen.browser.engine {
        Engine::Standard => vec![Engine::WebKit, Engine::Chromium, Engine::Firefox],
        engine => vec![engine],
    };
    let caps: Vec<_> = engines
        .iter()
        .filter_map(|engine| {
            let cap = engine.max_age_cap()?.as_secs();
            (seconds > cap).then(|| format!("{engine} keeps it for {cap} at most"))
        })
        .collect();
    if caps.is_empty() {
        return None;
    }
    let sentence = format!(
        "the preflight's answer may be kept for {seconds} seconds, and {}",
        caps.join(", ")
    );
    Some(Note::new(NoteCode::MaxAgeCapped, sentence, CITATION))
}

/// Of what is no number of seconds, about which browsers don't agree with the standard.
fn malformed(value: &[u8]) -> &'static str {
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    match value {
        [] => {
            "the preflight's answer has an empty Access-Control-Max-Age, and is kept for only 5 seconds"
        }
        [b'-', digits @ ..] if is_number(digits) => {
            "the preflight's answer has a negative Access-Control-Max-Age, and Chromium, Firefox and WebKit don't keep it"
        }
        [b'+', digits @ ..] if is_number(digits) => {
            "the preflight's answer has an Access-Control-Max-Age with a plus sign, which Chromium and WebKit pass over; the standard keeps it for only 5 seconds, and Firefox not at all"
        }
        _ => {
            "the preflight's answer has an Access-Control-Max-Age that is not one number, and is kept for only 5 seconds, and by Firefox not at all"
        }
    }
}
