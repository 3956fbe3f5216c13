//! What is not edited, and why.

use cors_core::Setting;
use cors_policy_file::{Addition, Format, NotEdited, edit};

use super::{CREDENTIALS, header, max_age, not};

#[test]
fn what_can_not_be_edited_is_said() {
    let not = |text, format, change| edit(text, format, "a", [change]).unwrap_err();
    for (text, format, reason, message) in [
        (
            "[policies",
            Format::Toml,
            NotEdited::NotReadable,
            "the text has a mistake in its syntax",
        ),
        (
            "a = 1",
            Format::Toml,
            NotEdited::NoPolicy,
            "the text has no such policy",
        ),
        (
            "policies.a = 1",
            Format::Toml,
            NotEdited::NoPolicy,
            "the text has no such policy",
        ),
    ] {
        assert_eq!(not(text, format, CREDENTIALS), reason);
        assert_eq!(reason.to_string(), message);
    }
    for setting in Setting::ALL {
        let additions = [
            Addition::Entries(Vec::new()),
            Addition::Flag(true),
            Addition::Seconds(1),
            Addition::Status(200),
        ];
        let wrong = additions.map(|addition| {
            let error = edit("[policies.a]", Format::Toml, "a", [(*setting, addition)]).err();
            error.inspect(|error| {
                let message = format!("{setting} does not hold such a value");
                assert_eq!(error.to_string(), message);
            })
        });
        let wrong: Vec<_> = wrong.into_iter().flatten().collect();
        assert_eq!(wrong, [NotEdited::WrongType(*setting); 3]);
    }
}

#[test]
fn what_others_share_is_refused() {
    let shared = |text: &str, change: super::Change| {
        let setting = change.0;
        assert_eq!(
            not(text, Format::Yaml, change),
            NotEdited::Shared(setting),
            "{text}"
        );
    };
    let message = NotEdited::Shared(Setting::MaxAge).to_string();
    assert_eq!(
        message,
        "an alias or a merge key shares max_age with others; add this by hand"
    );
    let list = "x-all: &all [x-a]\npolicies:\n  a: {allow_headers: *all}\n";
    shared(list, header("x-b"));
    let anchor = "policies:\n  a: {allow_headers: &all [x-a]}\n  b: {allow_headers: *all}\n";
    shared(anchor, header("x-b"));
    let merged = "x-base: &base {allow_headers: [x-a]}\npolicies:\n  a: {<<: *base}\n";
    shared(merged, header("x-b"));
    let base = "policies:\n  a: &a\n    max_age: 1\n  b:\n    <<: *a\n";
    shared(base, header("x-b"));
    shared(base, CREDENTIALS);
    shared(base, max_age(5));
    let whole = "policies:\n  b: &b\n    max_age: 1\n  a: *b\n";
    shared(whole, max_age(5));
    let outside = "x-all: &all {a: {max_age: 1}}\npolicies: *all\n";
    shared(outside, max_age(5));
    let wildcard =
        "x-all: &all ['*', 'https://a.example']\npolicies:\n  a:\n    allow_origins: *all\n";
    let error = not(wildcard, Format::Yaml, CREDENTIALS);
    assert_eq!(error, NotEdited::Shared(Setting::AllowOrigins));
    // What another one overrides is its own.
    let own = "policies:\n  a: &a\n    max_age: 1\n  b:\n    <<: *a\n    max_age: 2\n";
    assert!(edit(own, Format::Yaml, "a", [max_age(5)]).is_ok());
}

#[test]
fn what_is_unusual_is_refused() {
    let message = NotEdited::Unusual(Setting::MaxAge).to_string();
    assert_eq!(
        message,
        "max_age is written in a way that is not edited; add this by hand"
    );
    for (text, change) in [
        (
            "policies:\n  a:\n    allow_headers: >-\n      x-a\n",
            header("x-b"),
        ),
        ("policies:\n  a: {<<: {max_age: 1}}\n", header("x-b")),
        (
            "policies:\n  a:\n    allow_headers:\n    -\n      x-a\n",
            header("x-b"),
        ),
        ("policies:\n  a:\n    max_age: |-\n      5\n", max_age(6)),
    ] {
        let setting = change.0;
        assert_eq!(
            not(text, Format::Yaml, change),
            NotEdited::Unusual(setting),
            "{text}"
        );
    }
}

#[test]
fn what_is_there_twice_or_apart_is_refused() {
    for (text, format) in [
        ("{\"policies\": {\"a\": {}, \"a\": {}}}", Format::Json),
        (
            "{\"policies\": {\"a\": {}}, \"policies\": {}}",
            Format::Json,
        ),
        (
            "{\"policies\": {\"a\": {\"max_age\": 1, \"max_age\": 1}}}",
            Format::Json,
        ),
        ("policies:\n  a: {}\n  a: {}\n", Format::Yaml),
    ] {
        assert_eq!(not(text, format, max_age(5)), NotEdited::Twice, "{text}");
    }
    assert_eq!(
        NotEdited::Twice.to_string(),
        "the text says this twice; remove one first"
    );
    let two = "policies:\n  a: {}\n---\npolicies:\n  a: {}\n";
    assert_eq!(
        not(two, Format::Yaml, max_age(5)),
        NotEdited::SeveralDocuments
    );
    assert_eq!(
        NotEdited::SeveralDocuments.to_string(),
        "a policy file is one document"
    );
    for (text, format) in [
        ("{\"policies\": {\"a\": {}},}", Format::Json),
        ("{\"policies\": {\"a\": {}}} // c", Format::Json),
        ("policies:\n\ta: {}\n", Format::Yaml),
        ("policies:\n  a: *b\n", Format::Yaml),
        ("[policies.a]\n[policies.a]\n", Format::Toml),
    ] {
        assert_eq!(
            not(text, format, max_age(5)),
            NotEdited::NotReadable,
            "{text}"
        );
    }
    for (text, format) in [
        ("{}", Format::Json),
        ("{\"policies\": {\"a\": null}}", Format::Json),
        ("[]", Format::Json),
        ("policies:\n  a:\n", Format::Yaml),
        ("", Format::Yaml),
        ("policies:\n  b:\n    a: {}\n", Format::Yaml),
    ] {
        assert_eq!(not(text, format, max_age(5)), NotEdited::NoPolicy, "{text}");
    }
}

#[test]
fn a_value_of_another_type_stays() {
    for (text, format) in [
        (
            "{\"policies\": {\"a\": {\"allow_headers\": 5}}}",
            Format::Json,
        ),
        (
            "{\"policies\": {\"a\": {\"allow_headers\": null}}}",
            Format::Json,
        ),
        ("policies:\n  a:\n    allow_headers:\n", Format::Yaml),
        ("policies:\n  a:\n    allow_headers: {x: y}\n", Format::Yaml),
        ("[policies.a]\nallow_headers = 5\n", Format::Toml),
    ] {
        let error = not(text, format, header("x-b"));
        assert_eq!(error, NotEdited::WrongType(Setting::AllowHeaders), "{text}");
    }
    let error = not("[policies.a]\nmax_age = [5]\n", Format::Toml, max_age(6));
    assert_eq!(error, NotEdited::WrongType(Setting::MaxAge));
}
