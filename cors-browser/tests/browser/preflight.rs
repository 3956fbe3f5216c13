//! When a request is preflighted, how, and which answers let it pass.

use cors_browser::{Browser, Credentials, Mode, PageRequest};

use super::{API, PAGE, Server, blocked, lines, sent};

const ALLOW: (&str, &str) = ("access-control-allow-origin", PAGE);
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";

fn put() -> PageRequest {
    PageRequest::new("PUT", API)
}

#[test]
fn simple_requests_have_none() {
    for method in ["GET", "HEAD", "POST", "get", "Post"] {
        let request = PageRequest::new(method, API)
            .header("accept", "application/json")
            .header("accept-language", "de")
            .header("content-type", "text/plain;charset=UTF-8")
            .header("range", "bytes=0-");
        let outcome = Server::new(&[ALLOW]).fetch(request);
        let method = method.to_uppercase();
        assert_eq!(sent(&outcome), [format!("{method} {API}")]);
        assert!(outcome.is_readable());
    }
}

#[test]
fn as_sent() {
    let request = PageRequest::new("put", API)
        .header("X-B", "1")
        .header("content-type", "application/json")
        .header("x-a", "1")
        .header("X-A", "2")
        .header("accept", "text/html");
    let server = Server::new(&[ALLOW, (METHODS, "PUT"), (HEADERS, "x-a, x-b, content-type")]);
    let outcome = server.fetch(request);
    assert_eq!(
        sent(&outcome),
        [format!("OPTIONS {API}"), format!("PUT {API}")]
    );
    assert_eq!(
        lines(&outcome, 0),
        [
            "access-control-request-headers: content-type,x-a,x-b",
            "access-control-request-method: PUT",
            "origin: https://app.example.com",
        ]
    );
    assert_eq!(
        lines(&outcome, 1),
        [
            "content-type: application/json",
            "origin: https://app.example.com",
            "x-a: 1",
            "x-a: 2",
            "x-b: 1",
        ]
    );
    let preflight = outcome.exchanges()[0].request().headers();
    assert_eq!(preflight["accept"], "*/*");
    assert_eq!(preflight["host"], "api.example.com");
    assert_eq!(outcome.preflights(), 1);
}

#[test]
fn uploads_that_are_watched_or_streamed_have_one() {
    for request in [
        PageRequest::new("POST", API).body().upload_listener(),
        PageRequest::new("POST", API).streamed_body(),
    ] {
        let outcome = Server::new(&[ALLOW]).fetch(request);
        assert_eq!(
            sent(&outcome),
            [format!("OPTIONS {API}"), format!("POST {API}")]
        );
        assert_eq!(
            lines(&outcome, 0),
            [
                "access-control-request-method: POST",
                "origin: https://app.example.com",
            ]
        );
    }
}

/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.4.
#[test]
fn a_watched_upload_may_use_any_method_where_none_is_listed() {
    let delete = || PageRequest::new("DELETE", API);
    let outcome = Server::new(&[ALLOW]).fetch(delete().upload_listener());
    assert!(outcome.is_readable(), "{outcome}");
    let outcome = Server::new(&[ALLOW]).fetch(delete());
    assert_eq!(
        blocked(&outcome),
        "the method DELETE is not allowed: it is not in Access-Control-Allow-Methods, which lists none"
    );
    let server = Server::new(&[ALLOW, (METHODS, "PUT")]);
    let outcome = server.fetch(delete().upload_listener());
    assert_eq!(
        blocked(&outcome),
        "the method DELETE is not allowed: it is not in Access-Control-Allow-Methods, which lists PUT"
    );
}

#[test]
fn methods() {
    for (method, listed, credentials, allowed) in [
        ("PUT", "GET, PUT", false, true),
        ("PUT", "*", false, true),
        ("PUT", "*", true, false),
        ("PUT", "put", false, false),
        ("put", "PUT", false, true),
        ("patch", "PATCH", false, false),
        ("patch", "patch", false, true),
        ("POST", "", false, true),
        ("*", "*", true, true),
        ("CHICKEN", "CHICKEN,", true, true),
    ] {
        let server = Server::new(&[
            ALLOW,
            ("access-control-allow-credentials", "true"),
            (METHODS, listed),
            (HEADERS, "x-a"),
        ]);
        let credentials = match credentials {
            true => Credentials::Include,
            false => Credentials::Omit,
        };
        let request = PageRequest::new(method, API)
            .header("x-a", "1")
            .credentials(credentials);
        let outcome = server.fetch(request);
        assert_eq!(
            outcome.is_readable(),
            allowed,
            "{method}: {listed}\n{outcome}"
        );
    }
    let outcome = Server::new(&[ALLOW, (METHODS, "PATCH")]).fetch(PageRequest::new("patch", API));
    assert_eq!(
        blocked(&outcome),
        "the method patch is not allowed: it is not in Access-Control-Allow-Methods, which lists PATCH; methods are case-sensitive, and the page has to write PATCH"
    );
}

#[test]
fn headers() {
    for (name, listed, credentials, allowed) in [
        ("x-a", "X-A", false, true),
        ("x-a", "x-b, x-a", true, true),
        ("x-a", "*", false, true),
        ("x-a", "*", true, false),
        ("x-a", "x-b", false, false),
        ("authorization", "*", false, false),
        ("Authorization", "*, AUTHORIZATION", false, true),
        ("*", "*", true, true),
    ] {
        let server = Server::new(&[
            ALLOW,
            ("access-control-allow-credentials", "true"),
            (HEADERS, listed),
        ]);
        let credentials = match credentials {
            true => Credentials::Include,
            false => Credentials::Omit,
        };
        let request = PageRequest::get(API)
            .header(name, "1")
            .credentials(credentials);
        let outcome = server.fetch(request);
        assert_eq!(
            outcome.is_readable(),
            allowed,
            "{name}: {listed}\n{outcome}"
        );
    }
    let request = PageRequest::get(API).header("authorization", "Basic YTpi");
    let outcome = Server::new(&[ALLOW, (HEADERS, "*")]).fetch(request);
    assert_eq!(
        blocked(&outcome),
        "the header authorization is not allowed: * never covers it, and Access-Control-Allow-Headers, which lists *, does not name it"
    );
}

#[test]
fn lists_that_are_none() {
    for (name, title) in [
        (METHODS, "Access-Control-Allow-Methods"),
        (HEADERS, "Access-Control-Allow-Headers"),
    ] {
        let outcome = Server::new(&[ALLOW, (METHODS, "PUT"), (name, "PUT DELETE")]).fetch(put());
        assert_eq!(
            blocked(&outcome),
            format!("the preflight's answer has an {title} that is not a list of names")
        );
        assert_eq!(outcome.exchanges().len(), 1);
    }
}

#[test]
fn statuses() {
    for status in [200, 204, 299] {
        let server = Server::new(&[ALLOW]).preflight(status, &[ALLOW, (METHODS, "PUT")]);
        assert!(server.fetch(put()).is_readable(), "{status}");
    }
    for status in [301, 307, 304, 400, 401, 403, 404, 405, 500] {
        let location = ("location", API);
        let server = Server::new(&[ALLOW]).preflight(status, &[ALLOW, (METHODS, "PUT"), location]);
        let outcome = server.fetch(put());
        assert_eq!(
            blocked(&outcome),
            format!(
                "the preflight was answered with status {status}, and only 200 to 299 will do: no redirect, no error"
            )
        );
        assert_eq!(outcome.exchanges().len(), 1);
    }
}

#[test]
fn the_answer_has_to_pass_the_cors_check() {
    let server = Server::new(&[ALLOW]).preflight(204, &[(METHODS, "PUT")]);
    let outcome = server.fetch(put());
    assert_eq!(
        blocked(&outcome),
        "the origin is not allowed: the preflight's answer has no Access-Control-Allow-Origin, so no page of another origin may read it"
    );
    // With the credentials mode of the request that it is about.
    let server = Server::new(&[("access-control-allow-origin", "*"), (METHODS, "PUT")]);
    let outcome = server.fetch(put().credentials(Credentials::Include));
    assert_eq!(
        blocked(&outcome),
        "the preflight's answer is for any origin, *, which never covers a request with credentials: it has to name https://app.example.com"
    );
}

#[test]
fn none_for_the_page_s_own_origin() {
    let request = PageRequest::new("DELETE", format!("{PAGE}/x")).header("x-a", "1");
    let outcome = Server::new(&[]).fetch(request);
    assert_eq!(sent(&outcome), [format!("DELETE {PAGE}/x")]);
    assert!(outcome.is_readable());
    // An opaque origin is the same as no other, itself included.
    let outcome = Server::new(&[ALLOW]).fetch_by(
        &mut Browser::at("null"),
        PageRequest::new("PUT", format!("{PAGE}/x")),
    );
    assert_eq!(lines(&outcome, 0)[1], "origin: null");
    assert!(!outcome.is_readable());
}

#[test]
fn what_no_page_may_ask_for() {
    let server = Server::new(&[ALLOW]);
    for (request, sentence) in [
        (
            PageRequest::get("/things"),
            r#""/things" is not an absolute URL"#,
        ),
        (
            PageRequest::get("https://user@api.example.com/"),
            "a page can't ask for a URL with a user name or password in it",
        ),
        (
            PageRequest::new("connect", API),
            "no page may use the method connect",
        ),
        (PageRequest::new("A B", API), r#""A B" is not a method"#),
        (
            PageRequest::get(API).header("x a", "1"),
            r#"the header "x a" has a name or a value that no header may have"#,
        ),
        (
            PageRequest::get(API).header("x-a", "a\0b"),
            r#"the header "x-a" has a name or a value that no header may have"#,
        ),
        (
            PageRequest::get(API).body(),
            "a request with GET or HEAD has no body",
        ),
        (
            PageRequest::get("ftp://api.example.com/"),
            "ftp URLs can't be fetched across origins",
        ),
        (
            PageRequest::get(API).mode(Mode::SameOrigin),
            "the URL is of another origin, and with mode \"same-origin\" the page asked only for its own",
        ),
        (
            PageRequest::new("PUT", API).mode(Mode::NoCors),
            "the method PUT can't be used with mode \"no-cors\"",
        ),
    ] {
        let outcome = server.fetch(request);
        assert_eq!(blocked(&outcome), sentence);
        assert_eq!(sent(&outcome), [""; 0]);
    }
}

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>
#[test]
fn headers_that_no_page_may_set_are_left_out() {
    let mut request = PageRequest::get(API);
    for name in [
        "cookie",
        "Origin",
        "host",
        "te",
        "Sec-Fetch-Site",
        "proxy-x",
        "access-control-request-method",
    ] {
        request = request.header(name, "1");
    }
    for (value, kept) in [("GET", true), ("PUT , trace", false)] {
        let request = request.clone().header("X-HTTP-Method-Override", value);
        let server = Server::new(&[ALLOW, (HEADERS, "x-http-method-override")]);
        let outcome = server.fetch(request);
        assert!(outcome.is_readable());
        let actual = outcome.exchanges().last().unwrap().request().headers();
        assert_eq!(actual.contains_key("x-http-method-override"), kept);
        for name in ["cookie", "te", "proxy-x"] {
            assert!(!actual.contains_key(name), "{name}");
        }
        // The browser's own.
        assert_eq!(actual["sec-fetch-site"], "same-site");
        assert_eq!(actual["origin"], PAGE);
    }
}
