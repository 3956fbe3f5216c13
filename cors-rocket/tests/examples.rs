//! What the two examples answer.

mod common;
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/rocket-right.rs"]
mod right;
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/rocket-wrong.rs"]
mod wrong;

use common::{actual, cors_lines, launched, preflight};

#[test]
fn right_lets_the_browser_in() {
    let client = launched(right::app().unwrap());
    let answer = preflight(&client, "/api/items/1");
    assert_eq!(answer.status().code, 204);
    assert_eq!(cors_lines(&answer), common::PREFLIGHT);
    let answer = actual(&client, "PUT", "/api/items/1");
    assert_eq!(cors_lines(&answer), common::SHARED);
    assert_eq!(answer.into_string().unwrap(), "1 is stored");
}

/// The browser says: "Response to preflight request doesn't pass access control check: No
/// 'Access-Control-Allow-Origin' header is present on the requested resource." The server says: "No
/// matching routes for OPTIONS /api/items/1."
#[test]
fn wrong_is_harmless_and_useless() {
    let client = launched(wrong::app().unwrap());
    let answer = preflight(&client, "/api/items/1");
    assert_eq!(answer.status().code, 404);
    assert!(cors_lines(&answer).is_empty());
    let answer = actual(&client, "PUT", "/api/items/1");
    assert!(cors_lines(&answer).is_empty());
    assert_eq!(answer.into_string().unwrap(), "1 is stored");
}
