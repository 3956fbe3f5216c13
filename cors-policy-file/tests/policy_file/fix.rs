//! Files with everything certain corrected: what is changed, what is left, and what stays as it is.

use cors_policy_file::{Fixed, Format, fix};

fn toml(text: &str) -> Fixed {
    fix("cors.toml", text, Format::Toml)
}

fn json(text: &str) -> Fixed {
    fix("cors.json", text, Format::Json)
}

fn yaml(text: &str) -> Fixed {
    fix("cors.yaml", text, Format::Yaml)
}

#[track_caller]
fn assert_fixed(fixed: &Fixed, text: &str) {
    assert_eq!(fixed.text, text, "{}", fixed.left);
    assert!(fixed.left.is_empty(), "{}", fixed.left);
}

/// Nothing is changed, and something is wrong.
#[track_caller]
fn assert_left(fixed: &Fixed, text: &str) {
    assert_eq!(fixed.text, text);
    assert!(fixed.applied.is_empty() && !fixed.left.is_empty());
}

#[test]
fn comments_and_layout_are_kept() {
    assert_fixed(
        &toml(
            "# top\n\n[ policies . shop ]  # shop\nallow_origin=[ 'https://Shop.example' ,\t# A\n  \"\"\"https://b.example/\"\"\"]\n\
             \tallowCredentials   =   \"yes\" # with cookies\nallow_headers = content-type\nallow_methods = \"put, DELETE\"\n",
        ),
        "# top\n\n[ policies . shop ]  # shop\nallow_origins=[ 'https://shop.example' ,\t# A\n  \"https://b.example\"]\n\
         \tallow_credentials   =   true # with cookies\nallow_headers = \"content-type\"\nallow_methods = [\"PUT\", \"DELETE\"]\n",
    );
    assert_fixed(
        &json(
            "{ \"policy\" :{\"shop\":{\"allow_origins\":[\"https://Shop.example\" ,\n\t\"https://b.example/\"],\n\n\
             \"allow-credentials\":\"true\",\"maxAge\": \"10m\"}}}",
        ),
        "{ \"policies\" :{\"shop\":{\"allow_origins\":[\"https://shop.example\" ,\n\t\"https://b.example\"],\n\n\
         \"allow_credentials\":true,\"max_age\": 600}}}",
    );
    assert_fixed(
        &yaml(
            "# top\npolicies :\n    shop: # shop\n        \"origins\":\n        -   https://Shop.example # A\n        - 'https://b.example/'\n\
             \x20       - \"https://c.example/\"\n        credentials:   Yes\n        max_age: {{}}\n"
                .replace("{{}}", "10m")
                .as_str(),
        ),
        "# top\npolicies :\n    shop: # shop\n        \"allow_origins\":\n        -   https://shop.example # A\n        - 'https://b.example'\n\
         \x20       - \"https://c.example\"\n        allow_credentials:   true\n        max_age: 600\n",
    );
}

#[test]
fn marks_and_line_ends_are_kept() {
    let crlf = "\u{feff}[policies.a]\r\nallow_origins = \"https://A.example\"\r\nmax_age = \"5m\"";
    assert_fixed(
        &toml(crlf),
        "\u{feff}[policies.a]\r\nallow_origins = \"https://a.example\"\r\nmax_age = 300",
    );
    // Of two marks, the second one is a character.
    let marks = format!("\u{feff}{crlf}");
    assert_eq!(toml(&marks).text, marks);
}

#[test]
fn one_fix_leads_to_the_next() {
    let fixed = toml(
        "[shop]\norigin_regex = 'https://[a-z]+\\.shop\\.example'\n[shop2]\norigin = \"a.example, B.example\"\n",
    );
    assert_eq!(
        fixed.text,
        "[policies.shop]\nallow_origins = [{ regex = 'https://[a-z]+\\.shop\\.example' }]\n\
         [policies.shop2]\nallow_origins = \"a.example, B.example\"\n"
    );
    let codes: Vec<_> = fixed
        .left
        .items()
        .iter()
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(codes, ["origin-several"]);
    let fixed = toml("[policies.a]\nallow_origins = \"*\"\nallow_methods = [put; DELETE]\n");
    assert_eq!(
        fixed.text,
        "[policies.a]\nallow_origins = \"*\"\nallow_methods = [\"PUT\", \"DELETE\"]\n"
    );
}

#[test]
fn positions_are_those_of_the_text() {
    let fixed =
        toml("[policies.a]\nallow_origins = [\"https://A.example\", 'https://b.example/']\n");
    let positions = fixed
        .applied
        .iter()
        .map(|applied| applied.position.unwrap());
    let positions: Vec<_> = positions
        .map(|position| (position.line, position.column))
        .collect();
    assert_eq!(positions, [(2, 18), (2, 39)]);
}

#[test]
fn what_is_not_certain_is_left() {
    for (key, value) in [
        // Whose letters or labels are meant, nobody can tell.
        ("allow_origins", "https://.example.com"),
        ("allow_origins", "https://\u{430}pp.example.com"),
        ("allow_origins", "https://*.*.example.com"),
        ("allow_origins", "https://a.example.com@evil.example"),
        ("allow_methods", "PTACH"),
        ("allow_methods", "patch"),
        ("allow_headers", "content-type: application/json"),
        ("expect_hosts", "\u{430}pi.example.com"),
        // A slip of the pen must not weaken anything, nor guess which guard is meant.
        ("dangerously_allow_nul_origin", "true"),
        ("dangerosly_allow_insecure_origins", "true"),
        ("guard_usafe_methods", "true"),
        ("permissive", "true"),
    ] {
        let value = if value == "true" {
            value.to_owned()
        } else {
            format!("\"{value}\"")
        };
        let beside = if key == "allow_origins" {
            ""
        } else {
            "allow_origins = \"https://a.example\"\n"
        };
        let text = format!("[policies.a]\n{beside}{key} = {value}\n");
        assert_left(&toml(&text), &text);
    }
    // http may be meant, and a name without dots is for the application to know.
    let text = "[policies.a]\nallow_origins = \"http://a.example\"\nallow_credentials = true\n";
    assert_left(&toml(text), text);
    let text = "[policies.a.example]\nallow_origins = \"https://a.example\"\n";
    assert_left(&toml(text), text);
    // A spelling of it is it.
    assert_fixed(
        &toml("[policies.a]\ndangerouslyAllowNullOrigin = true\n"),
        "[policies.a]\ndangerously_allow_null_origin = true\n",
    );
}

#[test]
fn comments_between_regexes_are_not_lost() {
    let text = "[policies.a]\norigin_regexes = [ # two\n  'https://a\\.example',\n  'https://b\\.example', # B\n]\n";
    assert_left(&toml(text), text);
    let text = "policies:\n  a:\n    origin_regexes: # two\n      - 'https://a\\.example'\n      # B\n      - 'https://b\\.example'\n    max_age: 5\n";
    assert_left(&yaml(text), text);
    assert_fixed(
        &yaml("policies:\n  a:\n    origin_regex: 'https://a\\.example' # A\n    max_age: 5\n"),
        "policies:\n  a:\n    allow_origins: [{ regex: 'https://a\\.example' }] # A\n    max_age: 5\n",
    );
}

#[test]
fn scalars_of_every_kind() {
    for (before, after) in [
        ("https://A.example", "https://a.example"),
        ("'https://A.example'", "'https://a.example'"),
        ("\"https://A.example\"", "\"https://a.example\""),
        (
            "[https://A.example/, 'b.example']",
            "[https://a.example, 'https://b.example']",
        ),
        ("\"*.example.com\"", "\"https://*.example.com\""),
        ("*.example.com", "\"https://*.example.com\""),
        ("&here https://A.example", "&here https://a.example"),
        (
            "\n    - https://A.example\n    - https://b.example/",
            "\n    - https://a.example\n    - https://b.example",
        ),
        ("\"https://\\x41.example\"", "\"https://a.example\""),
        (
            "\"a.example b.example c.example/\"",
            "\"a.example b.example c.example/\"",
        ),
        (
            "\"https://a.example, https://B.example\"",
            "[\"https://a.example\", \"https://b.example\"]",
        ),
    ] {
        let text = |value: &str| {
            format!("policies:\n  a:\n    allow_origins: {value} # X\n    max_age: 5\n")
        };
        assert_eq!(yaml(&text(before)).text, text(after));
    }
}

#[test]
fn what_cannot_be_written_in_its_place_is_left() {
    for value in [
        "|\n      https://A.example",
        ">-\n      https://A.example\n",
        "|2-\n        https://A.example/\n",
    ] {
        let text = format!("policies:\n  a:\n    allow_origins: {value}\n    max_age: 5\n");
        let fixed = yaml(&text);
        assert_eq!(fixed.text, text);
    }
}

/// What is right in one place of an alias is wrong in the other: each fix would undo the other.
#[test]
fn fixes_do_not_go_around_in_circles() {
    let text =
        "policies:\n  a:\n    allow_origins: &names [api.example.com]\n    expect_hosts: *names\n";
    assert_left(&yaml(text), text);
    // Others are not kept from being fixed.
    let fixed = yaml(&format!("{text}    max_age: 10m\n"));
    assert_eq!(fixed.text, format!("{text}    max_age: 600\n"));
    // What both places say is corrected once for both.
    assert_fixed(
        &yaml(
            "x-all: &all [https://A.example]\npolicies:\n  a:\n    allow_origins: *all\n  b:\n    allow_origins: *all\n",
        ),
        "x-all: &all [https://a.example]\npolicies:\n  a:\n    allow_origins: *all\n  b:\n    allow_origins: *all\n",
    );
}

#[test]
fn what_is_broken_elsewhere_keeps_nothing_from_being_fixed() {
    let fixed = toml(
        "[policies.a]\nallow_origins = [\"https://A.example\"\nmax_age = \"10m\"\n\n[policies.b]\nallow_origins = 'https://B.example'\n",
    );
    assert_eq!(
        fixed.text,
        "[policies.a]\nallow_origins = [\"https://A.example\"\nmax_age = 600\n\n[policies.b]\nallow_origins = 'https://b.example'\n"
    );
    assert_eq!(fixed.left.items()[0].code.as_str(), "syntax");
}

/// With the name of another one, it could not be read.
#[test]
fn no_policy_gets_a_name_that_another_one_has() {
    let text = "[private]\nallow_origins = 'https://a.example'\n[policies.private]\nmax_age = 5\n";
    assert_left(&toml(text), text);
    let fixed = toml(&format!(
        "{text}[other]\nallow_origins = 'https://B.example'\n"
    ));
    assert_eq!(
        fixed.text,
        format!("{text}[policies.other]\nallow_origins = 'https://b.example'\n")
    );
}

/// A backslash in a string, in each format.
#[test]
fn strings_that_cannot_be_read() {
    assert_fixed(
        &toml("[policies.a]\nallow_origins = [{ regex = \"https://a\\.example\" }]\n"),
        "[policies.a]\nallow_origins = [{ regex = 'https://a\\.example' }]\n",
    );
    assert_fixed(
        &yaml("policies:\n  a:\n    allow_origins: [{ regex: \"https://a\\.example\" }]\n"),
        "policies:\n  a:\n    allow_origins: [{ regex: 'https://a\\.example' }]\n",
    );
    assert_fixed(
        &json("{\"policies\":{\"a\":{\"allow_origins\":[{\"regex\":\"https://a\\.example\"}]}}}"),
        "{\"policies\":{\"a\":{\"allow_origins\":[{\"regex\":\"https://a\\\\.example\"}]}}}",
    );
}

#[test]
fn many_fixes_are_quick() {
    let list: String = (0..5_000)
        .map(|n| format!("  'https://A{n}.example/',\n"))
        .collect();
    let fixed = toml(&format!("[policies.a]\nallow_origins = [\n{list}]\n"));
    assert!(fixed.left.is_empty());
    assert_eq!(fixed.applied.len(), 5_000);
    assert!(fixed.text.contains("  'https://a4999.example',\n]"));
}

/// Hundreds of fixes that undo each other, or that can't be put in place, cost no more than any others.
#[test]
fn what_is_in_vain_ends_soon() {
    let circles: String = (0..300)
        .map(|n| {
            format!(
                "  a{n}:\n    allow_origins: &b{n} [api{n}.example.com]\n    expect_hosts: *b{n}\n"
            )
        })
        .collect();
    let text = format!("policies:\n{circles}");
    assert_left(&yaml(&text), &text);
    let blocks: String = (0..300)
        .map(|n| format!("  a{n}:\n    allow_origins: |\n      https://A{n}.example\n"))
        .collect();
    let text = format!("policies:\n{blocks}");
    assert_left(&yaml(&text), &text);
}
