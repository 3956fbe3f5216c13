//! Credentials, and the CORS check.

use cors_browser::{Browser, Credentials, PageRequest};

use super::{API, PAGE, Server, blocked};

const ORIGIN: &str = "access-control-allow-origin";
const CREDENTIALS: &str = "access-control-allow-credentials";

/// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>, the standard's own table, row
/// by row.
#[test]
fn combinations() {
    for (include, lines, shared) in [
        (false, &[(ORIGIN, "*")][..], true),
        (false, &[(ORIGIN, "*"), (CREDENTIALS, "true")], true),
        (false, &[(ORIGIN, "https://app.example.com/")], false),
        (false, &[(ORIGIN, PAGE)], true),
        (true, &[(ORIGIN, "*"), (CREDENTIALS, "true")], false),
        (true, &[(ORIGIN, PAGE), (CREDENTIALS, "true")], true),
        (true, &[(ORIGIN, PAGE), (CREDENTIALS, "True")], false),
    ] {
        let credentials = match include {
            true => Credentials::Include,
            false => Credentials::Omit,
        };
        let outcome = Server::new(lines).fetch(PageRequest::get(API).credentials(credentials));
        assert_eq!(
            outcome.is_readable(),
            shared,
            "{include} {lines:?}\n{outcome}"
        );
    }
}

#[test]
fn why_a_response_is_not_shared() {
    let include = || PageRequest::get(API).credentials(Credentials::Include);
    for (request, lines, sentence) in [
        (
            PageRequest::get(API),
            &[][..],
            "the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
        ),
        (
            PageRequest::get(API),
            &[(ORIGIN, "https://other.example.com")],
            "the response is for https://other.example.com, as its Access-Control-Allow-Origin says, and not for https://app.example.com: they have to be equal byte for byte",
        ),
        (
            PageRequest::get(API),
            &[(ORIGIN, PAGE), (ORIGIN, PAGE)],
            r#"the response has more than one Access-Control-Allow-Origin, "https://app.example.com, https://app.example.com": two headers, or a list, are as good as none"#,
        ),
        (
            include(),
            &[(ORIGIN, "*"), (CREDENTIALS, "true")],
            "the response is for any origin, *, which never covers a request with credentials: it has to name https://app.example.com",
        ),
        (
            include(),
            &[(ORIGIN, PAGE)],
            "the response has no Access-Control-Allow-Credentials, and the request is with credentials",
        ),
        (
            include(),
            &[(ORIGIN, PAGE), (CREDENTIALS, "TRUE")],
            r#"the response has an Access-Control-Allow-Credentials of "TRUE", and only "true" counts"#,
        ),
    ] {
        assert_eq!(blocked(&Server::new(lines).fetch(request)), sentence);
    }
}

#[test]
fn the_origin_null_is_an_origin_like_others() {
    let fetch = |lines: &[_]| {
        let mut browser = Browser::at("null");
        Server::new(lines).fetch_by(&mut browser, PageRequest::get(API))
    };
    assert!(fetch(&[(ORIGIN, "null")]).is_readable());
    assert!(fetch(&[(ORIGIN, "*")]).is_readable());
    assert!(!fetch(&[(ORIGIN, PAGE)]).is_readable());
}

#[test]
fn cookies_go_where_credentials_do() {
    let own = format!("{PAGE}/x");
    for (url, credentials, sent) in [
        (API, Credentials::Omit, false),
        (API, Credentials::SameOrigin, false),
        (API, Credentials::Include, true),
        (&own, Credentials::Omit, false),
        (&own, Credentials::SameOrigin, true),
        (&own, Credentials::Include, true),
    ] {
        let server = Server::new(&[
            (ORIGIN, PAGE),
            (CREDENTIALS, "true"),
            ("access-control-allow-methods", "PUT"),
        ]);
        let mut browser = Browser::at(PAGE).cookie("session=1");
        let request = PageRequest::new("PUT", url).credentials(credentials);
        let outcome = server.fetch_by(&mut browser, request);
        let (actual, preflights) = outcome.exchanges().split_last().unwrap();
        let cookie = actual.request().headers().get("cookie");
        assert_eq!(cookie.is_some(), sent, "{url} {credentials:?}");
        for preflight in preflights {
            assert!(!preflight.request().headers().contains_key("cookie"));
        }
    }
}
