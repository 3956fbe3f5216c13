//! The report for people, word for word, and the formats that name findings.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use super::{
    APP, probe,
    server::{Server, allowing, answer},
};

/// It allows every page to read, without credentials.
fn reflecting() -> Server {
    Server::plain(|request| {
        let origin = request.headers().get("origin").cloned();
        let mut answer = answer(
            200,
            &[("vary", "Origin"), ("access-control-allow-methods", "PUT")],
        );
        if let Some(origin) = origin {
            let headers = answer.headers_mut();
            headers.insert("access-control-allow-origin", origin);
        }
        answer
    })
}

/// How many requests it takes is no promise.
fn without_count(text: &str) -> String {
    let (before, last) = text.trim_end().rsplit_once("; ").unwrap();
    let (count, requests) = last.split_once(' ').unwrap();
    assert!(
        (1..=60).contains(&count.parse::<usize>().unwrap()),
        "{last}"
    );
    format!("{before}; N {requests}\n")
}

#[test]
fn for_people() {
    let server = Server::plain(|_| {
        answer(
            200,
            &[("access-control-allow-origin", "https://app.example.com/")],
        )
    });
    let said = probe(&[&server.url(), "--origin", APP]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let text = without_count(&said.out);
    let text = text.replace(&server.address.to_string(), "127.0.0.1:8080");
    assert_data_eq!(
        text,
        str![[r#"
blocked: the response has an Access-Control-Allow-Origin of "https://app.example.com/", which is no origin: it ends with a slash; it has to be https://app.example.com, byte for byte

  1  A page of https://app.example.com asks for GET http://127.0.0.1:8080/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  GET with no header beyond the safelisted ones needs no preflight              fetch.spec.whatwg.org/#main-fetch
  3  GET http://127.0.0.1:8080/ is sent with Origin: https://app.example.com      fetch.spec.whatwg.org/#http-network-or-cache-fetch
  4  The response has status 200, and the browser keeps it from the page           fetch.spec.whatwg.org/#concept-cors-check

  note: http://127.0.0.1:8080 is mixed content on an https page: WebKit blocks it before CORS has a say; Chromium and Firefox make an exception for loopback  w3c.github.io/webappsec-mixed-content/#should-block-fetch
  note: http://127.0.0.1:8080 is on the visitor's own machine, and the page is not: Chromium asks the visitor first, and Firefox may  wicg.github.io/local-network-access/

error[invalid-allow-origin]: a page of https://app.example.com is blocked: the response has an Access-Control-Allow-Origin of "https://app.example.com/", which is no origin: it ends with a slash; it has to be https://app.example.com, byte for byte
  | > GET /
  | > origin: https://app.example.com
  | < 200
  | < access-control-allow-origin: https://app.example.com/
  = send the page's origin as it is in Origin, if it is allowed: scheme, host and port, without a slash or a pattern
  curl -i 'http://127.0.0.1:8080/' /
    -H 'Origin: https://app.example.com' /
    -H 'Sec-Fetch-Site: cross-site' /
    -H 'Sec-Fetch-Mode: cors' /
    -H 'Sec-Fetch-Dest: empty'

1 error at http://127.0.0.1:8080/; N requests

"#]]
    );
}

#[test]
fn for_editors_and_machines() {
    let server = reflecting();
    let url = server.url();
    let of = |format: &str| {
        let said = probe(&[&url, "--origin", APP, "--format", format]);
        // A note fails nothing.
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
        said.out
            .replace(&server.address.to_string(), "127.0.0.1:8080")
    };
    let concise = of("concise");
    assert!(
        concise.starts_with("http://127.0.0.1:8080/: reflects-any-origin: "),
        "{concise}"
    );
    assert_eq!(concise.lines().count(), 1);
    let github = of("github");
    assert!(
        github.starts_with("::notice title=reflects-any-origin::http://127.0.0.1:8080/: "),
        "{github}"
    );
    let sarif: Value = serde_json::from_str(&of("sarif")).unwrap();
    let results = &sarif["runs"][0]["results"];
    assert_eq!(results[0]["ruleId"], "reflects-any-origin");
    assert_eq!(results[0]["level"], "note");
    assert_eq!(results.as_array().unwrap().len(), 1);
}

/// The page is to blame, of which there is no finding.
#[test]
fn a_page_that_may_not_ask() {
    let server = Server::plain(allowing(APP));
    let options = ["--method", "TRACE", "--format", "concise"];
    let said = probe(&[&[server.url().as_str(), "--origin", APP], &options[..]].concat());
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert_eq!(said.err, "blocked: no page may use the method TRACE\n");
}

/// Servers choose what is in their headers, and a terminal would obey.
#[test]
fn nothing_commands_the_terminal() {
    let server = super::raw::Raw::start(|wire| {
        while wire.request().is_some() {
            wire.say(b"HTTP/1.1 200 OK\r\naccess-control-allow-origin: https://a.test\xc2\x9b2J\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let said = probe(&[&server.url(), "--origin", APP]);
    assert_eq!(said.status, 1);
    assert!(
        !said
            .out
            .chars()
            .any(|char| char.is_control() && char != '\n'),
        "{:?}",
        said.out
    );
}
