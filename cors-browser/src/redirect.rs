//! Where a redirect leads: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>.

use http::{HeaderValue, Response};

use super::{
    Blocked, Mode, ReferrerPolicy, ResponseKind, explain,
    fetch::{Fetch, State},
    names,
    request::Body,
    serialise,
    start::{FetchRequest, has_credentials, uri},
};

/// Step 7.
const MAX_REDIRECTS: usize = 20;

impl Fetch<'_> {
    pub(super) fn redirect<B>(
        &mut self,
        mut request: FetchRequest,
        response: &Response<B>,
        location: &HeaderValue,
    ) -> State {
        let text = String::from_utf8_lossy(location.as_bytes()).into_owned();
        let last = request.url.clone();
        let Ok(mut next) = last.join(&text) else {
            return State::Done(Err(Blocked::InvalidRedirect { location: text }));
        };
        if next.fragment().is_none() {
            next.set_fragment(last.fragment());
        }
        // Steps 6 to 11.
        let other_origin = !self.browser.origin.is_same_as(&next);
        let forbidden = has_credentials(&next)
            && (self.tainting == ResponseKind::Cors
                || (request.mode == Mode::Cors && other_origin));
        if !matches!(next.scheme(), "http" | "https") || forbidden || uri(&next).is_none() {
            return State::Done(Err(Blocked::InvalidRedirect { location: text }));
        }
        if request.came_by.len() == MAX_REDIRECTS {
            return State::Done(Err(Blocked::TooManyRedirects));
        }
        let status = response.status().as_u16();
        if status != 303 && request.body == Body::Stream {
            return State::Done(Err(Blocked::StreamRedirected));
        }
        // Step 12.
        let becomes_get = match status {
            301 | 302 => request.method == "POST",
            303 => !matches!(request.method.as_str(), "GET" | "HEAD"),
            _ => false,
        };
        if becomes_get {
            "GET".clone_into(&mut request.method);
            request.body = Body::None;
            request
                .headers
                .retain(|(name, _)| !names::is_request_body_header(name.as_str()));
        }
        let crosses = serialise(&last) != serialise(&next);
        if crosses {
            // Step 13.
            request
                .headers
                .retain(|(name, _)| !names::is_non_wildcard_request_header(name.as_str()));
            // From another origin than the page's to yet another: nobody can say any more on whose
            // behalf.
            self.tainted_origin |= !self.browser.origin.is_same_as(&last)
                || self.browser.engine.forgets_the_page(request.mode);
        }
        self.steps
            .push(explain::redirected(status, &next, self.origin()));
        // https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
        if let Some(policy) = ReferrerPolicy::of_response(response.headers()) {
            request.referrer_policy = policy;
        }
        request.came_by.push(last);
        request.url = next;
        self.main_fetch(request)
    }
}
