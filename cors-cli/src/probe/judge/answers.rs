//! An answer, with what was asked.

use cors_browser::Exchange;
use http::{
    HeaderMap, HeaderName, Method, Request, Response, StatusCode,
    header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN},
};

/// What was sent, and what came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) request: Request<()>,
    pub(super) response: Response<()>,
}

impl Answer {
    pub(super) fn of(exchange: &Exchange) -> Self {
        Self {
            request: exchange.request().clone(),
            response: exchange.response(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    pub(super) fn is_error(&self) -> bool {
        self.status().is_client_error() || self.status().is_server_error()
    }

    /// The `Origin` that was sent.
    pub(super) fn origin(&self) -> Option<&str> {
        self.request.headers().get(ORIGIN)?.to_str().ok()
    }

    pub(super) fn is_preflight(&self) -> bool {
        let asked = self.request.headers();
        *self.request.method() == Method::OPTIONS
            && asked.contains_key(ORIGIN)
            && asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    }

    /// All lines of a header, combined: <https://fetch.spec.whatwg.org/#concept-header-list-get>.
    pub(super) fn header(&self, name: &HeaderName) -> Option<Vec<u8>> {
        let lines = self.headers().get_all(name).iter();
        let lines: Vec<_> = lines.map(|line| line.as_bytes()).collect();
        (!lines.is_empty()).then(|| lines.join(&b", "[..]))
    }
}
