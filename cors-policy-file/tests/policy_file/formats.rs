//! The shape of a policy file: every key, in every format, and what is there without them.

use core::time::Duration;
use std::{fs, path::PathBuf};

use cors_core::Policy;
use cors_policy_file::{Format, PolicyFile};

use crate::every_key::EVERY_KEY;

fn read(text: &str, format: Format) -> PolicyFile {
    match cors_policy_file::parse("test", text, format) {
        Ok(file) => file,
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

fn only(text: &str, format: Format) -> Policy {
    let [(name, policy)] = <[_; 1]>::try_from(read(text, format).policies).unwrap();
    assert_eq!(name, "a");
    policy
}

#[test]
fn every_key_is_read_in_every_format() {
    let expected = Policy::builder()
        .allow_origins(["https://app.example.com", "https://*.example.net"])
        .allow_origins([
            "http://localhost:*",
            "https://deploy-{digits}--app.example.org",
        ])
        .allow_origin_regex(r"https://pr-[0-9]+\.example\.com")
        .allow_credentials(true)
        .allow_methods(["PUT", "DELETE"])
        .allow_headers(["content-type", "x-api-key"])
        .expose_headers(["x-request-id"])
        .max_age(Duration::ZERO)
        .minimal_disclosure(true)
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true)
        .origins_may_be_empty(true)
        .preflight_status(200)
        .guard_unsafe_methods(true)
        .guard_safe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com", "*.example.org:8443", "[::1]"])
        .build()
        .unwrap();
    for (text, format) in EVERY_KEY {
        assert_eq!(only(text, format), expected, "{format:?}");
    }
}

#[test]
fn each_key_makes_a_difference() {
    let base = "[policies.a]\nallow_origins = 'https://a.example'\n";
    let plain = only(base, Format::Toml);
    for (key, value) in [
        ("allow_credentials", "true"),
        ("allow_methods", "'PATCH'"),
        ("allow_headers", "'content-type'"),
        ("expose_headers", "'x-a'"),
        ("max_age", "0"),
        ("minimal_disclosure", "true"),
        ("origins_may_be_empty", "true"),
        ("preflight_status", "200"),
        ("guard_unsafe_methods", "true"),
        ("guard_safe_methods", "true\nguard_unsafe_methods = true"),
        ("guard_websockets", "true"),
        ("expect_hosts", "'a.example'"),
        ("dangerously_allow_insecure_origins", "true"),
        ("dangerously_allow_public_suffixes", "true"),
        ("dangerously_allow_null_origin", "true"),
        ("dangerously_allow_file_origin", "true"),
    ] {
        let policy = only(&format!("{base}{key} = {value}\n"), Format::Toml);
        assert_ne!(policy, plain, "{key}");
    }
    for (key, value) in [
        ("allow_credentials", "false"),
        ("allow_methods", "[]"),
        ("allow_headers", "[]"),
        ("expose_headers", "[]"),
        ("minimal_disclosure", "false"),
        ("origins_may_be_empty", "false"),
        ("guard_unsafe_methods", "false"),
        ("guard_safe_methods", "false"),
        ("guard_websockets", "false"),
        ("dangerously_allow_insecure_origins", "false"),
        ("dangerously_allow_public_suffixes", "false"),
        ("dangerously_allow_null_origin", "false"),
        ("dangerously_allow_file_origin", "false"),
    ] {
        let policy = only(&format!("{base}{key} = {value}\n"), Format::Toml);
        assert_eq!(policy, plain, "{key} by default");
    }
}

#[test]
fn a_bare_string_is_a_list_of_one() {
    let bare = "[policies.a]\nallow_origins = '*'\nallow_methods = '*'\nallow_headers = 'x-a'\nexpose_headers = '*'\nexpect_hosts = 'a.example:8080'\n";
    let list = bare.replace("= '", "= ['").replace("'\n", "']\n");
    assert_eq!(only(bare, Format::Toml), only(&list, Format::Toml));
}

/// What a policy prints is read again, in each format, as the same policy.
#[test]
fn guards_and_hosts_come_back() {
    let lists: [&[&str]; 4] = [
        &[],
        &["localhost"],
        &["localhost:*", "127.0.0.1", "[::1]:8080"],
        &["*.example.com", "a.example:443", "a.example:443"],
    ];
    for hosts in lists {
        for bits in 0..16 {
            let is = |bit: u32| bits >> bit & 1 == 1;
            let mut builder = Policy::builder()
                .origins_may_be_empty(true)
                .guard_unsafe_methods(is(0) || is(1))
                .guard_safe_methods(is(1))
                .guard_websockets(is(2));
            if is(3) {
                builder = builder.allow_origins(["https://a.example", "http://localhost:*"]);
            }
            if !hosts.is_empty() {
                builder = builder.expect_hosts(hosts);
            }
            let policy = builder.build().unwrap();
            let printed = policy.to_string();
            let toml = format!("[policies.a]\n{printed}");
            assert_eq!(only(&toml, Format::Toml), policy, "{toml}");
            let line = |line: &str| format!("\"{}", line.replacen(" =", "\":", 1));
            let lines: Vec<_> = printed.lines().map(line).collect();
            let json = format!("{{\"policies\": {{\"a\": {{{}}}}}}}", lines.join(", "));
            assert_eq!(only(&json, Format::Json), policy, "{json}");
            let line = |line: &str| format!("    {}\n", line.replacen(" =", ":", 1));
            let yaml: String = printed.lines().map(line).collect();
            let yaml = format!("policies:\n  a:\n{yaml}");
            assert_eq!(only(&yaml, Format::Yaml), policy, "{yaml}");
        }
    }
}

#[test]
fn toml_is_read_in_every_way_to_write_it() {
    let expected = only(
        "[policies.a]\nallow_origins = ['https://a.example']\nmax_age = 600\n",
        Format::Toml,
    );
    for text in [
        "policies.a.allow_origins = 'https://a.example'\npolicies.a.max_age = 0x258\n",
        "policies = { a = { allow_origins = ['https://a.example'], max_age = +6_00 } }\n",
        "[\"policies\".'a']\n\"allow_origins\" = \"\"\"https://a.example\"\"\"\nmax_age = 0b1001011000\n",
    ] {
        assert_eq!(only(text, Format::Toml), expected, "{text}");
    }
}

#[test]
fn yaml_aliases_repeat_what_they_name() {
    let text = "policies:\n  a: &a\n    allow_origins: &origins [https://a.example, &b https://b.example]\n  \
                b: {allow_origins: *origins}\n  c: *a\n  d: {allow_origins: *b}\n";
    let policies = read(text, Format::Yaml).policies;
    let names: Vec<_> = policies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    assert_eq!(policies[1].1, policies[0].1);
    assert_eq!(policies[2].1, policies[0].1);
    assert_ne!(policies[3].1, policies[0].1);
}

#[test]
fn policies_come_in_the_order_of_the_file() {
    let text = "[policies.b]\nallow_origins='*'\n[policies.a]\nallow_origins='*'\n[policies.C]\nallow_origins='*'\n";
    let policies = read(text, Format::Toml).policies;
    let names: Vec<_> = policies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["b", "a", "C"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    for (text, format) in EVERY_KEY {
        let marked = format!("\u{feff}{text}");
        assert_eq!(only(&marked, format), only(text, format), "{format:?}");
    }
}

#[test]
fn warnings_are_kept_with_their_places() {
    let text =
        "[policies.a]\nallow_origins = '*'\nallow_methods = ['PATCH', 'GET']\nmax_age = 7200\n";
    let warnings = read(text, Format::Toml).warnings;
    let found: Vec<_> = warnings
        .items()
        .iter()
        .map(|item| (item.code.as_str(), warnings.position(item).unwrap().line))
        .collect();
    let expected = [
        ("content-type-missing", 1),
        ("safelisted-method", 3),
        ("max-age-capped", 4),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_ending_tells_the_format() {
    for (name, format) in [
        ("a.toml", Some(Format::Toml)),
        ("a.json", Some(Format::Json)),
        ("a.yaml", Some(Format::Yaml)),
        ("a.yml", Some(Format::Yaml)),
        ("A.TOML", Some(Format::Toml)),
        ("a.toml.bak", None),
        ("a.conf", None),
        ("toml", None),
        (".toml", None),
    ] {
        assert_eq!(Format::of(name.as_ref()), format, "{name}");
    }
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let other = temporary.join("other.toml");
    fs::write(&other, b"[policies.a]\nallow_origins = '\xff\xfe'\n").unwrap();
    let folder = temporary.join("folder.toml");
    fs::create_dir_all(&folder).unwrap();
    for (path, code, line) in [
        (temporary.join("policies.conf"), "unknown-format", None),
        (temporary.join("absent.toml"), "unreadable-file", None),
        (folder, "unreadable-file", None),
        (other, "not-utf-8", Some((2, 18))),
    ] {
        let diagnostics = cors_policy_file::load(&path).unwrap_err();
        let [item] = diagnostics.items() else {
            panic!("{diagnostics}");
        };
        assert_eq!(item.code.as_str(), code);
        let position = diagnostics.position(item);
        assert_eq!(position.map(|at| (at.line, at.column)), line);
    }
}
