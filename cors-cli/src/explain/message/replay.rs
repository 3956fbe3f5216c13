//! The request that a message is about, as far as it tells, sent once more: to the policy itself.

use cors_browser::{Browser, Credentials, Outcome, PageRequest};
use cors_core::Policy;
use url::Url;

use crate::explain::server::{self, Server};

/// What is known of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replay<'a> {
    pub(super) origin: &'a str,
    pub(super) url: Option<&'a str>,
    pub(super) method: &'a str,
    pub(super) header: Option<&'a str>,
    pub(super) read: Option<&'a str>,
    pub(super) credentials: bool,
    /// Whether there is a preflight, whatever the method and the header.
    pub(super) preflight: bool,
    pub(super) status: Option<u16>,
}

impl Replay<'_> {
    /// What a browser makes of the policy's answers. `None` if no browser sends such a request.
    pub(super) fn ask(&self, policy: &Policy) -> Option<Outcome> {
        let mut browser = Browser::try_at(self.origin).ok()?;
        let known = self.url.and_then(|url| Url::parse(url).ok());
        let known = known.filter(|url| {
            let is_own = url.origin().ascii_serialization() == self.origin;
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && !is_own
        });
        let url = known.unwrap_or_else(|| server::url(policy, self.origin));
        let mut request = PageRequest::new(self.method, url.as_str());
        if let Some(name) = self.header {
            request = request.header(name, needing_a_preflight(name));
        }
        if self.credentials {
            request = request.credentials(Credentials::Include);
        }
        if self.preflight {
            request = request.upload_listener();
        }
        let read: Vec<_> = self.read.iter().map(|name| (*name).to_owned()).collect();
        request = read.iter().fold(request, PageRequest::read);
        let mut server = Server::new(policy).having(&read);
        if let Some(status) = self.status {
            server = server.status(status);
        }
        Some(browser.fetch(&mut |request| server.answer(&request), request))
    }
}

/// A value with which the header is not safelisted: <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn needing_a_preflight(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "content-type" => "application/json",
        "range" => "bytes=-1",
        // A byte that is none of theirs.
        _ => "(1)",
    }
}
