//! A cure for an origin is offered if a policy that lists it builds, and only then.

use std::panic::catch_unwind;

use cors_browser::{Browser, Credentials, PageRequest};
use cors_core::Policy;
use http::Response;
use proptest::{prelude::*, sample};

use crate::{cures::add, generate::API};

/// Origins as browsers write them, usual ones and others.
fn origin() -> impl Strategy<Value = String> {
    let scheme = sample::select(vec!["https", "http", "tauri", "chrome-extension", "ws"]);
    let host = prop_oneof![
        4 => "[a-z]{1,3}(\\.[a-z0-9]{1,4})?\\.[a-z]{2,3}",
        3 => "[a-z0-9_!~*{}`'$&+;=.-]{1,10}[a-z]",
        1 => "[a-z_-]{1,4}\\.example\\.com\\.?",
        1 => Just("localhost".to_owned()),
        1 => Just("a.localhost".to_owned()),
        1 => "(127|10|192)\\.0\\.0\\.[1-9]",
        1 => Just("[::1]".to_owned()),
        1 => Just("[2001:db8::1]".to_owned()),
        1 => "[a-z]{60,66}\\.com",
    ];
    let port = prop_oneof![Just(String::new()), ":(3000|8443|1|65535)"];
    let written = (scheme, host, port).prop_map(|(s, host, port)| format!("{s}://{host}{port}"));
    prop_oneof![
        20 => written,
        1 => Just("null".to_owned()),
        1 => Just("file://".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(3_000)
    })]

    #[test]
    fn an_origin_is_a_cure_if_it_can_be_listed(origin in origin(), include in any::<bool>()) {
        // It panics at what no browser writes.
        let browser = catch_unwind(|| Browser::at(&origin));
        prop_assume!(browser.is_ok());
        let credentials = if include { Credentials::Include } else { Credentials::Omit };
        let request = PageRequest::get(API).credentials(credentials);
        let outcome = browser.unwrap().fetch(&mut |_| Response::new(()), request);
        let blocked = outcome.result().unwrap_err();
        let cured = add(Policy::builder().origins_may_be_empty(true), &blocked.cures()).build();
        match (blocked.cures().is_empty(), blocked.needs()) {
            (false, needs) => {
                let policy = cured.unwrap();
                prop_assert!(policy.allows_origin(&origin));
                // And no other one.
                prop_assert_eq!(policy.settings().allow_origins().count(), 1);
                prop_assert_eq!(needs, None);
            }
            // Nobody has meant an origin with `!` in it.
            (true, None) if !is_plain(&origin) => {}
            (true, None) => prop_assert!(!can_be_listed(&origin, include, None)),
            (true, Some(needs)) => {
                prop_assert!(!can_be_listed(&origin, include, None));
                prop_assert!(can_be_listed(&origin, include, Some(needs)));
            }
        }
    }
}

fn can_be_listed(origin: &str, include: bool, needs: Option<&str>) -> bool {
    let builder = Policy::builder().allow_credentials(include);
    let builder = match needs {
        None => builder.allow_origins([origin]),
        Some("dangerously_allow_insecure_origins") => builder
            .allow_origins([origin])
            .dangerously_allow_insecure_origins(true),
        Some("dangerously_allow_null_origin") => builder.dangerously_allow_null_origin(true),
        Some("dangerously_allow_file_origin") => builder.dangerously_allow_file_origin(true),
        Some(other) => panic!("{other}"),
    };
    let policy = builder.build();
    policy.is_ok_and(|policy| policy.allows_origin(origin))
}

fn is_plain(origin: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/[]".contains(&byte);
    origin.bytes().all(plain)
}
