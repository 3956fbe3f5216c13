//! Servers for `cors probe`: faulty ones, each with the codes that it gets, and correct ones that get none.
//!
//! They are functions, for tests of what is made of their answers and for tests over sockets.

pub(crate) mod correct;
mod faulty;
mod headers;
mod matchers;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode,
    header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN},
};

/// What a server does.
pub(crate) trait Serve: Fn(&Request<()>) -> Response<()> + Send + Sync {}

impl<F: Fn(&Request<()>) -> Response<()> + Send + Sync> Serve for F {}

/// A server.
pub(crate) struct Exhibit {
    pub(crate) name: &'static str,
    pub(crate) serve: Box<dyn Serve>,
    pub(crate) page: Page,
    /// Codes with severities, in any order.
    pub(crate) expected: Vec<(&'static str, &'static str)>,
}

/// The page that asks, as options of the command.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The first one asks.
    pub(crate) origins: Vec<&'static str>,
    pub(crate) method: &'static str,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) credentials: bool,
    pub(crate) upload: bool,
    pub(crate) read: Vec<&'static str>,
    /// The text of a policy file, in TOML.
    pub(crate) policy: Option<&'static str>,
}

pub(crate) const APP: &str = "https://app.example.com";

/// A page of [`APP`] that sends a `GET`.
pub(crate) fn page() -> Page {
    Page {
        origins: vec![APP],
        method: "GET",
        headers: Vec::new(),
        credentials: false,
        upload: false,
        read: Vec::new(),
        policy: None,
    }
}

impl Page {
    pub(crate) fn origins(mut self, origins: &[&'static str]) -> Self {
        self.origins = origins.to_vec();
        self
    }

    pub(crate) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn header(mut self, header: &'static str) -> Self {
        self.headers.push(header);
        self
    }

    pub(crate) fn credentials(mut self) -> Self {
        self.credentials = true;
        self
    }

    pub(crate) fn policy(mut self, policy: &'static str) -> Self {
        self.policy = Some(policy);
        self
    }

    pub(crate) fn read(mut self, name: &'static str) -> Self {
        self.read.push(name);
        self
    }
}

/// Everything that gets a finding.
pub(crate) fn faulty() -> Vec<Exhibit> {
    let mut exhibits = matchers::exhibits();
    exhibits.extend(faulty::exhibits());
    exhibits.extend(headers::exhibits());
    exhibits
}

/// Everything that gets none.
pub(crate) fn correct() -> Vec<Exhibit> {
    correct::exhibits()
}

fn exhibit(
    name: &'static str,
    page: Page,
    serve: impl Serve + 'static,
    expected: &[(&'static str, &'static str)],
) -> Exhibit {
    Exhibit {
        name,
        serve: Box::new(serve),
        page,
        expected: expected.to_vec(),
    }
}

fn origin(request: &Request<()>) -> Option<&str> {
    request.headers().get(ORIGIN)?.to_str().ok()
}

fn is_preflight(request: &Request<()>) -> bool {
    let headers = request.headers();
    *request.method() == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Whether it is what no handler is for.
fn is_nowhere(request: &Request<()>) -> bool {
    request.uri().path().contains("no-such-thing")
}

fn answer(status: u16, lines: &[(&str, &str)]) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in lines {
        add(response.headers_mut(), name, value);
    }
    response
}

fn add(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
    headers.append(name, HeaderValue::from_str(value).unwrap());
}

/// A server that does everything right, except that it allows what a function says.
pub(crate) fn allowing(
    allows: impl Fn(&str) -> bool + Send + Sync,
    credentials: bool,
) -> impl Serve {
    move |request| {
        let status = match (is_preflight(request), is_nowhere(request)) {
            (true, _) => 204,
            (false, true) => 404,
            (false, false) => 200,
        };
        let mut response = answer(status, &[("vary", "Origin")]);
        let Some(origin) = origin(request).filter(|origin| allows(origin)) else {
            if is_preflight(request) {
                *response.status_mut() = StatusCode::FORBIDDEN;
            }
            return response;
        };
        let headers = response.headers_mut();
        add(headers, "access-control-allow-origin", origin);
        if credentials {
            add(headers, "access-control-allow-credentials", "true");
        }
        if is_preflight(request) {
            add(headers, "access-control-allow-methods", "PUT, DELETE");
            add(headers, "access-control-allow-headers", "content-type");
            add(headers, "access-control-max-age", "600");
        }
        response
    }
}
