//! Servers that do nothing wrong. Whoever finds something here cries wolf.

use core::time::Duration;

use cors_core::{
    Policy, PolicyBuilder,
    adapter::{Decision, Head, Responder},
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use super::{
    APP, Exhibit, Page, Serve, add, allowing, answer, exhibit, is_nowhere, is_preflight, origin,
    page,
};

pub(super) fn exhibits() -> Vec<Exhibit> {
    let mut exhibits = by_hand();
    exhibits.extend(by_policies());
    exhibits
}

fn by_hand() -> Vec<Exhibit> {
    let fine =
        |name, page: Page, serve: fn(&Request<()>) -> Response<()>| exhibit(name, page, serve, &[]);
    vec![
        fine("a list with Vary", page().credentials(), |request| {
            allowing(|origin| origin == APP, true)(request)
        }),
        fine(
            "one origin, always, without Vary",
            page().credentials(),
            |request| {
                let mut response = answer(status(request), &[]);
                let headers = response.headers_mut();
                add(headers, "access-control-allow-origin", APP);
                add(headers, "access-control-allow-credentials", "true");
                add(headers, "access-control-allow-methods", "GET, PUT");
                add(headers, "cache-control", "max-age=3600");
                response
            },
        ),
        fine(
            "everybody, without credentials",
            page().method("PUT"),
            |request| {
                let mut response = answer(status(request), &[("access-control-allow-origin", "*")]);
                if is_preflight(request) {
                    add(response.headers_mut(), "access-control-allow-methods", "*");
                    add(response.headers_mut(), "access-control-allow-headers", "*");
                }
                response
            },
        ),
        fine(
            "a file server for everybody that knows no OPTIONS",
            page(),
            |request| match *request.method() == Method::OPTIONS {
                true => answer(405, &[("allow", "GET, HEAD")]),
                false => answer(
                    status(request),
                    &[
                        ("access-control-allow-origin", "*"),
                        ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
                        ("etag", "\"1\""),
                    ],
                ),
            },
        ),
        fine("no-store, without Vary", page(), |request| {
            let mut response = allowing(|origin| origin == APP, true)(request);
            response.headers_mut().remove("vary");
            add(response.headers_mut(), "cache-control", "no-store");
            response
        }),
        fine("Vary: *", page(), |request| {
            let mut response = allowing(|origin| origin == APP, true)(request);
            response
                .headers_mut()
                .insert("vary", HeaderValue::from_static("*"));
            response
        }),
        fine("preflights without Vary", page().method("PUT"), |request| {
            let mut response = allowing(|origin| origin == APP, true)(request);
            if is_preflight(request) {
                response.headers_mut().remove("vary");
            }
            response
        }),
        fine(
            "refused preflights are 200 without a header",
            page(),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                if is_preflight(request) {
                    *response.status_mut() = StatusCode::OK;
                }
                response
            },
        ),
        fine(
            "preflights always tell the whole list, except the origin, as express does",
            page().method("PUT").credentials(),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                if *request.method() == Method::OPTIONS {
                    *response.status_mut() = StatusCode::NO_CONTENT;
                    let headers = response.headers_mut();
                    for (name, value) in [
                        ("access-control-allow-credentials", "true"),
                        (
                            "access-control-allow-methods",
                            "GET,HEAD,PUT,PATCH,POST,DELETE",
                        ),
                        ("content-length", "0"),
                    ] {
                        headers.remove(name);
                        add(headers, name, value);
                    }
                }
                response
            },
        ),
        fine(
            "credentials and lists for whoever asks, and no origin, as tower-http does",
            page(),
            |request| {
                let vary = "origin, access-control-request-method, access-control-request-headers";
                let mut response = answer(
                    status(request),
                    &[("access-control-allow-credentials", "true"), ("vary", vary)],
                );
                if *request.method() == Method::OPTIONS {
                    *response.status_mut() = StatusCode::OK;
                    add(
                        response.headers_mut(),
                        "access-control-allow-methods",
                        "PUT,DELETE",
                    );
                }
                if origin(request) == Some(APP) {
                    add(response.headers_mut(), "access-control-allow-origin", APP);
                }
                response
            },
        ),
        fine("strangers are refused with 403", page(), |request| {
            let mut response = allowing(|origin| origin == APP, true)(request);
            if origin(request).is_some_and(|origin| origin != APP) {
                *response.status_mut() = StatusCode::FORBIDDEN;
            }
            response
        }),
        fine(
            "a default for those who are not on the list",
            page(),
            |request| {
                let named = origin(request).filter(|origin| *origin == "https://admin.example.com");
                let mut response = answer(
                    status(request),
                    &[("vary", "Origin"), ("access-control-allow-methods", "GET")],
                );
                add(
                    response.headers_mut(),
                    "access-control-allow-origin",
                    named.unwrap_or(APP),
                );
                response
            },
        ),
        fine(
            "every subdomain, which are named",
            page().policy(SUBDOMAINS),
            |request| {
                let is_subdomain = |origin: &str| {
                    let host = origin.strip_prefix("https://").unwrap_or_default();
                    let host = host.strip_suffix(".example.com").unwrap_or_default();
                    host.bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte == b'.')
                        && !host.is_empty()
                };
                allowing(is_subdomain, true)(request)
            },
        ),
        fine(
            "http and localhost, which are named",
            page().origins(&[APP, "http://app.example.com", "http://localhost:3000"]),
            |request| {
                let named = [APP, "http://app.example.com", "http://localhost:3000"];
                allowing(|origin| named.contains(&origin), false)(request)
            },
        ),
        fine(
            "null, which is named",
            page().origins(&[APP, "null"]),
            |request| allowing(|origin| matches!(origin, APP | "null"), false)(request),
        ),
        fine("redirects with the headers", page(), |request| {
            let mut response = allowing(|origin| origin == APP, true)(request);
            if !is_preflight(request) && !is_nowhere(request) && request.uri().path() != "/end" {
                *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
                add(response.headers_mut(), "location", "/end");
            }
            response
        }),
        fine("a max-age of a day, and false", page(), |request| {
            let mut response = allowing(|origin| origin == APP, false)(request);
            add(
                response.headers_mut(),
                "access-control-allow-credentials",
                "false",
            );
            if is_preflight(request) {
                response
                    .headers_mut()
                    .insert("access-control-max-age", HeaderValue::from_static("86400"));
            }
            response
        }),
    ]
}

/// A file with one policy, which allows what the servers of subdomains allow.
const SUBDOMAINS: &str = r#"
[policies.app]
allow_origins = ["https://*.example.com"]
allow_credentials = true
allow_methods = ["PUT", "DELETE"]
allow_headers = ["content-type"]
max_age = 600
"#;

fn status(request: &Request<()>) -> u16 {
    match (is_preflight(request), is_nowhere(request)) {
        (true, _) => 204,
        (false, true) => 404,
        (false, false) => 200,
    }
}

/// A server with a policy of this project.
pub(crate) fn served(policy: Policy) -> impl Serve {
    let responder = Responder::<HeaderValue>::new(policy);
    move |request| {
        let mut headers = HeaderMap::new();
        let status = match responder.respond(&Head::of(request)) {
            Decision::Forward(decided) => {
                decided.apply(&mut headers);
                StatusCode::from_u16(status(request)).unwrap()
            }
            Decision::Answer(decided) => {
                let status = decided.status_code();
                decided.apply(&mut headers);
                status
            }
        };
        let mut response = Response::new(());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

fn by_policies() -> Vec<Exhibit> {
    let listed = || Policy::builder().allow_origins([APP]);
    let fine = |name, page: Page, policy: PolicyBuilder| {
        exhibit(name, page, served(policy.build().unwrap()), &[])
    };
    vec![
        fine("a policy with one origin", page(), listed()),
        fine("a policy for everybody", page().method("DELETE"), {
            Policy::builder()
                .allow_origins(["*"])
                .allow_methods(["*"])
                .allow_headers(["*"])
        }),
        fine(
            "a policy with credentials",
            page().method("PUT").header("x-api-key: 1").credentials(),
            listed()
                .allow_credentials(true)
                .allow_methods(["PUT"])
                .allow_headers(["x-api-key"]),
        ),
        fine(
            "a policy that tells little",
            page().method("PUT").header("x-api-key: 1"),
            listed()
                .allow_methods(["*"])
                .allow_headers(["*"])
                .minimal_disclosure(true),
        ),
        fine(
            "a policy with guards",
            page().credentials(),
            listed()
                .allow_credentials(true)
                .allow_methods(["PUT"])
                .guard_unsafe_methods(true)
                .guard_safe_methods(true)
                .guard_websockets(true),
        ),
        fine(
            "a policy of subdomains",
            page().policy(SUBDOMAINS),
            Policy::builder()
                .allow_origins(["https://*.example.com"])
                .allow_credentials(true)
                .allow_methods(["PUT", "DELETE"])
                .allow_headers(["content-type"])
                .max_age(Duration::from_secs(600)),
        ),
    ]
}
