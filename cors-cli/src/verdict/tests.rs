//! Verdicts as people and scripts read them.

use cors_browser::{Browser, Outcome, PageRequest};
use serde_json::json;
use snapbox::{assert_data_eq, str};

use super::{
    browser_json, headline, is_allowed, notes, notes_human, notes_json, plain, sentence,
    steps_human, steps_json,
};

fn outcome(allowed: &'static str) -> Outcome {
    let mut server = |_: http::Request<()>| {
        let response = http::Response::builder()
            .header("access-control-allow-origin", "https://app.example.com")
            .header("access-control-allow-methods", allowed);
        response.body(()).unwrap()
    };
    let request = PageRequest::new("PUT", "https://api.example.com/things/1");
    Browser::at("https://app.example.com").fetch(&mut server, request)
}

/// All of it, for people.
fn human(outcome: &Outcome, width: Option<usize>) -> String {
    let head = headline(is_allowed(outcome), &sentence(outcome), width);
    let steps = steps_human(outcome, width);
    let notes = notes_human(&notes(outcome), width);
    format!("{head}\n{steps}{notes}")
}

fn without_colour(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn what_is_blocked() {
    let text = without_colour(&human(&outcome("PATCH"), None));
    assert_data_eq!(
        text,
        str![[r#"
blocked: the method PUT is not allowed: it is not in Access-Control-Allow-Methods, which lists PATCH

  1  A page of https://app.example.com asks for PUT https://api.example.com/things/1, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: PUT is none of GET, HEAD and POST              fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://api.example.com/things/1 is sent with Origin: https://app.example.com and Access-Control-Request-Method: PUT; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The preflight is answered with status 200, and the browser does not send the request  fetch.spec.whatwg.org/#cors-preflight-fetch-0

"#]]
    );
}

#[test]
fn what_is_allowed_on_a_terminal() {
    let text = without_colour(&human(&outcome("PUT"), Some(80)));
    assert_data_eq!(
        text,
        str![[r#"
allowed: the page sees status 200, no header, and the body

  1  A page of https://app.example.com asks for PUT
     https://api.example.com/things/1, with credentials only for its own origin
                                             fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: PUT is none of GET, HEAD and POST
                                               fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://api.example.com/things/1 is sent with Origin:
     https://app.example.com and Access-Control-Request-Method: PUT; a preflight
     never has credentials         fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The answer, 200 with Access-Control-Allow-Origin: https://app.example.com,
     allows the request, and is kept for 5 seconds
                                   fetch.spec.whatwg.org/#cors-preflight-fetch-0
  5  PUT https://api.example.com/things/1 is sent with Origin:
     https://app.example.com  fetch.spec.whatwg.org/#http-network-or-cache-fetch
  6  The response, 200 with Access-Control-Allow-Origin:
     https://app.example.com, passes the CORS check
                                       fetch.spec.whatwg.org/#concept-cors-check
  7  The page sees status 200, no header, and the body
                                fetch.spec.whatwg.org/#concept-filtered-response

  note: the preflight's answer has no Access-Control-Max-Age, and is kept for
        only 5 seconds  fetch.spec.whatwg.org/#cors-preflight-fetch-0

"#]]
    );
}

#[test]
fn the_verdict_is_coloured() {
    let text = human(&outcome("PUT"), None);
    assert!(
        text.starts_with("\u{1b}[1m\u{1b}[32mallowed\u{1b}[0m: the page sees "),
        "{text}"
    );
}

#[test]
fn for_scripts() {
    let outcome = outcome("PUT");
    assert_eq!(
        browser_json(&outcome, &sentence(&outcome)),
        json!({ "allowed": true, "reason": null, "sentence": "the page sees status 200, no header, and the body" })
    );
    assert_eq!(
        steps_json(&outcome)[1],
        json!({
            "sentence": "The request needs a preflight: PUT is none of GET, HEAD and POST",
            "citation": "https://fetch.spec.whatwg.org/#main-fetch",
        })
    );
    assert_eq!(
        notes_json(&notes(&outcome)),
        json!([{
            "code": "preflight-kept-briefly",
            "sentence": "the preflight's answer has no Access-Control-Max-Age, and is kept for only 5 seconds",
            "citation": "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
        }])
    );
}

#[test]
fn nothing_commands_the_terminal() {
    assert_eq!(
        plain("a\u{1b}[2Jb\u{9b}c\u{202e}ä"),
        "a\\u{1b}[2Jb\\u{9b}c\\u{202e}ä"
    );
    // Neither does what ends a line somewhere, or turns the text behind it.
    assert_eq!(
        plain("a\u{2028}b\u{2029}c\u{61c}"),
        "a\\u{2028}b\\u{2029}c\\u{61c}"
    );
}
