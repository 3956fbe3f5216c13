//! Servers whose answers to preflights have no CORS header at all where something else than the origin is refused.

use http::{Request, Response};

use super::{
    APP, Exhibit, Serve, add, allowing, answer, exhibit, is_nowhere, is_preflight, origin, page,
};

/// GET and PUT are allowed, and `x-allowed`. What else a preflight asks for gets this status, and nothing else.
fn refusing(status: u16) -> impl Serve {
    move |request| {
        let asked = |name: &str| {
            let value = request.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap())
        };
        let right = allowing(|origin| origin == APP, true);
        if !is_preflight(request) {
            return right(request);
        }
        let is_allowed = ["GET", "PUT"].contains(&asked("access-control-request-method"))
            && ["", "x-allowed"].contains(&asked("access-control-request-headers"));
        match is_allowed {
            true => {
                let mut response = right(request);
                let name = "access-control-allow-headers";
                response.headers_mut().remove(name);
                add(response.headers_mut(), name, "x-allowed");
                response
            }
            false => answer(status, &[]),
        }
    }
}

/// Whatever is asked with OPTIONS is answered as any other request would be, and CORS does not see it.
fn unseen(request: &Request<()>) -> Response<()> {
    match is_preflight(request) {
        true => answer(200, &[]),
        false => allowing(|origin| origin == APP, true)(request),
    }
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    let refused = &[("method-not-allowed", "error")];
    let header = || page().method("PUT").header("x-trace: 1");
    vec![
        exhibit(
            "a method is refused with 403",
            page().method("DELETE"),
            refusing(403),
            refused,
        ),
        exhibit(
            "a method is refused with 204",
            page().method("DELETE"),
            refusing(204),
            refused,
        ),
        exhibit(
            "a header is refused with 403",
            header(),
            refusing(403),
            &[("header-not-allowed", "error")],
        ),
        exhibit(
            "a header is refused with 204",
            header(),
            refusing(204),
            &[("header-not-allowed", "error")],
        ),
        exhibit(
            "preflights are not seen by CORS",
            page().method("PUT"),
            unseen,
            &[("origin-not-allowed", "error")],
        ),
        exhibit(
            "no CORS at all, OPTIONS is not known, and the page has to ask",
            page().method("PUT"),
            |request| match (is_preflight(request), is_nowhere(request)) {
                (true, _) => answer(405, &[("allow", "GET")]),
                (false, true) => answer(404, &[]),
                (false, false) => answer(200, &[]),
            },
            &[("origin-not-allowed", "error")],
        ),
        exhibit(
            "preflights list no methods, and the page has to ask",
            page().method("PUT"),
            |request| {
                let mut response = allowing(|origin| origin == APP, true)(request);
                response
                    .headers_mut()
                    .remove("access-control-allow-methods");
                response
            },
            &[("preflight-without-methods", "error")],
        ),
        exhibit(
            "preflights list no methods, and are for everybody",
            page(),
            |request| {
                let status = if is_nowhere(request) { 404 } else { 200 };
                answer(status, &[("access-control-allow-origin", "*")])
            },
            &[("preflight-without-methods", "error")],
        ),
        exhibit(
            "too many requests are answered outside of CORS",
            page(),
            |request| match origin(request) == Some(APP) && is_nowhere(request) {
                true => answer(429, &[("retry-after", "1")]),
                false => allowing(|origin| origin == APP, true)(request),
            },
            &[("headers-missing-on-error", "warning")],
        ),
    ]
}
