//! Requests that browsers send with `Origin`, and not by CORS: nobody blocks them.

mod blocked;

use blocked::{Head, listing};
use cors_core::{Outcome, adapter::Field};

const STRANGER: &str = "https://shop.test";

fn outcome(head: &Head) -> Option<Outcome> {
    let policy = listing(&["https://app.example.com"]).build().unwrap();
    policy.explain(head).outcome()
}

fn post(origin: &str) -> Head {
    Head {
        method: "POST".to_owned(),
        ..Head::get(origin)
    }
}

#[test]
fn the_browser_says_so() {
    for mode in ["navigate", "no-cors", "websocket"] {
        for origin in [STRANGER, "null"] {
            let head = post(origin)
                .with(Field::SecFetchSite, "cross-site")
                .with(Field::SecFetchMode, mode);
            assert_eq!(outcome(&head), Some(Outcome::OutsideCors), "{mode}");
        }
        let twice = post(STRANGER)
            .with(Field::Origin, STRANGER)
            .with(Field::SecFetchMode, mode);
        assert_eq!(outcome(&twice), Some(Outcome::OutsideCors), "{mode}");
    }
}

#[test]
fn other_modes_and_what_no_browser_says() {
    for mode in [
        "cors",
        "same-origin",
        "Navigate",
        "navigate ",
        "navigate, cors",
        "websockets",
        "x",
        "",
    ] {
        let head = post(STRANGER).with(Field::SecFetchMode, mode);
        assert_eq!(outcome(&head), Some(Outcome::OriginNotAllowed), "{mode}");
    }
    let twice = post(STRANGER)
        .with(Field::SecFetchMode, "navigate")
        .with(Field::SecFetchMode, "navigate");
    assert_eq!(outcome(&twice), Some(Outcome::OriginNotAllowed));
}

/// What is allowed, the server's own, and preflights, which are only sent by CORS.
#[test]
fn the_rest_stays_as_it_is() {
    let navigates = |head: Head| head.with(Field::SecFetchMode, "navigate");
    let listed = navigates(post("https://app.example.com"));
    assert_eq!(outcome(&listed), Some(Outcome::Allowed));
    let own = navigates(post(STRANGER).with(Field::Host, "shop.test"));
    assert_eq!(outcome(&own), Some(Outcome::SameOrigin));
    let preflight = navigates(Head::preflight(STRANGER, "PUT", ""));
    assert_eq!(outcome(&preflight), Some(Outcome::OriginNotAllowed));
}

#[test]
fn it_is_said() {
    let policy = listing(&["https://app.example.com"]).build().unwrap();
    let explanation = policy.explain(&post(STRANGER).with(Field::SecFetchMode, "navigate"));
    assert_eq!(
        explanation.to_string(),
        "a page of https://shop.test asks for POST: the browser did not ask by CORS, \
         and does not block it"
    );
    assert!(!explanation.is_blocked());
    assert_eq!(explanation.cures().count(), 0);
    assert_eq!(explanation.reasons(), []);
}
