//! Deliberate mistakes in what is written, all of which are found.

use cors_core::Policy;

use super::tests::{built, written};
use crate::{Code, LossKind, Target, proof::prove};

/// What is said of a policy's own export where one text in it is replaced by another.
fn mutated(file: usize, from: &str, to: &str) -> Vec<(LossKind, Code)> {
    let policy = built(
        Policy::builder()
            .allow_origins([
                "https://app.example.com",
                "https://*.example.org",
                "http://localhost:*",
            ])
            .allow_origin_regex(r"https://pr-.*\.example\.com")
            .dangerously_allow_null_origin(true),
    );
    let mut files = written("a", &policy);
    assert_eq!(prove(&policy, Target::Nginx, &files), []);
    assert!(files[file].text.contains(from), "{}", files[file].text);
    files[file].text = files[file].text.replacen(from, to, 1);
    let losses = prove(&policy, Target::Nginx, &files);
    losses
        .iter()
        .map(|loss| (loss.kind(), loss.code()))
        .collect()
}

#[test]
fn mistakes_in_maps_are_found() {
    const LOOSER: (LossKind, Code) = (LossKind::Looser, Code::MoreOrigins);
    const NARROWER: (LossKind, Code) = (LossKind::Narrower, Code::FewerOrigins);
    const MALFORMED: (LossKind, Code) = (LossKind::Different, Code::MalformedOrigins);
    const UNPROVEN: (LossKind, Code) = (LossKind::Impossible, Code::Unproven);
    for (from, to, expected) in [
        // No anchor at its end, and none at its begin.
        (r#"example\\.org)$""#, r#"example\\.org)""#, LOOSER),
        (r#""~^(?=.{1,327}$)(?:https"#, r#""~(?:https"#, MALFORMED),
        // In any case, and with a dot that is any byte.
        (r#""~^(?=.{1,327}$)(?:https"#, r#""~*^(?:https"#, MALFORMED),
        (r"example\\.org", "example.org", LOOSER),
        // Nothing in front of the domain, and anything.
        (r"(?:[a-z0-9_-]+\\.)+example", "example", NARROWER),
        (r"(?:[a-z0-9_-]+\\.)+example", ".*example", LOOSER),
        ("{1,327}", "{1,30}", UNPROVEN),
        // One more, one less, another one.
        (
            "    \"null\"",
            "    \"https://evil.test\" \"https://evil.test\";\n    \"null\"",
            LOOSER,
        ),
        ("    \"null\" \"null\";\n", "", NARROWER),
        (
            "\"https://app.example.com\" \"https",
            "\"https://app.example.net\" \"https",
            UNPROVEN,
        ),
        (
            "\"https://app.example.com\" \"https://app.example.com\"",
            "\"https://app.example.com\" \"*\"",
            UNPROVEN,
        ),
        // Bytes are not compared, or not all of them.
        (r#""~^([^ ]+) \\1$""#, r#""~^([^ ]+) \\1""#, UNPROVEN),
        (r#""~^([^ ]+) \\1$""#, r#""~*^([^ ]+) \\1$""#, UNPROVEN),
        (
            r#""~^([^ ]+) \\1$" "$cors_a_literal";"#,
            r#""~." "$http_origin";"#,
            UNPROVEN,
        ),
        // Everybody else.
        (
            "default \"$cors_a_pattern\"",
            "default \"$http_origin\"",
            UNPROVEN,
        ),
        ("default \"$cors_a_pattern\"", "default \"*\"", LOOSER),
        ("default \"$cors_a_pattern\"", "default \"\"", NARROWER),
        // What nginx would not read, or read from elsewhere.
        (
            "map \"$http_origin\" $cors_a_pattern",
            "map \"$arg_origin\" $cors_a_pattern",
            UNPROVEN,
        ),
        ("    \"null\"", "    include more;\n    \"null\"", UNPROVEN),
        ("    \"null\"", "    volatile;\n    \"null\"", UNPROVEN),
        ("    \"null\" \"null\";", "    \"null\" \"null\"", UNPROVEN),
        ("$cors_a_literal {", "$cors_a_origin {", UNPROVEN),
    ] {
        let found = mutated(0, from, to);
        assert!(found.contains(&expected), "{from} → {to}: {found:?}");
    }
}

#[test]
fn mistakes_in_locations_are_found() {
    let header = "add_header Access-Control-Allow-Origin \"$cors_a_origin\" always;";
    for (from, to, expected) in [
        ("\"$cors_a_origin\"", "\"*\"", Code::MoreOrigins),
        ("\"$cors_a_origin\"", "\"$http_origin\"", Code::Unproven),
        (
            "\"$cors_a_origin\"",
            "\"$cors_a_literal\"",
            Code::MalformedOrigins,
        ),
        (header, "", Code::FewerOrigins),
        (header, &format!("{header}\n{header}"), Code::Unproven),
        (" always", "", Code::Unproven),
        (
            "proxy_hide_header Access-Control-Allow-Origin;",
            "",
            Code::Unproven,
        ),
        (
            "    return 204;",
            "    add_header Access-Control-Allow-Origin *;",
            Code::Unproven,
        ),
        ("set $cors_a_refusal", "set $CORS_A_ORIGIN", Code::Unproven),
        ("if (", "include more;\nif (", Code::Unproven),
    ] {
        let found = mutated(1, from, to);
        assert!(
            found.iter().any(|(_, code)| *code == expected),
            "{from} → {to}: {found:?}"
        );
    }
}
