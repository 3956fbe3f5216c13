//! Whether a policy would really do what a console said.

use serde_json::{Value, json};

use super::{explain, folder_with, json};

const POLICIES: &str = r#"
[policies.one]
allow_origins = ["https://app.example.com"]
allow_methods = ["PUT"]
allow_headers = ["x-a"]

[policies.any]
allow_origins = ["*"]
allow_methods = ["*"]
allow_headers = ["*"]
expose_headers = ["*"]

[policies.credentials]
allow_origins = ["https://app.example.com"]
allow_credentials = true

[policies.hosts]
allow_origins = ["https://app.example.com"]
expect_hosts = ["other.example.com"]
"#;

pub(super) fn chromium(origin: &str, cause: &str) -> String {
    format!(
        "Access to fetch at 'https://api.example.com/things' from origin '{origin}' has been blocked by CORS policy: {cause}"
    )
}

fn preflight(origin: &str, cause: &str) -> String {
    chromium(
        origin,
        &format!("Response to preflight request doesn't pass access control check: {cause}"),
    )
}

pub(super) fn firefox(reason: &str) -> String {
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/things. (Reason: {reason}). Status code: 200."
    )
}

pub(super) const MISSING: &str =
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

pub(super) const APP: &str = "https://app.example.com";

const STRANGER: &str = "https://site.test";

#[test]
fn whether_it_does_this() {
    let folder = folder_with("cors.toml", POLICIES);
    let header = |name: &str| {
        format!(
            "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
        )
    };
    let method = |name: &str| {
        format!(
            "Method {name} is not allowed by Access-Control-Allow-Methods in preflight response."
        )
    };
    let wildcard = "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
    let credentials = "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
    let (yes, no, open) = (json!(true), json!(false), json!(null));
    for (policy, text, reason, expected) in [
        (
            "one",
            chromium(STRANGER, MISSING),
            "origin-not-allowed",
            &yes,
        ),
        ("one", chromium(APP, MISSING), "origin-not-allowed", &no),
        (
            "one",
            preflight(STRANGER, MISSING),
            "origin-not-allowed",
            &yes,
        ),
        (
            "any",
            chromium(STRANGER, MISSING),
            "origin-not-allowed",
            &no,
        ),
        (
            "one",
            firefox("CORS header ‘Access-Control-Allow-Origin’ missing"),
            "origin-not-allowed",
            &open,
        ),
        (
            "any",
            firefox("CORS header ‘Access-Control-Allow-Origin’ missing"),
            "origin-not-allowed",
            &no,
        ),
        // It does not know the host, and says nothing to its pages.
        ("hosts", chromium(APP, MISSING), "origin-not-allowed", &yes),
        ("one", chromium("null", MISSING), "null-origin", &yes),
        ("any", chromium("null", MISSING), "null-origin", &no),
        (
            "one",
            preflight(APP, wildcard),
            "wildcard-with-credentials",
            &no,
        ),
        (
            "any",
            chromium(STRANGER, wildcard),
            "wildcard-with-credentials",
            &yes,
        ),
        (
            "one",
            chromium(APP, credentials),
            "credentials-not-allowed",
            &yes,
        ),
        (
            "one",
            chromium(STRANGER, credentials),
            "credentials-not-allowed",
            &no,
        ),
        (
            "any",
            chromium(APP, credentials),
            "credentials-not-allowed",
            &no,
        ),
        (
            "credentials",
            chromium(APP, credentials),
            "credentials-not-allowed",
            &no,
        ),
        (
            "one",
            firefox("expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"),
            "credentials-not-allowed",
            &yes,
        ),
        (
            "credentials",
            firefox("expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"),
            "credentials-not-allowed",
            &no,
        ),
        (
            "one",
            chromium(APP, &method("PATCH")),
            "method-not-allowed",
            &yes,
        ),
        (
            "one",
            chromium(APP, &method("PUT")),
            "method-not-allowed",
            &no,
        ),
        (
            "one",
            chromium(STRANGER, &method("PATCH")),
            "method-not-allowed",
            &no,
        ),
        (
            "one",
            firefox("Did not find method in CORS header ‘Access-Control-Allow-Methods’"),
            "method-not-allowed",
            &open,
        ),
        (
            "any",
            firefox("Did not find method in CORS header ‘Access-Control-Allow-Methods’"),
            "method-not-allowed",
            &no,
        ),
        (
            "one",
            chromium(APP, &header("x-b")),
            "header-not-allowed",
            &yes,
        ),
        (
            "one",
            chromium(APP, &header("X-A")),
            "header-not-allowed",
            &no,
        ),
        (
            "one",
            chromium(APP, &header("accept")),
            "header-not-allowed",
            &yes,
        ),
        (
            "one",
            chromium(APP, &header("authorization")),
            "header-not-allowed",
            &yes,
        ),
        // Today's browsers let * cover it.
        (
            "any",
            chromium(APP, &header("authorization")),
            "header-not-allowed",
            &no,
        ),
        (
            "one",
            firefox(
                "header ‘x-b’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response",
            ),
            "header-not-allowed",
            &yes,
        ),
        (
            "one",
            firefox(
                "header ‘x-a’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response",
            ),
            "header-not-allowed",
            &no,
        ),
        (
            "one",
            "Refused to get unsafe header \"x-request-id\"".to_owned(),
            "not-exposed",
            &yes,
        ),
        (
            "any",
            "Refused to get unsafe header \"x-request-id\"".to_owned(),
            "not-exposed",
            &no,
        ),
        (
            "one",
            "Preflight response is not successful. Status code: 403".to_owned(),
            "preflight-not-ok",
            &open,
        ),
        (
            "one",
            "Preflight response is not successful. Status code: 502".to_owned(),
            "preflight-not-ok",
            &no,
        ),
        (
            "one",
            chromium(
                APP,
                "The 'Access-Control-Allow-Origin' header has a value 'https://b.test' that is not equal to the supplied origin.",
            ),
            "origin-mismatch",
            &no,
        ),
        (
            "one",
            chromium(
                APP,
                "The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one is allowed.",
            ),
            "multiple-allow-origin",
            &no,
        ),
        (
            "one",
            chromium(APP, "Redirect is not allowed for a preflight request."),
            "preflight-redirected",
            &no,
        ),
        (
            "one",
            "Failed to load resource: net::ERR_CONNECTION_REFUSED".to_owned(),
            "no-response",
            &no,
        ),
    ] {
        let asked = [
            &format!("cors.toml#{policy}"),
            "--format",
            "json",
            "--message",
            &text,
        ];
        let found = json(&explain(folder.path(), &asked).code(1).stderr_eq(""));
        let message = &found["messages"][0];
        assert_eq!(message["reason"], reason, "{text}");
        assert_eq!(
            message["policy"],
            json!({ "does_this": expected }),
            "{policy}: {text}"
        );
    }
}

#[test]
fn what_the_text_leaves_open() {
    let folder = folder_with("cors.toml", POLICIES);
    let webkit = |origin| {
        format!("Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: 200")
    };
    for (text, expected) in [
        (webkit(APP), json!(false)),
        (webkit(STRANGER), json!(true)),
        (
            "Fetch API cannot load https://api.example.com/things due to access control checks."
                .to_owned(),
            json!(null),
        ),
        (
            "Uncaught (in promise) TypeError: Failed to fetch".to_owned(),
            json!(null),
        ),
    ] {
        let asked = ["cors.toml#one", "--format", "json", "--message", &text];
        let found = json(&explain(folder.path(), &asked).code(1));
        assert_eq!(found["messages"][0]["reason"], Value::Null, "{text}");
        assert_eq!(
            found["messages"][0]["policy"]["does_this"], expected,
            "{text}"
        );
    }
}
