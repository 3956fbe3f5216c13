//! The settings of policies, of all kinds and many of them in error.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;

/// Everything but listed origins; those that a regex admits may be there.
pub(crate) fn without_origins() -> impl Strategy<Value = PolicyBuilder> {
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
    let flags = any::<[bool; 7]>();
    let max_age = prop::option::of(0..100_000_u64);
    let status = prop::option::of(prop_oneof![Just(200), Just(204), 200..500_u16]);
    (regexes, methods, names(), names(), (max_age, status), flags).prop_map(
        |(regexes, methods, headers, exposed, (max_age, status), flags)| {
            let mut builder = Policy::builder()
                .allow_methods(methods)
                .allow_headers(headers)
                .expose_headers(exposed)
                .allow_credentials(flags[0])
                .minimal_disclosure(flags[1])
                .dangerously_allow_insecure_origins(flags[2])
                .dangerously_allow_public_suffixes(flags[3])
                .dangerously_allow_null_origin(flags[4])
                .dangerously_allow_file_origin(flags[5])
                .origins_may_be_empty(flags[6]);
            for regex in regexes {
                builder = builder.allow_origin_regex(regex);
            }
            if let Some(seconds) = max_age {
                builder = builder.max_age(Duration::from_secs(seconds));
            }
            if let Some(status) = status {
                builder = builder.preflight_status(status);
            }
            builder
        },
    )
}
