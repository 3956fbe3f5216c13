//! Correct servers of other styles: storage, development, logins, redirects, what stands behind a CDN.

use http::Method;

use super::{
    APP, Exhibit, Page, Serve, add, allowing, answer, exhibit, is_nowhere, is_preflight, origin,
    page,
};

const DEV: &str = "http://localhost:5173";

fn fine(name: &'static str, page: Page, serve: impl Serve + 'static) -> Exhibit {
    exhibit(name, page, serve, &[])
}

/// As a right one, with another status for what a handler answers.
fn with_status(status: u16) -> impl Serve {
    move |request| {
        let mut response = allowing(|origin| origin == APP, true)(request);
        if !is_preflight(request) {
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        }
        response
    }
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        fine(
            "a login for everything, inside of CORS",
            page().method("PUT").credentials(),
            with_status(401),
        ),
        fine(
            "everything fails, inside of CORS",
            page().credentials(),
            with_status(500),
        ),
        fine(
            "storage, which tells a preflight only what it asks for",
            page().method("PUT").header("content-type: image/png"),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                let headers = response.headers_mut();
                headers.remove("access-control-allow-headers");
                let vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
                headers.insert("vary", vary.parse().unwrap());
                if let Some(asked) = request.headers().get("access-control-request-headers") {
                    headers.insert("access-control-allow-headers", asked.clone());
                }
                response
            },
        ),
        fine(
            "behind a CDN that stores, and compresses",
            page().read("x-total"),
            |request| {
                let mut response = allowing(|origin| origin == APP, false)(request);
                let headers = response.headers_mut();
                headers.insert("vary", "Accept-Encoding, ORIGIN".parse().unwrap());
                for (name, value) in [
                    ("cache-control", "public, s-maxage=600"),
                    ("age", "12"),
                    ("x-cache", "HIT"),
                    ("content-encoding", "gzip"),
                    ("x-total", "3"),
                ] {
                    add(headers, name, value);
                }
                if origin(request) == Some(APP) {
                    add(headers, "access-control-expose-headers", "x-total");
                }
                response
            },
        ),
        fine(
            "one origin with credentials, always, in a shared cache",
            page().method("PUT").credentials(),
            |request| {
                let status = match (is_preflight(request), is_nowhere(request)) {
                    (true, _) => 204,
                    (false, true) => 404,
                    (false, false) => 200,
                };
                answer(
                    status,
                    &[
                        ("access-control-allow-origin", APP),
                        ("access-control-allow-credentials", "true"),
                        ("access-control-allow-methods", "PUT"),
                        ("cache-control", "public, max-age=300"),
                    ],
                )
            },
        ),
        fine(
            "credentials on one path only",
            page().credentials(),
            |request| allowing(|origin| origin == APP, !is_nowhere(request))(request),
        ),
        fine(
            "only PUT, where GET is an error with the headers",
            page().method("PUT"),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                if *request.method() == Method::GET {
                    *response.status_mut() = http::StatusCode::METHOD_NOT_ALLOWED;
                }
                response
            },
        ),
        fine(
            "a slash is added by a redirect with the headers",
            page().method("PUT").credentials(),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                if request.uri().path() == "/things" && !is_preflight(request) {
                    *response.status_mut() = http::StatusCode::TEMPORARY_REDIRECT;
                    add(response.headers_mut(), "location", "/things/");
                }
                response
            },
        ),
        fine(
            "a development server for its front end",
            page().origins(&[DEV]).method("PUT").credentials(),
            allowing(|origin| origin == DEV, true),
        ),
        fine(
            "a development server for two front ends",
            page().origins(&[DEV, "http://127.0.0.1:5173"]),
            allowing(
                |origin| [DEV, "http://127.0.0.1:5173"].contains(&origin),
                true,
            ),
        ),
        fine(
            "a page with an IPv6 address",
            page().origins(&["http://[::1]:5173"]).credentials(),
            allowing(|origin| origin == "http://[::1]:5173", true),
        ),
        fine(
            "lists with odd spaces and empty names",
            page()
                .method("PUT")
                .header("content-type: application/json"),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                let headers = response.headers_mut();
                if headers.contains_key("access-control-allow-methods") {
                    headers.insert(
                        "access-control-allow-methods",
                        "GET,PUT ,,DELETE".parse().unwrap(),
                    );
                    headers.insert(
                        "access-control-allow-headers",
                        " Content-Type ,X-A".parse().unwrap(),
                    );
                }
                response
            },
        ),
    ]
}
