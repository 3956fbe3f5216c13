//! `--dry-run`: whom nothing is sent to, and who answers as a server without a fault would.

use http::{
    HeaderMap, HeaderValue, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
    },
};

use super::server::{NoAnswer, Server};

/// It allows what the trusted pages ask for, and nothing else.
#[derive(Debug)]
pub(super) struct Rehearsal {
    trusted: Vec<String>,
    requests: Vec<Request<()>>,
}

impl Rehearsal {
    pub(super) fn new(trusted: Vec<String>) -> Self {
        Self {
            trusted,
            requests: Vec::new(),
        }
    }

    /// What would have been sent, in order.
    pub(super) fn requests(self) -> Vec<Request<()>> {
        self.requests
    }
}

impl Server for Rehearsal {
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer> {
        self.requests.push(request.clone());
        let asked = request.headers();
        let mut response = Response::new(());
        if asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            *response.status_mut() = StatusCode::NO_CONTENT;
        }
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("origin"));
        let origin = asked.get(ORIGIN);
        if let Some(origin) =
            origin.filter(|origin| self.trusted.iter().any(|it| it.as_str() == **origin))
        {
            allow(headers, asked, origin);
        }
        Ok(response)
    }
}

fn allow(headers: &mut HeaderMap, asked: &HeaderMap, origin: &HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(
        ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
    for (name, from) in [
        (ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_REQUEST_METHOD),
        (ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS),
    ] {
        if let Some(value) = asked.get(from) {
            headers.insert(name, value.clone());
        }
    }
}
