//! A policy prints as the configuration that it came from.
#![cfg(all(feature = "serde", feature = "regex"))]

mod generate;
mod settings;

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;

fn settings() -> impl Strategy<Value = PolicyBuilder> {
    let origins = prop_oneof![
        9 => prop::collection::vec(generate::pattern(), 1..6),
        1 => Just(vec!["*".to_owned()]),
        1 => Just(Vec::new()),
    ];
    (origins, settings::without_origins())
        .prop_map(|(origins, builder)| builder.allow_origins(origins))
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
        .preflight_status(200)
        .origins_may_be_empty(true)
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true)
        .dangerously_allow_null_origin(true)
        .dangerously_allow_file_origin(true)
        .build()
        .unwrap();
    let printed = r#"# and the origins that a predicate admits: Fn(&Origin) -> bool
allow_origins = ["http://[2001:db8::1]:8080", "https://*.example.com", { regex = "https://\"?[a-z]+\\.example\\.org" }]
allow_methods = ["PUT", "PUT"]
allow_headers = ["Content-Type", "content-type"]
expose_headers = ["X-Request-Id"]
max_age = 601
preflight_status = 200
origins_may_be_empty = true
minimal_disclosure = true
dangerously_allow_insecure_origins = true
dangerously_allow_public_suffixes = true
dangerously_allow_null_origin = true
dangerously_allow_file_origin = true
"#;
    assert_eq!(policy.to_string(), printed);
    assert_eq!(policy.to_builder().build().unwrap(), policy);
    let debug = format!("{policy:?}");
    assert!(
        debug.starts_with("Policy {\n    # and the origins"),
        "{debug}"
    );
}
