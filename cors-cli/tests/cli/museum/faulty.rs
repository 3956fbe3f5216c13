//! Servers that answer some requests otherwise than the rest: preflights, errors, redirects.

use http::{HeaderValue, Request, Response, StatusCode};

use super::{
    APP, Exhibit, Serve, add, allowing, answer, exhibit, is_nowhere, is_preflight, origin, page,
};

/// A server that does everything right for one page.
fn right(request: &Request<()>) -> Response<()> {
    allowing(|origin| origin == APP, true)(request)
}

fn preflights(answered: impl Serve) -> impl Serve {
    move |request| match is_preflight(request) {
        true => answered(request),
        false => right(request),
    }
}

fn asked_method(request: &Request<()>) -> &str {
    let method = request.headers().get("access-control-request-method");
    method
        .and_then(|method| method.to_str().ok())
        .unwrap_or_default()
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    let put = || page().method("PUT");
    vec![
        exhibit(
            "preflights are answered for everybody",
            page(),
            preflights(|request| {
                let origin = origin(request).unwrap_or_default();
                answer(
                    204,
                    &[
                        ("access-control-allow-origin", origin),
                        ("access-control-allow-methods", "PUT"),
                    ],
                )
            }),
            &[("preflight-grants-more", "error")],
        ),
        exhibit(
            "preflights are answered with *, and nothing else is",
            page(),
            preflights(|_| {
                answer(
                    200,
                    &[
                        ("access-control-allow-origin", "*"),
                        ("access-control-allow-methods", "*"),
                    ],
                )
            }),
            &[("preflight-grants-more", "error")],
        ),
        exhibit(
            "preflights are redirected",
            put(),
            preflights(|_| answer(301, &[("location", "/elsewhere")])),
            &[("preflight-redirected", "error")],
        ),
        exhibit(
            "preflights need a login",
            put(),
            preflights(|_| answer(401, &[("www-authenticate", "Bearer")])),
            &[("preflight-needs-authentication", "error")],
        ),
        exhibit(
            "preflights need a proxy's login, and CORS is outside",
            put(),
            preflights(|_| {
                let mut response = answer(407, &[]);
                add(response.headers_mut(), "access-control-allow-origin", APP);
                response
            }),
            &[("preflight-needs-authentication", "error")],
        ),
        exhibit(
            "preflights find no route",
            put(),
            preflights(|_| answer(405, &[("allow", "GET, PUT")])),
            &[("preflight-not-ok", "error")],
        ),
        exhibit(
            "GET is not allowed by preflights",
            page(),
            |request| match is_preflight(request) && asked_method(request) == "GET" {
                true => answer(400, &[("vary", "Origin")]),
                false => right(request),
            },
            &[("preflight-safelisted-refused", "warning")],
        ),
        exhibit(
            "GET is not allowed by preflights, and PUT is not listed",
            page(),
            |request| {
                let mut response = right(request);
                if is_preflight(request) && response.status().is_success() {
                    let delete = HeaderValue::from_static("DELETE");
                    response
                        .headers_mut()
                        .insert("access-control-allow-methods", delete);
                    if asked_method(request) == "GET" {
                        *response.status_mut() = StatusCode::BAD_REQUEST;
                    }
                }
                response
            },
            &[("preflight-safelisted-refused", "warning")],
        ),
        exhibit(
            "preflights list no methods",
            page(),
            |request| {
                let mut response = right(request);
                response
                    .headers_mut()
                    .remove("access-control-allow-methods");
                response
            },
            &[("preflight-without-methods", "error")],
        ),
        exhibit(
            "errors are not seen by CORS",
            page(),
            |request| match is_nowhere(request) {
                true => answer(404, &[]),
                false => right(request),
            },
            &[("headers-missing-on-error", "warning")],
        ),
        exhibit(
            "logins are asked for outside of CORS",
            page(),
            |request| match is_preflight(request) {
                true => right(request),
                false => answer(401, &[]),
            },
            &[("headers-missing-on-error", "warning")],
        ),
        exhibit(
            "strangers' errors are echoed",
            page(),
            |request| match is_nowhere(request) {
                true => allowing(|_| true, true)(request),
                false => right(request),
            },
            &[("reflects-any-origin", "error")],
        ),
        exhibit(
            "redirects are not seen by CORS",
            page(),
            |request| match request.uri().path() {
                "/end" => right(request),
                _ if is_nowhere(request) => right(request),
                _ => answer(302, &[("location", "/end")]),
            },
            &[("headers-missing-on-redirect", "error")],
        ),
        exhibit(
            "redirects are not seen by CORS, and what they lead to allows null",
            page().credentials(),
            |request| match request.uri().path() {
                path if path.starts_with("/end") => {
                    allowing(|origin| origin == APP || origin == "null", true)(request)
                }
                _ => answer(308, &[("location", "/end/")]),
            },
            &[
                ("allows-null", "error"),
                ("headers-missing-on-redirect", "error"),
            ],
        ),
        exhibit(
            "strangers' errors are echoed, without credentials",
            page(),
            |request| match is_nowhere(request) {
                true => allowing(|_| true, false)(request),
                false => right(request),
            },
            &[("reflects-any-origin", "note")],
        ),
        exhibit(
            "redirects to another host are not seen by CORS",
            page(),
            |request| match is_preflight(request) || is_nowhere(request) {
                true => right(request),
                false => answer(302, &[("location", "https://cdn.example.net/end")]),
            },
            &[("headers-missing-on-redirect", "error")],
        ),
        exhibit(
            "a redirect to a login, and no CORS at all",
            page(),
            |_| answer(302, &[("location", "/login")]),
            &[("origin-not-allowed", "error")],
        ),
        exhibit(
            "redirects go round in a circle",
            page(),
            |request| {
                let mut response = right(request);
                if !is_preflight(request) && !is_nowhere(request) {
                    *response.status_mut() = StatusCode::FOUND;
                    add(response.headers_mut(), "location", "?again");
                }
                response
            },
            &[("redirect-blocked", "error")],
        ),
        exhibit(
            "the answer may be stored",
            page(),
            |request| {
                let mut response = right(request);
                response.headers_mut().remove("vary");
                response
            },
            &[("missing-vary", "error")],
        ),
        exhibit(
            "only what is shared says by what it varies",
            page(),
            |request| {
                let mut response = right(request);
                add(response.headers_mut(), "cache-control", "max-age=60");
                if origin(request).is_none() {
                    response.headers_mut().remove("vary");
                }
                response
            },
            &[("missing-vary", "error")],
        ),
        exhibit(
            "* only for requests with an origin",
            page(),
            |request| match origin(request) {
                Some(_) => answer(
                    200,
                    &[
                        ("access-control-allow-origin", "*"),
                        ("access-control-allow-methods", "GET"),
                    ],
                ),
                None => answer(200, &[("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT")]),
            },
            &[("missing-vary", "error")],
        ),
    ]
}
