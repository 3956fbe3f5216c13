//! What a blocked request's cures promise: a policy with them added allows the request.

use cors_browser::{Browser, Credentials, Cure, CureValue};
use cors_core::{PolicyBuilder, Severity};
use proptest::prelude::*;

use crate::{
    generate::{Asked, asked, handler, settings},
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
                        "file-with-credentials",
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
                prop_assert!(is_incurable(&asked), "{}", outcome);
                return Ok(());
            }
            builder = add(builder, &cures);
        }
        // One header of several may be beyond help. With minimal disclosure no browser sees which.
        prop_assert!(is_incurable(&asked), "still blocked: {:?}", builder.build());
    }
}

/// Whether it takes a setting that is called dangerous, or what no policy can say.
fn is_incurable(asked: &Asked) -> bool {
    let insecure = asked.origin.starts_with("http://app.");
    ["null", "file://"].contains(&asked.origin)
        || (insecure && asked.credentials == Credentials::Include)
        // Meant was PATCH.
        || asked.method == "patch"
        || asked.method == "*"
        || asked.headers.contains(&"*")
}

/// The policy with the cures added.
pub(crate) fn add(builder: PolicyBuilder, cures: &[Cure]) -> PolicyBuilder {
    cures.iter().fold(builder, |builder, cure| {
        match (cure.setting(), cure.value()) {
            ("allow_origins", CureValue::List(entries)) => builder.allow_origins(entries),
            ("allow_methods", CureValue::List(entries)) => builder.allow_methods(entries),
            ("allow_headers", CureValue::List(entries)) => builder.allow_headers(entries),
            ("expose_headers", CureValue::List(entries)) => builder.expose_headers(entries),
            ("allow_credentials", CureValue::Flag(flag)) => builder.allow_credentials(*flag),
            other => panic!("no setting of a policy: {other:?}"),
        }
    })
}
