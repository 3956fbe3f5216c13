//! Cures, put into the text, and what comes of them.

use serde_json::{Value, json};

use super::{EXAMPLE, SHARED, explanation::explain, question, send, start};

#[test]
fn a_cure_is_put_into_the_text() {
    let cure = |text: &str, policy: &str| {
        let additions = json!([["allow_methods", ["PATCH"]]]);
        let body = json!({ "text": text, "policy": policy, "additions": additions });
        send(&SHARED, "POST", "/api/cure", &body)
    };
    let (status, answer) = cure(EXAMPLE, "private");
    assert_eq!(status, 200);
    let expected = EXAMPLE.replace("\"PUT\", \"DELETE\"", "\"PUT\", \"DELETE\", \"PATCH\"");
    assert_eq!(answer["text"], expected);
    let (status, answer) = cure(EXAMPLE, "other");
    assert_eq!(
        (status, &answer["error"]),
        (422, &json!("the text has no such policy"))
    );
}

/// A policy that would be dangerous is not advised without saying so.
#[test]
fn cures_that_no_policy_takes_come_with_the_reason() {
    let objections = |origin: &str, target: &str, more: &Value| {
        explain(origin, target, more)["blocked"]["objections"].clone()
    };
    let dangerous = "origin \"null\" with credentials: any site can send it from a sandboxed frame; leave out dangerously_allow_null_origin or allow_credentials";
    assert_eq!(
        objections("null", "/private/echo", &json!({})),
        json!([dangerous])
    );
    let credentials = json!({ "credentials": "include" });
    let exposed = objections(SHARED.page(), "/public/echo", &credentials);
    let expected = "expose_headers \"*\" with credentials: browsers take it for a header named \"*\"; list the headers";
    assert_eq!(exposed, json!([expected]));
    assert_eq!(
        objections(
            SHARED.page(),
            "/private/echo",
            &json!({ "method": "PATCH" })
        ),
        json!([])
    );
}

/// The cures of a blocked request do what they say: the very same request is allowed with them.
#[test]
fn cures_cure() {
    let playground = start();
    let page = playground.page();
    let (_, port) = page.rsplit_once(':').unwrap();
    let numeric = format!("http://127.0.0.1:{port}");
    let mut text = EXAMPLE.to_owned();
    let requests = [
        (
            page,
            "private",
            json!({ "method": "PATCH", "headers": [["x-trace", "1"]], "credentials": "include" }),
        ),
        (
            &numeric,
            "private",
            json!({ "method": "PUT", "credentials": "include" }),
        ),
        (&numeric, "public", json!({ "credentials": "omit" })),
        (page, "guarded", json!({ "method": "POST" })),
    ];
    for (origin, policy, more) in requests {
        let question = question(&playground, origin, &format!("/{policy}/echo"), &more);
        let mut cured = 0;
        loop {
            let (_, answer) = send(&playground, "POST", "/api/explanation", &question);
            if answer["readable"] == true {
                break;
            }
            cured += 1;
            assert!(cured < 4, "{answer}");
            let cures = answer["blocked"]["cures"].as_array().unwrap();
            let additions: Vec<_> = cures
                .iter()
                .map(|cure| (&cure["setting"], &cure["value"]))
                .collect();
            let cure = json!({ "text": text, "policy": policy, "additions": additions });
            let (status, answer) = send(&playground, "POST", "/api/cure", &cure);
            assert_eq!(status, 200, "{answer}");
            answer["text"].as_str().unwrap().clone_into(&mut text);
            let (status, answer) = send(
                &playground,
                "PUT",
                "/api/policies",
                &json!({ "text": text }),
            );
            assert_eq!(status, 200, "{answer}");
        }
    }
    assert!(text.contains("\"PATCH\"") && text.contains("\"x-trace\"") && text.contains(&numeric));
}
