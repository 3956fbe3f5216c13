//! What consoles say, verbatim.

use serde_json::json;
use snapbox::str;

use super::{command, explain, folder_with, json};

const CHROMIUM: &str = "app.js:12 Access to fetch at 'https://api.example.com/things' from origin 'https://app.example.com' has been blocked by CORS policy: Request header field x-api-key is not allowed by Access-Control-Allow-Headers in preflight response.\napp.js:12 Uncaught (in promise) TypeError: Failed to fetch";

const FIREFOX: &str = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/things. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.";

const WEBKIT: &str = "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200\nFetch API cannot load https://api.example.com/things due to access control checks.";

fn nowhere() -> tempfile::TempDir {
    folder_with("empty.txt", "")
}

#[test]
fn for_people() {
    let folder = nowhere();
    let ask = |message| {
        explain(folder.path(), &["--message", message])
            .code(1)
            .stderr_eq("")
    };
    ask(CHROMIUM).stdout_eq(str![[r#"
blocked: the header x-api-key is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer

  browser  Chromium
  page     https://app.example.com
  request  https://api.example.com/things
  reason   header-not-allowed

  cure: add "x-api-key" to allow_headers of the server's policy

      allow_headers = ["x-api-key"]

"#]]);
    ask(FIREFOX).stdout_eq(str![[r#"
blocked: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it

  browser  Firefox
  request  https://api.example.com/things
  status   200
  reason   origin-not-allowed

"#]]);
    ask(WEBKIT).stdout_eq(str![[r#"
blocked: the response's Access-Control-Allow-Origin is missing, not an origin, or another one than https://app.example.com: WebKit does not say which

  browser  WebKit
  page     https://app.example.com
  request  https://api.example.com/things
  status   200

  cure: add "https://app.example.com" to allow_origins of the server's policy

      allow_origins = ["https://app.example.com"]

"#]]);
    ask("GET https://api.example.com/ net::ERR_CONNECTION_REFUSED").stdout_eq(str![[r#"
not CORS: there was no response that the browser could read; the server is down, its name unknown, or its certificate not trusted

  browser  Chromium
  request  https://api.example.com/
  reason   no-response

"#]]);
}

#[test]
fn for_scripts() {
    let folder = nowhere();
    let text = format!("{CHROMIUM}\n{FIREFOX}\n{WEBKIT}");
    let asked = ["--format", "json", "--message", &text];
    let found = json(&explain(folder.path(), &asked).code(1).stderr_eq(""));
    let expected = json!({
        "schema": 1,
        "messages": [
            {
                "engine": "chromium",
                "reason": "header-not-allowed",
                "origin": "https://app.example.com",
                "url": "https://api.example.com/things",
                "name": "x-api-key",
                "sentence": "the header x-api-key is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer",
                "cures": [{ "setting": "allow_headers", "value": "x-api-key" }],
            },
            {
                "engine": "firefox",
                "reason": "origin-not-allowed",
                "origin": null,
                "url": "https://api.example.com/things",
                "name": null,
                "sentence": "the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
                "cures": [],
            },
            {
                "engine": "webkit",
                "reason": null,
                "origin": "https://app.example.com",
                "url": "https://api.example.com/things",
                "name": null,
                "sentence": "the response's Access-Control-Allow-Origin is missing, not an origin, or another one than https://app.example.com: WebKit does not say which",
                "cures": [{ "setting": "allow_origins", "value": "https://app.example.com" }],
            },
        ],
    });
    assert_eq!(found, expected);
}

#[test]
fn in_standard_input_with_what_stands_around_it() {
    let folder = nowhere();
    let text = format!(
        "\u{1b}[31m12:01:07 {}\u{1b}[0m\r\n  at app.js:12\r\n",
        CHROMIUM.replace(' ', "\n")
    );
    let asked = ["--format", "json", "--message", "-"];
    let output = command(folder.path())
        .args(asked)
        .stdin(text.clone())
        .assert()
        .code(1)
        .stderr_eq("");
    assert_eq!(json(&output)["messages"][0]["reason"], "header-not-allowed");
    assert_eq!(json(&output)["messages"].as_array().unwrap().len(), 1);
    // What is no text at all is read as far as it goes.
    let bytes = [b"\xff\xfe\0".as_slice(), text.as_bytes()].concat();
    let output = command(folder.path())
        .args(asked)
        .stdin(bytes)
        .assert()
        .code(1);
    assert_eq!(json(&output)["messages"][0]["reason"], "header-not-allowed");
}

#[test]
fn what_is_none() {
    let folder = nowhere();
    explain(folder.path(), &["--message", "Hello, world"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: this is no CORS message of a browser; they look like these:

  Chromium  Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
  Firefox   Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.
  WebKit    Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200

"#]]);
    let asked = ["--message", "-", "--format", "json"];
    command(folder.path())
        .args(asked)
        .stdin("")
        .assert()
        .code(2)
        .stdout_eq("");
    let much = "x".repeat((1 << 20) + 1);
    command(folder.path())
        .args(asked)
        .stdin(much)
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the text is longer than 1 MiB: paste only what the console says about the request

"#]]);
    let both = ["-", "--input-format", "toml", "--message", "-"];
    command(folder.path())
        .args(both)
        .stdin("")
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: standard input can't be both the policy and the message: give one of them as an argument

"#]]);
    explain(folder.path(), &["--message", "x", "--method", "PUT"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the argument '--message <TEXT>' cannot be used with '--method <METHOD>'

Usage: cors explain [OPTIONS] --origin <ORIGIN> <FILE#NAME>
       cors explain [OPTIONS] --message <TEXT|-> [FILE#NAME]
       cors explain <CODE>
       cors explain --list

For more information, try '--help'.

"#]]);
}

#[test]
fn nothing_in_it_commands_the_terminal() {
    let folder = nowhere();
    let text = CHROMIUM.replace("/things'", "/\u{9b}2J\u{202e}things'");
    let output = explain(folder.path(), &["--color", "always", "--message", &text]).code(1);
    let shown = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(!shown.contains(['\u{9b}', '\u{202e}']), "{shown:?}");
}
