//! From a request to its answer, with or without asking the server: RFC 9111, section 4.

use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{AGE, CONTENT_LOCATION, DATE, LOCATION, RANGE},
};

use super::{
    Handling, SharedCache,
    cache_control::CacheControl,
    store::{Stored, Target, may_store},
    validation,
};

impl<B: Clone + Default> SharedCache<B> {
    /// RFC 9111, section 4: methods that are not known to be safe have to reach the server; and
    /// section 4.4: their success invalidates what is stored. `OPTIONS` is not cacheable
    /// (RFC 9110, section 9.3.7).
    pub(super) fn write_through<S>(
        &mut self,
        request: Request<()>,
        target: &Target,
        server: &mut S,
    ) -> Response<B>
    where
        S: FnMut(Request<()>) -> Response<B> + ?Sized,
    {
        let safe = validation::is_safe(request.method());
        let response = self.ask(request, server);
        if !safe && (response.status().is_success() || response.status().is_redirection()) {
            self.store.invalidate(target);
            for name in [LOCATION, CONTENT_LOCATION] {
                let reference = response.headers().get(name);
                let reference = reference.and_then(|value| value.to_str().ok());
                if let Some(other) = reference.and_then(|reference| target.same_site(reference)) {
                    self.store.invalidate(&other);
                }
            }
        }
        response
    }

    pub(super) fn retrieve<S>(
        &mut self,
        request: Request<()>,
        target: &Target,
        server: &mut S,
    ) -> (Response<B>, Handling)
    where
        S: FnMut(Request<()>) -> Response<B> + ?Sized,
    {
        let headers = request.headers();
        // Partial content passes through: RFC 9111, section 3.3.
        if headers.contains_key(RANGE) {
            return (self.ask(request, server), Handling::Forwarded);
        }
        let wishes = CacheControl::of(headers);
        let selected = self.store.select(target, headers);
        if let Some(position) = selected {
            let stored = &self.store.0[position];
            if stored.is_reusable(&wishes, self.now) && !validation::is_for_origin_server(headers) {
                return (self.reuse(&request, position), Handling::Hit);
            }
        }
        if wishes.has("only-if-cached") {
            // RFC 9111, section 5.2.1.7.
            let mut response = Response::new(B::default());
            *response.status_mut() = StatusCode::GATEWAY_TIMEOUT;
            return (response, Handling::Unsatisfied);
        }
        // RFC 9111, section 5.2.1.5: nothing of the exchange may be stored, not even as an update.
        if wishes.has("no-store") {
            return (self.ask(request, server), Handling::Forwarded);
        }
        let question = selected
            .filter(|_| !validation::is_conditional(headers))
            .and_then(|position| {
                validation::conditional(&request, &self.store.0[position].response)
            });
        if let Some(question) = question {
            let response = self.ask(question, server);
            if response.status() != StatusCode::NOT_MODIFIED {
                return (self.keep(&request, target, response), Handling::Forwarded);
            }
            if let Some(response) = self.freshen(&request, target, response.headers()) {
                return (response, Handling::Validated);
            }
        }
        let response = self.ask(request.clone(), server);
        if response.status() == StatusCode::NOT_MODIFIED {
            self.freshen(&request, target, response.headers());
        }
        (self.keep(&request, target, response), Handling::Forwarded)
    }

    /// Asks the server, and notes the time where there is a clock for it: RFC 9110, section 6.6.1.
    fn ask<S>(&self, request: Request<()>, server: &mut S) -> Response<B>
    where
        S: FnMut(Request<()>) -> Response<B> + ?Sized,
    {
        let mut response = server(request);
        if let Some(time) = self.wall_clock() {
            let date = || HeaderValue::from_str(&httpdate::fmt_http_date(time));
            if !response.headers().contains_key(DATE) {
                response
                    .headers_mut()
                    .extend(date().ok().map(|date| (DATE, date)));
            }
        }
        response
    }

    /// Answers out of the store: RFC 9111, sections 4 and 4.3.2.
    fn reuse(&self, request: &Request<()>, position: usize) -> Response<B> {
        let stored = &self.store.0[position];
        let mut response = answer_to(request, &stored.response);
        // The qualified form of no-cache (section 5.2.2.4): not without validation.
        for name in stored.directives.fields("no-cache") {
            response.headers_mut().remove(name);
        }
        // Section 5.1.
        let age = stored.age(self.now).as_secs();
        response.headers_mut().insert(AGE, age.into());
        let headers = stored.response.headers();
        if validation::is_not_modified(request.headers(), response.status(), headers) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = B::default();
        }
        response
    }

    /// Stores the answer to a `GET`, or takes note of that to a `HEAD`, and passes it on.
    fn keep(
        &mut self,
        request: &Request<()>,
        target: &Target,
        response: Response<B>,
    ) -> Response<B> {
        let (method, headers) = (request.method(), request.headers());
        if may_store(method, headers, response.status(), response.headers()) {
            self.store.put(Stored::new(
                target.clone(),
                headers.clone(),
                response.clone(),
                (self.now, self.wall_clock()),
            ));
        } else if *method == Method::HEAD && response.status() == StatusCode::OK {
            self.freshen_by_head(request, target, response.headers());
        }
        response
    }
}

/// The stored response, without content for `HEAD` (RFC 9110, section 9.3.2).
pub(super) fn answer_to<B: Clone + Default>(
    request: &Request<()>,
    stored: &Response<B>,
) -> Response<B> {
    let mut response = stored.clone();
    if *request.method() == Method::HEAD {
        *response.body_mut() = B::default();
    }
    response
}
