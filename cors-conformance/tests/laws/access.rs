//! The central law: the modelled browser lets a page read a response if and only if the policy
//! allows that origin, method, headers and credentials mode.

use core::time::Duration;
use std::collections::BTreeSet;

use cors_browser::{Browser, Engine, Outcome};
use proptest::{prelude::*, sample};

use crate::{
    generate::{Asked, Settings, asked, handler, settings},
    server::Server,
};

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(10_000)
    })]

    /// Whatever the handler answers and grants by itself, and whatever the browser remembers of
    /// earlier requests.
    #[test]
    fn a_page_reads_what_the_policy_allows(
        settings in settings(),
        handler in handler(),
        engine in sample::select(vec![Engine::Standard, Engine::Chromium, Engine::Firefox, Engine::WebKit]),
        requests in prop::collection::vec((asked(), 0..700_u64), 1..6),
    ) {
        let server = Server::new(&settings.builder().build().unwrap(), handler);
        let mut browser = Browser::at("null").engine(engine).cookie("session=1");
        for (asked, seconds) in requests {
            browser.visit(asked.origin);
            let outcome = browser.fetch(&mut |request| server.answer(&request), asked.request.clone());
            prop_assert_eq!(
                outcome.is_readable(),
                asked.is_allowed_by(&settings),
                "{:?}\n{:?}\n{}", settings, asked, outcome
            );
            check_sight(&settings, &server, &outcome)?;
            check_credentials(&asked, &outcome)?;
            browser.wait(Duration::from_secs(seconds));
        }
    }
}

/// A page that reads a response sees the handler's status, and of its headers what the policy
/// exposes.
fn check_sight(
    settings: &Settings,
    server: &Server,
    outcome: &Outcome,
) -> Result<(), TestCaseError> {
    let Ok(response) = outcome.result() else {
        return Ok(());
    };
    prop_assert_eq!(response.status(), server.handler.status().as_u16());
    let is_own = |name: &&str| !name.starts_with("access-control-") && *name != "vary";
    let seen: BTreeSet<_> = response
        .headers()
        .keys()
        .map(|name| name.as_str())
        .filter(is_own)
        .collect();
    let exposed: BTreeSet<_> = server
        .handler
        .headers()
        .keys()
        .map(|name| name.as_str())
        .filter(|name| is_own(name) && settings.exposes(name))
        .collect();
    prop_assert_eq!(seen, exposed);
    Ok(())
}

/// What needs nobody's consent goes out without asking; what does, with it.
fn check_credentials(asked: &Asked, outcome: &Outcome) -> Result<(), TestCaseError> {
    use cors_browser::Credentials;

    for exchange in outcome.exchanges() {
        let has_cookie = exchange.request().headers().contains_key("cookie");
        let expected = !exchange.is_preflight() && asked.credentials == Credentials::Include;
        prop_assert_eq!(has_cookie, expected);
    }
    Ok(())
}
