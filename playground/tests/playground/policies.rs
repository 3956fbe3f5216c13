//! Replacing the policies.

use cors_playground::Playground;
use serde_json::{Value, json};

use super::{EXAMPLE, common::values, connect, get, question, read, send, start};

fn replace(playground: &Playground, text: &str) -> (u16, Value) {
    send(playground, "PUT", "/api/policies", &json!({ "text": text }))
}

#[test]
fn a_policy_is_replaced_on_every_server() {
    let playground = start();
    let text = EXAMPLE.replace("\"PUT\", \"DELETE\"", "\"PATCH\"");
    let (status, served) = replace(&playground, &text);
    assert_eq!(status, 200);
    assert_eq!(
        served,
        json!({ "text": text, "revision": 1, "diagnostics": [] })
    );
    for (framework, address) in playground.servers().addresses() {
        let headers: [(&str, &[u8]); 2] = [
            ("origin", b"http://localhost:1"),
            ("access-control-request-method", b"PATCH"),
        ];
        let answer = connect(&address).ask("OPTIONS", "/private/echo", &headers);
        let allowed = values(&answer, "access-control-allow-methods");
        assert_eq!(allowed, ["GET, HEAD, POST, PATCH"], "{framework}");
    }
    assert_eq!(read(&get(&playground, "/api/policies")), served);
}

#[test]
fn a_broken_policy_replaces_nothing_and_says_why() {
    let playground = start();
    let text = EXAMPLE
        .replace("# Three", "# Zw\u{f6}lf \u{1f600}")
        .replace("https://app.example.com\"", "https://app.example.com/\"");
    let (status, rejected) = replace(&playground, &text);
    assert_eq!(status, 422);
    let before: Vec<_> = text[..text.find("\"https://app").unwrap()]
        .encode_utf16()
        .collect();
    let start = before.len();
    assert_eq!(
        rejected,
        json!({ "diagnostics": [{
            "severity": "error",
            "code": "origin-path",
            "message": "invalid origin \"https://app.example.com/\": an origin has no path",
            "help": "write \"https://app.example.com\"",
            "suggestion": "\"https://app.example.com\"",
            "policy": "private",
            "position": {
                "line": 5,
                "column": 3,
                "start": start,
                "end": start + "\"https://app.example.com/\"".len(),
            },
        }] })
    );
    let served = read(&get(&playground, "/api/policies"));
    assert_eq!(served["text"], EXAMPLE);
    assert_eq!(served["revision"], 0);
}

#[test]
fn warnings_come_with_the_new_policy() {
    let playground = start();
    let text = EXAMPLE.replace("max_age = 600", "max_age = 7200");
    let (status, served) = replace(&playground, &text);
    assert_eq!(status, 200);
    assert_eq!(served["diagnostics"][0]["severity"], "warning");
    assert_eq!(served["diagnostics"][0]["position"]["line"], 15);
}

#[test]
fn policies_keep_their_names() {
    let playground = start();
    let text = EXAMPLE.replace("policies.public", "policies.open");
    let (status, rejected) = replace(&playground, &text);
    assert_eq!(status, 422);
    let found: Vec<_> = rejected["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| [&finding["code"], &finding["message"]].map(|text| text.as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            [
                "policy-missing",
                "policy \"public\" is served, and missing here"
            ],
            ["policy-not-served", "policy \"open\" is not served"],
        ]
    );
    assert_eq!(read(&get(&playground, "/api/policies"))["text"], EXAMPLE);
}

/// Whatever a policy can say, the page can try.
#[test]
fn every_setting_can_be_served_and_tried() {
    let playground = start();
    let text = EXAMPLE
        .replace("max_age = 600", "max_age = 600\npreflight_status = 200")
        .replace(
            "allow_origins = \"*\"",
            "allow_origins = []\norigins_may_be_empty = true\ndangerously_allow_file_origin = true",
        );
    let (status, served) = replace(&playground, &text);
    assert_eq!(status, 200, "{served}");
    let explain = |target: &str, more: &Value| {
        let question = question(&playground, playground.page(), target, more);
        let (status, answer) = send(&playground, "POST", "/api/explanation", &question);
        assert_eq!(status, 200, "{answer}");
        answer
    };
    let preflighted = explain("/private/echo", &json!({ "method": "PUT" }));
    assert_eq!(preflighted["exchanges"][0]["status"], 200);
    assert_eq!(preflighted["readable"], true);
    let foreign = explain("/public/echo", &json!({}));
    let cures = &foreign["blocked"]["cures"];
    assert_eq!(cures[0]["setting"], "allow_origins");
    assert_eq!(foreign["blocked"]["objections"], json!([]));
    // The cure of a policy that allows no origin but that of files.
    let additions = json!([["allow_origins", cures[0]["value"]]]);
    let body = json!({ "text": text, "policy": "public", "additions": additions });
    let (status, cured) = send(&playground, "POST", "/api/cure", &body);
    assert_eq!(status, 200, "{cured}");
    let (status, served) = replace(&playground, cured["text"].as_str().unwrap());
    assert_eq!(status, 200, "{served}");
    assert_eq!(explain("/public/echo", &json!({}))["readable"], true);
}
