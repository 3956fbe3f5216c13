//! How long a preflight's answer is kept.

use http::header::ACCESS_CONTROL_MAX_AGE;

use super::{Note, NoteCode, Seen};
use crate::{
    Blocked, Engine, Exchange,
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
            return briefly(
                "the preflight's answer has an Access-Control-Max-Age that is not one number, and is kept for only 5 seconds",
            );
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
