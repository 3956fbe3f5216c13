//! The origin server: the engine with a handler behind it, and ways to get it wrong.

use core::fmt;

use cors_conformance::reference;
use cors_core::adapter::{Head, Responder};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_LANGUAGE, COOKIE, ETAG,
        IF_NONE_MATCH, ORIGIN, VARY,
    },
};
use proptest::prelude::*;

/// A handler whose answers are cacheable. What it answers depends only on the request, so that
/// time and other requests change nothing.
#[derive(Clone, Debug)]
pub(crate) struct Handler {
    cache_control: &'static str,
    /// A representation for each language, and a `Vary` of its own that says so.
    by_language: bool,
    /// Entity tags, and 304 where they match.
    validates: bool,
    status: StatusCode,
    /// A handler that does CORS by itself as well.
    grants: bool,
}

pub(crate) fn handlers() -> impl Strategy<Value = Handler> {
    let cache_control = prop::sample::select(vec![
        "public, max-age=60",
        "max-age=600",
        "s-maxage=60",
        "max-age=5",
        "public, max-age=60, must-revalidate",
        "public, no-cache",
    ]);
    let status = prop_oneof![4 => Just(StatusCode::OK), 1 => Just(StatusCode::NOT_FOUND)];
    let rarely = prop::bool::weighted(0.1);
    let often = prop::bool::weighted(0.7);
    (cache_control, any::<bool>(), often, status, rarely).prop_map(
        |(cache_control, by_language, validates, status, grants)| Handler {
            cache_control,
            by_language,
            validates,
            status,
            grants,
        },
    )
}

impl Handler {
    /// The body names the representation.
    fn answer(&self, method: &Method, headers: &HeaderMap) -> Response<&'static str> {
        let asked = headers.get(ACCEPT_LANGUAGE).map(HeaderValue::as_bytes);
        let (tag, language) = match asked {
            Some(b"de") if self.by_language => ("\"de\"", "de"),
            Some(b"en") if self.by_language => ("\"en\"", "en"),
            _ => ("\"any\"", "und"),
        };
        let mut response = Response::new(if *method == Method::HEAD {
            ""
        } else {
            language
        });
        let is_read = [Method::GET, Method::HEAD].contains(method);
        let mut set = |name: HeaderName, value| {
            response
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        };
        set(CONTENT_LANGUAGE, language);
        set(HeaderName::from_static("x-a"), "1");
        if is_read {
            set(CACHE_CONTROL, self.cache_control);
        }
        if self.by_language {
            set(VARY, "Accept-Language");
        }
        if self.grants {
            set(ACCESS_CONTROL_ALLOW_ORIGIN, "https://handler.example");
            set(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if self.validates {
            set(ETAG, tag);
        }
        *response.status_mut() = self.status;
        if self.validates
            && is_read
            && self.status == StatusCode::OK
            && headers.get(IF_NONE_MATCH).is_some_and(|known| known == tag)
        {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = "";
        }
        response
    }
}

/// A server, as an adapter would make it of the engine and a handler.
pub(crate) struct Server<'a> {
    pub(crate) responder: &'a Responder<HeaderValue>,
    pub(crate) handler: &'a Handler,
    /// Whether refusals get a `Cache-Control` on their way out. By themselves, caches keep none.
    pub(crate) keeps_refusals: bool,
    pub(crate) mutant: Option<Mutant>,
}

impl Server<'_> {
    pub(crate) fn answer(&self, request: &Request<()>) -> Response<&'static str> {
        let (method, headers) = (request.method(), request.headers());
        let answer = || self.handler.answer(method, headers);
        let mut response =
            reference::guard(self.responder, &Head::of(request), |body| body, answer);
        if self.keeps_refusals && is_refusal(&response) {
            let value = HeaderValue::from_static("public, max-age=60");
            response.headers_mut().insert(CACHE_CONTROL, value);
        }
        if let Some(mutant) = self.mutant {
            // Nothing stores a preflight's answer.
            mutant.spoil(headers, &mut response);
        }
        response
    }
}

/// A mistake that servers make, none of which a single request shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutant {
    /// The answer depends on `Origin`, and nobody says so.
    NoVaryAtAll,
    NoVaryByOrigin,
    /// Only answers that grant something say so.
    VaryOnGrantsOnly,
    /// Only answers to requests with `Origin` say so.
    VaryWithOriginOnly,
    /// Answers to requests of origins that are not allowed don't.
    NoVaryWhenNotAllowed,
    /// Errors don't.
    NoVaryOnErrors,
    /// `Vary` is set where it should be appended to.
    HandlersVaryOverwritten,
    /// `*` is said only to those who ask.
    AnyOriginWithOriginOnly,
    /// Exposed headers are named only to those who ask.
    ExposedWithOriginOnly,
    /// A request without `Origin` is answered as if it were of one that is allowed.
    OriginBakedIn,
    /// Credentials are allowed only to those who send some.
    CredentialsWithCookieOnly,
    /// Guarded reads depend on `Sec-Fetch-Site`, and nobody says so.
    NoVaryBySite,
    /// Nor on `Sec-Fetch-Mode`, which tells links from images.
    NoVaryByMode,
    /// Only what is refused says what that depends on.
    VaryOnRefusalsOnly,
    /// Only what passes does.
    NoVaryOnRefusals,
    /// Refusals depend on the origin as what passes does, and on more.
    RefusalsVaryByOriginOnly,
}

impl Mutant {
    pub(crate) const ALL: [Self; 11] = [
        Self::NoVaryAtAll,
        Self::NoVaryByOrigin,
        Self::VaryOnGrantsOnly,
        Self::VaryWithOriginOnly,
        Self::NoVaryWhenNotAllowed,
        Self::NoVaryOnErrors,
        Self::HandlersVaryOverwritten,
        Self::AnyOriginWithOriginOnly,
        Self::ExposedWithOriginOnly,
        Self::OriginBakedIn,
        Self::CredentialsWithCookieOnly,
    ];

    /// Mistakes that only servers with guards can make, and one that all can.
    pub(crate) const OF_GUARDS: [Self; 6] = [
        Self::NoVaryByOrigin,
        Self::NoVaryBySite,
        Self::NoVaryByMode,
        Self::VaryOnRefusalsOnly,
        Self::NoVaryOnRefusals,
        Self::RefusalsVaryByOriginOnly,
    ];

    fn spoil(self, request: &HeaderMap, response: &mut Response<&'static str>) {
        let is_refusal = is_refusal(response);
        let is_error = response.status() == StatusCode::NOT_FOUND;
        let headers = response.headers_mut();
        let has_origin = request.contains_key(ORIGIN);
        let grants = headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN);
        let by_origin = lists_origin(headers);
        match self {
            Self::NoVaryAtAll => {
                headers.remove(VARY);
            }
            Self::NoVaryByOrigin => forget(headers, "Origin"),
            Self::VaryOnGrantsOnly if !grants => forget(headers, "Origin"),
            Self::VaryWithOriginOnly if !has_origin => forget(headers, "Origin"),
            Self::NoVaryWhenNotAllowed if has_origin && !grants => forget(headers, "Origin"),
            Self::NoVaryOnErrors if is_error => forget(headers, "Origin"),
            Self::HandlersVaryOverwritten if by_origin => {
                headers.insert(VARY, HeaderValue::from_static("Origin"));
            }
            Self::AnyOriginWithOriginOnly if !has_origin => {
                headers.remove(ACCESS_CONTROL_ALLOW_ORIGIN);
            }
            Self::ExposedWithOriginOnly if !has_origin => {
                headers.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
            }
            Self::OriginBakedIn if !has_origin && by_origin => {
                forget(headers, "Origin");
                let baked = HeaderValue::from_static("https://app.example.com");
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, baked);
            }
            Self::CredentialsWithCookieOnly if !request.contains_key(COOKIE) => {
                headers.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
            }
            Self::NoVaryBySite => forget(headers, "Sec-Fetch-Site"),
            Self::NoVaryByMode => forget(headers, "Sec-Fetch-Mode"),
            Self::NoVaryOnRefusals if is_refusal => {
                headers.remove(VARY);
            }
            Self::VaryOnRefusalsOnly if !is_refusal => {
                forget(headers, "Sec-Fetch-Site");
                forget(headers, "Sec-Fetch-Mode");
            }
            Self::RefusalsVaryByOriginOnly if is_refusal => {
                forget(headers, "Sec-Fetch-Site");
                forget(headers, "Sec-Fetch-Mode");
            }
            _ => {}
        }
    }
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

fn lists_origin(headers: &HeaderMap) -> bool {
    headers.get_all(VARY).iter().any(|line| line == "Origin")
}

/// What guards answer, or a preflight of an origin that is not allowed.
pub(crate) fn is_refusal<B>(response: &Response<B>) -> bool {
    [StatusCode::FORBIDDEN, StatusCode::MISDIRECTED_REQUEST].contains(&response.status())
}

/// Leaves the handler's own `Vary`.
fn forget(headers: &mut HeaderMap, name: &str) {
    let lines: Vec<_> = headers.get_all(VARY).iter().cloned().collect();
    headers.remove(VARY);
    for line in lines {
        let text = line.to_str().expect("ASCII");
        let others: Vec<_> = text.split(", ").filter(|other| *other != name).collect();
        if !others.is_empty() {
            let line = HeaderValue::from_str(&others.join(", ")).expect("ASCII");
            headers.append(VARY, line);
        }
    }
}
