//! What a response has to say before it is shared.

use http::{
    HeaderMap, HeaderName, HeaderValue, Response,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, VARY,
    },
};

use super::{
    Blocked, CorsCheckFailure,
    field::{self, Extracted},
    names, safelist,
};

/// <https://fetch.spec.whatwg.org/#concept-cors-check>
pub(super) fn cors_check(
    headers: &HeaderMap,
    origin: &str,
    credentials: bool,
) -> Result<(), CorsCheckFailure> {
    // Steps 1 and 2.
    let Some(allowed) = field::get(headers, &ACCESS_CONTROL_ALLOW_ORIGIN) else {
        return Err(CorsCheckFailure::NoAllowOrigin);
    };
    // Step 3.
    if !credentials && allowed == b"*" {
        return Ok(());
    }
    // Step 4.
    if allowed != origin.as_bytes() {
        return Err(if allowed == b"*" {
            CorsCheckFailure::WildcardWithCredentials
        } else {
            CorsCheckFailure::OtherOrigin {
                allowed: String::from_utf8_lossy(&allowed).into_owned(),
            }
        });
    }
    // Step 5.
    if !credentials {
        return Ok(());
    }
    // Steps 6 to 8: `TRUE` and `true, true` are no `true`.
    let found = field::get(headers, &ACCESS_CONTROL_ALLOW_CREDENTIALS);
    if found.as_deref() == Some(b"true") {
        return Ok(());
    }
    Err(CorsCheckFailure::NoAllowCredentials {
        found: found.map(|found| String::from_utf8_lossy(&found).into_owned()),
    })
}

/// Whether `Vary` says that the answer depends on `Origin`.
pub(super) fn varies(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(VARY).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .any(|name| name.eq_ignore_ascii_case(b"origin") || name == b"*")
}

/// What a preflight is about.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) headers: &'a [(HeaderName, HeaderValue)],
    /// `null` after some redirects.
    pub(super) origin: &'a str,
    pub(super) credentials: bool,
    /// The use-CORS-preflight flag.
    pub(super) use_preflight: bool,
}

/// What a preflight's answer allows, for the preflight cache too.
pub(super) struct Granted {
    pub(super) methods: Vec<String>,
    pub(super) headers: Vec<String>,
}

/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, steps 7.1 to 7.7.
pub(super) fn preflight_check<B>(
    response: &Response<B>,
    asked: &Asked<'_>,
) -> Result<Granted, Blocked> {
    let status = response.status();
    let wrong_status = Blocked::PreflightStatus {
        status: status.as_u16(),
    };
    // Both checks have to pass. No policy answers with a redirect, whatever headers it has.
    if status.is_redirection() {
        return Err(wrong_status);
    }
    cors_check(response.headers(), asked.origin, asked.credentials).map_err(|failure| {
        Blocked::CorsCheck {
            failure,
            origin: asked.origin.to_owned(),
            credentials: asked.credentials,
            preflight: true,
            status: status.as_u16(),
            after_preflight: false,
            varies: varies(response.headers()),
        }
    })?;
    // https://fetch.spec.whatwg.org/#ok-status
    if !status.is_success() {
        return Err(wrong_status);
    }
    let methods = field::tokens(response.headers(), &ACCESS_CONTROL_ALLOW_METHODS);
    let headers = field::tokens(response.headers(), &ACCESS_CONTROL_ALLOW_HEADERS);
    // Step 7.3.
    let malformed = |name: &HeaderName| Blocked::MalformedAnswer {
        name: name.to_string(),
    };
    let methods = match methods {
        Extracted::Malformed => return Err(malformed(&ACCESS_CONTROL_ALLOW_METHODS)),
        // Step 7.4.
        Extracted::Absent if asked.use_preflight => vec![asked.method.to_owned()],
        Extracted::Absent => Vec::new(),
        Extracted::Values(methods) => methods,
    };
    let headers = match headers {
        Extracted::Malformed => return Err(malformed(&ACCESS_CONTROL_ALLOW_HEADERS)),
        Extracted::Absent => Vec::new(),
        Extracted::Values(headers) => headers,
    };
    let granted = Granted { methods, headers };
    granted.check(asked)?;
    Ok(granted)
}

impl Granted {
    fn check(&self, asked: &Asked<'_>) -> Result<(), Blocked> {
        // With credentials, `*` is a name like any other.
        let any = |list: &[String]| !asked.credentials && list.iter().any(|entry| entry == "*");
        // Step 7.5. Methods are case-sensitive.
        let lists_method = self.methods.iter().any(|method| method == asked.method);
        if !lists_method && !names::is_safelisted_method(asked.method) && !any(&self.methods) {
            return Err(Blocked::MethodNotAllowed {
                method: asked.method.to_owned(),
                allowed: self.methods.clone(),
                wildcard_is_literal: asked.credentials,
            });
        }
        // Steps 7.6 and 7.7.
        let lists = |name: &str| {
            self.headers
                .iter()
                .any(|listed| listed.eq_ignore_ascii_case(name))
        };
        let covers =
            |name: &str| any(&self.headers) && !names::is_non_wildcard_request_header(name);
        let missing: Vec<_> = safelist::unsafe_names(asked.headers)
            .into_iter()
            .filter(|name| !lists(name) && !covers(name))
            .map(ToOwned::to_owned)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Blocked::HeadersNotAllowed {
            names: missing,
            allowed: self.headers.clone(),
            wildcard_is_literal: asked.credentials,
        })
    }
}
