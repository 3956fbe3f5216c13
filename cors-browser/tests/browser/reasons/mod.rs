//! The code of each reason, with its sentence, its cures and what it needs.

mod names;
mod rest;

use cors_browser::{Blocked, Browser, Credentials, Cure, CureValue, PageRequest, Reason};

use super::{API, PAGE, Server};

const ORIGIN: &str = "access-control-allow-origin";
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const EXPOSE: &str = "access-control-expose-headers";
const ALLOW: (&str, &str) = (ORIGIN, PAGE);
const CREDENTIALS: (&str, &str) = ("access-control-allow-credentials", "true");

fn get() -> PageRequest {
    PageRequest::get(API)
}

fn put() -> PageRequest {
    PageRequest::new("PUT", API)
}

fn include(request: PageRequest) -> PageRequest {
    request.credentials(Credentials::Include)
}

fn of(origin: &str, server: &Server, request: PageRequest) -> Blocked {
    let outcome = server.fetch_by(&mut Browser::at(origin), request);
    outcome.result().unwrap_err().clone()
}

/// `allow_methods PUT`
fn show(cures: &[Cure]) -> Vec<String> {
    let show = |cure: &Cure| match cure.value() {
        CureValue::List(entries) => format!("{} {}", cure.setting(), entries.join(" ")),
        CureValue::Flag(true) => cure.setting().to_owned(),
        other => panic!("{other:?}"),
    };
    cures.iter().map(show).collect()
}

#[track_caller]
fn check(blocked: &Blocked, reason: Reason, sentence: &str, cures: &[&str]) {
    assert_eq!(blocked.to_string(), sentence);
    assert_eq!(blocked.reason(), Some(reason), "{sentence}");
    assert_eq!(show(&blocked.cures()), cures, "{sentence}");
}

#[test]
fn an_origin_that_is_not_allowed() {
    let refused = Server::new(&[]).preflight(403, &[]);
    check(
        &of(PAGE, &refused, get()),
        Reason::OriginNotAllowed,
        "the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
        &["allow_origins https://app.example.com"],
    );
    check(
        &of(PAGE, &refused, include(put())),
        Reason::OriginNotAllowed,
        "the origin is not allowed: the preflight's answer has no Access-Control-Allow-Origin, so no page of another origin may read it",
        &["allow_origins https://app.example.com", "allow_credentials"],
    );
    let null = of("null", &refused, put());
    check(
        &null,
        Reason::NullOrigin,
        "the origin null is not allowed: the preflight's answer has no Access-Control-Allow-Origin, so no page of another origin may read it",
        &[],
    );
    assert_eq!(null.needs(), Some("dangerously_allow_null_origin"));
}

#[test]
fn what_takes_a_dangerous_setting() {
    let needs = |origin, request| {
        let blocked = of(origin, &Server::new(&[]), request);
        assert_eq!(blocked.cures().is_empty(), blocked.needs().is_some());
        blocked.needs()
    };
    let insecure = "http://app.example.com";
    assert_eq!(needs(insecure, get()), None);
    assert_eq!(
        needs(insecure, include(get())),
        Some("dangerously_allow_insecure_origins")
    );
    assert_eq!(needs("http://localhost:3000", include(get())), None);
    assert_eq!(
        needs("file://", get()),
        Some("dangerously_allow_file_origin")
    );
    // No policy gives these credentials.
    for origin in ["null", "file://"] {
        let blocked = of(origin, &Server::new(&[]), include(get()));
        assert_eq!((blocked.needs(), blocked.cures()), (None, Vec::new()));
    }
}

/// What has no headers and did not come from the policy.
#[test]
fn headers_that_are_missing() {
    let behind_a_proxy = Server::new(&[]).preflight(204, &[ALLOW, (METHODS, "PUT")]);
    check(
        &of(PAGE, &behind_a_proxy, put()),
        Reason::HeadersMissing,
        "the response has no Access-Control-Allow-Origin, although its preflight was allowed: something else has answered, or has taken the header away",
        &[],
    );
    // The preflight may have been allowed earlier.
    let mut browser = Browser::at(PAGE);
    let works = Server::new(&[ALLOW, (METHODS, "PUT")]);
    assert!(works.fetch_by(&mut browser, put()).is_readable());
    let outcome = behind_a_proxy.fetch_by(&mut browser, put());
    assert_eq!(outcome.preflights(), 0);
    let reason = outcome.result().unwrap_err().reason();
    assert_eq!(reason, Some(Reason::HeadersMissing));
    for status in [400, 401, 403, 404, 405, 429, 500, 502, 503, 504] {
        let server = Server::new(&[]).actual(status, &[]);
        let sentence = format!(
            "the response has no Access-Control-Allow-Origin, and its status is {status}: it looks like an error that the policy has not seen"
        );
        check(
            &of(PAGE, &server, get()),
            Reason::HeadersMissing,
            &sentence,
            &[],
        );
        // This one has been decided by origin.
        for vary in ["origin", "Accept-Encoding, Origin", "*"] {
            let server = Server::new(&[]).actual(status, &[("vary", vary)]);
            let reason = of(PAGE, &server, get()).reason();
            assert_eq!(reason, Some(Reason::OriginNotAllowed), "{status} {vary}");
        }
    }
    for status in [401, 404, 405, 500] {
        let server = Server::new(&[]).preflight(status, &[]);
        let sentence = format!(
            "the preflight's answer has no Access-Control-Allow-Origin, and its status is {status}: it looks like an error that the policy has not seen"
        );
        check(
            &of(PAGE, &server, put()),
            Reason::HeadersMissing,
            &sentence,
            &[],
        );
    }
}

#[test]
fn values_that_are_no_origin() {
    let because = |value: &str, flaw: &str| {
        let sentence = format!(
            "the response has an Access-Control-Allow-Origin of {value:?}, which is no origin: {flaw}; it has to be https://app.example.com, byte for byte"
        );
        let blocked = of(PAGE, &Server::new(&[(ORIGIN, value)]), get());
        let cures = ["allow_origins https://app.example.com"];
        check(&blocked, Reason::InvalidAllowOrigin, &sentence, &cures);
    };
    because("", "it is empty");
    for value in ["app.example.com", "true", "NULL", "https:app.example.com"] {
        because(value, "it does not begin with a scheme, such as https://");
    }
    because("https://app.example.com/", "it ends with a slash");
    because("https://app.example.com/a", "it has a path");
    because("https://app.example.com/a/", "it has a path");
    because("https://app.example.com?a", "it has a path");
    because("https://me@app.example.com", "it has a user name");
    for value in [
        "https://*.example.com",
        "https://app.example.com:*",
        "https://{sub}.example.com",
        r"https?://.*\.example\.com",
    ] {
        because(value, "it is a pattern, which only servers can match");
    }
    because("https://App.example.com", "it has letters in upper case");
    because("HTTPS://app.example.com", "it has letters in upper case");
    because(
        "https://app.example.com:443",
        "it spells out the scheme's own port",
    );
    because(
        "http://app.example.com:80",
        "it spells out the scheme's own port",
    );
    because(
        "https://app.example.com:8443 ",
        "browsers write none like it",
    );
    because("https://", "browsers write none like it");
}

#[test]
fn values_that_are_another_origin_or_several() {
    for value in [
        "https://other.example.com",
        "http://app.example.com",
        "null",
        "tauri://localhost",
    ] {
        let sentence = format!(
            "the response is for {value}, as its Access-Control-Allow-Origin says, and not for https://app.example.com: they have to be equal byte for byte"
        );
        let blocked = of(PAGE, &Server::new(&[(ORIGIN, value)]), get());
        let cures = ["allow_origins https://app.example.com"];
        check(&blocked, Reason::OriginMismatch, &sentence, &cures);
    }
    let page_and_any = format!("{PAGE}, *");
    for (lines, combined) in [
        (&[ALLOW, (ORIGIN, "*")][..], page_and_any.as_str()),
        (
            &[(ORIGIN, "https://a.example,https://b.example")],
            "https://a.example,https://b.example",
        ),
        (
            &[(ORIGIN, "https://a.example https://b.example")],
            "https://a.example https://b.example",
        ),
        (
            &[(ORIGIN, "https://a.example; https://b.example")],
            "https://a.example; https://b.example",
        ),
    ] {
        let sentence = format!(
            "the response has more than one Access-Control-Allow-Origin, {combined:?}: two headers, or a list, are as good as none"
        );
        // Whoever has added one is not the policy.
        check(
            &of(PAGE, &Server::new(lines), get()),
            Reason::MultipleAllowOrigin,
            &sentence,
            &[],
        );
    }
}

#[test]
fn credentials() {
    check(
        &of(
            PAGE,
            &Server::new(&[(ORIGIN, "*"), CREDENTIALS]),
            include(get()),
        ),
        Reason::WildcardWithCredentials,
        "the response is for any origin, *, which never covers a request with credentials: it has to name https://app.example.com",
        &["allow_origins https://app.example.com", "allow_credentials"],
    );
    check(
        &of(PAGE, &Server::new(&[ALLOW]), include(get())),
        Reason::CredentialsNotAllowed,
        "the response has no Access-Control-Allow-Credentials, and the request is with credentials",
        &["allow_credentials"],
    );
    let any = Server::new(&[ALLOW, CREDENTIALS, (METHODS, "*"), (HEADERS, "*")]);
    check(
        &of(PAGE, &any, include(put())),
        Reason::WildcardListWithCredentials,
        "the method PUT is not allowed: it is not in Access-Control-Allow-Methods, which lists *; with credentials, * is a name like any other",
        &["allow_methods PUT"],
    );
    check(
        &of(
            PAGE,
            &any,
            include(get())
                .header("x-a", "1")
                .header("authorization", "1"),
        ),
        Reason::WildcardListWithCredentials,
        "the headers authorization, x-a are not allowed: they are not in Access-Control-Allow-Headers, which lists *; with credentials, * is a name like any other",
        &["allow_headers authorization x-a"],
    );
}
