//! Scenarios for the cache as text, one step to a line.
//!
//! ```text
//! at Sun, 06 Nov 1994 08:49:37 GMT          the cache's clock follows the server's (first line)
//! GET /a | accept: x < 200 | vary: accept   a request, and the answer of the server, which is asked
//! GET /a | accept: x = hit 1 | age: 0       the answer comes from the store: the server's first
//! GET /a < 304 | etag: "a" = validated 1    the server is asked, and the answer is its first one
//! GET /a = unsatisfied | !age               nobody has an answer; no `age` in it
//! wait 60                                   seconds pass
//! ```
//!
//! After `=` stand where the answer comes from and what its header section has, or with `!` has
//! not; a status where it isn't 200.

use core::time::Duration;

use cors_browser::shared_cache::{Handling, SharedCache};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

/// Plays every scenario of a table: paragraphs, each headed by `# SECTION: what it shows`, the
/// sections being those of RFC 9111.
#[track_caller]
pub(crate) fn hold(table: &str) {
    let mut scenarios = 0;
    for paragraph in table.split("\n\n") {
        let (title, steps) = paragraph.split_once('\n').expect("a title and steps");
        play(title.strip_prefix("# ").expect("a title"), steps);
        scenarios += 1;
    }
    assert_eq!(
        scenarios,
        table.matches("# ").count(),
        "a title inside a paragraph"
    );
}

fn play(title: &str, steps: &str) {
    assert!(title.contains(": "), "{title}: which section?");
    let mut lines = steps.lines().peekable();
    let mut cache = match lines.next_if(|line| line.starts_with("at ")) {
        Some(line) => SharedCache::at(httpdate::parse_http_date(&line[3..]).expect("a date")),
        None => SharedCache::new(),
    };
    let mut asked = 0;
    for line in lines {
        let place = format!("{title}: {line}");
        if let Some(seconds) = line.strip_prefix("wait ") {
            cache.wait(Duration::from_secs(seconds.parse().expect("seconds")));
        } else {
            step(&mut cache, &mut asked, line, &place);
        }
    }
}

fn step(cache: &mut SharedCache<u32>, asked: &mut u32, line: &str, place: &str) {
    let (exchange, expected) = match line.split_once(" = ") {
        Some((exchange, expected)) => (exchange, expected),
        None => (line, "forwarded"),
    };
    let (sent, answered) = match exchange.split_once(" < ") {
        Some((sent, answered)) => (sent, Some(answered)),
        None => (exchange, None),
    };
    let before = *asked;
    let response = cache.answer(request(sent), &mut |_| {
        let answered = answered.unwrap_or_else(|| panic!("{place}: the server was asked"));
        *asked += 1;
        response(answered, *asked)
    });
    let expected: Vec<_> = expected.split(" | ").map(str::trim).collect();
    let (handling, body) = match expected[0].split_once(' ') {
        Some((handling, body)) => (handling, body.parse().expect("a number")),
        None if expected[0] == "forwarded" => (expected[0], *asked),
        None => (expected[0], 0),
    };
    let found = match cache.last() {
        Some(Handling::Hit) => "hit",
        Some(Handling::Validated) => "validated",
        Some(Handling::Forwarded) => "forwarded",
        Some(Handling::Unsatisfied) => "unsatisfied",
        other => panic!("{place}: {other:?}"),
    };
    let shown = format!("{response:?}");
    assert_eq!(
        (found, *response.body()),
        (handling, body),
        "{place}: {shown}"
    );
    assert_eq!(
        *asked > before,
        answered.is_some(),
        "{place}: was the server asked?"
    );
    for expected in &expected[1..] {
        if let Ok(status) = expected.parse::<u16>() {
            assert_eq!(response.status().as_u16(), status, "{place}: {shown}");
        } else if let Some(name) = expected.strip_prefix('!') {
            assert!(!response.headers().contains_key(name), "{place}: {shown}");
        } else {
            let (name, value) = expected.split_once(": ").expect("a header");
            let found: Vec<_> = response.headers().get_all(name).iter().collect();
            assert_eq!(found, [value], "{place}: {shown}");
        }
    }
}

fn request(text: &str) -> Request<()> {
    let mut parts = text.split(" | ").map(str::trim);
    let (method, path) = parts
        .next()
        .and_then(|line| line.split_once(' '))
        .expect("a request");
    let mut request = Request::builder()
        .method(method)
        .uri(if path.starts_with('/') {
            format!("https://api.example.com{path}")
        } else {
            path.to_owned()
        })
        .body(())
        .expect("a legal request");
    *request.headers_mut() = headers(parts);
    request
}

fn response(text: &str, body: u32) -> Response<u32> {
    let mut parts = text.split(" | ").map(str::trim);
    let status = parts.next().expect("a status");
    let mut response = Response::builder()
        .status(status)
        .body(body)
        .expect("a legal response");
    *response.headers_mut() = headers(parts);
    response
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').expect("a header");
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_str(value.trim()).expect("a value"),
        );
    }
    headers
}
