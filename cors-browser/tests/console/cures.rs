//! Cures of pasted messages: none that a policy would not build with, or that would not help.

use cors_browser::{CureValue, console};

/// The setting and its entries.
fn cures(text: &str) -> Vec<(&'static str, CureValue)> {
    let messages = console::read(text);
    let [message] = messages.as_slice() else {
        panic!("{messages:?}");
    };
    let cures = message.cures();
    let pairs = cures
        .iter()
        .map(|cure| (cure.setting(), cure.value().clone()));
    pairs.collect()
}

fn method(name: &str) -> Vec<(&'static str, CureValue)> {
    cures(&format!(
        "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by \
         CORS policy: Method {name} is not allowed by Access-Control-Allow-Methods in preflight response."
    ))
}

fn header(name: &str) -> Vec<(&'static str, CureValue)> {
    cures(&format!(
        "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by \
         CORS policy: Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
    ))
}

#[test]
fn what_was_asked_for_is_listed() {
    let one = |name: &str| CureValue::List(vec![name.to_owned()]);
    assert_eq!(method("PATCH"), [("allow_methods", one("PATCH"))]);
    assert_eq!(header("X-Api-Key"), [("allow_headers", one("x-api-key"))]);
}

#[test]
fn the_page_has_to_write_it_otherwise() {
    for name in ["patch", "PTACH", "*"] {
        assert_eq!(method(name), [], "{name}");
    }
}

#[test]
fn no_request_header_is_called_so() {
    for name in ["vary", "Access-Control-Allow-Origin", "*"] {
        assert_eq!(header(name), [], "{name}");
    }
}
