//! What browsers say about where a request comes from and what it is for: `Sec-Fetch-*`
//! (<https://w3c.github.io/webappsec-fetch-metadata/>).

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::{
    Engine, Mode,
    fetch::Kind,
    page_origin::{PageOrigin, is_trustworthy, serialise},
    request::Hand,
    site,
    start::FetchRequest,
};

/// <https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration>
pub(super) fn append(
    headers: &mut HeaderMap,
    page: &PageOrigin,
    request: &FetchRequest,
    kind: Kind,
    engine: Engine,
) {
    let mut set = |name, value| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    };
    // Step 1. Where others could read or change it on its way, it would be worth nothing.
    if !is_trustworthy(&request.url) {
        // Seen, of Chromium 156.
        if kind == Kind::Preflight && engine == Engine::Chromium {
            set("sec-fetch-mode", mode(request.mode));
        }
        return;
    }
    let mut places = request.came_by.iter().chain([&request.url]).map(serialise);
    let first = places.next();
    let has_left_its_origin = places.any(|place| Some(place) != first);
    if engine.is_silent(request.mode, has_left_its_origin) {
        return;
    }
    set("sec-fetch-site", site_of(page, request, engine));
    set("sec-fetch-mode", mode(request.mode));
    let destination = match (request.mode, engine) {
        // Seen, of WebKitGTK 2.50.
        (Mode::WebSocket, Engine::WebKit) => "websocket",
        _ => request.destination.as_str(),
    };
    set("sec-fetch-dest", destination);
    // https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-user-header
    if request.mode == Mode::Navigate && request.hand != Hand::Script {
        set("sec-fetch-user", "?1");
    }
}

/// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>
fn site_of(page: &PageOrigin, request: &FetchRequest, engine: Engine) -> &'static str {
    if request.hand == Hand::Visitor {
        return "none";
    }
    let origin = Url::parse(page.as_str()).ok();
    let mut site = "same-origin";
    for url in request.came_by.iter().chain([&request.url]) {
        if page.is_same_as(url) {
            continue;
        }
        // Seen, of Firefox 153: where nobody is in between, the scheme makes no difference.
        let are_alike =
            engine == Engine::Firefox && site::are_twins_on_loopback(origin.as_ref(), url);
        if !are_alike && site::crosses(origin.as_ref(), url) {
            return "cross-site";
        }
        site = "same-site";
    }
    site
}

/// <https://fetch.spec.whatwg.org/#concept-request-mode>
fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Cors => "cors",
        Mode::NoCors => "no-cors",
        Mode::SameOrigin => "same-origin",
        Mode::Navigate => "navigate",
        Mode::WebSocket => "websocket",
    }
}
