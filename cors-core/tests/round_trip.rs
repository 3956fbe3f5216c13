//! A policy prints as the configuration that it came from.
#![cfg(all(feature = "serde", feature = "regex"))]

mod generate;

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;

fn settings() -> impl Strategy<Value = PolicyBuilder> {
    let origins = prop_oneof![
        9 => prop::collection::vec(generate::pattern(), 1..6),
        1 => Just(vec!["*".to_owned()]),
    ];
    let regexes = prop::collection::vec(r"https://[a-z]{1,3}\.example\.(com|org)", 0..2).prop_map(
        |samples| {
            samples
                .iter()
                .map(|s| s.replace('.', "\\.") + r#"["'\\]?"#)
                .collect::<Vec<_>>()
        },
    );
    let methods = prop::collection::vec(prop_oneof!["[A-Z]{3,8}", Just("*".to_owned())], 0..4);
    let names = || {
        prop::collection::vec(
            prop_oneof!["[xX]-[a-zA-Z!#$%&'^_`|~.+]{1,8}", Just("*".to_owned())],
            0..4,
        )
    };
    let flags = any::<[bool; 5]>();
    let max_age = prop::option::of(0..100_000_u64);
    (origins, regexes, methods, names(), names(), max_age, flags).prop_map(
        |(origins, regexes, methods, headers, exposed, max_age, flags)| {
            let mut builder = Policy::builder()
                .allow_origins(origins)
                .allow_methods(methods)
                .allow_headers(headers)
                .expose_headers(exposed)
                .allow_credentials(flags[0])
                .minimal_disclosure(flags[1])
                .dangerously_allow_insecure_origins(flags[2])
                .dangerously_allow_public_suffixes(flags[3])
                .dangerously_allow_null_origin(flags[4]);
            for regex in regexes {
                builder = builder.allow_origin_regex(regex);
            }
            if let Some(seconds) = max_age {
                builder = builder.max_age(Duration::from_secs(seconds));
            }
            builder
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 100_000,
        ..ProptestConfig::with_cases(500)
    })]

    #[test]
    fn through_the_builder_and_both_kinds_of_text(builder in settings()) {
        let built = builder.build();
        prop_assume!(built.is_ok());
        let policy = built.unwrap();
        prop_assert_eq!(&policy.to_builder().build().unwrap(), &policy);

        let printed = policy.to_string();
        let read: PolicyBuilder = toml::from_str(&printed).unwrap();
        let again = read.build().unwrap();
        prop_assert_eq!(&again, &policy);
        prop_assert_eq!(again.to_string(), printed);
        prop_assert_eq!(again.warnings(), policy.warnings());

        let json = serde_json::to_string(&policy).unwrap();
        let read: PolicyBuilder = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read.build().unwrap(), &policy);
    }
}

#[test]
fn every_setting_is_printed() {
    let policy = Policy::builder()
        .allow_origins(["http://[2001:db8::1]:8080", "https://*.example.com"])
        .allow_origin_regex(r#"https://"?[a-z]+\.example\.org"#)
        .allow_origin_if(|_| false)
        .allow_methods(["PUT", "PUT"])
        .allow_headers(["Content-Type", "content-type"])
        .expose_headers(["X-Request-Id"])
        .max_age(Duration::from_millis(600_500))
        .minimal_disclosure(true)
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true)
        .dangerously_allow_null_origin(true)
        .build()
        .unwrap();
    let printed = r#"# and the origins that a predicate admits: Fn(&Origin) -> bool
allow_origins = ["http://[2001:db8::1]:8080", "https://*.example.com", { regex = "https://\"?[a-z]+\\.example\\.org" }]
allow_methods = ["PUT"]
allow_headers = ["content-type"]
expose_headers = ["x-request-id"]
max_age = 600
minimal_disclosure = true
dangerously_allow_insecure_origins = true
dangerously_allow_public_suffixes = true
dangerously_allow_null_origin = true
"#;
    assert_eq!(policy.to_string(), printed);
    assert_eq!(policy.to_builder().build().unwrap(), policy);
    let debug = format!("{policy:?}");
    assert!(
        debug.starts_with("Policy {\n    # and the origins"),
        "{debug}"
    );
}
