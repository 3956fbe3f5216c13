//! Policies, and requests of pages, out of few pieces, so that they meet.

use core::time::Duration;
use std::{collections::HashMap, sync::LazyLock};

use cors_browser::{Credentials, PageRequest};
use cors_core::{Policy, PolicyBuilder};
use http::{HeaderName, HeaderValue, Response};
use proptest::{prelude::*, sample};
use regex::Regex;

/// The API: of no page's origin.
pub(crate) const API: &str = "https://api.example.org/things";

/// What a policy says, in the words of its author.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) origins: Vec<&'static str>,
    pub(crate) null: bool,
    pub(crate) file: bool,
    pub(crate) credentials: bool,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) exposed: Vec<&'static str>,
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
    pub(crate) preflight_status: Option<u16>,
}

impl Settings {
    pub(crate) fn builder(&self) -> PolicyBuilder {
        let builder = Policy::builder()
            .allow_origins(&self.origins)
            .origins_may_be_empty(true)
            .allow_credentials(self.credentials)
            .allow_methods(&self.methods)
            .allow_headers(&self.headers)
            .expose_headers(&self.exposed)
            .minimal_disclosure(self.minimal_disclosure)
            .dangerously_allow_null_origin(self.null)
            .dangerously_allow_file_origin(self.file)
            .dangerously_allow_insecure_origins(true);
        let builder = match self.max_age {
            Some(seconds) => builder.max_age(Duration::from_secs(seconds)),
            None => builder,
        };
        match self.preflight_status {
            Some(status) => builder.preflight_status(status),
            None => builder,
        }
    }

    /// Whether the author means pages of this origin.
    pub(crate) fn allows_origin(&self, origin: &str) -> bool {
        let by_flag = match origin {
            "null" => self.null,
            "file://" => self.file,
            _ => false,
        };
        if by_flag || self.origins.contains(&"*") {
            return true;
        }
        self.origins.iter().any(|pattern| means(pattern, origin))
    }

    pub(crate) fn allows_method(&self, method: &str) -> bool {
        let listed = |name| self.methods.contains(&name);
        ["GET", "HEAD", "POST"].contains(&method) || listed(method) || listed("*")
    }

    pub(crate) fn allows_header(&self, name: &str) -> bool {
        let listed = |name| self.headers.contains(&name);
        listed(name) || (listed("*") && name != "authorization")
    }

    pub(crate) fn exposes(&self, name: &str) -> bool {
        let listed = |name| self.exposed.contains(&name);
        name != "set-cookie" && (name == "content-type" || listed(name) || listed("*"))
    }
}

/// Whether the author of a pattern means this origin.
fn means(pattern: &str, origin: &str) -> bool {
    static MEANINGS: LazyLock<HashMap<&str, Regex>> =
        LazyLock::new(|| PATTERNS.map(|pattern| (pattern, meaning(pattern))).into());

    MEANINGS[pattern].is_match(origin)
}

/// The forms of origin in a policy, spelt out.
pub(crate) fn meaning(pattern: &str) -> Regex {
    let expression = regex::escape(pattern)
        .replace(r"://\*\.", r"://([^./:]+\.)+")
        .replace(r":\*", "(:[0-9]+)?")
        .replace(r"\{digits\}", "[0-9]+")
        .replace(r"\{slug\}", "[0-9a-z-]+");
    Regex::new(&format!("^{expression}$")).expect("a regex")
}

const PATTERNS: [&str; 11] = [
    "https://app.example.com",
    "https://*.example.com",
    "https://app.example.com:*",
    "https://app.example.com:8443",
    "http://app.example.com",
    "http://localhost:*",
    "http://localhost:3000",
    "https://pr-{digits}.example.net",
    "https://{slug}-a.example.net",
    "https://*.example.net",
    "http://[::1]:*",
];

pub(crate) const ORIGINS: [&str; 21] = [
    "https://app.example.com",
    "https://a.app.example.com",
    "https://example.com",
    "https://xapp.example.com",
    "https://app.example.com.evil.test",
    "https://app-example.com",
    "https://app.example.com:8443",
    "http://app.example.com",
    "http://localhost",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "https://pr-12.example.net",
    "https://pr-x.example.net",
    "https://pr-1-a.example.net",
    "https://example.net",
    "https://app_1.example.org",
    "https://app.example.com.",
    "tauri://localhost",
    "file://",
    "null",
];

pub(crate) fn settings() -> impl Strategy<Value = Settings> {
    let origins = prop_oneof![
        1 => Just(vec!["*"]),
        1 => Just(Vec::new()),
        6 => sample::subsequence(&PATTERNS[..], 1..5),
    ];
    let methods = sample::subsequence(
        vec!["PUT", "DELETE", "PATCH", "patch", "QUERY", "OPTIONS"],
        0..4,
    );
    let headers = sample::subsequence(
        vec![
            "content-type",
            "authorization",
            "x-a",
            "x-b",
            "accept",
            "range",
        ],
        0..5,
    );
    let exposed = sample::subsequence(vec!["x-request-id", "x-secret"], 0..=2);
    let max_age = prop::option::of(prop_oneof![Just(0), Just(5), Just(600)]);
    let lists = (
        with_wildcard(methods),
        with_wildcard(headers),
        with_wildcard(exposed),
    );
    let flags = (
        any::<bool>(),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.3),
    );
    let status = sample::select(vec![None, Some(200), Some(204)]);
    (origins, lists, max_age, flags, status).prop_filter_map(
        "what is rejected when it is built",
        |(
            origins,
            (methods, headers, exposed),
            max_age,
            (credentials, null, file, minimal_disclosure),
            preflight_status,
        )| {
            let settings = Settings {
                origins,
                null,
                file,
                credentials,
                methods,
                headers,
                exposed,
                max_age,
                minimal_disclosure,
                preflight_status,
            };
            settings.builder().build().is_ok().then_some(settings)
        },
    )
}

fn with_wildcard(
    names: impl Strategy<Value = Vec<&'static str>>,
) -> impl Strategy<Value = Vec<&'static str>> {
    (names, prop::bool::weighted(0.25)).prop_map(|(mut names, wildcard)| {
        if wildcard {
            names.push("*");
        }
        names
    })
}

/// A request, and what of it needs an author's consent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) origin: &'static str,
    pub(crate) request: PageRequest,
    /// After normalisation.
    pub(crate) method: &'static str,
    /// Those that are not safelisted.
    pub(crate) headers: Vec<&'static str>,
    pub(crate) credentials: Credentials,
}

impl Asked {
    /// The law's right side: the author allows this origin, method, headers and credentials mode.
    pub(crate) fn is_allowed_by(&self, settings: &Settings) -> bool {
        settings.allows_origin(self.origin)
            && (self.credentials != Credentials::Include || settings.credentials)
            && settings.allows_method(self.method)
            && self.headers.iter().all(|name| settings.allows_header(name))
    }
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    /// As a page writes it, and as it is sent.
    const METHODS: [(&str, &str); 12] = [
        ("GET", "GET"),
        ("get", "GET"),
        ("HEAD", "HEAD"),
        ("POST", "POST"),
        ("PUT", "PUT"),
        ("put", "PUT"),
        ("DELETE", "DELETE"),
        ("PATCH", "PATCH"),
        ("patch", "patch"),
        ("QUERY", "QUERY"),
        ("OPTIONS", "OPTIONS"),
        ("*", "*"),
    ];
    /// Whether the value is safelisted.
    const HEADERS: [(&str, &str, bool); 11] = [
        ("content-type", "application/json", false),
        ("content-type", "text/plain", true),
        ("accept", "application/json", true),
        ("accept", "a:b", false),
        ("range", "bytes=0-1", true),
        ("range", "bytes=-1", false),
        ("authorization", "Bearer 1", false),
        ("X-A", "1", false),
        ("x-b", "2", false),
        ("x-c", "3", false),
        ("*", "4", false),
    ];

    let method = prop_oneof![2 => Just(METHODS[0]), 5 => sample::select(&METHODS[..])];
    let headers = sample::subsequence(&HEADERS[..], 0..4);
    let credentials = sample::select(vec![
        Credentials::Omit,
        Credentials::SameOrigin,
        Credentials::Include,
    ]);
    let origin = prop_oneof![1 => Just(ORIGINS[0]), 4 => sample::select(&ORIGINS[..])];
    let listener = prop::bool::weighted(0.2);
    (origin, method, headers, credentials, listener).prop_map(
        |(origin, (written, method), headers, credentials, listener)| {
            let mut request = PageRequest::new(written, API).credentials(credentials);
            let mut consent = Vec::new();
            for (name, value, safelisted) in headers {
                request = request.header(name, value);
                if !safelisted {
                    consent.push(if name == "X-A" { "x-a" } else { name });
                }
            }
            if listener {
                request = request.upload_listener();
            }
            Asked {
                origin,
                request,
                method,
                headers: consent,
                credentials,
            }
        },
    )
}

/// What a handler answers, grants of its own and other people's `Vary` included.
pub(crate) fn handler() -> impl Strategy<Value = Response<()>> {
    const LINES: [(&str, &str); 12] = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "x-secret, x-request-id"),
        ("vary", "accept-encoding"),
        ("vary", "*"),
        ("content-type", "text/plain"),
        ("x-request-id", "42"),
        ("x-secret", "1"),
        ("set-cookie", "seen=1"),
    ];

    let status = sample::select(vec![200_u16, 204, 304, 400, 401, 403, 404, 405, 500, 599]);
    (status, sample::subsequence(&LINES[..], 0..=LINES.len())).prop_map(|(status, lines)| {
        let mut response = Response::new(());
        *response.status_mut() = status.try_into().expect("a status");
        for (name, value) in lines {
            let headers = response.headers_mut();
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        response
    })
}
