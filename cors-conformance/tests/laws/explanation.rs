//! What the policy says of each request that reaches the server is what the modelled browser does
//! with the answers.

use cors_browser::{Browser, Credentials};
use cors_core::{Outcome, adapter::Head};
use proptest::prelude::*;

use crate::{
    generate::{asked, handler, settings},
    server::Server,
};

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(5_000)
    })]

    #[test]
    fn a_page_is_blocked_where_the_explanation_says_so(
        settings in settings(),
        handler in handler(),
        asked in asked(),
    ) {
        let policy = settings.builder().build().unwrap();
        let server = Server::new(&policy, handler);
        let outcome = Browser::at(asked.origin)
            .fetch(&mut |request| server.answer(&request), asked.request.clone());
        let explanations: Vec<_> = { outcome.exchanges().iter() }
            .map(|exchange| policy.explain(&Head::of(exchange.request())))
            .collect();
        // Whether a request is with credentials is not in it.
        let is_with_credentials = asked.credentials == Credentials::Include;
        let lacks_credentials = is_with_credentials && !settings.credentials;
        let is_blocked = explanations.iter().any(|explanation| explanation.is_blocked());
        prop_assert_eq!(
            outcome.is_readable(),
            !is_blocked && !lacks_credentials,
            "{:?}\n{}", explanations, outcome
        );
        for (exchange, explanation) in outcome.exchanges().iter().zip(&explanations) {
            let expected = if exchange.is_preflight() { Outcome::PreflightAllowed } else { Outcome::Allowed };
            let is_allowed = explanation.outcome() == Some(expected);
            prop_assert_eq!(is_allowed, !explanation.is_blocked(), "{}", explanation);
        }
    }
}
