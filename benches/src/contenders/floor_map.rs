//! The floor where headers stand in `http`'s map: the core's, tower's, poem's and warp's.

use http::{
    HeaderMap, HeaderValue, Method,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
        CONTENT_TYPE, Entry, ORIGIN, VARY,
    },
};

use super::floor::{Decision, Floor, varies_by_origin};

/// What the response needs, and whether it is to be made at once.
#[derive(Clone)]
pub(super) struct Answer {
    decision: Decision,
    origin: Option<HeaderValue>,
    refused: Option<http::StatusCode>,
}

impl Answer {
    /// Or a refusal: whether it is given at once.
    pub(super) fn is_preflight(&self) -> bool {
        self.decision.is_preflight || self.refused.is_some()
    }

    /// Of a preflight.
    pub(super) fn status(&self) -> http::StatusCode {
        if let Some(status) = self.refused {
            status
        } else if self.origin.is_some() {
            http::StatusCode::NO_CONTENT
        } else {
            http::StatusCode::FORBIDDEN
        }
    }
}

impl Floor<HeaderValue> {
    pub(super) fn of(policy: crate::PolicyKind) -> Self {
        Self::new(policy, HeaderValue::from_static)
    }

    pub(super) fn answer(&self, method: &Method, headers: &HeaderMap) -> Answer {
        let origin = headers.get(ORIGIN);
        let decision = self.decide(
            method == Method::OPTIONS,
            origin.map(HeaderValue::as_bytes),
            || Some(headers.get(ACCESS_CONTROL_REQUEST_METHOD)?.as_bytes()),
            || {
                let lines = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
                lines.map(HeaderValue::as_bytes)
            },
        );
        let refused = match (&self.guard, &self.origins) {
            (Some(guard), Some(origins)) => {
                guard.refuse(method, headers, decision.is_granted, origins)
            }
            _ => None,
        };
        if refused.is_some() {
            return Answer {
                decision,
                origin: None,
                refused,
            };
        }
        Answer {
            refused,
            decision,
            origin: self.shared(decision, origin).cloned(),
        }
    }

    /// Puts the headers into the response to an actual request.
    pub(super) fn decorate(&self, answer: Answer, response: &mut HeaderMap) {
        if let Some(origin) = answer.origin {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(credentials) = &self.credentials {
                response.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials.clone());
            }
            response.insert(ACCESS_CONTROL_EXPOSE_HEADERS, self.exposed.clone());
        }
        if let Some(vary) = &self.vary {
            // One look-up for both.
            match response.entry(VARY) {
                Entry::Vacant(none) => {
                    none.insert(vary.clone());
                }
                Entry::Occupied(mut lines) => {
                    if !varies_by_origin(lines.iter().map(HeaderValue::as_bytes)) {
                        lines.append(vary.clone());
                    }
                }
            }
        }
    }

    /// Puts the headers into the response to a preflight, which is a new one.
    pub(super) fn grant(&self, answer: Answer, response: &mut HeaderMap) {
        if answer.refused.is_some() {
            let text = HeaderValue::from_static("text/plain; charset=utf-8");
            response.append(CONTENT_TYPE, text);
            let vary = match answer.refused {
                Some(http::StatusCode::FORBIDDEN) => "Origin, Sec-Fetch-Site",
                _ => "Origin",
            };
            response.append(VARY, HeaderValue::from_static(vary));
            return;
        }
        if let Some(origin) = answer.origin {
            response.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(credentials) = &self.credentials {
                response.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials.clone());
            }
            response.append(ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
            response.append(ACCESS_CONTROL_ALLOW_HEADERS, self.headers.clone());
            response.append(ACCESS_CONTROL_MAX_AGE, self.max_age.clone());
        }
        response.append(VARY, self.preflight_vary.clone());
    }
}
