//! What the tests of targets share: policies, and what they mean.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use proptest::{prelude::*, sample::subsequence};

use crate::{
    File, LossKind, Target,
    plan::Plan,
    proof::{Clause, Matcher, Origins},
    targets,
};

/// The text of the one file of a target. It has no loss that would keep it from being written.
pub(super) fn text(target: Target, name: &str, policy: &Policy) -> String {
    let (plan, losses) = Plan::new(name, policy);
    assert_eq!(losses, []);
    let written = targets::write(target, &plan);
    let kinds = written.losses.iter().map(crate::Loss::kind);
    assert!(
        kinds.into_iter().all(|kind| kind == LossKind::Different),
        "{:?}",
        written.losses
    );
    let [file] = <[File; 1]>::try_from(written.files).unwrap();
    file.text
}

pub(super) fn file(text: impl Into<String>) -> File {
    File {
        name: String::new(),
        text: text.into(),
        place: "",
    }
}

/// What the plan says.
pub(super) fn meant(policy: &Policy) -> Origins {
    let (plan, _) = Plan::new("site", policy);
    let texts = plan.origins.texts();
    let mut clauses: Vec<Clause> = { texts.map(str::to_owned) }
        .map(|text| vec![Matcher::Exact(text)])
        .collect();
    for pattern in &plan.origins.patterns {
        let and = pattern
            .and
            .map(|canonical| Matcher::Whole(canonical.regex()));
        for regex in &pattern.regexes {
            let regex = Matcher::Whole(regex.clone());
            clauses.push(and.iter().cloned().chain([regex]).collect());
        }
    }
    sorted(Origins {
        any: plan.origins.any,
        clauses,
    })
}

pub(super) fn sorted(mut origins: Origins) -> Origins {
    for clause in &mut origins.clauses {
        clause.sort_by_key(|matcher| format!("{matcher:?}"));
    }
    origins.clauses.sort_by_key(|clause| format!("{clause:?}"));
    origins
}

pub(super) fn small() -> Policy {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT"])
        .allow_headers(["x-api-key"])
        .expose_headers(["x-request-id"])
        .max_age(Duration::ZERO);
    policy.build().unwrap()
}

/// A policy with origins of every kind.
pub(super) fn everything() -> Policy {
    let policy = Policy::builder()
        .allow_origins([
            "https://app.example.com",
            "https://admin.example.com",
            "https://*.example.net:*",
            "https://pr-{digits}.example.org",
        ])
        .allow_origin_regex(r"https://.*\.example\.org")
        .allow_credentials(true)
        .guard_unsafe_methods(true);
    policy.build().unwrap()
}

/// Policies with some origins of every kind, and other settings that have to do with them.
pub(super) fn policies() -> impl Strategy<Value = Policy> {
    let origins = subsequence(
        vec![
            "https://app.example.com",
            "https://[2001:db8::1]:8443",
            "http://localhost:*",
            "https://*.example.com",
            "https://*.example.net:*",
            "https://pr-{slug}.example.org:3000",
            "tauri://localhost",
        ],
        0..=7,
    );
    let regexes = subsequence(
        vec![
            r"https?://.*\.example\.com",
            r"https://pr-[0-9]{1,5}\.example\.net",
            r"https://one\.example\.org",
            r"https://(?:a|b[^c-e]*)\.example\.org",
        ],
        0..=4,
    );
    (origins, regexes, any::<[bool; 6]>()).prop_filter_map(
        "it builds",
        |(origins, regexes, flags)| {
            let [trusting, minimal, guarded, expecting, wild, lax] = flags;
            let wild: &[&str] = if wild { &["*"] } else { &["x-a"] };
            let builder = Policy::builder()
                .allow_origins(origins)
                .origins_may_be_empty(true)
                .allow_headers(wild)
                .minimal_disclosure(minimal)
                .dangerously_allow_null_origin(!trusting && !guarded)
                .dangerously_allow_insecure_origins(lax)
                .allow_credentials(trusting)
                .guard_unsafe_methods(guarded)
                .guard_safe_methods(guarded);
            let builder = { regexes.into_iter() }.fold(builder, PolicyBuilder::allow_origin_regex);
            match expecting {
                true => builder.expect_hosts(["server.example", "*.server.example:8443", "[::1]"]),
                false => builder,
            }
            .build()
            .ok()
        },
    )
}
