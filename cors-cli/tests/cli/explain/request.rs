//! What a page would see of a server with a policy, verbatim.

use serde_json::json;
use snapbox::str;

use super::{POLICIES, command, explain, folder, folder_with, json};

#[test]
fn a_header_that_is_not_listed() {
    let folder = folder();
    let page = [
        "--origin",
        "https://app.example.com",
        "--method",
        "PUT",
        "--header",
        "x-trace",
        "--credentials",
    ];
    let options = [&["cors.toml#private"][..], &page].concat();
    explain(folder.path(), &options)
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the header x-trace is not allowed: it is not in Access-Control-Allow-Headers, which lists content-type

  1  A page of https://app.example.com asks for PUT https://server.example/, with credentials  fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: PUT is none of GET, HEAD and POST; the header x-trace is not safelisted with this value  fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://server.example/ is sent with Origin: https://app.example.com, Access-Control-Request-Method: PUT and Access-Control-Request-Headers: x-trace; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The preflight is answered with status 204, and the browser does not send the request  fetch.spec.whatwg.org/#cors-preflight-fetch-0

  cure: add "x-trace" to allow_headers of policy "private" (cors.toml:10:1)

  10 | allow_headers = ["content-type", "x-trace"]
     |                                +++++++++++

"#]]);
    let found = explain(
        folder.path(),
        &[&options[..], &["--format", "json"]].concat(),
    )
    .code(1)
    .stderr_eq("");
    let step = |sentence, section| json!({ "sentence": sentence, "citation": format!("https://fetch.spec.whatwg.org/{section}") });
    let expected = json!({
        "schema": 1,
        "browser": {
            "allowed": false,
            "reason": "header-not-allowed",
            "sentence": "the header x-trace is not allowed: it is not in Access-Control-Allow-Headers, which lists content-type",
        },
        "origin": { "allowed": true, "entry": "https://app.example.com", "nearest": null, "difference": null },
        "steps": [
            step("A page of https://app.example.com asks for PUT https://server.example/, with credentials", "#fetch-method"),
            step("The request needs a preflight: PUT is none of GET, HEAD and POST; the header x-trace is not safelisted with this value", "#main-fetch"),
            step("OPTIONS https://server.example/ is sent with Origin: https://app.example.com, Access-Control-Request-Method: PUT and Access-Control-Request-Headers: x-trace; a preflight never has credentials", "#cors-preflight-fetch-0"),
            step("The preflight is answered with status 204, and the browser does not send the request", "#cors-preflight-fetch-0"),
        ],
        "cures": [{ "setting": "allow_headers", "value": "x-trace" }],
        "notes": [],
    });
    assert_eq!(json(&found), expected);
}

#[test]
fn a_page_that_gets_what_it_wants() {
    let folder = folder();
    let page = [
        "--origin",
        "https://a.example.net",
        "--method",
        "put",
        "--header",
        "Content-Type",
        "--header",
        "cookie: a=b",
    ];
    let options = [&["cors.toml#private"][..], &page].concat();
    explain(folder.path(), &options)
        .code(0)
        .stderr_eq("")
        .stdout_eq(str![[r#"
allowed: the page sees status 200, no header, and the body

  1  A page of https://a.example.net asks for put https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  The browser leaves out cookie, which a page like this cannot set              fetch.spec.whatwg.org/#concept-headers-append
  3  The request needs a preflight: PUT is none of GET, HEAD and POST; the header content-type is not safelisted with this value  fetch.spec.whatwg.org/#main-fetch
  4  OPTIONS https://server.example/ is sent with Origin: https://a.example.net, Access-Control-Request-Method: PUT and Access-Control-Request-Headers: content-type; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  5  The answer, 204 with Access-Control-Allow-Origin: https://a.example.net, allows the request, and is kept for 600 seconds  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  6  PUT https://server.example/ is sent with Origin: https://a.example.net        fetch.spec.whatwg.org/#http-network-or-cache-fetch
  7  The response, 200 with Access-Control-Allow-Origin: https://a.example.net, passes the CORS check  fetch.spec.whatwg.org/#concept-cors-check
  8  The page sees status 200, no header, and the body                             fetch.spec.whatwg.org/#concept-filtered-response

"#]]);
    let found = explain(
        folder.path(),
        &[&options[..], &["--format", "json"]].concat(),
    )
    .code(0);
    let found = json(&found);
    assert_eq!(found["browser"]["allowed"], true);
    assert_eq!(found["browser"]["reason"], json!(null));
    assert_eq!(
        found["origin"],
        json!({ "allowed": true, "entry": "https://*.example.net", "nearest": null, "difference": null })
    );
    assert_eq!(found["cures"], json!([]));
}

#[test]
fn all_that_is_missing_at_once() {
    let folder = folder();
    let page = [
        "--origin",
        "https://app.example.com:8443",
        "--method",
        "PATCH",
        "--header",
        "x-trace",
        "--read",
        "ETag",
    ];
    explain(folder.path(), &[&["cors.toml#private"][..], &page].concat())
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the origin is not allowed; the nearest entry, "https://app.example.com", has another port

  1  A page of https://app.example.com:8443 asks for PATCH https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: PATCH is none of GET, HEAD and POST; the header x-trace is not safelisted with this value  fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://server.example/ is sent with Origin: https://app.example.com:8443, Access-Control-Request-Method: PATCH and Access-Control-Request-Headers: x-trace; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The preflight is answered with status 403, and the browser does not send the request  fetch.spec.whatwg.org/#concept-cors-check

  cure: add "https://app.example.com:8443" to allow_origins of policy "private" (cors.toml:7:1)
  cure: add "PATCH" to allow_methods of policy "private" (cors.toml:9:1)
  cure: add "x-trace" to allow_headers of policy "private" (cors.toml:10:1)
  cure: add "etag" to expose_headers of policy "private" (cors.toml:12:1)
        all of these are needed

   7 | allow_origins = ["https://app.example.com", "https://*.example.net", "https://app.example.com:8443"]
     |                                                                    ++++++++++++++++++++++++++++++++
   9 | allow_methods = ["PUT", "PATCH"]
     |                       +++++++++
  10 | allow_headers = ["content-type", "x-trace"]
     |                                +++++++++++
  11 | max_age = 600
  12 + expose_headers = ["etag"]

"#]]);
}

#[test]
fn any_origin_and_credentials() {
    let folder = folder();
    let page = [
        "cors.toml#public",
        "--origin",
        "https://app.example.com",
        "--credentials",
    ];
    explain(folder.path(), &page)
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the response is for any origin, *, which never covers a request with credentials: it has to name https://app.example.com

  1  A page of https://app.example.com asks for GET https://server.example/, with credentials  fetch.spec.whatwg.org/#fetch-method
  2  GET with no header beyond the safelisted ones needs no preflight              fetch.spec.whatwg.org/#main-fetch
  3  GET https://server.example/ is sent with Origin: https://app.example.com      fetch.spec.whatwg.org/#http-network-or-cache-fetch
  4  The response has status 200, and the browser keeps it from the page           fetch.spec.whatwg.org/#concept-cors-check

  cure: add "https://app.example.com" to allow_origins of policy "public" (cors.toml:3:1)
  cure: set allow_credentials to true in policy "public" (cors.toml:5:1)
        all of these are needed

  3 - allow_origins = ["*"]
  3 + allow_origins = ["https://app.example.com"]
  4 | expose_headers = ["etag"]
  5 + allow_credentials = true

  note: the policy then allows no longer every origin: with credentials or a guard, "*" has to go, and pages of all others are blocked
  note: what follows about cookies is of a server of another site than the page's, and of a cookie named session without attributes: the policy says neither
  note: the cookie session is not sent: the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, and WebKitGTK for None; across sites go only cookies with SameSite=None; Secure  datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-retrieval-algorithm

"#]]);
}

#[test]
fn what_only_a_dangerous_setting_allows() {
    let folder = folder_with(
        "cors.json",
        r#"{"policies": {"api": {"allow_origins": ["https://app.example.com"]}}}"#,
    );
    explain(folder.path(), &["cors.json", "--origin", "null"])
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the origin null is not allowed: browsers send it for sandboxed frames, local files and data: URLs, after a redirect across origins, and under some referrer policies

  1  A page of an opaque origin asks for GET https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  GET with no header beyond the safelisted ones needs no preflight              fetch.spec.whatwg.org/#main-fetch
  3  GET https://server.example/ is sent with Origin: null                         fetch.spec.whatwg.org/#http-network-or-cache-fetch
  4  The response has status 200, and the browser keeps it from the page           fetch.spec.whatwg.org/#concept-cors-check

  note: only a policy with dangerously_allow_null_origin allows it, which is not offered: whether that is worth its danger, the policy's author has to say

"#]]);
}

#[test]
fn an_origin_that_no_browser_sends() {
    let folder = folder();
    explain(
        folder.path(),
        &["cors.toml#private", "--origin", "https://app.example.com/"],
    )
    .code(1)
    .stderr_eq("")
    .stdout_eq(str![[r#"
blocked: the origin is not allowed: no browser sends an origin like this: an origin has no path; the nearest entry, "https://app.example.com", has no slash at the end

  note: browsers write "https://app.example.com": ask again with --origin https://app.example.com

"#]]);
    explain(
        folder.path(),
        &["cors.toml#public", "--origin", "app.example.com"],
    )
    .code(1)
    .stderr_eq("")
    .stdout_eq(str![[r#"
blocked: "app.example.com" is not an origin as browsers write it

"#]]);
    for (text, meant) in [
        ("data:text/html,hello", Some("null")),
        ("file:///srv/index.html", Some("null")),
        (
            "blob:https://app.example.com/1234",
            Some("https://app.example.com"),
        ),
        ("localhost:3000", None),
        ("about:blank", Some("null")),
    ] {
        let arguments = ["cors.toml#public", "--origin", text, "--format", "json"];
        let ran = explain(folder.path(), &arguments).code(1).stderr_eq("");
        let json: serde_json::Value = serde_json::from_slice(&ran.get_output().stdout).unwrap();
        let expected =
            meant.map(|meant| format!("browsers write {meant:?}: ask again with --origin {meant}"));
        assert_eq!(
            json["notes"][0]["sentence"].as_str(),
            expected.as_deref(),
            "{text}"
        );
    }
}

#[test]
fn a_policy_in_standard_input() {
    let folder = folder_with("other.txt", "");
    let asked = [
        "-#private",
        "--input-format",
        "toml",
        "--origin",
        "https://app.example.com",
    ];
    let output = command(folder.path()).args(asked).stdin(POLICIES).assert();
    output.code(0).stderr_eq("").stdout_eq(str![[r#"
allowed: the page sees status 200, no header, and the body

  1  A page of https://app.example.com asks for GET https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  GET with no header beyond the safelisted ones needs no preflight              fetch.spec.whatwg.org/#main-fetch
  3  GET https://server.example/ is sent with Origin: https://app.example.com      fetch.spec.whatwg.org/#http-network-or-cache-fetch
  4  The response, 200 with Access-Control-Allow-Origin: https://app.example.com, passes the CORS check  fetch.spec.whatwg.org/#concept-cors-check
  5  The page sees status 200, no header, and the body                             fetch.spec.whatwg.org/#concept-filtered-response

"#]]);
    command(folder.path())
        .args(asked)
        .arg("--fix")
        .stdin(POLICIES)
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: standard input can't be fixed: name a file, or leave --fix out

"#]]);
}

#[test]
fn the_verdict_is_in_colour_where_that_is_wanted() {
    let folder = folder();
    let asked = [
        "--color",
        "always",
        "cors.toml#public",
        "--origin",
        "https://a.test",
        "--read",
        "x-a",
    ];
    let output = explain(folder.path(), &asked).code(1);
    let text = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(
        text.starts_with("\u{1b}[1m\u{1b}[31mblocked\u{1b}[0m: the header x-a is not exposed"),
        "{text}"
    );
    assert!(
        text.contains("\u{1b}[1m\u{1b}[32mcure\u{1b}[0m: add \"x-a\" to expose_headers"),
        "{text}"
    );
}
