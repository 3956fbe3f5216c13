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
    let guards = prop_oneof![
        3 => Just([false; 3]),
        3 => any::<[bool; 3]>(),
    ];
    (origins, settings::without_origins(), guards, hosts()).prop_map(
        |(origins, builder, [changes, reads, websockets], hosts)| {
            let builder = builder
                .allow_origins(origins)
                .guard_unsafe_methods(changes)
                .guard_safe_methods(reads)
                .guard_websockets(websockets);
            match hosts {
                Some(hosts) => builder.expect_hosts(hosts),
                None => builder,
            }
        },
    )
}

/// Expected hosts: none given, or a list, which may be empty.
fn hosts() -> impl Strategy<Value = Option<Vec<String>>> {
    let host = prop_oneof![
        r"(\*\.)?[a-z0-9]{1,5}\.(test|example\.com)",
        Just("localhost".to_owned()),
        Just("127.0.0.1".to_owned()),
        Just("[::1]".to_owned()),
    ];
    let port = prop_oneof![2 => Just(""), 1 => Just(":*"), 1 => Just(":8080"), 1 => Just(":80")];
    let entry = (host, port).prop_map(|(host, port)| host + port);
    prop::option::of(prop::collection::vec(entry, 0..4))
}

proptest! {
    /// A builder comes back as it was, whether or not its policy builds: an empty list of hosts is not
    /// none.
    #[test]
    fn builders_come_back(builder in settings()) {
        let json = serde_json::to_string(&builder).unwrap();
        let read: PolicyBuilder = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &builder);
        let text = toml::to_string(&builder).unwrap();
        let read: PolicyBuilder = toml::from_str(&text).unwrap();
        prop_assert_eq!(&read, &builder);
        let problems = |builder: PolicyBuilder| match builder.build() {
            Ok(policy) => policy.warnings().to_vec(),
            Err(error) => error.problems().to_vec(),
        };
        prop_assert_eq!(problems(read), problems(builder));
    }
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
fn guards_and_hosts_are_printed() {
    let policy = Policy::builder()
        .guard_unsafe_methods(true)
        .guard_safe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["localhost:*", "[::1]"])
        .expect_hosts(["*.example.com:8443"])
        .origins_may_be_empty(true)
        .build()
        .unwrap();
    let printed = r#"expect_hosts = ["localhost:*", "[::1]", "*.example.com:8443"]
origins_may_be_empty = true
guard_unsafe_methods = true
guard_safe_methods = true
guard_websockets = true
"#;
    assert_eq!(policy.to_string(), printed);
    let read: PolicyBuilder = toml::from_str(printed).unwrap();
    assert_eq!(read, policy.to_builder());
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
