//! Problems of policies with guards: what counts as it does with credentials, and what guards need besides.

mod generate;
mod support;

use cors_core::{Policy, PolicyBuilder, Problem, Severity};
use proptest::prelude::*;
use support::{
    Expected, assert_accepted, assert_clean, assert_error, assert_warning, codes, origins,
};

const APP: &str = "https://app.example.com";

fn guarded(listed: &[&str]) -> PolicyBuilder {
    origins(listed).guard_unsafe_methods(true)
}

/// Each guard by itself, as far as it stands by itself.
const GUARDS: [fn(PolicyBuilder) -> PolicyBuilder; 4] = [
    |builder| builder.guard_unsafe_methods(true),
    |builder| builder.guard_websockets(true),
    |builder| builder.guard_unsafe_methods(true).guard_safe_methods(true),
    |builder| builder.guard_unsafe_methods(true).guard_websockets(true),
];

fn problems(builder: PolicyBuilder) -> Vec<Problem> {
    match builder.build() {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.problems().to_vec(),
    }
}

/// The errors of origins, by code and entry, under names that hold for credentials and guards.
fn errors_of_origins(builder: PolicyBuilder) -> Vec<(String, Option<usize>)> {
    let errors = problems(builder)
        .into_iter()
        .filter(|p| p.severity() == Severity::Error);
    let mut errors: Vec<_> = errors
        .map(|problem| {
            let code = match problem.code() {
                "wildcard-with-credentials" | "guard-any-origin" => "any",
                "null-with-credentials" | "guard-null-origin" => "null",
                "file-with-credentials" | "guard-file-origin" => "file",
                other => other,
            };
            (code.to_owned(), problem.entry())
        })
        .collect();
    errors.sort();
    errors
}

#[test]
fn any_origin() {
    assert_error(
        guarded(&["*"]),
        &Expected {
            code: "guard-any-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"origin "*" with a guard: it would keep nobody out; list the origins, or leave out the guards"#,
        },
    );
    // Leaving out one of the two is not enough.
    let both = guarded(&["*"]).allow_credentials(true);
    assert_eq!(
        problems(both)
            .iter()
            .map(Problem::to_string)
            .collect::<Vec<_>>(),
        [
            r#"origin "*" with a guard: it would keep nobody out; list the origins, or leave out allow_credentials and the guards"#,
            r#"origin "*" with credentials: every site could act as its visitors; list the origins, or leave out allow_credentials and the guards"#,
        ]
    );
    // Hosts guard nothing against origins.
    assert_clean(origins(&["*"]).expect_hosts(["localhost"]));
}

#[test]
fn null_and_file() {
    assert_error(
        guarded(&[APP]).dangerously_allow_null_origin(true),
        &Expected {
            code: "guard-null-origin",
            setting: "dangerously_allow_null_origin",
            entry: None,
            suggestion: None,
            sentence: r#"origin "null" with a guard: any site can send it from a sandboxed frame; leave out dangerously_allow_null_origin or the guards"#,
        },
    );
    assert_error(
        guarded(&[APP]).dangerously_allow_file_origin(true),
        &Expected {
            code: "guard-file-origin",
            setting: "dangerously_allow_file_origin",
            entry: None,
            suggestion: None,
            sentence: r#"origin "file://" with a guard: every page on a visitor's disk can send it; leave out dangerously_allow_file_origin or the guards"#,
        },
    );
    let both = guarded(&[APP])
        .allow_credentials(true)
        .dangerously_allow_null_origin(true)
        .dangerously_allow_file_origin(true);
    assert_eq!(
        problems(both)
            .iter()
            .map(|p| (p.code(), p.cure()))
            .collect::<Vec<_>>(),
        [
            (
                "null-with-credentials",
                "leave out dangerously_allow_null_origin, or allow_credentials and the guards"
                    .to_owned()
            ),
            (
                "guard-null-origin",
                "leave out dangerously_allow_null_origin, or allow_credentials and the guards"
                    .to_owned()
            ),
            (
                "file-with-credentials",
                "leave out dangerously_allow_file_origin, or allow_credentials and the guards"
                    .to_owned()
            ),
            (
                "guard-file-origin",
                "leave out dangerously_allow_file_origin, or allow_credentials and the guards"
                    .to_owned()
            ),
        ]
    );
    // In the list, where the flag alone would not do.
    let said = |builder: PolicyBuilder| problems(builder)[0].cure();
    assert_eq!(
        said(guarded(&["null"])),
        "remove it, or allow it with dangerously_allow_null_origin, without credentials and guards"
    );
    assert_eq!(
        said(guarded(&["file:///index.html"])),
        "serve the page over http from localhost and allow \"http://localhost:*\", or allow the \"file://\" of web views with dangerously_allow_file_origin, without credentials and guards"
    );
    assert_eq!(
        said(origins(&["null"])),
        "remove it, or allow it with dangerously_allow_null_origin, without credentials"
    );
}

#[test]
fn insecure_origins() {
    let insecure = |with: &'static str| {
        format!(
            r#"insecure origin "http://a.example" {with}: whoever controls the network can pose as it; write "https://a.example", or accept this with dangerously_allow_insecure_origins"#
        )
    };
    for (builder, with) in [
        (guarded(&["http://a.example"]), "with a guard"),
        (
            origins(&["http://a.example", APP]).guard_websockets(true),
            "with a guard",
        ),
        (
            guarded(&["http://a.example"]).allow_credentials(true),
            "with credentials",
        ),
    ] {
        assert_error(
            builder.clone(),
            &Expected {
                code: "insecure-origin",
                setting: "allow_origins",
                entry: Some(0),
                suggestion: Some("https://a.example"),
                sentence: &insecure(with),
            },
        );
        assert_accepted(
            builder.dangerously_allow_insecure_origins(true),
            "insecure-origin",
        );
    }
    let accepted = guarded(&["http://a.example"]).dangerously_allow_insecure_origins(true);
    assert_eq!(
        problems(accepted)[0].to_string(),
        r#"insecure origin "http://a.example" with a guard: whoever controls the network can pose as it; dangerously_allow_insecure_origins accepts this: make sure that it is meant for this entry, too"#
    );
}

#[test]
fn what_anyone_can_register() {
    for (listed, code, sentence) in [
        (
            "https://*.com",
            "public-suffix",
            r#"pattern "https://*.com" with a guard: anyone can register a name below the public suffix "com"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
        ),
        (
            "https://*.zrok.io",
            "above-public-suffixes",
            r#"pattern "https://*.zrok.io" with a guard: below "zrok.io" are domains such as "share.zrok.io", where anyone can register a name; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
        ),
        (
            "https://*.loca.lt",
            "shared-domain",
            r#"pattern "https://*.loca.lt" with a guard: anyone can get a name below "loca.lt"; list the hosts that are yours, or accept this with dangerously_allow_public_suffixes"#,
        ),
    ] {
        let expected = Expected {
            code,
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence,
        };
        assert_error(guarded(&[listed]), &expected);
        assert_accepted(
            guarded(&[listed]).dangerously_allow_public_suffixes(true),
            code,
        );
        let both = sentence.replace("with a guard", "with credentials");
        let expected = Expected {
            sentence: &both,
            ..expected
        };
        assert_error(guarded(&[listed]).allow_credentials(true), &expected);
    }
}

#[test]
fn loose_predicates() {
    let loose = Policy::builder().allow_origin_if(|_| true);
    for guard in GUARDS {
        assert_error(
            guard(loose.clone()),
            &Expected {
                code: "loose-predicate",
                setting: "allow_origins",
                entry: Some(0),
                suggestion: None,
                sentence: "loose predicate with a guard: it admits \"https://attacker.test\", which was made up to test it; admit only origins that you know",
            },
        );
    }
    assert_clean(loose.expect_hosts(["localhost"]));
}

#[cfg(feature = "regex")]
#[test]
fn loose_regexes() {
    let loose = || Policy::builder().allow_origin_regex("https://.*");
    assert_eq!(
        problems(loose().guard_unsafe_methods(true))[0].message(),
        "loose regex \"https://.*\" with a guard: it admits \"https://evil.test\""
    );
    assert_eq!(
        problems(loose().guard_unsafe_methods(true).allow_credentials(true))[0].message(),
        "loose regex \"https://.*\" with credentials: it admits \"https://evil.test\""
    );
    // Every kind of problem that regexes have is as bad as with credentials.
    for regex in [
        "(",
        "a",
        "https://.*",
        r"https://a\.org|b\.org",
        "https://*.example.org",
        r"https://(?:[a-z]{1,8}\.){3}(?:a|b|c|d|e|f){9}[0-9]{90}\.[a-z]{60}",
        "myapp://.*",
        r"http://a\.example\.com",
        r"https://[a-z]+\.com",
        r"https://[a-z]+\.loca\.lt",
        r"https://[a-z]+\.example\.com",
    ] {
        let builder = || Policy::builder().allow_origin_regex(regex);
        let with_credentials = errors_of_origins(builder().allow_credentials(true));
        for guard in GUARDS {
            assert_eq!(
                errors_of_origins(guard(builder())),
                with_credentials,
                "{regex}"
            );
        }
    }
}

#[test]
fn exposed_headers_depend_on_credentials_only() {
    assert_clean(
        guarded(&[APP])
            .expose_headers(["*"])
            .allow_headers(["*", "authorization"]),
    );
    let both = guarded(&[APP])
        .expose_headers(["*"])
        .allow_credentials(true);
    assert_eq!(codes(both), ["expose-wildcard-with-credentials"]);
}

#[test]
fn reads_only() {
    let expected = Expected {
        code: "guard-reads-only",
        setting: "guard_safe_methods",
        entry: None,
        suggestion: None,
        sentence: "guard_safe_methods without guard_unsafe_methods: reads would be guarded, and changes not; set guard_unsafe_methods to true, too",
    };
    assert_error(origins(&[APP]).guard_safe_methods(true), &expected);
    assert_error(
        origins(&[APP])
            .guard_safe_methods(true)
            .guard_websockets(true),
        &expected,
    );
    // It needs no origins either.
    assert_error(Policy::builder().guard_safe_methods(true), &expected);
    assert_clean(guarded(&[APP]).guard_safe_methods(true));
}

/// A policy that guards or expects shares nothing with other origins, unless it says so.
#[test]
fn origins_may_be_left_out() {
    assert_clean(Policy::builder().guard_unsafe_methods(true));
    assert_clean(
        Policy::builder()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true),
    );
    assert_clean(
        Policy::builder()
            .guard_websockets(true)
            .expect_hosts(["localhost:*"]),
    );
    assert_clean(Policy::builder().expect_hosts(["api.example.com"]));
    assert_clean(
        Policy::builder()
            .guard_unsafe_methods(true)
            .allow_origins([""; 0]),
    );
    let policy = Policy::builder()
        .guard_unsafe_methods(true)
        .build()
        .unwrap();
    for origin in [APP, "null", "file://", "http://localhost"] {
        assert!(!policy.allows_origin(origin), "{origin}");
    }
    // A flag that is false is none.
    let off = Policy::builder()
        .guard_unsafe_methods(false)
        .guard_websockets(false);
    assert_eq!(codes(off), ["no-origin"]);
}

/// Whoever names a variable means to list origins: a guard does not hide that it is missing.
#[test]
fn a_variable_that_is_not_set_is_still_missed() {
    const NAME: &str = "CORS_CORE_TEST_THAT_NOBODY_SETS";
    let unset = || Policy::builder().allow_origins_from_env(NAME);
    let expected = Expected {
        code: "no-origin",
        setting: "allow_origins",
        entry: None,
        suggestion: None,
        // "*" would be an error here.
        sentence: r#"no origin is allowed: the environment variable "CORS_CORE_TEST_THAT_NOBODY_SETS" is not set; list at least one in it, or share with nobody by origins_may_be_empty"#,
    };
    for guard in GUARDS {
        let errors = errors_of_origins(guard(unset()));
        assert_eq!(errors, [("no-origin".to_owned(), None)]);
    }
    assert_error(unset().guard_unsafe_methods(true), &expected);
    assert_eq!(codes(unset().expect_hosts(["localhost"])), ["no-origin"]);
    assert_clean(
        unset()
            .guard_unsafe_methods(true)
            .origins_may_be_empty(true),
    );
    assert_clean(unset().guard_unsafe_methods(true).allow_origins([APP]));
}

#[test]
fn expect_hosts_missing() {
    let warning = |origin: &str| {
        format!(
            "any host is expected, and origin {origin:?} is this machine's: a page of a name that an attacker leads here passes for the server's own; list the names of this server in expect_hosts, such as \"localhost\", \"127.0.0.1\" and \"[::1]\""
        )
    };
    for origin in [
        "http://localhost:*",
        "http://localhost:3000",
        "https://localhost",
        "http://app.localhost",
        "http://*.localhost",
        "http://127.0.0.1:8080",
        "http://[::1]",
    ] {
        // A page of a rebound name opens WebSockets as well.
        for guard in GUARDS {
            assert_warning(
                guard(origins(&[APP, origin, "http://127.0.0.2"])),
                &Expected {
                    code: "expect-hosts-missing",
                    setting: "expect_hosts",
                    entry: None,
                    suggestion: None,
                    sentence: &warning(origin),
                },
            );
        }
        assert_clean(guarded(&[APP, origin]).expect_hosts(["localhost", "127.0.0.1", "[::1]"]));
        // Nothing is guarded: CORS shares nothing with the pages of a rebound name.
        assert_clean(origins(&[APP, origin]).allow_credentials(true));
    }
    for origin in [
        "https://app.localhost.example.com",
        "tauri://localhost",
        "https://192.168.0.1",
    ] {
        assert_clean(guarded(&[APP, origin]));
    }
}

#[test]
fn own_origin_missing() {
    let expected = Expected {
        code: "own-origin-missing",
        setting: "allow_origins",
        entry: None,
        suggestion: None,
        sentence: "guard_websockets without an https origin of the server's own: whoever controls the network can open WebSockets from its http twin; if this server is reached by https, add its origin to allow_origins, such as \"https://api.example.com\"",
    };
    let websockets = |listed: &[&str]| origins(listed).guard_websockets(true);
    assert_warning(websockets(&[]), &expected);
    assert_warning(websockets(&["tauri://localhost"]), &expected);
    // Without a list of hosts, nobody knows that only this machine is meant.
    assert_eq!(
        codes(websockets(&["http://localhost:*"])),
        ["own-origin-missing", "expect-hosts-missing"]
    );
    let named = expected
        .sentence
        .replace("api.example.com", "ws.example.org:8443");
    assert_warning(
        websockets(&[]).expect_hosts(["localhost", "*.example.org"]),
        &expected,
    );
    assert_warning(
        websockets(&[]).expect_hosts([
            "localhost",
            "*.example.com",
            "ws.example.org:8443",
            "[::1]",
        ]),
        &Expected {
            sentence: &named,
            ..expected
        },
    );
    for host in [
        "ws.example.org",
        "ws.example.org:80",
        "ws.example.org:*",
        "ws.example.org:443",
    ] {
        let policy = websockets(&[]).expect_hosts([host]).build().unwrap();
        let cure = policy.warnings()[0].cure();
        assert!(cure.ends_with("\"https://ws.example.org\""), "{cure}");
    }
    // Any that is listed may be the server's own.
    assert_clean(websockets(&[APP]));
    assert_clean(websockets(&["https://*.example.com:*"]));
    assert_clean(websockets(&[APP]).expect_hosts(["api.example.org"]));
    assert_clean(
        Policy::builder()
            .allow_origin_if(|_| false)
            .guard_websockets(true),
    );
    #[cfg(feature = "regex")]
    assert_clean(
        Policy::builder()
            .allow_origin_regex(r"https://a\.example")
            .guard_websockets(true),
    );
    // Only this machine: nobody controls that network.
    assert_clean(websockets(&["http://localhost:*"]).expect_hosts([
        "localhost",
        "127.0.0.1",
        "[::1]",
    ]));
    assert_clean(websockets(&[]).expect_hosts(["*.localhost"]));
    // What could not be read may have been meant for it.
    assert_eq!(codes(websockets(&["*"])), ["guard-any-origin"]);
    assert_eq!(
        codes(websockets(&["HTTPS://a.example"])),
        ["origin-upper-case"]
    );
    assert_eq!(
        codes(websockets(&[]).expect_hosts(["Localhost", "api.example.com"])),
        ["host-case"]
    );
    // Other guards have `Sec-Fetch-Site`.
    assert_clean(Policy::builder().guard_unsafe_methods(true));
}

/// What the documentation shows is right.
#[test]
fn examples_have_no_flaw() {
    // An MCP server, or another local tool.
    assert_clean(
        Policy::builder()
            .expect_hosts(["localhost", "127.0.0.1", "[::1]"])
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true),
    );
    assert_clean(
        origins(&["http://localhost:*", "tauri://localhost"])
            .expect_hosts(["localhost", "127.0.0.1", "[::1]"])
            .guard_unsafe_methods(true)
            .guard_websockets(true),
    );
    assert_clean(
        origins(&[APP])
            .guard_unsafe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["api.example.com", "localhost", "127.0.0.1", "[::1]"]),
    );
    assert_clean(
        origins(&[APP, "https://api.example.com"])
            .allow_credentials(true)
            .guard_unsafe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["api.example.com", "localhost"]),
    );
}

/// Entries of every kind, right and wrong.
fn entry() -> impl Strategy<Value = String> {
    const OTHERS: &[&str] = &[
        "*",
        "null",
        "file:///",
        "https://a.test/",
        "http://a.example.com",
        "https://*.com",
        "https://*.co.uk",
        "https://*.zrok.io",
        "https://*.loca.lt",
        "https://{slug}.com",
        "http://localhost:*",
        "http://*.localhost",
        "chrome-extension://{slug}",
        "http://*.test:*",
        "https://*.internal",
        "A",
    ];
    prop_oneof![
        1 => generate::pattern(),
        1 => proptest::sample::select(OTHERS).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Any list of origins that is an error with credentials is one with each guard, and the reverse.
    #[test]
    fn a_guard_counts_as_credentials_do(
        entries in prop::collection::vec(entry(), 0..4),
        flags in any::<[bool; 5]>(),
        loose in prop::option::of(any::<bool>()),
        guard in proptest::sample::select(&GUARDS[..]),
    ) {
        let mut builder = Policy::builder()
            .allow_origins(&entries)
            .dangerously_allow_insecure_origins(flags[0])
            .dangerously_allow_public_suffixes(flags[1])
            .dangerously_allow_null_origin(flags[2])
            .dangerously_allow_file_origin(flags[3])
            .origins_may_be_empty(flags[4]);
        if let Some(loose) = loose {
            builder = builder.allow_origin_if(move |_| loose);
        }
        let mut with_credentials = errors_of_origins(builder.clone().allow_credentials(true));
        // A guard has a use without any origin.
        with_credentials.retain(|(code, _)| code != "no-origin");
        let guarded = problems(guard(builder.clone()));
        prop_assert_eq!(errors_of_origins(guard(builder.clone())), &*with_credentials);
        for problem in &guarded {
            let sentence = problem.to_string();
            prop_assert!(!sentence.contains("with credentials"), "{}", sentence);
            prop_assert!(!sentence.ends_with("without credentials"), "{}", sentence);
            prop_assert!(!sentence.contains("allow_credentials"), "{}", sentence);
        }
        // With both, what each of them forbids is said, and the rest once.
        let both = problems(guard(builder).allow_credentials(true));
        let mut of_both: Vec<_> = { both.iter() }
            .filter(|problem| problem.severity() == Severity::Error)
            .map(|problem| (problem.code(), problem.entry()))
            .collect();
        let twice = of_both.iter().filter(|(code, _)| code.starts_with("guard-")).count();
        prop_assert_eq!(of_both.len(), with_credentials.len() + twice);
        of_both.sort_unstable();
        of_both.dedup();
        prop_assert_eq!(of_both.len(), with_credentials.len() + twice);
    }
}
