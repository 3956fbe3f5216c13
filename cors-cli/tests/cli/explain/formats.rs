//! Cures in the formats that are not TOML.

use std::fs;

use snapbox::str;

use super::{explain, folder_with, json};

#[test]
fn a_stranger_and_a_guard() {
    let text = "policies:\n  api: # behind a proxy\n    allow_origins: [https://app.example.com]\n    guard_unsafe_methods: true\n    expect_hosts: [api.example.com]\n";
    let folder = folder_with("cors.yaml", text);
    explain(
        folder.path(),
        &[
            "cors.yaml",
            "--origin",
            "https://site.example",
            "--method",
            "POST",
        ],
    )
    .code(1)
    .stderr_eq("")
    .stdout_eq(str![[r#"
blocked: the origin is not allowed: no entry of allow_origins is like https://site.example

  1  A page of https://site.example asks for POST https://api.example.com/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  POST with no header beyond the safelisted ones needs no preflight             fetch.spec.whatwg.org/#main-fetch
  3  POST https://api.example.com/ is sent with Origin: https://site.example       fetch.spec.whatwg.org/#http-network-or-cache-fetch
  4  The response has status 403, and the browser keeps it from the page           fetch.spec.whatwg.org/#concept-cors-check

  cure: if that page is yours, add "https://site.example" to allow_origins of policy "api" (cors.yaml:3:5)

  3 |     allow_origins: [https://app.example.com, https://site.example]
    |                                            ++++++++++++++++++++++

  note: guard_unsafe_methods refuses the request itself: no handler runs

"#]]);
}

#[test]
fn under_a_condition() {
    let text =
        "{\n  \"policies\": {\"api\": {\"allow_origins\": [\"https://app.example.com\"]}}\n}\n";
    let folder = folder_with("cors.json", text);
    let page = [
        "cors.json",
        "--origin",
        "https://site.test",
        "--fix",
        "--format",
        "json",
    ];
    let asked: Vec<_> = page
        .into_iter()
        .filter(|option| *option != "--fix")
        .collect();
    let found = json(&explain(folder.path(), &asked).code(1).stderr_eq(""));
    assert_eq!(
        found["notes"][0]["sentence"],
        "add \"https://site.test\" to allow_origins of policy \"api\" only if that page is yours"
    );
    let found = explain(folder.path(), &page).code(0).stderr_eq(str![[r#"
fixed cors.json: add "https://site.test" to allow_origins of policy "api", which is right only if that page is yours

"#]]);
    assert_eq!(json(&found)["browser"]["allowed"], true);
    snapbox::assert_data_eq!(
        fs::read_to_string(folder.path().join("cors.json")).unwrap(),
        str![[r#"
{
  "policies": {"api": {"allow_origins": ["https://app.example.com", "https://site.test"]}}
}

"#]]
    );
}

#[test]
fn in_yaml() {
    let text = "policies:\n  api: # the API\n    allow_origins:\n      - https://app.example.com # its page\n    allow_headers: [content-type]\n";
    let folder = folder_with("cors.yaml", text);
    let page = [
        "cors.yaml",
        "--origin",
        "https://app.example.com",
        "--header",
        "x-a",
        "--credentials",
        "--fix",
    ];
    explain(folder.path(), &page).code(0);
    snapbox::assert_data_eq!(
        fs::read_to_string(folder.path().join("cors.yaml")).unwrap(),
        str![[r#"
policies:
  api: # the API
    allow_origins:
      - https://app.example.com # its page
    allow_headers: [content-type, x-a]
    allow_credentials: true

"#]]
    );
}

#[test]
fn what_others_share_is_left_to_a_person() {
    let text = "x-base: &base\n  allow_methods: [PUT]\npolicies:\n  api:\n    <<: *base\n    allow_origins: [https://app.example.com]\n";
    let folder = folder_with("cors.yaml", text);
    let page = [
        "cors.yaml",
        "--origin",
        "https://app.example.com",
        "--method",
        "DELETE",
        "--read",
        "etag",
    ];
    explain(folder.path(), &page)
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the method DELETE is not allowed: it is not in Access-Control-Allow-Methods, which lists GET, HEAD, POST, PUT

  1  A page of https://app.example.com asks for DELETE https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: DELETE is none of GET, HEAD and POST           fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://server.example/ is sent with Origin: https://app.example.com and Access-Control-Request-Method: DELETE; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The preflight is answered with status 204, and the browser does not send the request  fetch.spec.whatwg.org/#cors-preflight-fetch-0

  cure: add "DELETE" to allow_methods of policy "api"
  cure: add "etag" to expose_headers of policy "api"
        all of these are needed

  cors.yaml: an alias or a merge key shares allow_methods with others; add this by hand

"#]]);
    let fix = [&page[..], &["--fix", "--format", "json"]].concat();
    let found = explain(folder.path(), &fix).code(1).stderr_eq(str![[r#"
nothing is fixed: cors.yaml: an alias or a merge key shares allow_methods with others; add this by hand

"#]]);
    let cure = |setting, value| serde_json::json!({ "setting": setting, "value": value });
    let expected = [
        cure("allow_methods", "DELETE"),
        cure("expose_headers", "etag"),
    ];
    assert_eq!(json(&found)["cures"], serde_json::json!(expected));
    assert_eq!(
        fs::read_to_string(folder.path().join("cors.yaml")).unwrap(),
        text
    );
    let said = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.";
    explain(folder.path(), &["cors.yaml", "--message", said])
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
blocked: the method DELETE is not allowed: it is not in the Access-Control-Allow-Methods of the preflight's answer

  browser  Chromium
  page     https://app.example.com
  request  https://api.example.com/
  reason   method-not-allowed

  policy "api" (cors.yaml) does this: the method DELETE is not allowed: it is not in Access-Control-Allow-Methods, which lists GET, HEAD, POST, PUT

  cure: add "DELETE" to allow_methods of policy "api"

  cors.yaml: an alias or a merge key shares allow_methods with others; add this by hand

"#]]);
}
