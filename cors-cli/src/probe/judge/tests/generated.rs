//! Policies and comparisons that nobody wrote by hand.

use core::time::Duration;

use cors_core::Policy;
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
