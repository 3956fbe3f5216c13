//! A server that has nothing but a policy: it answers 200, with the response headers that a page wants to read.

use cors_core::{
    Policy,
    adapter::{Decision, Head, Responder},
};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use url::{Host, Url};

/// The server of one policy.
pub(super) struct Server {
    responder: Responder<HeaderValue>,
    status: StatusCode,
    reads: Vec<HeaderName>,
}

impl Server {
    pub(super) fn new(policy: &Policy) -> Self {
        Self {
            responder: Responder::new(policy.clone()),
            status: StatusCode::OK,
            reads: Vec::new(),
        }
    }

    /// With another status than 200.
    pub(super) fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or(self.status);
        self
    }

    /// With response headers of these names.
    pub(super) fn having<'a>(mut self, names: impl IntoIterator<Item = &'a String>) -> Self {
        let names = names
            .into_iter()
            .map(|name| HeaderName::from_bytes(name.as_bytes()));
        self.reads.extend(names.flatten());
        self
    }

    /// Does what an adapter does: asks the policy before the handler runs, and applies its answer after.
    pub(super) fn answer(&self, request: &Request<()>) -> Response<()> {
        let mut response = Response::new(());
        match self.responder.respond(&Head::of(request)) {
            Decision::Answer(answer) => {
                *response.status_mut() = answer.status_code();
                answer.apply(response.headers_mut());
            }
            Decision::Forward(headers) => {
                *response.status_mut() = self.status;
                for name in self.reads.iter().filter(|name| !is_the_policys(name)) {
                    let value = HeaderValue::from_static(value(name));
                    response.headers_mut().insert(name, value);
                }
                headers.apply(response.headers_mut());
            }
        }
        response
    }
}

/// Whether the policy decides on a response header.
fn is_the_policys(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-") || *name == http::header::VARY
}

/// A value that such a header may have.
fn value(name: &HeaderName) -> &'static str {
    match name.as_str() {
        "set-cookie" => "session=1; SameSite=None; Secure",
        "cross-origin-resource-policy" => "cross-origin",
        _ => "1",
    }
}

/// Where the policy's server is, for a page of this origin: at the first expected host that is not the page's own,
/// or where no page is.
pub(super) fn url(policy: &Policy, page: &str) -> Url {
    let hosts = policy.settings().expect_hosts();
    let urls: Vec<_> = hosts.iter().filter_map(|host| of_host(host)).collect();
    let other = { urls.iter() }.find(|url| url.origin().ascii_serialization() != page);
    let known = other.or_else(|| urls.first()).cloned();
    let anywhere = ["https://server.example/", "https://other-server.example/"];
    let mut anywhere = anywhere.iter().filter_map(|url| Url::parse(url).ok());
    let anywhere = anywhere.find(|url| url.origin().ascii_serialization() != page);
    known
        .or(anywhere)
        .expect("one of two URLs is of another origin")
}

/// Whether the policy says where its server is.
pub(super) fn is_known(policy: &Policy) -> bool {
    !policy.settings().expect_hosts().is_empty()
}

/// A host that an entry of `expect_hosts` includes, over TLS unless it is this machine.
fn of_host(entry: &str) -> Option<Url> {
    let entry = entry.strip_suffix(":*").unwrap_or(entry);
    let host = match entry.strip_prefix("*.") {
        Some(above) => format!("www.{above}"),
        None => entry.to_owned(),
    };
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    let is_plain = is_loopback(&url) || entry.ends_with(":80");
    match is_plain {
        true => Url::parse(&format!("http://{host}/")).ok(),
        false => Some(url),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_server_is() {
        for (hosts, page, expected) in [
            (
                &[][..],
                "https://app.example.com",
                "https://server.example/",
            ),
            (
                &[],
                "https://server.example",
                "https://other-server.example/",
            ),
            (
                &["api.example.com"],
                "https://app.example.com",
                "https://api.example.com/",
            ),
            (&["api.example.com:*"], "null", "https://api.example.com/"),
            (
                &["api.example.com:8443"],
                "null",
                "https://api.example.com:8443/",
            ),
            (&["api.example.com:80"], "null", "http://api.example.com/"),
            (&["*.example.com"], "null", "https://www.example.com/"),
            (
                &["app.test", "api.test"],
                "https://app.test",
                "https://api.test/",
            ),
            (&["app.test"], "https://app.test", "https://app.test/"),
            (&["localhost"], "http://localhost:3000", "http://localhost/"),
            (&["localhost:443"], "null", "http://localhost:443/"),
            (&["[::1]:8080"], "null", "http://[::1]:8080/"),
            (&["127.0.0.1"], "null", "http://127.0.0.1/"),
            (&["192.168.0.7"], "null", "https://192.168.0.7/"),
        ] {
            let policy = Policy::builder().origins_may_be_empty(true);
            let policy = match hosts {
                [] => policy,
                hosts => policy.expect_hosts(hosts),
            };
            let policy = policy.build().unwrap();
            let url = url(&policy, page);
            assert_eq!(url.as_str(), expected);
            let request = Request::get(url.as_str()).header("host", url.authority());
            let answer = Server::new(&policy).answer(&request.body(()).unwrap());
            assert_eq!(answer.status(), 200, "{expected}");
        }
    }
}
