//! Where redirects lead, and on whose behalf.

use cors_browser::{Browser, Outcome, PageRequest, Redirect, ResponseKind};
use http::{Request, Response};

use super::{PAGE, blocked, lines, response, sent};

const B: &str = "https://b.example";
const C: &str = "https://c.example";

/// Servers that redirect by their path: `/307/https://c.example/x`. They share with whoever asks.
fn anybody(request: &Request<()>) -> Response<()> {
    let origin = request.headers().get("origin");
    let origin = origin.map_or("*", |origin| origin.to_str().unwrap());
    let allow = [
        ("access-control-allow-origin", origin),
        ("access-control-allow-methods", "PUT, DELETE"),
        (
            "access-control-allow-headers",
            "x-a, authorization, content-type",
        ),
    ];
    let path = request.uri().path();
    let redirect = path[1..]
        .split_once('/')
        .and_then(|(status, to)| Some((status.parse().ok()?, to)));
    match redirect {
        Some((status, to)) if request.method() != "OPTIONS" => {
            let mut lines = allow.to_vec();
            lines.push(("location", to));
            response(status, &lines)
        }
        _ => response(200, &allow),
    }
}

fn fetch(request: PageRequest) -> Outcome {
    Browser::at(PAGE).fetch(&mut |request| anybody(&request), request)
}

/// The `Origin` of every request.
fn origins(outcome: &Outcome) -> Vec<String> {
    let origin = |request: &Request<()>| {
        let origin = request.headers().get("origin");
        origin
            .map_or("-", |origin| origin.to_str().unwrap())
            .to_owned()
    };
    outcome
        .exchanges()
        .iter()
        .map(|e| origin(e.request()))
        .collect()
}

/// <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>
#[test]
fn the_origin_along_the_way() {
    for (start, expected) in [
        (format!("{B}/307/{B}/x"), [PAGE, PAGE]),
        (format!("{B}/307//x"), [PAGE, PAGE]),
        (format!("{B}/307/{C}/x"), [PAGE, "null"]),
        (format!("{B}/307/{PAGE}/x"), [PAGE, "null"]),
        (format!("{PAGE}/307/{B}/x"), ["-", PAGE]),
        (format!("{PAGE}/307/{PAGE}/x"), ["-", "-"]),
    ] {
        let outcome = fetch(PageRequest::get(&start));
        assert_eq!(origins(&outcome), expected, "{start}");
        let response = outcome.result().unwrap();
        assert!(response.redirected());
        let own = start.ends_with(&format!("{PAGE}/x")) && start.starts_with(PAGE);
        let kind = if own {
            ResponseKind::Basic
        } else {
            ResponseKind::Cors
        };
        assert_eq!(response.kind(), kind, "{start}");
    }
    // Once nobody's, always nobody's.
    let outcome = fetch(PageRequest::get(format!("{B}/307/{C}/307/{C}/x")));
    assert_eq!(origins(&outcome), [PAGE, "null", "null"]);
}

#[test]
fn each_place_is_asked_anew() {
    let outcome = fetch(PageRequest::new("PUT", format!("{B}/307/{C}/x")));
    assert_eq!(
        sent(&outcome),
        [
            format!("OPTIONS {B}/307/{C}/x"),
            format!("PUT {B}/307/{C}/x"),
            format!("OPTIONS {C}/x"),
            format!("PUT {C}/x"),
        ]
    );
    assert_eq!(origins(&outcome), [PAGE, PAGE, "null", "null"]);
}

/// <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>, step 12.
#[test]
fn methods_that_become_get() {
    for (status, method, then) in [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (302, "PUT", "PUT"),
        (303, "POST", "GET"),
        (303, "DELETE", "GET"),
        (303, "HEAD", "HEAD"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ] {
        let request = PageRequest::new(method, format!("{B}/{status}/{B}/x"))
            .header("content-type", "application/json")
            .header("x-a", "1");
        let outcome = fetch(request);
        let last = outcome.exchanges().last().unwrap().request();
        assert_eq!(last.method(), then, "{status} {method}");
        let keeps_body = then == method;
        assert_eq!(
            last.headers().contains_key("content-type"),
            keeps_body,
            "{status} {method}"
        );
        assert!(last.headers().contains_key("x-a"));
    }
}

/// Step 13.
#[test]
fn authorization_stays_where_it_was_meant_for() {
    let request = |to: &str| {
        PageRequest::get(format!("{B}/307/{to}/x")).header("authorization", "Basic YTpi")
    };
    let outcome = fetch(request(B));
    assert!(lines(&outcome, 3).contains(&"authorization: Basic YTpi".to_owned()));
    // And no preflight is needed without it.
    let outcome = fetch(request(C));
    assert_eq!(lines(&outcome, 2), ["origin: null"]);
    assert_eq!(sent(&outcome)[2], format!("GET {C}/x"));
}

#[test]
fn redirects_that_are_not_followed() {
    let start = format!("{B}/307/{C}/x");
    let outcome = fetch(PageRequest::get(&start).redirect(Redirect::Error));
    assert_eq!(
        blocked(&outcome),
        "the response is a redirect, and with redirect \"error\" the page asked to follow none"
    );
    let outcome = fetch(PageRequest::get(&start).redirect(Redirect::Manual));
    let response = outcome.result().unwrap();
    assert_eq!(
        (response.kind(), response.status()),
        (ResponseKind::OpaqueRedirect, 0)
    );
    assert_eq!(response.url(), start);
    let outcome = fetch(PageRequest::new("POST", &start).streamed_body());
    assert_eq!(
        blocked(&outcome),
        "the response is a redirect, and a streamed body can't be sent again"
    );
    for to in ["ftp://c.example/", "https://user@c.example/", "https://["] {
        let outcome = fetch(PageRequest::get(format!("{B}/307/{to}")));
        assert_eq!(
            blocked(&outcome),
            format!("the response redirects to {to:?}, where no page's request may go")
        );
    }
}

#[test]
fn twenty_are_followed() {
    let mut answered = 0;
    let mut forever = |_| {
        answered += 1;
        let lines = [("access-control-allow-origin", "*"), ("location", "/x")];
        response(302, &lines)
    };
    let outcome = Browser::at(PAGE).fetch(&mut forever, PageRequest::get(B));
    assert_eq!(
        blocked(&outcome),
        "the response is the 21st redirect in a row"
    );
    assert_eq!(answered, 21);
}

/// The redirect is a response, too.
#[test]
fn a_redirect_has_to_pass_the_cors_check() {
    let mut server = |request: Request<()>| {
        if request.uri().host() == Some("b.example") {
            response(302, &[("location", "https://c.example/")])
        } else {
            anybody(&request)
        }
    };
    let outcome = Browser::at(PAGE).fetch(&mut server, PageRequest::get(B));
    assert_eq!(
        blocked(&outcome),
        "the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it"
    );
    assert_eq!(outcome.exchanges().len(), 1);
}

#[test]
fn without_a_place_to_go_it_is_an_answer() {
    let lines = [("access-control-allow-origin", "*")];
    let outcome = Browser::at(PAGE).fetch(&mut |_| response(302, &lines), PageRequest::get(B));
    assert_eq!(outcome.result().unwrap().status(), 302);
}
