//! Methods and header names that start a server and do nothing, or not what their author meant.
#![cfg(feature = "http")]

mod exchange;
mod support;

use cors_core::{Policy, PolicyBuilder, Problem, Severity};
use exchange::ask;
use proptest::prelude::*;
use support::{Expected, assert_clean, assert_error, assert_warning, codes};

fn app() -> PolicyBuilder {
    Policy::builder().allow_origins(["https://app.example.com"])
}

/// Methods, and nothing else to say.
fn methods<const N: usize>(methods: [&str; N]) -> PolicyBuilder {
    app().allow_methods(methods).allow_headers(["content-type"])
}

fn problems(builder: PolicyBuilder) -> Vec<Problem> {
    match builder.build() {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.problems().to_vec(),
    }
}

/// What recipes for other servers list.
const HARMLESS: [&str; 25] = [
    "Origin",
    "Date",
    "DNT",
    "Keep-Alive",
    "Connection",
    "Host",
    "Content-Length",
    "Referer",
    "Accept-Charset",
    "Accept-Encoding",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Via",
    "Expect",
    "Sec-Fetch-Site",
    "sec-fetch-mode",
    "Sec-CH-UA",
    "sec-websocket-key",
    "Proxy-Authorization",
    "proxy-connection",
    "sec-",
    "proxy-",
    "SEC-GPC",
];

#[test]
fn harmless_headers_stay_out_of_the_answer() {
    assert_warning(
        app().allow_headers(["DNT"]),
        &Expected {
            code: "forbidden-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "DNT" in allow_headers is left out of the answer: browsers set it themselves and do not let pages set it; remove it"#,
        },
    );
    for name in HARMLESS {
        let policy = app().allow_headers(["x-a", name]).build().unwrap();
        let [problem] = policy.warnings() else {
            panic!("{name}: {:?}", policy.warnings());
        };
        assert_eq!(problem.code(), "forbidden-header", "{name}");
        assert!(problem.is_advice(), "{name}");
        assert_eq!(policy.settings().allow_headers(), ["x-a", name]);
        let preflight = [
            ("origin", "https://app.example.com"),
            ("access-control-request-method", "GET"),
        ];
        let answer = ask(&policy, "OPTIONS", &preflight);
        assert_eq!(
            answer.values("access-control-allow-headers"),
            ["x-a"],
            "{name}"
        );
        assert_eq!(policy.to_builder().build().unwrap(), policy);
    }
    let only = app().allow_headers(HARMLESS).build().unwrap();
    let preflight = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "GET"),
    ];
    let answer = ask(&only, "OPTIONS", &preflight);
    assert!(answer.values("access-control-allow-headers").is_empty());
}

#[test]
fn what_means_something_else_stays_an_error() {
    for (name, code) in [
        ("cookie", "forbidden-header"),
        ("Cookie2", "forbidden-header"),
        ("access-control-request-method", "forbidden-header"),
        ("Access-Control-Request-Headers", "forbidden-header"),
        ("access-control-request-private-network", "forbidden-header"),
        ("access-control-allow-origin", "misplaced-header"),
        ("access-control-allow-origins", "misplaced-header"),
        ("Access-Control-Max-Age", "misplaced-header"),
        ("set-cookie", "misplaced-header"),
        ("vary", "misplaced-header"),
    ] {
        let [problem] = &problems(app().allow_headers([name]))[..] else {
            panic!("{name}");
        };
        assert_eq!(
            (problem.code(), problem.severity()),
            (code, Severity::Error),
            "{name}"
        );
        assert!(!problem.is_advice());
    }
    assert_error(
        app().allow_headers(["cookie"]).allow_credentials(true),
        &Expected {
            code: "forbidden-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"forbidden header "cookie" in allow_headers: browsers send cookies by themselves, where credentials are allowed; remove it, and set allow_credentials to true if pages need cookies"#,
        },
    );
    assert_error(
        app().allow_headers(["access-control-request-method"]),
        &Expected {
            code: "forbidden-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"forbidden header "access-control-request-method" in allow_headers: browsers set it themselves and do not let pages set it; remove it"#,
        },
    );
}

#[test]
fn wildcards_inside_a_name() {
    assert_warning(
        app().allow_headers(["x-meta-*"]),
        &Expected {
            code: "wildcard-in-name",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "x-meta-*" in allow_headers: inside a name, "*" stands only for itself; list the headers, or write "*" if you mean every header"#,
        },
    );
    assert_warning(
        methods(["P*"]),
        &Expected {
            code: "wildcard-in-name",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: r#"method "P*" in allow_methods: inside a name, "*" stands only for itself; list the methods, or write "*" if you mean every method"#,
        },
    );
    // "*" can't be exposed with credentials.
    assert_warning(
        app().expose_headers(["x-*"]).allow_credentials(true),
        &Expected {
            code: "wildcard-in-name",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "x-*" in expose_headers: inside a name, "*" stands only for itself; list the headers"#,
        },
    );
    for name in [".*", "**", "*-id", "x-*-y", "X-Amz-*"] {
        assert_eq!(
            codes(app().allow_headers([name])),
            ["wildcard-in-name"],
            "{name}"
        );
        assert_eq!(
            codes(app().expose_headers([name])),
            ["wildcard-in-name"],
            "{name}"
        );
    }
}

#[test]
fn words_that_say_all() {
    assert_warning(
        methods(["ALL"]),
        &Expected {
            code: "word-for-any",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: r#"method "ALL" in allow_methods is a name like any other; list the methods, or write "*" if you mean every method"#,
        },
    );
    assert_warning(
        app().expose_headers(["any"]).allow_credentials(true),
        &Expected {
            code: "word-for-any",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "any" in expose_headers is a name like any other; list the headers"#,
        },
    );
    for word in [
        "all",
        "Any",
        "EVERY",
        "everything",
        "anything",
        "wildcard",
        "star",
    ] {
        assert_eq!(codes(methods([word])), ["word-for-any"], "{word}");
        assert_eq!(
            codes(app().allow_headers([word])),
            ["word-for-any"],
            "{word}"
        );
        assert_eq!(
            codes(app().expose_headers([word])),
            ["word-for-any"],
            "{word}"
        );
    }
    assert_clean(methods(["CALL"]));
    assert_clean(app().allow_headers(["x-all", "many"]));
}

#[test]
fn misspelt_methods() {
    assert_warning(
        methods(["DELTE"]),
        &Expected {
            code: "misspelt-method",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: Some("DELETE"),
            sentence: r#"method "DELTE" is not a registered one; write "DELETE" if that is what you mean"#,
        },
    );
    for (written, meant) in [
        ("OPTION", "OPTIONS"),
        ("OPTONS", "OPTIONS"),
        ("PUTT", "PUT"),
        ("PTU", "PUT"),
        ("GETT", "GET"),
        ("DELETED", "DELETE"),
        ("DELET", "DELETE"),
        ("DLEETE", "DELETE"),
        ("DETELE", "DELETE"),
        ("PACTH", "PATCH"),
        ("PATH", "PATCH"),
        ("POTS", "POST"),
        ("HAED", "HEAD"),
        ("PROPFND", "PROPFIND"),
        ("delte", "DELETE"),
        ("Option", "OPTIONS"),
    ] {
        let found = problems(methods([written]));
        let [problem] = &found[..] else {
            panic!("{written}: {found:?}");
        };
        assert_eq!(problem.code(), "misspelt-method", "{written}");
        assert_eq!(problem.suggestion(), Some(meant), "{written}");
    }
    // Others' methods, and words of their own.
    for method in [
        "PURGE",
        "BAN",
        "READ",
        "SET",
        "LIST",
        "TEST",
        "NOTIFY",
        "SUBSCRIBE",
        "M-SEARCH",
        "BATCH",
        "BCOPY",
        "WATCH",
        "REMOVE",
        "CALL",
        "INVOKE",
        "QUERY",
        "MKCOL",
        "UNLOCK",
        "UNLINK",
        "REPORT",
        "FETCH",
    ] {
        assert_clean(methods([method]));
    }
}

#[test]
fn headers_that_only_preflights_carry() {
    assert_warning(
        app().expose_headers(["Access-Control-Max-Age"]),
        &Expected {
            code: "preflight-header",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "Access-Control-Max-Age" in expose_headers: only answers to preflights have it, and pages never see them; remove it"#,
        },
    );
    for name in [
        "access-control-allow-methods",
        "Access-Control-Allow-Headers",
        "access-control-allow-private-network",
    ] {
        assert_eq!(
            codes(app().expose_headers([name])),
            ["preflight-header"],
            "{name}"
        );
    }
    assert_clean(app().expose_headers([
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-expose-headers",
    ]));
}

#[test]
fn one_entry_that_is_a_list() {
    assert_error(
        app().allow_headers(["content-type, x-api-key"]),
        &Expected {
            code: "invalid-header-name",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: "invalid header name \"content-type, x-api-key\" in allow_headers: a header name is one word of letters, digits and !#$%&'*+-.^_`|~; give each its own entry: \"content-type\", \"x-api-key\"",
        },
    );
    // No word about `content-type`, which is among them.
    assert_eq!(
        codes(
            app()
                .allow_methods(["PUT"])
                .allow_headers(["Content-Type, x-a"])
        ),
        ["invalid-header-name"]
    );
    for text in [
        "GET PUT",
        "GET,PUT",
        "GET;PUT",
        "GET, PUT,",
        "[GET, PUT]",
        "\"GET\", \"PUT\"",
        "GET\nPUT",
    ] {
        let [problem] = &problems(methods([text]))[..] else {
            panic!("{text}");
        };
        let cure = r#"give each its own entry: "GET", "PUT""#;
        assert_eq!(problem.cure(), cure, "{text:?}");
        assert_eq!(problem.suggestion(), None, "{text:?}");
    }
    assert_warning(
        methods(["GET|PUT"]),
        &Expected {
            code: "punctuated-name",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: r#""GET|PUT" in allow_methods is taken for one method, and looks like several methods; give each its own entry: "GET", "PUT""#,
        },
    );
}

#[test]
fn quotes_and_values() {
    assert_warning(
        methods(["'PUT'"]),
        &Expected {
            code: "punctuated-name",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: Some("PUT"),
            sentence: r#"method "'PUT'" in allow_methods: the quotes around it are taken for a part of it; write "PUT""#,
        },
    );
    for (text, meant) in [
        ("\"x-foo\"", Some("x-foo")),
        ("\u{201c}x-foo\u{201d}", Some("x-foo")),
        ("x-foo: bar", Some("x-foo")),
        ("X-Foo:", Some("X-Foo")),
        ("x-foo,", Some("x-foo")),
        (" x-foo\n", Some("x-foo")),
        ("Access-Control-Allow-Headers: x-foo", None),
        ("\"*\"", None),
        ("x(foo)", None),
        ("x-föö", None),
    ] {
        let [problem] = &problems(app().allow_headers([text]))[..] else {
            panic!("{text}");
        };
        assert_eq!(problem.code(), "invalid-header-name", "{text:?}");
        assert_eq!(problem.suggestion(), meant, "{text:?}");
    }
    let cure = |text| problems(app().allow_headers([text]))[0].cure();
    assert_eq!(
        cure("Access-Control-Allow-Headers: x-foo"),
        "list only the names"
    );
    assert_eq!(cure("\"*\""), "write \"*\" if that is what you mean");
    assert_eq!(cure("x(foo)"), "write it with these characters only");
    assert_eq!(cure(" , "), "remove it");
    assert_clean(app().allow_headers(["x-o'neill", "x!a", "`|~"]));
}

/// Whatever is written: no suggestion allows every name, and a suggestion is a name of its own.
fn assert_sound(builder: PolicyBuilder) -> Result<(), TestCaseError> {
    for problem in problems(builder) {
        if let Some(suggestion) = problem.suggestion() {
            prop_assert!(!suggestion.contains(['*', ',', ' ', '"']), "{problem}");
            let again = problems(methods([suggestion]));
            let codes: Vec<_> = again.iter().map(Problem::code).collect();
            prop_assert!(!codes.contains(&"invalid-method"), "{problem}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn suggestions_are_names(text in "[\"'\\[ ]?[a-zA-Z*|:;, -]{1,12}[\"'\\] ]?") {
        assert_sound(app().allow_methods([&text]))?;
        assert_sound(app().allow_headers([&text]))?;
        assert_sound(app().expose_headers([&text]))?;
    }

    /// A letter left out, twice or in another place: of every long method.
    #[test]
    fn slips_are_found(
        method in prop::sample::select(vec!["DELETE", "OPTIONS", "PROPFIND", "PROPPATCH", "SEARCH"]),
        at in 1_usize..5,
        slip in 0..3,
    ) {
        let mut letters = method.as_bytes().to_vec();
        match slip {
            0 => { letters.remove(at); }
            1 => letters.insert(at, letters[at]),
            _ => letters.swap(at, at + 1),
        }
        let written = String::from_utf8(letters).unwrap();
        prop_assume!(written != method);
        let found = problems(methods([&written]));
        prop_assert_eq!(found.len(), 1, "{}", written);
        prop_assert_eq!(found[0].suggestion(), Some(method));
    }
}
