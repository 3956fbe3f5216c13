//! Policies and comparisons that nobody wrote by hand.

use core::time::Duration;

use cors_core::Policy;
use http::{Request, Response};
use proptest::prelude::*;

use super::{
    BUDGET,
    museum::{self, APP, page},
    probe,
};
use crate::severity::Severity;

/// A policy that allows the page, and whatever else belongs to one.
fn policy() -> impl Strategy<Value = Policy> {
    let entries = prop::sample::subsequence(
        vec![
            "https://*.example.com",
            "https://admin.example.com",
            "http://localhost:*",
            "https://app.example.com:8443",
            "https://*.staging.example.net",
        ],
        0..5,
    );
    let methods = prop::sample::subsequence(vec!["PUT", "PATCH", "DELETE"], 0..3);
    let headers =
        prop::sample::subsequence(vec!["content-type", "x-api-key", "authorization"], 0..3);
    let exposed = prop::sample::subsequence(vec!["etag", "x-request-id"], 0..2);
    let flags = prop::array::uniform4(any::<bool>());
    let age = prop::option::of(0_u64..=86_400);
    (entries, methods, headers, exposed, flags, age).prop_map(
        |(entries, methods, headers, exposed, [credentials, minimal, guards, star], age)| {
            let mut builder = match star {
                true => Policy::builder().allow_origins(["*"]),
                false => Policy::builder()
                    .allow_origins([APP])
                    .allow_origins(entries)
                    .allow_credentials(credentials)
                    .guard_unsafe_methods(guards)
                    .guard_websockets(guards),
            };
            if let Some(age) = age {
                builder = builder.max_age(Duration::from_secs(age));
            }
            let builder = builder
                .allow_methods(methods)
                .allow_headers(headers)
                .expose_headers(exposed);
            builder.minimal_disclosure(minimal).build().unwrap()
        },
    )
}

/// Ways in which correct servers differ.
#[derive(Clone, Debug)]
struct Manners {
    /// Of preflights that are not allowed.
    refused: u16,
    allowed: u16,
    /// How the answer says by what it varies, or why that doesn't matter.
    varies: (&'static str, &'static str),
    credentials: bool,
    /// Credentials and methods are told to everybody.
    is_talkative: bool,
    /// Strangers get this for everything.
    strangers: u16,
    max_age: Option<u32>,
}

fn manners() -> impl Strategy<Value = Manners> {
    let varies = prop::sample::select(vec![
        ("vary", "Origin"),
        ("vary", "accept-encoding, ORIGIN"),
        ("vary", "*"),
        ("cache-control", "no-store"),
        ("cache-control", "private, no-store"),
        ("cache-control", "no-cache"),
    ]);
    (
        prop::sample::select(vec![200, 204, 403, 400]),
        prop::sample::select(vec![200, 204]),
        varies,
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(vec![200, 403, 404]),
        prop::option::of(0_u32..=86_400),
    )
        .prop_map(
            |(refused, allowed, varies, credentials, is_talkative, strangers, max_age)| Manners {
                refused,
                allowed,
                varies,
                credentials,
                is_talkative,
                strangers,
                max_age,
            },
        )
}

impl Manners {
    /// What a server with these manners answers, which allows the page and nobody else.
    fn serve(&self, request: &Request<()>) -> Response<()> {
        let origin = request.headers().get("origin");
        let is_allowed = origin.is_some_and(|origin| origin == APP);
        let is_preflight = request
            .headers()
            .contains_key("access-control-request-method");
        let status = match (is_preflight, is_allowed) {
            (true, true) => self.allowed,
            (true, false) => self.refused,
            (false, _) if origin.is_some() && !is_allowed => self.strangers,
            (false, _) if request.uri().path().contains("no-such") => 404,
            (false, _) => 200,
        };
        let mut response = Response::builder()
            .status(status)
            .header(self.varies.0, self.varies.1);
        if is_allowed {
            response = response.header("access-control-allow-origin", APP);
        }
        if self.credentials && (is_allowed || self.is_talkative) {
            response = response.header("access-control-allow-credentials", "true");
        }
        if is_preflight && (is_allowed || self.is_talkative) {
            response = response.header("access-control-allow-methods", "GET, PUT");
            if let Some(seconds) = self.max_age {
                response = response.header("access-control-max-age", seconds);
            }
        }
        response.body(()).unwrap()
    }
}

/// What stands in comparisons.
fn comparison() -> impl Strategy<Value = (bool, bool, bool, String)> {
    let text = prop::sample::select(vec![
        "https://",
        "http",
        "app",
        "example",
        "example.com",
        ".com",
        ".example.com",
        "app.example.com",
        APP,
        ":",
        "a",
        "",
    ]);
    (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        text.prop_map(ToOwned::to_owned),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// What this project's engine serves is what its policy says, and nobody is warned of it.
    #[test]
    fn nothing_is_found_in_what_a_policy_serves(policy in policy()) {
        let served = museum::correct::served(policy.clone());
        let (found, asked) = probe(&served, &page(), Some(&policy));
        let messages: Vec<_> = found.into_iter().map(|finding| finding.message).collect();
        prop_assert_eq!(messages, Vec::<String>::new());
        prop_assert!(asked < BUDGET);
    }

    /// Without the policy's word, what it allows besides the page may be worth a warning, and never more.
    #[test]
    fn nothing_bad_is_found_in_what_a_policy_serves(policy in policy()) {
        let served = museum::correct::served(policy);
        let (found, _) = probe(&served, &page(), None);
        for finding in found {
            prop_assert!(finding.severity < Severity::Error, "{}", finding.message);
        }
    }

    /// Whoever allows one page and nobody else does nothing wrong, in whatever manner.
    #[test]
    fn nothing_is_found_in_an_exact_list(manners in manners()) {
        let serve = |request: &Request<()>| manners.serve(request);
        let (found, _) = probe(&serve, &page(), None);
        let messages: Vec<_> = found.into_iter().map(|finding| finding.message).collect();
        prop_assert_eq!(messages, Vec::<String>::new());
    }

    /// Whatever is compared in whatever way: no code twice, and no note about what has nothing to do with it.
    #[test]
    fn any_comparison((starts, ends, folds, text) in comparison(), credentials in any::<bool>()) {
        let allows = move |origin: &str| {
            let origin = if folds { origin.to_ascii_lowercase() } else { origin.to_owned() };
            match (starts, ends) {
                (true, true) => origin == text,
                (true, false) => origin.starts_with(&text),
                (false, true) => origin.ends_with(&text),
                (false, false) => origin.contains(&text),
            }
        };
        let allows_page = allows(APP);
        let serve = museum::allowing(allows, credentials);
        let (found, asked) = probe(&serve, &page(), None);
        let mut codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        let number = codes.len();
        codes.sort_unstable();
        codes.dedup();
        prop_assert_eq!(codes.len(), number);
        prop_assert!(asked <= 50);
        let is_blocked = codes.contains(&crate::probe::code::Code::OriginNotAllowed);
        prop_assert_eq!(is_blocked, !allows_page);
    }
}
