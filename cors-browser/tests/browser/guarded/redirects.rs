//! What guards go by after redirects.

use cors_browser::{Browser, Engine, PageRequest};
use http::Request;

use super::{super::response, PAGE, told};

#[test]
fn a_response_may_change_the_policy_on_the_way() {
    let mut origins = Vec::new();
    let mut server = |request: Request<()>| {
        origins.push(request.headers()["origin"].to_str().unwrap().to_owned());
        let policy = ("referrer-policy", "no-referrer, nonsense");
        match request.uri().path() {
            "/first" => response(307, &[("location", "/second"), policy]),
            _ => response(200, &[]),
        }
    };
    let request = PageRequest::form(format!("{PAGE}/first"));
    let _ = Browser::at(PAGE).fetch(&mut server, request);
    assert_eq!(origins, [PAGE, "null"]);
}

/// Same-origin only if every URL was, and same-site likewise.
#[test]
fn redirects() {
    const SITE: &str = "https://api.example.com";
    const OTHER: &str = "https://example.org";
    for (url, expected) in [
        (
            format!("{PAGE}/to/{PAGE}/x"),
            format!("{PAGE} same-origin | {PAGE} same-origin"),
        ),
        (
            format!("{SITE}/to/{PAGE}/x"),
            format!("{PAGE} same-site | null same-site"),
        ),
        (
            format!("{OTHER}/to/{PAGE}/x"),
            format!("{PAGE} cross-site | null cross-site"),
        ),
        (
            format!("{PAGE}/to/{OTHER}/x"),
            format!("{PAGE} same-origin | {PAGE} cross-site"),
        ),
        (
            format!("{PAGE}/to/{OTHER}/to/{PAGE}/x"),
            format!("{PAGE} same-origin | {PAGE} cross-site | null cross-site"),
        ),
        (
            format!("{OTHER}/to/{SITE}/x"),
            format!("{PAGE} cross-site | null cross-site"),
        ),
    ] {
        for request in [PageRequest::form(&url), PageRequest::beacon(&url)] {
            let told = told(Browser::at(PAGE), request);
            let two = |line: &String| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let said: Vec<_> = told.iter().map(two).collect();
            assert_eq!(said.join(" | "), expected, "{url}");
        }
    }
    let told = told(
        Browser::at(PAGE),
        PageRequest::address_bar(format!("{OTHER}/to/{PAGE}/x")),
    );
    assert_eq!(told, ["- none navigate document ?1"; 2]);
}

/// Seen, of Chromium 156, Firefox 153 and `WebKitGTK` 2.50: after any redirect to another origin, two of them
/// no longer say whose page it is, and one says nothing at all of where a request with CORS comes from.
#[test]
fn redirects_by_engine() {
    let url = format!("{PAGE}/to/https://example.org/x");
    let last = |engine, request| {
        let told = told(Browser::at(PAGE).engine(engine), request);
        let line = told.last().unwrap().split(' ').take(3);
        line.collect::<Vec<_>>().join(" ")
    };
    for (engine, [form, beacon, post]) in [
        (Engine::Standard, [PAGE, PAGE, PAGE]),
        (Engine::Firefox, [PAGE, PAGE, PAGE]),
        (Engine::Chromium, ["null", "null", PAGE]),
        (Engine::WebKit, ["null", PAGE, PAGE]),
    ] {
        let said = last(engine, PageRequest::form(&url));
        assert_eq!(said, format!("{form} cross-site navigate"), "{engine}");
        let said = last(engine, PageRequest::beacon(&url));
        assert_eq!(said, format!("{beacon} cross-site no-cors"), "{engine}");
        let said = last(engine, PageRequest::new("POST", &url));
        let rest = if engine == Engine::WebKit {
            "- -"
        } else {
            "cross-site cors"
        };
        assert_eq!(said, format!("{post} {rest}"), "{engine}");
        // One that stays where it is is none of these.
        let said = last(
            engine,
            PageRequest::new("POST", format!("{PAGE}/to/{PAGE}/x")),
        );
        assert_eq!(said, format!("{PAGE} same-origin cors"), "{engine}");
    }
}
