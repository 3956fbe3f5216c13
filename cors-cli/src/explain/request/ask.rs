//! The modelled browser against the policy itself.

use cors_browser::{Browser, NotAnOrigin, Outcome};
use cors_core::Policy;

use crate::{
    explain::server::{self, Server},
    page::PageArguments,
};

/// What a page asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) origin: &'a str,
    pub(super) page: &'a PageArguments,
}

/// A cookie as most servers set it. It is sent wherever the request is no cross-site one.
const COOKIE: &str = "session=1";

impl Asked<'_> {
    /// What a browser makes of the answers of a server with this policy.
    pub(super) fn ask(&self, policy: &Policy) -> Result<Outcome, NotAnOrigin> {
        let mut browser = Browser::try_at(self.origin)?;
        if self.page.credentials {
            browser = browser.set_cookie(COOKIE);
        }
        let url = server::url(policy, self.origin);
        let server = Server::new(policy).having(&self.page.read);
        let request = self.page.request(url.as_str());
        Ok(browser.fetch(&mut |request| server.answer(&request), request))
    }
}
