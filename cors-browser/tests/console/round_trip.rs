//! Every row of the tables, filled, comes back, whatever stands around it.

use cors_browser::{
    Engine,
    console::{self, Known},
};

const ORIGIN: &str = "https://app.example.com";
const URL: &str = "https://api.example.com/things?q=1&r=%27a%27";
const NAME: &str = "x-api-key";

fn filled(known: &Known) -> String {
    let text = known.template();
    [
        ("{origin}", ORIGIN),
        ("{url}", URL),
        ("{first}", "https://api.example.com/first"),
        ("{page}", "https://app.example.com/page"),
        ("{name}", NAME),
        ("{value}", "https://other.example"),
        ("{status}", "403"),
        ("{kind}", "fetch"),
        ("{space}", "local"),
        ("{other}", "public"),
        ("{target}", "https://user:secret@other.example/"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (hole, with)| {
        text.replace(hole, with)
    })
}

/// Whole messages, as the engine of the row begins them.
fn messages(known: &Known) -> Vec<String> {
    let cause = filled(known);
    let mut texts = vec![cause.clone()];
    if known.not_cors().is_some() {
        return texts;
    }
    match known.engine() {
        Some(Engine::Chromium) if cause.starts_with("has been blocked") => {
            texts = vec![format!("Access to fetch at '{URL}' from origin '{ORIGIN}' {cause}")];
        }
        Some(Engine::Chromium) if known.is_cause() && !cause.starts_with("Refused") => {
            for kind in ["fetch", "XMLHttpRequest", "script", "font"] {
                for preflight in ["", "Response to preflight request doesn't pass access control check: "] {
                    texts.push(format!(
                        "Access to {kind} at '{URL}' from origin '{ORIGIN}' has been blocked by CORS policy: {preflight}{cause}"
                    ));
                }
            }
            texts.push(format!("Failed to load {URL}: {cause} Origin '{ORIGIN}' is therefore not allowed access."));
            texts.push(format!("XMLHttpRequest cannot load {URL}. {cause} Origin '{ORIGIN}' is therefore not allowed access."));
        }
        Some(Engine::Firefox) if cause.starts_with('(') => texts.push(format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {URL}. {cause}"
        )),
        Some(Engine::WebKit) if known.is_cause() => {
            for api in ["Fetch API", "XMLHttpRequest", "EventSource"] {
                texts.push(format!("{cause}\n{api} cannot load {URL} due to access control checks."));
            }
        }
        _ => {}
    }
    texts
}

fn causes() -> Vec<Known> {
    let causes: Vec<_> = console::known().filter(Known::is_cause).collect();
    assert!(causes.len() > 80, "{}", causes.len());
    causes
}

/// Engine, reason and parts of the one message in it.
#[track_caller]
fn check(known: &Known, message: &str, pasted: &str) {
    let read = console::read(pasted);
    assert_eq!(read.len(), 1, "{pasted}\n{read:#?}");
    let read = &read[0];
    assert_eq!(read.engine(), known.engine(), "{pasted}");
    assert_eq!(read.not_cors(), known.not_cors(), "{pasted}");
    let is_error = message.contains("tatus code: 403") && read.engine() == Some(Engine::Firefox);
    if !is_error {
        assert_eq!(read.reason(), known.reason(), "{pasted}");
    }
    for (hole, part, got) in [
        (ORIGIN, "origin", read.origin()),
        (URL, "url", read.url()),
        (NAME, "name", read.name()),
    ] {
        let stands = message.contains(hole) && !known.template().contains("{page}");
        if stands {
            assert_eq!(got, Some(hole), "{part} of {pasted}");
        }
    }
    assert!(!read.to_string().is_empty());
    assert!(pasted.get(read.span()).is_some(), "{pasted}");
}

#[test]
fn every_row_comes_back() {
    for known in causes() {
        for message in messages(&known) {
            check(&known, &message, &message);
        }
    }
}

#[test]
fn with_noise_around() {
    for known in causes() {
        for message in messages(&known) {
            for (before, after) in [
                ("(index):1 ", ""),
                ("12:34:56.789 app.js:12:34 ", " app.js:12:34"),
                ("[Error] ", " (app.js, line 12)"),
                ("\u{1b}[31merror\u{1b}[0m ", "\u{1b}[0m"),
                ("> ", "\n> "),
                ("I get this:\n```\n", "\n```\nWhat can I do?"),
                (
                    "",
                    "\n    at load (https://app.example.com/app.js:12:34)\n    at https://app.example.com/app.js:1:1",
                ),
                (
                    "Hello.\r\n\r\n",
                    "\r\nUncaught (in promise) TypeError: Failed to fetch\r\n    at app.js:1",
                ),
            ] {
                check(&known, &message, &format!("{before}{message}{after}"));
            }
        }
    }
}

#[test]
fn with_other_quotes() {
    for known in causes() {
        for message in messages(&known) {
            for quote in ["\"", "`", "’", "‘", "“", "”"] {
                check(&known, &message, &message.replace('\'', quote));
            }
        }
    }
}

#[test]
fn wrapped_at_any_blank() {
    for known in causes() {
        for message in messages(&known) {
            for (at, _) in message.match_indices(' ') {
                for wrap in ["\n", "\r\n    ", "\n> "] {
                    let pasted = format!("{}{wrap}{}", &message[..at], &message[at + 1..]);
                    check(&known, &message, &pasted);
                }
            }
            check(&known, &message, &message.replace(' ', "\n"));
        }
    }
}

#[test]
fn cut_anywhere_after_what_is_distinctive() {
    for known in causes() {
        for message in messages(&known) {
            let cuts = (0..=message.len())
                .rev()
                .filter(|&at| message.is_char_boundary(at));
            let mut seen = 0;
            for cut in cuts.take_while(|&cut| known.is_in(&message[..cut])) {
                let read = console::read(&message[..cut]);
                assert_eq!(read.len(), 1, "{}", &message[..cut]);
                assert_eq!(read[0].not_cors(), known.not_cors(), "{}", &message[..cut]);
                // A part that was cut is not told as if it was whole.
                for got in [read[0].origin(), read[0].url(), read[0].name()]
                    .into_iter()
                    .flatten()
                {
                    let parts = [
                        ORIGIN,
                        URL,
                        NAME,
                        "authorization",
                        "Access-Control-Allow-Methods",
                        "Access-Control-Allow-Headers",
                    ];
                    // A full stop may be the sentence's.
                    let stops = message[..cut].ends_with('.')
                        && (ORIGIN.starts_with(got) || URL.starts_with(got));
                    assert!(stops || parts.contains(&got), "{got}: {}", &message[..cut]);
                }
                seen += 1;
            }
            assert!(seen > 0, "{message}");
        }
    }
}
