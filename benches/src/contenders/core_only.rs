//! The crates on crates.io that decide without a framework, and how their documentation puts what
//! they decide into a response.

use bunner_cors_rs::{
    AllowedHeaders, AllowedMethods, Cors, CorsDecision, CorsOptions, ExposedHeaders, Headers,
    Origin, OriginMatcher, RequestContext,
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN},
};
use regex_automata::meta::Regex;
use their_cors_core::{AllowHeaders, AllowOrigin, HeaderList};

use super::peer::{METHODS, predicate};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
};

/// It leaves out `Vary` where there is no `Origin`, and what else preflights vary by. A refused
/// request is answered with 403, as its documentation has it.
pub(super) fn bunner(policy: PolicyKind) -> Cors {
    let origins = policy.origins();
    let origin = match policy {
        PolicyKind::Any => Origin::any(),
        PolicyKind::Subdomains => Origin::list(origins.iter().map(|origin| {
            let pattern = origin.replace('.', r"\.").replace("*", ".+");
            regex(&pattern)
        })),
        PolicyKind::Regex => Origin::list(origins.iter().map(|origin| regex(origin))),
        _ => Origin::list(origins),
    };
    let options = CorsOptions::new()
        .origin(origin)
        .methods(AllowedMethods::list(METHODS))
        .allowed_headers(AllowedHeaders::list(HEADERS))
        .exposed_headers(ExposedHeaders::list(EXPOSED))
        .credentials(policy.credentials())
        .max_age(MAX_AGE.as_secs());
    Cors::new(options).expect("options without a mistake")
}

/// As `OriginMatcher::pattern_str` compiles it, but without its limit of 100 ms, which callgrind
/// exceeds.
fn regex(pattern: &str) -> OriginMatcher {
    let regex = Regex::new(&format!("(?i:^{pattern}$)"));
    OriginMatcher::pattern(regex.expect("a regular expression"))
}

pub(super) fn check_bunner(cors: &Cors, method: &Method, headers: &HeaderMap) -> (u16, Headers) {
    let text = |name| headers.get(name)?.to_str().ok();
    let decision = cors.check(&RequestContext {
        method: method.as_str(),
        origin: text(ORIGIN),
        access_control_request_method: text(ACCESS_CONTROL_REQUEST_METHOD),
        access_control_request_headers: text(ACCESS_CONTROL_REQUEST_HEADERS),
        access_control_request_private_network: false,
    });
    match decision {
        Ok(CorsDecision::PreflightAccepted { headers }) => (204, headers),
        Ok(CorsDecision::PreflightRejected(rejection)) => (403, rejection.headers),
        Ok(CorsDecision::SimpleAccepted { headers }) => (200, headers),
        Ok(CorsDecision::SimpleRejected(rejection)) => (403, rejection.headers),
        Ok(CorsDecision::NotApplicable) => (200, Headers::new()),
        Err(_) => (500, Headers::new()),
    }
}

pub(super) fn put_bunner(headers: Headers, response: &mut HeaderMap) {
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_str(&value).expect("a header's value");
        response.insert(name, value);
    }
}

/// It leaves out `Vary` where nothing is shared, and checks no method and no header.
pub(super) fn cors_core(policy: PolicyKind) -> their_cors_core::Cors {
    let origins = policy.origins();
    let origin = match (policy, predicate(policy)) {
        (PolicyKind::Any, _) => AllowOrigin::Any,
        (PolicyKind::Subdomains, _) => {
            AllowOrigin::suffix(origins.iter().map(|origin| origin.replace("https://*", "")))
        }
        (_, Some(allows)) => {
            AllowOrigin::predicate(move |origin| core::str::from_utf8(origin).is_ok_and(&allows))
        }
        (_, None) => AllowOrigin::exact(origins),
    };
    their_cors_core::Cors::builder()
        .allow_origin(origin)
        .allow_methods(METHODS)
        .allow_headers(AllowHeaders::list(HEADERS))
        .expose_headers(EXPOSED)
        .allow_credentials(policy.credentials())
        .max_age(MAX_AGE)
        .build()
        .expect("options without a mistake")
}

pub(super) fn check_cors_core(
    cors: &their_cors_core::Cors,
    method: &Method,
    headers: &HeaderMap,
) -> (u16, HeaderList) {
    let bytes = |name| Some(headers.get(name)?.as_bytes());
    let decision = cors.evaluate(
        method.as_str().as_bytes(),
        bytes(ORIGIN),
        bytes(ACCESS_CONTROL_REQUEST_METHOD),
        bytes(ACCESS_CONTROL_REQUEST_HEADERS),
        false,
    );
    match decision {
        their_cors_core::CorsDecision::Preflight(headers) => (204, headers),
        their_cors_core::CorsDecision::Simple(headers) => (200, headers),
        // What is refused has no headers and runs the handler, as its documentation has it.
        _ => (200, HeaderList::new()),
    }
}

pub(super) fn put_cors_core(headers: HeaderList, response: &mut HeaderMap) {
    for (name, value) in headers {
        let name = HeaderName::from_bytes(&name).expect("a header's name");
        let value = HeaderValue::from_maybe_shared(value).expect("a header's value");
        response.insert(name, value);
    }
}
