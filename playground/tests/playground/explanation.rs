//! What the model says of a request, and what the servers have seen of one.

use cors_examples::app::Framework;
use serde_json::{Value, json};

use super::{SHARED, address, connect, get, question, read, send};

pub(super) fn explain(origin: &str, target: &str, more: &Value) -> Value {
    let question = question(&SHARED, origin, target, more);
    let (status, answer) = send(&SHARED, "POST", "/api/explanation", &question);
    assert_eq!(status, 200, "{answer}");
    answer
}

#[test]
fn an_allowed_request_is_explained() {
    let page = SHARED.page();
    let more = json!({
        "method": "PUT",
        "headers": [["content-type", "application/json"], ["x-api-key", "42"]],
        "credentials": "include",
    });
    let answer = explain(page, "/private/echo", &more);
    assert_eq!(answer["readable"], true);
    assert_eq!(answer["blocked"], Value::Null);
    assert_eq!(answer["response"]["type"], "cors");
    assert_eq!(answer["response"]["status"], 200);
    let headers = answer["response"]["headers"].as_array().unwrap();
    assert!(
        headers.contains(&json!(["x-request-id", "42"])),
        "{headers:?}"
    );
    assert!(
        !headers.iter().any(|line| line[0] == "x-secret"),
        "{headers:?}"
    );
    let exchanges: Vec<_> = answer["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exchange| {
            (
                exchange["preflight"].as_bool().unwrap(),
                exchange["method"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(exchanges, [(true, "OPTIONS"), (false, "PUT")]);
    for step in answer["steps"].as_array().unwrap() {
        let citation = step["citation"].as_str().unwrap();
        assert!(
            citation.starts_with("https://fetch.spec.whatwg.org/#"),
            "{step}"
        );
    }
}

/// Why a request was blocked, and the lines of its cures.
fn blocked(origin: &str, target: &str, more: &Value) -> (String, Vec<String>) {
    let answer = explain(origin, target, more);
    assert_eq!(answer["readable"], false, "{answer}");
    assert_eq!(answer["response"], Value::Null);
    let blocked = &answer["blocked"];
    let cures = blocked["cures"].as_array().unwrap();
    (
        blocked["sentence"].as_str().unwrap().to_owned(),
        cures
            .iter()
            .map(|cure| cure["line"].as_str().unwrap().to_owned())
            .collect(),
    )
}

#[test]
fn every_way_to_be_blocked_is_explained() {
    let page = SHARED.page();
    let (_, port) = page.rsplit_once(':').unwrap();
    let numeric = format!("http://127.0.0.1:{port}");

    let (sentence, cures) = blocked(page, "/private/echo", &json!({ "method": "PATCH" }));
    assert!(
        sentence.contains("the method PATCH is not allowed"),
        "{sentence}"
    );
    assert_eq!(cures, ["allow_methods = [\"PATCH\"]"]);

    let (sentence, cures) = blocked(
        page,
        "/private/echo",
        &json!({ "headers": [["x-trace", "1"]] }),
    );
    assert!(
        sentence.contains("the header x-trace is not allowed"),
        "{sentence}"
    );
    assert_eq!(cures, ["allow_headers = [\"x-trace\"]"]);

    let (sentence, cures) = blocked(&numeric, "/private/echo", &json!({}));
    assert!(
        sentence.contains("no Access-Control-Allow-Origin"),
        "{sentence}"
    );
    assert_eq!(cures, [format!("allow_origins = [\"{numeric}\"]")]);

    let (_, cures) = blocked(
        &numeric,
        "/private/echo",
        &json!({ "credentials": "include" }),
    );
    assert_eq!(
        cures,
        [
            &format!("allow_origins = [\"{numeric}\"]"),
            "allow_credentials = true"
        ]
    );

    let (sentence, _) = blocked(page, "/public/echo", &json!({ "credentials": "include" }));
    assert!(
        sentence.contains("never covers a request with credentials"),
        "{sentence}"
    );

    let (_, cures) = blocked("null", "/private/echo", &json!({}));
    assert_eq!(cures, [""; 0]);

    let (sentence, _) = blocked(
        page,
        "/none/echo",
        &json!({ "uploadListener": true, "method": "POST" }),
    );
    assert!(
        sentence.contains("the preflight's answer has no"),
        "{sentence}"
    );

    let (sentence, cures) = blocked(page, "/private/echo", &json!({ "method": "TRACE" }));
    assert!(
        sentence.contains("no page may use the method TRACE"),
        "{sentence}"
    );
    assert_eq!(cures, [""; 0]);

    let poem = address(&SHARED, Framework::Poem);
    let redirect = format!("/private/redirect?to={poem}/private/echo");
    let (_, cures) = blocked(page, &redirect, &json!({}));
    assert_eq!(cures, [""; 0]);
    let answer = explain(page, &redirect.replace("private", "public"), &json!({}));
    assert_eq!(answer["readable"], true, "{answer}");
    assert_eq!(answer["response"]["redirected"], true);
}

#[test]
fn what_can_not_be_explained_is_said() {
    let page = SHARED.page();
    let ask = |origin: &str, url: &str| {
        let mut question = question(&SHARED, origin, "/none/echo", &json!({}));
        if !url.is_empty() {
            question["url"] = url.into();
        }
        let (status, answer) = send(&SHARED, "POST", "/api/explanation", &question);
        (
            status,
            answer["error"].as_str().unwrap_or_default().to_owned(),
        )
    };
    for origin in [
        "https://app.example.com",
        "http://localhost:1",
        "no origin",
        "",
    ] {
        let (status, error) = ask(origin, "");
        assert_eq!(
            (status, error),
            (422, format!("the page is not served from {origin:?}"))
        );
    }
    for url in ["http://localhost:1/", "http://example.com/", page] {
        let (status, error) = ask(page, url);
        assert_eq!(status, 422);
        assert!(
            error.starts_with("the model asks no other servers"),
            "{error}"
        );
    }
}

/// Where an answer may be cut off, it is still known that it came.
#[test]
fn exchanges_are_told_apart_by_their_tag() {
    let axum = address(&SHARED, Framework::Axum);
    let preflight: [(&str, &[u8]); 2] = [
        ("origin", b"http://localhost:1"),
        ("access-control-request-method", b"PUT"),
    ];
    let mut client = connect(&axum);
    client.ask("OPTIONS", "/private/echo?playground=told-1", &preflight);
    client.ask("PUT", "/private/echo?playground=told-1", &preflight[..1]);
    client.ask("PUT", "/private/echo?playground=told-12", &preflight[..1]);
    let mut poem = connect(&address(&SHARED, Framework::Poem));
    poem.ask("GET", "/none/status/418?a=b&playground=told-1", &[]);

    let answer = read(&get(&SHARED, "/api/exchanges?tag=told-1"));
    let exchanges = answer["exchanges"].as_array().unwrap();
    let told: Vec<_> = exchanges
        .iter()
        .map(|exchange| {
            (
                exchange["server"].as_str().unwrap(),
                exchange["method"].as_str().unwrap(),
                exchange["answer"]["status"].as_u64().unwrap(),
            )
        })
        .collect();
    let poem = address(&SHARED, Framework::Poem);
    assert_eq!(
        told,
        [
            (axum.as_str(), "OPTIONS", 204),
            (axum.as_str(), "PUT", 200),
            (poem.as_str(), "GET", 418),
        ]
    );
    let allowed = json!(["access-control-allow-origin", "http://localhost:1"]);
    let headers = exchanges[0]["answer"]["headers"].as_array().unwrap();
    assert!(headers.contains(&allowed), "{headers:?}");
    let asked = json!(["access-control-request-method", "PUT"]);
    assert!(exchanges[0]["headers"].as_array().unwrap().contains(&asked));
    let none = read(&get(&SHARED, "/api/exchanges?tag=nobody"));
    assert_eq!(none, json!({ "exchanges": [] }));
}
