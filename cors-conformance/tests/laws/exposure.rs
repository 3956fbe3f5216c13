//! A response header that a page wants to read: it gets it if the policy exposes it.

use cors_browser::{Browser, Credentials, Reason};
use cors_core::Policy;
use proptest::{prelude::*, sample};

use crate::{
    cures::add,
    generate::{asked, handler, settings},
    server::Server,
};

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(3_000)
    })]

    #[test]
    fn a_page_reads_the_headers_that_the_policy_exposes(
        settings in settings(),
        handler in handler(),
        asked in asked(),
        names in sample::subsequence(
            vec!["x-request-id", "X-Secret", "set-cookie", "content-type", "x-absent"], 1..5,
        ),
    ) {
        let policy = settings.builder().build().unwrap();
        prop_assume!(asked.is_allowed_by(&settings));
        let read = names.iter().fold(asked.request.clone(), |request, name| request.read(*name));
        let fetch = |policy: &Policy| {
            let server = Server::new(policy, handler.clone());
            Browser::at(asked.origin).fetch(&mut |request| server.answer(&request), read.clone())
        };
        let outcome = fetch(&policy);
        // With credentials, a `*` in the list is a name like any other.
        let include = asked.credentials == Credentials::Include;
        let exposes = |name: &str| settings.exposes(name) && !(include && name != "content-type"
            && !settings.exposed.contains(&name));
        let withheld: Vec<_> = names
            .iter()
            .map(|name| name.to_ascii_lowercase())
            .filter(|name| handler.headers().contains_key(name) && !exposes(name))
            .collect();
        prop_assert_eq!(outcome.is_readable(), withheld.is_empty(), "{}", outcome);
        let Err(blocked) = outcome.result() else {
            return Ok(());
        };
        prop_assert_eq!(blocked.reason(), Some(Reason::NotExposed));
        let cures = blocked.cures();
        if withheld == ["set-cookie"] {
            prop_assert!(cures.is_empty());
            return Ok(());
        }
        let Ok(cured) = add(settings.builder(), &cures).build() else {
            return Err(TestCaseError::fail("a cure does not build"));
        };
        let outcome = fetch(&cured);
        if withheld.iter().any(|name| name == "set-cookie") {
            prop_assert!(outcome.result().unwrap_err().cures().is_empty());
        } else {
            prop_assert!(outcome.is_readable(), "{}", outcome);
        }
    }
}
