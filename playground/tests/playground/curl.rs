//! The requests as commands for a shell: what a shell makes of them is what a browser would send.

use std::process::Command;

use cors_examples::app::Framework;
use serde_json::{Value, json};

use super::{SHARED, address, connect, get, question, read, send};

/// The commands, each with whether it is the preflight.
fn commands(origin: &str, target: &str, more: &Value) -> Vec<(bool, String)> {
    let question = question(&SHARED, origin, target, more);
    let (status, answer) = send(&SHARED, "POST", "/api/curl", &question);
    assert_eq!(status, 200, "{answer}");
    let commands = answer["commands"].as_array().unwrap().iter();
    commands
        .map(|command| {
            let line = command["command"].as_str().unwrap();
            (command["preflight"].as_bool().unwrap(), line.to_owned())
        })
        .collect()
}

fn url(target: &str) -> String {
    let question = question(&SHARED, "null", target, &json!({}));
    question["url"].as_str().unwrap().to_owned()
}

#[test]
fn a_preflight_comes_first() {
    let page = SHARED.page();
    let url = url("/private/echo");
    let more = json!({
        "method": "PATCH",
        "headers": [["X-Trace", "1"], ["content-type", "application/json"]],
        "credentials": "include",
    });
    assert_eq!(
        commands(page, "/private/echo", &more),
        [
            (
                true,
                format!(
                    "curl -i -X OPTIONS '{url}' \\\n  \
                     -H 'access-control-request-method: PATCH' \\\n  \
                     -H 'access-control-request-headers: content-type,x-trace' \\\n  \
                     -H 'origin: {page}'"
                )
            ),
            (
                false,
                format!(
                    "curl -i -X PATCH '{url}' \\\n  \
                     -H 'x-trace: 1' \\\n  \
                     -H 'content-type: application/json' \\\n  \
                     -H 'origin: {page}'"
                )
            ),
        ]
    );
    assert_eq!(
        commands("null", "/private/echo", &json!({})),
        [(false, format!("curl -i '{url}' \\\n  -H 'origin: null'"))]
    );
    let more = json!({ "headers": [["x-a", "it's \u{e9}"]] });
    let latin = commands("null", "/private/echo", &more);
    assert!(latin[1].1.contains("-H $'x-a: it\\'s \\xe9'"), "{latin:?}");
    let head = commands("null", "/private/echo", &json!({ "method": "HEAD" }));
    assert!(head[0].1.starts_with("curl -i -I '"), "{head:?}");
}

/// The words that a shell makes of a command, `curl` left out.
fn words(command: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    // Not every `sh` knows how bytes are written that can't be seen.
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    assert_eq!(output.stderr, b"", "{command}");
    let words = output.stdout.split(|byte| *byte == 0);
    let text = |word: &[u8]| String::from_utf8_lossy(word).into_owned();
    words.map(text).filter(|word| !word.is_empty()).collect()
}

/// Nothing that a page can ask for ends a quotation.
#[test]
fn shells_read_what_was_meant() {
    let page = SHARED.page();
    let values = [
        "it's",
        "$(false) `false` \"$HOME\" !! \\ \\n",
        "'; curl http://localhost/; '",
        "a\tb'\\",
        "#{}[]*?~<>|&;()",
        "",
    ];
    for value in values {
        let more = json!({ "method": "it's", "headers": [["x-a", value], ["x-b", "*"]] });
        let commands = commands(page, "/private/echo?a[]={b}&c='", &more);
        assert_eq!(commands.len(), 2, "{value:?}");
        let words = words(&commands[1].1);
        assert_eq!(&words[..4], ["-i", "-X", "it's", "-g"], "{value:?}");
        assert!(words[4].starts_with("http://localhost:"), "{words:?}");
        let header = match value {
            "" => "x-a;".to_owned(),
            value => format!("x-a: {value}"),
        };
        let rest = [
            "-H",
            &header,
            "-H",
            "x-b: *",
            "-H",
            &format!("origin: {page}"),
        ];
        assert_eq!(words[5..], rest, "{value:?}");
    }
}

#[test]
fn bodies_are_sent_where_pages_send_them() {
    let of = |more: Value| {
        let commands = commands(SHARED.page(), "/private/echo", &more);
        words(&commands.last().unwrap().1).join(" ")
    };
    let empty = of(json!({ "method": "POST" }));
    assert!(empty.ends_with("-H content-length: 0"), "{empty}");
    let watched = of(json!({ "method": "POST", "uploadListener": true }));
    assert!(
        watched.ends_with("-H content-type: --data-binary x"),
        "{watched}"
    );
    let typed =
        json!({ "method": "POST", "uploadListener": true, "headers": [["content-type", "a/b"]] });
    let typed = of(typed);
    assert!(typed.contains("-H content-type: a/b "), "{typed}");
    assert!(typed.ends_with("--data-binary x"), "{typed}");
    let none = of(json!({ "method": "GET", "uploadListener": true }));
    assert!(!none.contains("--data-binary"), "{none}");
}

#[test]
fn what_no_page_may_send_is_no_command() {
    let page = SHARED.page();
    let ask = |origin: &str, more: &Value| {
        let question = question(&SHARED, origin, "/private/echo", more);
        let (status, answer) = send(&SHARED, "POST", "/api/curl", &question);
        (
            status,
            answer["error"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let (status, error) = ask(page, &json!({ "method": "TRACE" }));
    assert_eq!(status, 422);
    assert!(
        error.contains("no page may use the method TRACE"),
        "{error}"
    );
    let (status, error) = ask("https://app.example.com", &json!({}));
    assert_eq!(status, 422);
    assert!(error.starts_with("the page is not served from"), "{error}");
}

/// A recorded request, with what a browser says of the site, and another `Host`.
#[test]
fn what_was_sent_is_a_command_too() {
    let address = address(&SHARED, Framework::Axum);
    let target = "/guarded/echo?playground=curl-again";
    let sent = |host: &str, tag: &str| {
        let target = format!("{target}-{tag}");
        let lines: [(&str, &[u8]); 6] = [
            ("host", host.as_bytes()),
            ("origin", b"http://localhost:1"),
            ("sec-fetch-site", b"same-site"),
            ("sec-fetch-mode", b"cors"),
            ("cookie", b"secret=1"),
            ("content-length", b"0"),
        ];
        let answer = connect(&address).ask("POST", &target, &lines);
        let seen = read(&get(
            &SHARED,
            &format!("/api/exchanges?tag=curl-again-{tag}"),
        ));
        let command = seen["exchanges"][0]["curl"].as_str().unwrap().to_owned();
        (answer.status().as_u16(), words(&command)[2..].join(" "))
    };
    let rest = "-H origin: http://localhost:1 -H sec-fetch-site: same-site -H sec-fetch-mode: cors \
         -H content-length: 0";
    let own = address.strip_prefix("http://").unwrap();
    let (status, command) = sent(own, "own");
    assert_eq!(status, 403);
    assert_eq!(command, format!("POST {address}{target}-own {rest}"));
    let (status, command) = sent("rebound.test", "other");
    assert_eq!(status, 421);
    let expected = format!("POST {address}{target}-other {rest} -H host: rebound.test");
    assert_eq!(command, expected);
}
