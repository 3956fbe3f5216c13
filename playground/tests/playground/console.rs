//! What a browser's console has said, explained.

use serde_json::{Value, json};

use super::{SHARED, send};

fn explain(text: &str) -> Value {
    let (status, answer) = send(&SHARED, "POST", "/api/console", &json!({ "text": text }));
    assert_eq!(status, 200, "{answer}");
    answer
}

const CHROMIUM: &str = "app.js:12 Access to fetch at 'https://api.example.com/things' from origin \
    'https://app.example.com' has been blocked by CORS policy: Request header field x-api-key is not \
    allowed by Access-Control-Allow-Headers in preflight response.\n\
    app.js:12 Uncaught (in promise) TypeError: Failed to fetch";

#[test]
fn a_message_has_its_reason_and_its_cure() {
    let answer = explain(CHROMIUM);
    assert_eq!(answer["more"], 0);
    let messages = answer["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert_eq!(message["code"], "header-not-allowed");
    assert_eq!(message["cors"], true);
    assert_eq!(
        message["facts"],
        json!([
            ["Page", "https://app.example.com"],
            ["URL", "https://api.example.com/things"],
            ["Header", "x-api-key"],
        ])
    );
    assert_eq!(
        message["cures"],
        json!([{
            "setting": "allow_headers",
            "value": ["x-api-key"],
            "line": "allow_headers = [\"x-api-key\"]",
            "rust": ".allow_headers([\"x-api-key\"])",
        }])
    );
}

#[test]
fn other_things_are_told_apart() {
    let answer = explain("GET https://api.example.com/ net::ERR_CONNECTION_REFUSED");
    let message = &answer["messages"][0];
    assert_eq!(message["cors"], false);
    assert_eq!(message["cures"], json!([]));
    for nothing in ["", "Hello, world", "\u{0}\u{202e}'"] {
        assert_eq!(explain(nothing)["messages"], json!([]), "{nothing:?}");
    }
}

#[test]
fn no_more_are_shown_than_anybody_reads() {
    let answer = explain(&[CHROMIUM, "\n"].concat().repeat(100));
    assert_eq!(answer["messages"].as_array().unwrap().len(), 32);
    assert_eq!(answer["more"], 68);
}
