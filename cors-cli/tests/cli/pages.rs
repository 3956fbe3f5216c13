//! `cors explain CODE` and `cors explain --list`, run.

use std::process::{Command, Output};

use serde_json::Value;

fn cors(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    core::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn a_page_is_printed() {
    let output = cors(&["explain", "origin-path"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
    assert_eq!(
        stdout(&output),
        r#"origin-path  problem of a policy

An origin has a path, which may be only a slash.

`Origin` has a scheme, a host and a port, and nothing behind them. Even `https://app.example.com/` never matches, because of the slash. It is the most frequent mistake of all: address bars show the slash.

  │ allow_origins = ["https://app.example.com/"]

Write it without:

  │ allow_origins = ["https://app.example.com"]

All pages of a host have one origin. CORS can't tell `/admin` from `/shop`. `cors check --fix` drops a slash, and leaves a longer path to you: without it, whoever shares the host is allowed, too.

See also `origin-query`, `origin-fragment`, `invalid-allow-origin`.

Standard: https://fetch.spec.whatwg.org/#origin-header
"#
    );
}

/// The same text as in the documentation, without where its links lead.
#[test]
fn a_page_is_printed_as_json() {
    let output = cors(&["explain", "max-age-capped", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(page["schema"], 1);
    assert_eq!(page["code"], "max-age-capped");
    assert_eq!(
        page["kind"],
        serde_json::json!(["problem", "note", "finding"])
    );
    assert_eq!(
        page["summary"],
        "Some browsers cache a preflight for a shorter time."
    );
    let text = page["text"].as_str().unwrap();
    assert!(
        text.starts_with("Some browsers cache a preflight for a shorter time.\n\nWebKit keeps")
    );
    assert!(text.contains("\n```toml bad\nmax_age = 86400\n```\n"));
    assert!(
        text.contains(
            "See also `max-age-too-long`, `preflight-kept-briefly`, `invalid-max-age`.\n"
        )
    );
    assert!(!text.contains("crate::"));
    let keys: Vec<_> = page.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "kind", "schema", "summary", "text"]);
}

#[test]
fn what_is_pasted_around_a_code_is_passed_over() {
    let page = cors(&["explain", "origin-path"]);
    for text in [
        "ORIGIN-PATH",
        "error[origin-path]",
        "cors.toml:2:18: origin-path: invalid origin",
    ] {
        let output = cors(&["explain", text]);
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert_eq!(output.stdout, page.stdout, "{text}");
    }
}

#[test]
fn what_is_no_code_is_said_with_what_is_near() {
    for (text, sentence) in [
        (
            "orign-path",
            "there is no code \"orign-path\"; did you mean origin-path? cors explain --list shows all codes",
        ),
        (
            "max-age",
            "there is no code \"max-age\"; did you mean export-max-age, max-age-capped or invalid-max-age? cors explain --list shows all codes",
        ),
        (
            "nothing-like-it-anywhere",
            "there is no code \"nothing-like-it-anywhere\"; cors explain --list shows all codes",
        ),
    ] {
        let output = cors(&["explain", text]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert_eq!(output.stdout, b"");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            format!("error: {sentence}\n")
        );
    }
}

/// With colour, the marks of code are the colour.
#[test]
fn colour_is_a_choice() {
    let escape = "\u{1b}[";
    let plain = cors(&["explain", "origin-path"]);
    assert!(!stdout(&plain).contains(escape));
    let coloured = cors(&["explain", "origin-path", "--color", "always"]);
    assert!(stdout(&coloured).contains(escape));
    let stripped = anstream::adapter::strip_str(stdout(&coloured)).to_string();
    assert_eq!(stripped, stdout(&plain).replace('`', ""));
}

#[test]
fn all_codes_are_listed() {
    let output = cors(&["explain", "--list"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    let titles: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with(char::is_uppercase))
        .collect();
    assert_eq!(
        titles,
        [
            "Problem of a policy",
            "Problem of a policy file",
            "Reason for which a browser blocks",
            "Outcome in a server's log and metrics",
            "Note beside an answer",
            "Finding of cors probe",
            "Loss of cors export",
        ]
    );
    let json = cors(&["explain", "--list", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let codes = json["codes"].as_array().unwrap();
    assert_eq!(
        text.lines().filter(|line| line.starts_with("  ")).count(),
        codes.len()
    );
    for entry in codes {
        let code = entry["code"].as_str().unwrap();
        let listed = text
            .lines()
            .filter(|line| line.split_whitespace().next() == Some(code));
        assert_eq!(listed.count(), 1, "{code}");
    }
}

/// Every code of the list has a page that ends in a link.
#[test]
fn every_page_can_be_printed() {
    let json = cors(&["explain", "--list", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    for entry in json["codes"].as_array().unwrap() {
        let code = entry["code"].as_str().unwrap();
        let output = cors(&["explain", code]);
        assert_eq!(output.status.code(), Some(0), "{code}");
        let text = stdout(&output);
        assert!(text.starts_with(code), "{code}");
        let last = text.lines().last().unwrap();
        assert!(last.contains(": https://"), "{code}: {last}");
        // Marks of Markdown are for Markdown.
        for mark in ["```", "[`", "<http", "]: crate"] {
            assert!(!text.contains(mark), "{code}: {mark}");
        }
    }
}
