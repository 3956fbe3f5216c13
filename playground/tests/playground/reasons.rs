//! What the policy says of a request, beside the browser.

use serde_json::{Value, json};

use super::{SHARED, explanation::explain};

/// What the policy says of each request that was sent.
fn opinions(origin: &str, target: &str, more: &Value) -> Vec<Value> {
    let answer = explain(origin, target, more);
    let exchanges = answer["exchanges"].as_array().unwrap().iter();
    exchanges
        .map(|exchange| exchange["policy"].clone())
        .collect()
}

#[test]
fn a_foreign_origin_matches_no_entry() {
    let (_, port) = SHARED.page().rsplit_once(':').unwrap();
    let numeric = format!("http://127.0.0.1:{port}");
    let opinions = opinions(&numeric, "/private/echo", &json!({}));
    assert_eq!(opinions.len(), 1);
    let opinion = &opinions[0];
    assert_eq!(opinion["name"], "private");
    assert_eq!(opinion["outcome"], "origin-not-allowed");
    assert_eq!(opinion["entry"], Value::Null);
    let reason = &opinion["reasons"][0];
    assert_eq!(reason["code"], "origin-not-allowed");
    assert_eq!(
        reason["citation"],
        "https://fetch.spec.whatwg.org/#concept-cors-check"
    );
    assert_eq!(
        reason["nearest"],
        json!({
            "sentence": "the nearest entry, \"http://localhost:*\", has another name of this machine, which makes another origin",
            "text": "http://localhost:*",
            "place": 2,
            "difference": "loopback",
        })
    );
    let cure = &reason["cure"];
    assert_eq!(cure["line"], format!("allow_origins = [\"{numeric}\"]"));
    assert_eq!(cure["rust"], format!(".allow_origins([\"{numeric}\"])"));
}

#[test]
fn a_preflight_is_explained_by_what_it_asks_for() {
    let more = json!({ "method": "PATCH", "headers": [["x-trace", "1"]] });
    let opinions = opinions(SHARED.page(), "/private/echo", &more);
    // The browser sends nothing else.
    assert_eq!(opinions.len(), 1);
    let reasons = opinions[0]["reasons"].as_array().unwrap();
    let of = |place: usize| (&reasons[place]["code"], &reasons[place]["cure"]["rust"]);
    assert_eq!(reasons.len(), 2);
    assert_eq!(
        of(0),
        (
            &json!("method-not-allowed"),
            &json!(".allow_methods([\"PATCH\"])")
        )
    );
    assert_eq!(
        of(1),
        (
            &json!("header-not-allowed"),
            &json!(".allow_headers([\"x-trace\"])")
        )
    );
}

#[test]
fn what_is_allowed_names_its_entry() {
    let opinions = opinions(SHARED.page(), "/private/echo", &json!({ "method": "PUT" }));
    let outcomes: Vec<_> = opinions.iter().map(|opinion| &opinion["outcome"]).collect();
    assert_eq!(outcomes, ["preflight-allowed", "allowed"]);
    for opinion in &opinions {
        assert_eq!(opinion["reasons"], json!([]));
        assert_eq!(opinion["credentials"], true);
        let entry = opinion["entry"]["text"].as_str().unwrap();
        assert!(entry.contains("localhost"), "{entry}");
    }
}

/// A policy with credentials can't allow it: nothing is offered.
#[test]
fn null_with_credentials_has_no_cure() {
    let opinions = opinions("null", "/private/echo", &json!({}));
    let reason = &opinions[0]["reasons"][0];
    assert_eq!(reason["code"], "null-origin");
    assert_eq!(reason["cure"], Value::Null);
    assert_eq!(reason["needs"], Value::Null);
    let answer = explain("null", "/private/echo", &json!({}));
    let blocked = &answer["blocked"];
    assert_eq!(blocked["code"], "null-origin");
    // What the browser sees of the answer says nothing of credentials.
    assert_eq!(blocked["needs"], "dangerously_allow_null_origin");
    let objection = "origin \"null\" with credentials: any site can send it from a sandboxed frame; leave out dangerously_allow_null_origin or allow_credentials";
    assert_eq!(blocked["objections"], json!([objection]));
}

/// The cookie that `/echo` has set is of the same site only.
#[test]
fn what_an_allowed_request_lacks_is_noted() {
    let (_, port) = SHARED.page().rsplit_once(':').unwrap();
    let numeric = format!("http://127.0.0.1:{port}");
    let notes = |origin: &str, credentials: &str| {
        let answer = explain(
            origin,
            "/public/echo",
            &json!({ "credentials": credentials }),
        );
        let notes = answer["notes"].as_array().unwrap().iter();
        notes
            .map(|note| note["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        notes(&numeric, "include"),
        ["cookie-not-sent", "cookie-not-kept"]
    );
    assert_eq!(notes(SHARED.page(), "include"), [""; 0]);
    assert_eq!(notes(SHARED.page(), "omit"), ["cookie-ignored"]);
}

#[test]
fn without_a_policy_none_says_anything() {
    let opinions = opinions(SHARED.page(), "/none/echo", &json!({}));
    assert_eq!(opinions, [Value::Null]);
}

/// What a page of another origin posts to a policy with a guard.
#[test]
fn a_refused_post_has_its_reason_and_its_cure() {
    let page = SHARED.page();
    let post = json!({ "method": "POST" });
    let answer = explain(page, "/guarded/echo", &post);
    assert_eq!(answer["readable"], false);
    let exchanges = answer["exchanges"].as_array().unwrap();
    assert_eq!(exchanges.len(), 1);
    assert_eq!(exchanges[0]["status"], 403);
    let opinion = &exchanges[0]["policy"];
    assert_eq!(opinion["name"], "guarded");
    assert_eq!(opinion["outcome"], "unsafe-method-refused");
    assert_eq!(opinion["guard"]["refusedBy"], "guard_unsafe_methods");
    let says = opinion["sentence"].as_str().unwrap();
    let begins = format!(
        "refused by guard_unsafe_methods: POST /guarded/echo, Origin {page}, Host localhost:"
    );
    assert!(says.starts_with(&begins), "{says}");
    let reasons = opinion["reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0]["pair"]["origin"], page);
    let cure = &reasons[0]["cure"];
    assert_eq!(cure["line"], format!("allow_origins = [\"{page}\"]"));
    assert_eq!(cure["rust"], format!(".allow_origins([\"{page}\"])"));
    // What it reads is not refused, and its own preflights are not.
    let opinions = opinions(page, "/guarded/echo", &json!({}));
    assert_eq!(opinions[0]["outcome"], "origin-not-allowed");
    assert_eq!(opinions[0]["guard"], Value::Null);
}
