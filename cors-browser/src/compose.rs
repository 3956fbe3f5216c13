//! A request as it goes out: <https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>.

use http::{
    HeaderMap, HeaderValue, Method, Request,
    header::{
        ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CONNECTION, COOKIE,
        HOST, ORIGIN, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
    },
};
use url::Url;

use super::{
    Credentials, Destination, Mode, OPAQUE, ResponseKind,
    cookie::{Trip, Way},
    fetch::{Fetch, Kind},
    metadata, safelist,
    start::{FetchRequest, uri},
};

impl Fetch<'_> {
    pub(super) fn compose(&self, request: &FetchRequest, kind: Kind) -> Request<()> {
        let mut headers = HeaderMap::new();
        let url = &request.url;
        let method = match kind {
            Kind::Preflight => {
                self.ask(request, &mut headers);
                "OPTIONS"
            }
            Kind::Actual => {
                for (name, value) in &request.headers {
                    headers.append(name, value.clone());
                }
                request.method.as_str()
            }
        };
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static(accept(request.destination)));
        if let Some(origin) = self
            .origin_header(request)
            .and_then(|o| HeaderValue::from_str(o).ok())
        {
            headers.insert(ORIGIN, origin);
        }
        let credentials = match self.credentials {
            // The preflight's own credentials mode is "same-origin", and its tainting "cors".
            _ if kind == Kind::Preflight => false,
            Credentials::Include => true,
            Credentials::SameOrigin => self.tainting == ResponseKind::Basic,
            Credentials::Omit => false,
        };
        if let (true, Some(cookie)) = (credentials, self.cookies(request)) {
            headers.insert(COOKIE, cookie);
        }
        if request.mode == Mode::WebSocket {
            handshake(&mut headers);
        }
        metadata::append(
            &mut headers,
            &self.browser.origin,
            request,
            kind,
            self.browser.engine,
        );
        let mut sent = Request::new(());
        if let Ok(method) = Method::from_bytes(method.as_bytes()) {
            *sent.method_mut() = method;
        }
        if let Some(uri) = uri(url) {
            if let Some(host) = uri
                .authority()
                .and_then(|a| HeaderValue::from_str(a.as_str()).ok())
            {
                headers.insert(HOST, host);
            }
            *sent.uri_mut() = uri;
        }
        *sent.headers_mut() = headers;
        sent
    }

    /// All cookies that go with this request.
    fn cookies(&self, request: &FetchRequest) -> Option<HeaderValue> {
        let browser = &self.browser;
        let page = Url::parse(browser.origin.as_str()).ok();
        let trip = Trip::of(
            request.mode,
            request.destination,
            request.hand,
            &request.method,
        );
        let way = Way::new(page.as_ref(), &request.url, trip);
        let mut sent: Vec<_> = browser
            .cookie
            .iter()
            .map(|c| c.as_bytes().to_vec())
            .collect();
        for cookie in &browser.cookies {
            if cookie.not_sent(&way).is_none() {
                sent.push(cookie.pair().into_bytes());
            }
        }
        (!sent.is_empty()).then(|| HeaderValue::from_bytes(&sent.join(&b"; "[..])).ok())?
    }

    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, steps 3 to 5.
    fn ask(&self, request: &FetchRequest, headers: &mut HeaderMap) {
        if let Ok(method) = HeaderValue::from_str(&request.method) {
            headers.insert(ACCESS_CONTROL_REQUEST_METHOD, method);
        }
        let names = safelist::unsafe_names(&request.headers).join(",");
        if let (false, Ok(names)) = (names.is_empty(), HeaderValue::from_str(&names)) {
            headers.insert(ACCESS_CONTROL_REQUEST_HEADERS, names);
        }
    }

    /// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>
    fn origin_header(&self, request: &FetchRequest) -> Option<&str> {
        let origin = self.origin();
        if self.tainting == ResponseKind::Cors || request.mode == Mode::WebSocket {
            return Some(origin);
        }
        if matches!(request.method.as_str(), "GET" | "HEAD") {
            return None;
        }
        let hidden = request.referrer_policy.hides(
            &self.browser.origin,
            &request.url,
            request.mode,
            self.browser.engine,
        );
        Some(if hidden { OPAQUE } else { origin })
    }
}

/// <https://fetch.spec.whatwg.org/#document-accept-header-value>, for what people look at.
fn accept(destination: Destination) -> &'static str {
    match destination {
        Destination::Document | Destination::Iframe => {
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        }
        _ => "*/*",
    }
}

/// <https://websockets.spec.whatwg.org/#concept-websocket-establish>, steps 3 to 7, and
/// <https://httpwg.org/specs/rfc6455.html>, section 4.1.
fn handshake(headers: &mut HeaderMap) {
    for (name, value) in [
        (UPGRADE, "websocket"),
        (CONNECTION, "Upgrade"),
        // A browser takes one at random. The model has none of its own, and takes the one of section 1.3.
        (SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
        (SEC_WEBSOCKET_VERSION, "13"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
