//! A request as it goes out: <https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>.

use http::{
    HeaderMap, HeaderValue, Method, Request,
    header::{
        ACCEPT, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, COOKIE, HOST, ORIGIN,
    },
};
use url::Url;

use super::{
    Credentials, Mode, OPAQUE, ResponseKind,
    cookie::Way,
    fetch::{Fetch, Kind},
    safelist,
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
            .or_insert(HeaderValue::from_static("*/*"));
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
        if let (true, Some(cookie)) = (credentials, self.cookies(url)) {
            headers.insert(COOKIE, cookie);
        }
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

    /// All cookies that go to this URL.
    fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        let browser = &self.browser;
        let page = Url::parse(browser.origin.as_str()).ok();
        let way = Way::new(page.as_ref(), url);
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
        if self.tainting == ResponseKind::Cors {
            return Some(origin);
        }
        if matches!(request.method.as_str(), "GET" | "HEAD") {
            return None;
        }
        // The default referrer policy, "strict-origin-when-cross-origin", hides a secure page from
        // an insecure server.
        let downgrade = origin.starts_with("https://") && request.url.scheme() != "https";
        Some(if request.mode != Mode::Cors && downgrade {
            OPAQUE
        } else {
            origin
        })
    }
}
