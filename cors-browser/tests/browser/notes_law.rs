//! Notes never change the verdict: what they are about makes no difference to what a page sees.

use cors_browser::{Browser, Credentials, Engine, Mode, Outcome, PageRequest};
use http::{HeaderName, HeaderValue, Request, Response};
use proptest::{prelude::*, sample};

use super::response;

type Lines = Vec<(&'static str, &'static str)>;

/// What decides.
fn grants() -> impl Strategy<Value = Lines> {
    let all = vec![
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "PUT"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "etag"),
        ("etag", "1"),
    ];
    sample::subsequence(all.clone(), 0..=all.len())
}

/// What notes are about.
fn surprises() -> impl Strategy<Value = Lines> {
    let all = vec![
        ("set-cookie", "a=1"),
        ("set-cookie", "__Host-b=1; SameSite=None"),
        ("set-cookie", "c=1; SameSite=None; Secure"),
        ("set-cookie", "; Partitioned"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-site"),
        ("access-control-max-age", "86400"),
        ("access-control-max-age", "-1"),
    ];
    sample::subsequence(all.clone(), 1..=all.len())
}

fn request() -> impl Strategy<Value = PageRequest> {
    let url = sample::select(vec![
        "https://api.example.com/a",
        "http://api.example.org/a",
        "http://localhost:8080/a",
        "https://192.168.1.1/a",
        "https://app.example.com/own",
    ]);
    let method = sample::select(vec!["GET", "PUT"]);
    let credentials = sample::select(vec![
        Credentials::Omit,
        Credentials::SameOrigin,
        Credentials::Include,
    ]);
    let mode = sample::select(vec![Mode::Cors, Mode::Cors, Mode::NoCors, Mode::SameOrigin]);
    let rest = (any::<bool>(), any::<bool>());
    (url, method, credentials, mode, rest).prop_map(|(url, method, credentials, mode, rest)| {
        let request = PageRequest::new(method, url)
            .credentials(credentials)
            .mode(mode);
        let request = if rest.0 {
            request.header("authorization", "1")
        } else {
            request
        };
        if rest.1 {
            request.read("etag")
        } else {
            request
        }
    })
}

fn answer(status: u16, lines: &[Lines]) -> impl FnMut(Request<()>) -> Response<()> {
    let mut answer = response(status, &[]);
    for &(name, value) in lines.iter().flatten() {
        let name = HeaderName::from_static(name);
        answer
            .headers_mut()
            .append(name, HeaderValue::from_static(value));
    }
    move |_| answer.clone()
}

/// The verdict, and what was asked to come to it.
fn verdict(outcome: &Outcome) -> (String, Vec<String>) {
    let verdict = match outcome.result() {
        Ok(response) => format!("{:?} {}", response.kind(), response.status()),
        Err(blocked) => format!("{blocked:?}"),
    };
    (verdict, super::sent(outcome))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_notes_are_about_changes_no_verdict(
        page in sample::select(vec![
            "https://app.example.com", "http://app.example.com", "http://localhost:3000", "null",
        ]),
        engine in sample::select(vec![Engine::Chromium, Engine::Firefox, Engine::WebKit]),
        cookie in sample::select(vec!["a=1", "a=1; SameSite=Lax", "a=1; SameSite=None; Secure"]),
        status in sample::select(vec![200, 204, 302, 403, 500]),
        grants in grants(),
        surprises in surprises(),
        request in request(),
    ) {
        let plain = Browser::at(page)
            .fetch(&mut answer(status, core::slice::from_ref(&grants)), request.clone());
        let noted = Browser::at(page)
            .engine(engine)
            .set_cookie(cookie)
            .fetch(&mut answer(status, &[grants, surprises]), request);
        prop_assert_eq!(verdict(&plain), verdict(&noted));
        // Each is said once, and ends as a clause does.
        let mut said: Vec<_> = noted.notes().iter().map(ToString::to_string).collect();
        said.sort();
        said.dedup();
        prop_assert_eq!(said.len(), noted.notes().len());
        for note in noted.notes() {
            prop_assert!(note.citation().starts_with("https://"));
            prop_assert!(!note.to_string().ends_with('.'));
        }
    }
}
