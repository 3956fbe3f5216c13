//! What a blocked request's cures promise: a policy with them added allows the request.

use cors_browser::{Browser, Cure, CureValue};
use cors_core::{PolicyBuilder, Severity};
use proptest::prelude::*;

use crate::{
    generate::{asked, handler, settings},
    server::Server,
};

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(3_000)
    })]

    #[test]
    fn a_cure_leads_to_a_response(
        settings in settings(),
        handler in handler(),
        asked in asked(),
    ) {
        let mut builder = settings.builder();
        // Origin and credentials, then the method, then the headers.
        for _ in 0..4 {
            let policy = match builder.clone().build() {
                Ok(policy) => policy,
                Err(error) => {
                    // Whether credentials are worth what they exclude, is for its author to say.
                    let excluded = [
                        "wildcard-with-credentials",
                        "null-with-credentials",
                        "expose-wildcard-with-credentials",
                    ];
                    let mut errors = error.problems().iter().filter(|p| p.severity() == Severity::Error);
                    prop_assert!(errors.all(|p| excluded.contains(&p.code())), "{}", error);
                    return Ok(());
                }
            };
            let server = Server::new(&policy, handler.clone());
            let outcome = Browser::at(asked.origin)
                .fetch(&mut |request| server.answer(&request), asked.request.clone());
            let cures = match outcome.result() {
                Ok(_) => return Ok(()),
                Err(blocked) => blocked.cures(),
            };
            if cures.is_empty() {
                // Credentials for everybody's sandboxed frames.
                prop_assert_eq!(asked.origin, "null", "{}", outcome);
                return Ok(());
            }
            builder = add(builder, &cures);
        }
        prop_assert!(false, "still blocked: {:?}", builder.build());
    }
}

/// The policy with the cures added.
fn add(builder: PolicyBuilder, cures: &[Cure]) -> PolicyBuilder {
    cures.iter().fold(builder, |builder, cure| {
        match (cure.setting(), cure.value()) {
            ("allow_origins", CureValue::List(entries)) => builder.allow_origins(entries),
            ("allow_methods", CureValue::List(entries)) => builder.allow_methods(entries),
            ("allow_headers", CureValue::List(entries)) => builder.allow_headers(entries),
            ("allow_credentials", CureValue::Flag(flag)) => builder.allow_credentials(*flag),
            ("dangerously_allow_null_origin", CureValue::Flag(flag)) => {
                builder.dangerously_allow_null_origin(*flag)
            }
            ("dangerously_allow_insecure_origins", CureValue::Flag(flag)) => {
                builder.dangerously_allow_insecure_origins(*flag)
            }
            other => panic!("no setting of a policy: {other:?}"),
        }
    })
}
