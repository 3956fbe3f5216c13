//! What a browser does, in sentences.

use core::time::Duration;

use http::{
    HeaderName, Request, Response,
    header::{
        ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
        AUTHORIZATION, COOKIE, ORIGIN,
    },
};
use url::Url;

use super::{
    Credentials, Mode, PageRequest, PageResponse, ResponseKind, Step, field, request::Hand,
};

pub(super) fn asked(origin: &str, page: &PageRequest) -> Step {
    let page_of = match origin {
        super::OPAQUE => "A page of an opaque origin".to_owned(),
        origin => format!("A page of {origin}"),
    };
    match page.mode {
        Mode::Navigate if page.hand == Hand::Visitor => {
            return step(
                format!("The visitor opens {}", page.url),
                "https://html.spec.whatwg.org/#beginning-navigation",
            );
        }
        Mode::Navigate => {
            return step(
                format!("{page_of} leads to {} with {}", page.url, page.method),
                "https://html.spec.whatwg.org/#beginning-navigation",
            );
        }
        Mode::WebSocket => {
            return step(
                format!("{page_of} opens a WebSocket to {}", page.url),
                "https://websockets.spec.whatwg.org/#dom-websocket-websocket",
            );
        }
        _ => {}
    }
    let credentials = match page.credentials {
        Credentials::Omit => "without credentials",
        Credentials::SameOrigin => "with credentials only for its own origin",
        Credentials::Include => "with credentials",
    };
    let sentence = format!(
        "{page_of} asks for {} {}, {credentials}",
        page.method, page.url
    );
    step(sentence, "https://fetch.spec.whatwg.org/#fetch-method")
}

pub(super) fn dropped(names: &[String]) -> Step {
    step(
        format!(
            "The browser leaves out {}, which a page like this cannot set",
            join(names)
        ),
        "https://fetch.spec.whatwg.org/#concept-headers-append",
    )
}

pub(super) fn same_origin(url: &Url) -> Step {
    step(
        format!(
            "{} is the page's own origin: the page may read everything",
            super::serialise(url)
        ),
        "https://fetch.spec.whatwg.org/#main-fetch",
    )
}

pub(super) fn no_cors() -> Step {
    step(
        "With mode \"no-cors\", the page will use the response without reading it".to_owned(),
        "https://fetch.spec.whatwg.org/#main-fetch",
    )
}

/// Of a navigation or a handshake.
pub(super) fn no_check(mode: Mode) -> Step {
    let what = match mode {
        Mode::WebSocket => "a WebSocket",
        _ => "a navigation",
    };
    step(
        format!("CORS has no say in {what}: it is sent, with cookies, wherever it leads"),
        "https://fetch.spec.whatwg.org/#main-fetch",
    )
}

pub(super) fn no_preflight(method: &str) -> Step {
    step(
        format!("{method} with no header beyond the safelisted ones needs no preflight"),
        "https://fetch.spec.whatwg.org/#main-fetch",
    )
}

/// Why a request needs a preflight.
pub(super) struct Reasons<'a> {
    pub(super) method: Option<&'a str>,
    pub(super) headers: &'a [&'a str],
    pub(super) flag: bool,
}

impl Reasons<'_> {
    fn allowed(&self) -> String {
        let all: Vec<_> = self.method.iter().chain(self.headers).collect();
        join(&all)
    }
}

pub(super) fn preflight_needed(reasons: &Reasons<'_>) -> Step {
    let mut causes = Vec::new();
    if reasons.flag {
        causes.push("its upload is watched or streamed".to_owned());
    } else if let Some(method) = reasons.method {
        causes.push(format!("{method} is none of GET, HEAD and POST"));
    }
    match reasons.headers {
        [] => {}
        [name] => causes.push(format!(
            "the header {name} is not safelisted with this value"
        )),
        names => causes.push(format!(
            "the headers {} are not safelisted with these values",
            join(names)
        )),
    }
    step(
        format!("The request needs a preflight: {}", causes.join("; ")),
        "https://fetch.spec.whatwg.org/#main-fetch",
    )
}

pub(super) fn cached(reasons: &Reasons<'_>) -> Step {
    step(
        format!(
            "An earlier preflight for this URL allows {}, and still holds: no other one is sent",
            reasons.allowed()
        ),
        "https://fetch.spec.whatwg.org/#cors-preflight-cache",
    )
}

pub(super) fn sent(request: &Request<()>, preflight: bool) -> Step {
    let mut sentence = format!("{} {} is sent", request.method(), request.uri());
    let shown: &[HeaderName] = if preflight {
        &[
            ORIGIN,
            ACCESS_CONTROL_REQUEST_METHOD,
            ACCESS_CONTROL_REQUEST_HEADERS,
        ]
    } else {
        &[ORIGIN]
    };
    let headers = request.headers();
    let lines: Vec<_> = shown
        .iter()
        .filter_map(|name| Some((name, headers.get(name)?)))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            format!("{}: {value}", name_of(name))
        })
        .collect();
    if !lines.is_empty() {
        sentence += &format!(" with {}", join(&lines));
    }
    let (citation, credentials) = if preflight {
        (
            "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
            "; a preflight never has credentials",
        )
    } else {
        let credentials = match (
            headers.contains_key(COOKIE),
            headers.contains_key(AUTHORIZATION),
        ) {
            (true, true) => ", with cookies and Authorization",
            (true, false) => ", with cookies",
            (false, true) => ", with Authorization",
            (false, false) => "",
        };
        (
            "https://fetch.spec.whatwg.org/#http-network-or-cache-fetch",
            credentials,
        )
    };
    step(sentence + credentials, citation)
}

pub(super) fn preflight_passed<B>(response: &Response<B>, max_age: Duration) -> Step {
    let kept = match max_age.as_secs() {
        0 => "and is not kept".to_owned(),
        1 => "and is kept for 1 second".to_owned(),
        seconds => format!("and is kept for {seconds} seconds"),
    };
    step(
        format!(
            "The answer, {} with {}, allows the request, {kept}",
            response.status().as_u16(),
            allow_origin(response)
        ),
        "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
    )
}

pub(super) fn cors_check_passed<B>(response: &Response<B>) -> Step {
    step(
        format!(
            "The response, {} with {}, passes the CORS check",
            response.status().as_u16(),
            allow_origin(response)
        ),
        "https://fetch.spec.whatwg.org/#concept-cors-check",
    )
}

pub(super) fn redirected(status: u16, url: &Url, origin: &str) -> Step {
    let now = if origin == super::OPAQUE {
        ", and from here on the origin of the request is null"
    } else {
        ""
    };
    step(
        format!("The response, a {status}, redirects to {url}{now}"),
        "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch",
    )
}

pub(super) fn seen(response: &PageResponse) -> Step {
    let sentence = match response.kind() {
        ResponseKind::Opaque => {
            "The page may use the response, but sees neither status nor headers nor body".to_owned()
        }
        ResponseKind::OpaqueRedirect => {
            "The page sees that there was a redirect, but not where to".to_owned()
        }
        ResponseKind::Navigation => format!(
            "The visitor sees the response, with status {}; no page does",
            response.status()
        ),
        ResponseKind::WebSocket => {
            "The page has its WebSocket, and reads and writes by it".to_owned()
        }
        ResponseKind::Basic | ResponseKind::Cors => {
            let names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
            let headers = match names.as_slice() {
                [] => "no header".to_owned(),
                [name] => format!("the header {name}"),
                names => format!("the headers {}", join(names)),
            };
            format!(
                "The page sees status {}, {headers}, and the body",
                response.status()
            )
        }
    };
    step(
        sentence,
        "https://fetch.spec.whatwg.org/#concept-filtered-response",
    )
}

fn allow_origin<B>(response: &Response<B>) -> String {
    let value = field::get(response.headers(), &ACCESS_CONTROL_ALLOW_ORIGIN).unwrap_or_default();
    format!(
        "Access-Control-Allow-Origin: {}",
        String::from_utf8_lossy(&value)
    )
}

/// As the standard writes it.
fn name_of(name: &HeaderName) -> &'static str {
    match *name {
        ORIGIN => "Origin",
        ACCESS_CONTROL_REQUEST_METHOD => "Access-Control-Request-Method",
        _ => "Access-Control-Request-Headers",
    }
}

/// "a, b and c"
fn join(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

fn step(sentence: String, citation: &'static str) -> Step {
    Step { sentence, citation }
}
