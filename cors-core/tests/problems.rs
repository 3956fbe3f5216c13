//! Every problem of a policy: what provokes it, what it says, and what it keeps from building.

mod support;

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder, Setting, Severity};
use support::{
    Expected, assert_accepted, assert_clean, assert_error, assert_warning, codes, origins, private,
};

const APP: &str = "https://app.example.com";

fn app() -> PolicyBuilder {
    Policy::builder().allow_origins([APP])
}

#[test]
fn no_origin() {
    let expected = Expected {
        code: "no-origin",
        setting: "allow_origins",
        entry: None,
        suggestion: None,
        sentence: r#"no origin is allowed; list at least one in allow_origins, or "*" for any, or share with nobody by origins_may_be_empty"#,
    };
    assert_error(Policy::builder(), &expected);
    assert_error(Policy::builder().allow_origins([""; 0]), &expected);
    assert_error(Policy::builder().allow_credentials(true), &expected);
    assert_clean(app());
    assert_clean(Policy::builder().allow_origin_if(|_| false));
}

#[test]
fn invalid_origin() {
    let expected = Expected {
        code: "origin-path",
        setting: "allow_origins",
        entry: Some(0),
        suggestion: Some("https://app.example.com"),
        sentence: r#"invalid origin "https://app.example.com/": an origin has no path; write "https://app.example.com""#,
    };
    assert_error(origins(&["https://app.example.com/"]), &expected);
    assert_error(private(&["https://app.example.com/"]), &expected);
    // Beside any origin, and with every permission too.
    let second = Expected {
        entry: Some(1),
        ..expected
    };
    assert_error(origins(&["*", "https://app.example.com/"]), &second);
    let permitted = private(&["https://app.example.com/"])
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true);
    assert_error(permitted, &expected);
    // What tells wildcards from origins is nothing but "*".
    for text in [" *", "**", "*:*", "https://*", "any"] {
        assert_eq!(origins(&[text]).build().unwrap_err().problems().len(), 1);
    }
}

#[test]
fn null_in_the_list() {
    let expected = Expected {
        code: "origin-null",
        setting: "allow_origins",
        entry: Some(0),
        suggestion: None,
        sentence: r#"invalid origin "null": every sandboxed frame and local file has this origin; remove it, or allow it with dangerously_allow_null_origin, without credentials"#,
    };
    assert_error(origins(&["null"]), &expected);
    assert_error(
        origins(&["null"]).dangerously_allow_null_origin(true),
        &expected,
    );
}

#[test]
fn wildcard_with_credentials() {
    let expected = Expected {
        code: "wildcard-with-credentials",
        setting: "allow_origins",
        entry: Some(0),
        suggestion: None,
        sentence: r#"origin "*" with credentials: every site could act as its visitors; list the origins, or leave out allow_credentials"#,
    };
    assert_error(private(&["*"]), &expected);
    let permitted = private(&["*"])
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true);
    assert_error(permitted, &expected);
    // Order is of no account.
    assert_error(
        Policy::builder()
            .allow_credentials(true)
            .allow_origins(["*"]),
        &expected,
    );
    assert_clean(origins(&["*"]));
    assert_clean(private(&["*"]).allow_credentials(false));
}

#[test]
fn null_with_credentials() {
    let expected = Expected {
        code: "null-with-credentials",
        setting: "dangerously_allow_null_origin",
        entry: None,
        suggestion: None,
        sentence: r#"origin "null" with credentials: any site can send it from a sandboxed frame; leave out dangerously_allow_null_origin or allow_credentials"#,
    };
    assert_error(
        private(&[APP]).dangerously_allow_null_origin(true),
        &expected,
    );
    // The only origin, for once.
    assert_error(private(&[]).dangerously_allow_null_origin(true), &expected);
    assert_clean(Policy::builder().dangerously_allow_null_origin(true));
    assert_clean(app().dangerously_allow_null_origin(true));
}

#[test]
fn insecure_origin() {
    assert_error(
        private(&["http://app.example.com"]),
        &Expected {
            code: "insecure-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: Some("https://app.example.com"),
            sentence: r#"insecure origin "http://app.example.com" with credentials: whoever controls the network can pose as it; write "https://app.example.com", or accept this with dangerously_allow_insecure_origins"#,
        },
    );
    assert_error(
        private(&["http://*.example.com:*"]),
        &Expected {
            code: "insecure-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: Some("https://*.example.com:*"),
            sentence: r#"insecure origin "http://*.example.com:*" with credentials: whoever controls the network can pose as it; write "https://*.example.com:*", or accept this with dangerously_allow_insecure_origins"#,
        },
    );
    // Under https, 443 would have to go.
    assert_error(
        private(&["http://app.example.com:443"]),
        &Expected {
            code: "insecure-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"insecure origin "http://app.example.com:443" with credentials: whoever controls the network can pose as it; allow https only, or accept this with dangerously_allow_insecure_origins"#,
        },
    );
}

#[test]
fn loopback_is_secure() {
    for text in [
        "http://localhost",
        "http://localhost.",
        "http://localhost:3000",
        "http://localhost:*",
        "http://app.localhost",
        "http://*.localhost",
        "http://*.app.localhost:*",
        "http://pr-{digits}.localhost",
        "http://127.0.0.1",
        "http://127.255.255.254:8080",
        "http://[::1]",
        "http://[::1]:*",
        "tauri://localhost",
    ] {
        assert_clean(private(&[text]));
    }
    for text in [
        "http://app.example.com",
        "http://notlocalhost",
        "http://localhost.example.com",
        "http://*.localhost.example.com",
        "http://localhost.localdomain",
        "http://127.0.0.1.example.com",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://192.168.0.1",
        "http://[::]",
        "http://[::2]",
        "http://[fe80::1]",
        "http://[::ffff:7f00:1]",
    ] {
        assert_eq!(codes(private(&[text])), ["insecure-origin"], "{text}");
        let accepted = private(&[text]).dangerously_allow_insecure_origins(true);
        assert_accepted(accepted, "insecure-origin");
        assert_clean(origins(&[text]));
    }
}

#[cfg(feature = "public-suffix")]
mod public_suffixes {
    use super::*;

    #[test]
    fn with_credentials() {
        assert_error(
            private(&["https://*.vercel.app"]),
            &Expected {
                code: "public-suffix",
                setting: "allow_origins",
                entry: Some(0),
                suggestion: None,
                sentence: r#"pattern "https://*.vercel.app" with credentials: anyone can register a name below the public suffix "vercel.app"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
            },
        );
    }

    #[test]
    fn without_credentials() {
        assert_warning(
            origins(&["https://app-{slug}.netlify.app:*"]),
            &Expected {
                code: "public-suffix",
                setting: "allow_origins",
                entry: Some(0),
                suggestion: None,
                sentence: r#"pattern "https://app-{slug}.netlify.app:*": anyone can register a name below the public suffix "netlify.app"; put a domain of your own in front of it, or accept this with dangerously_allow_public_suffixes"#,
            },
        );
    }

    #[test]
    fn either_section_of_the_list() {
        for text in [
            "https://*.com",
            "https://*.com:8443",
            "https://*.com.",
            "https://*.co.uk",
            "https://*.xn--p1ai",
            "https://*.foo.ck",
            "https://*.vercel.app",
            "https://*.github.io",
            "https://*.netlify.app",
            "https://*.s3.amazonaws.com",
            "https://pr-{digits}.vercel.app",
            "https://{hex}.github.io",
            "https://app-{slug}--mine.netlify.app",
        ] {
            assert_eq!(codes(private(&[text])), ["public-suffix"], "{text}");
            assert!(private(&[text]).build().is_err(), "{text}");
            assert_eq!(codes(origins(&[text])), ["public-suffix"], "{text}");
            assert!(origins(&[text]).build().is_ok(), "{text}");
            for builder in [origins, private] {
                let accepted = builder(&[text]).dangerously_allow_public_suffixes(true);
                assert_accepted(accepted, "public-suffix");
            }
        }
    }

    /// `*.ck` is a rule of the list: below `ck` stand public suffixes, and all of them match.
    #[test]
    fn above_the_wildcard_rules_of_the_list() {
        for text in [
            "https://*.ck",
            "https://*.kawasaki.jp",
            "https://*.sch.uk",
            "https://*.compute.amazonaws.com",
        ] {
            assert_eq!(codes(private(&[text])), ["public-suffix"], "{text}");
        }
    }

    #[test]
    fn domains_of_somebody() {
        for text in [
            "https://*.example.com",
            "https://*.example.co.uk",
            "https://*.app.vercel.app",
            "https://mine.vercel.app",
            "https://mine.github.io:*",
            "https://github.io",
            "https://com",
            "https://{slug}.mine.vercel.app",
            "https://pr-{digits}.example.com",
            "https://pr-{digits}.example.co.uk",
            "https://*.city.kawasaki.jp",
            // Names that no registry gives out.
            "https://*.internal",
            "https://*.corp.internal",
            "https://*.test",
            "https://*.localhost",
            "https://app-{slug}.internal",
            // Hosts of other schemes are no domains.
            "app://*.com",
            "app://x-{slug}.com",
        ] {
            assert_clean(private(&[text]));
        }
    }

    #[test]
    fn holes_directly_below_registries() {
        let expected = |sentence| Expected {
            code: "origin-no-fixed-domain",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence,
        };
        for builder in [origins, private] {
            assert_error(
                builder(&["https://app-{slug}.com"]),
                &expected(
                    r#"invalid origin "https://app-{slug}.com": the hole leaves no fixed registrable domain, so anyone can register a match; put the hole in a label in front of a domain of your own, like "https://pr-{digits}.example.com""#,
                ),
            );
            for text in ["https://{digits}.co.uk:*", "https://{hex}.com."] {
                let builder = builder(&[text]);
                assert_eq!(codes(builder), ["origin-no-fixed-domain"], "{text}");
            }
        }
    }
}

#[cfg(not(feature = "public-suffix"))]
#[test]
fn top_level_domains_without_the_list() {
    for text in ["https://*.com", "https://*.ck", "https://*.com.:*"] {
        assert_eq!(codes(private(&[text])), ["public-suffix"], "{text}");
        assert!(private(&[text]).build().is_err(), "{text}");
        assert!(origins(&[text]).build().is_ok(), "{text}");
        let accepted = private(&[text]).dangerously_allow_public_suffixes(true);
        assert_accepted(accepted, "public-suffix");
    }
    let hole = private(&["https://app-{slug}.com"]);
    assert_eq!(codes(hole), ["origin-no-fixed-domain"]);
    assert_clean(private(&["https://*.localhost", "http://{slug}.localhost"]));
    assert_clean(private(&["https://*.co.uk", "app://*.com"]));
}

#[test]
fn shadowed_origin() {
    assert_warning(
        origins(&["https://*.example.com", "https://app.example.com"]),
        &Expected {
            code: "shadowed-origin",
            setting: "allow_origins",
            entry: Some(1),
            suggestion: None,
            sentence: r#"origin "https://app.example.com" is covered by "https://*.example.com"; remove it"#,
        },
    );
    assert_warning(
        origins(&[APP, APP]),
        &Expected {
            code: "shadowed-origin",
            setting: "allow_origins",
            entry: Some(1),
            suggestion: None,
            sentence: r#"origin "https://app.example.com" is listed twice; remove one"#,
        },
    );
    assert_warning(
        origins(&["https://app.example.com", "*"]),
        &Expected {
            code: "shadowed-origin",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"origin "https://app.example.com" is covered by "*"; remove it"#,
        },
    );
    assert_warning(
        origins(&["*"]).allow_origins(["*"]),
        &Expected {
            code: "shadowed-origin",
            setting: "allow_origins",
            entry: Some(1),
            suggestion: None,
            sentence: r#"origin "*" is listed twice; remove one"#,
        },
    );
}

#[test]
fn who_covers_whom() {
    for (covered, by) in [
        ("http://localhost:3000", "http://localhost:*"),
        ("http://localhost", "http://localhost:*"),
        ("https://a.b.example.com", "https://*.example.com"),
        ("https://*.b.example.com", "https://*.example.com"),
        ("https://{slug}.example.com", "https://*.example.com"),
        ("https://a.{slug}.example.com", "https://*.example.com"),
        ("https://*.example.com", "https://*.example.com:*"),
        ("https://*.example.com:8443", "https://*.example.com:*"),
        ("https://*.a.example.com:*", "https://*.example.com:*"),
        (
            "https://pr-1.example.com",
            "https://pr-{digits}.example.com",
        ),
        (
            "https://pr-{digits}.example.com",
            "https://pr-{hex}.example.com",
        ),
        (
            "https://pr-{digits}.example.com",
            "https://pr-{slug}.example.com:*",
        ),
        (
            "https://pr-{hex}.example.com",
            "https://pr-{slug}.example.com",
        ),
        (
            "https://pr-1{digits}.example.com",
            "https://pr-{digits}.example.com",
        ),
        (
            "https://pr-{digits}.example.com",
            "https://{slug}.example.com",
        ),
    ] {
        for pair in [[covered, by], [by, covered]] {
            let policy = origins(&pair).build().unwrap();
            let [problem] = policy.warnings() else {
                panic!("{:#?}", policy.warnings());
            };
            let entry = problem.entry().unwrap();
            assert_eq!(pair[entry], covered, "{pair:?}");
            let sentence = format!("origin {covered:?} is covered by {by:?}; remove it");
            assert_eq!(problem.to_string(), sentence);
        }
    }
    for pair in [
        ["https://example.com", "https://*.example.com"],
        ["https://a.example.com:8443", "https://*.example.com"],
        ["https://a.example.com:*", "https://*.example.com"],
        ["https://a.example.com.", "https://*.example.com"],
        ["http://a.example.com", "https://*.example.com"],
        ["https://a.evilexample.com", "https://*.example.com"],
        ["http://localhost:*", "https://localhost:*"],
        ["http://a.localhost:3000", "http://localhost:*"],
        [
            "https://pr-a.example.com",
            "https://pr-{digits}.example.com",
        ],
        [
            "https://{digits}.example.com",
            "https://{digits}.example.net",
        ],
        ["https://a{slug}.example.com", "https://{slug}a.example.com"],
        ["https://*.a.example.com", "https://{slug}.example.com"],
        // One origin on any port covers no pattern.
        [
            "https://pr-{digits}.example.com",
            "https://pr-0.example.com:*",
        ],
        [
            "https://pr-{hex}.example.com",
            "https://pr-0f.example.com:*",
        ],
        ["https://{slug}.example.com", "https://0-z.example.com:*"],
        ["https://*.example.com", "https://a-9.z.example.com:*"],
    ] {
        assert_clean(origins(&pair));
    }
}

/// Each allows what the other does not, however the text in the hole begins or ends.
#[test]
fn holes_beside_fixed_text_cover_no_whole_hole() {
    for (hole, characters) in [
        ("{digits}", "0123456789"),
        ("{hex}", "0123456789abcdef"),
        ("{slug}", "0123456789abcdefghijklmnopqrstuvwxyz-"),
    ] {
        let whole = format!("https://{hole}.example.com");
        for c in characters.chars() {
            for part in [
                format!("https://{c}{hole}.example.com"),
                format!("https://{hole}{c}.example.com"),
            ] {
                let policy = origins(&[&whole, &part]).build().unwrap();
                let covered: Vec<_> = policy.warnings().iter().map(|p| p.entry()).collect();
                assert_eq!(covered, [Some(1)], "{whole}, {part}");
            }
        }
    }
}

#[test]
fn invalid_method() {
    assert_error(
        app()
            .allow_methods(["PUT,DELETE"])
            .allow_headers(["content-type"]),
        &Expected {
            code: "invalid-method",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: "invalid method \"PUT,DELETE\": a method is one word of letters, digits and !#$%&'*+-.^_`|~; give each its own entry: \"PUT\", \"DELETE\"",
        },
    );
    for method in [
        "", " ", "PUT ", "P\0T", "PUT\r\n", "PÜT", "(PUT)", "P/T", "\"PUT\"",
    ] {
        let builder = app()
            .allow_methods([method])
            .allow_headers(["content-type"]);
        assert_eq!(codes(builder), ["invalid-method"], "{method:?}");
    }
}

#[test]
fn forbidden_method() {
    assert_error(
        app()
            .allow_methods(["TRACE"])
            .allow_headers(["content-type"]),
        &Expected {
            code: "forbidden-method",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: r#"forbidden method "TRACE": browsers do not let pages send it; remove it"#,
        },
    );
    for method in ["CONNECT", "TRACK", "trace", "Connect"] {
        let builder = app()
            .allow_methods([method])
            .allow_headers(["content-type"]);
        assert_eq!(codes(builder), ["forbidden-method"], "{method:?}");
    }
}

#[test]
fn method_case() {
    assert_error(
        app().allow_methods(["put"]).allow_headers(["content-type"]),
        &Expected {
            code: "method-case",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: Some("PUT"),
            sentence: r#"method "put" never matches: browsers send "PUT" whatever its case in the page, and methods are case-sensitive; write "PUT""#,
        },
    );
    assert_warning(
        app()
            .allow_methods(["patch"])
            .allow_headers(["content-type"]),
        &Expected {
            code: "method-case",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: Some("PATCH"),
            sentence: r#"method "patch" matches only if the page writes it in this case: methods are case-sensitive; write "PATCH" if that is what you mean"#,
        },
    );
    for method in ["get", "Head", "pOST", "Delete", "options", "Put"] {
        let builder = app()
            .allow_methods([method])
            .allow_headers(["content-type"]);
        let error = builder.build().unwrap_err();
        let problem = &error.problems()[0];
        assert_eq!(problem.code(), "method-case", "{error}");
        assert_eq!(problem.suggestion(), Some(&*method.to_uppercase()));
    }
    for method in ["PATCH", "PROPFIND", "M-SEARCH", "fooBar", "*"] {
        assert_clean(
            app()
                .allow_methods([method])
                .allow_headers(["content-type"]),
        );
    }
}

#[test]
fn safelisted_method() {
    assert_warning(
        app().allow_methods(["GET"]),
        &Expected {
            code: "safelisted-method",
            setting: "allow_methods",
            entry: Some(0),
            suggestion: None,
            sentence: r#"method "GET" needs no listing: GET, HEAD and POST are always allowed; remove it"#,
        },
    );
    assert_eq!(
        codes(app().allow_methods(["HEAD", "POST", "HEAD"])),
        ["safelisted-method", "safelisted-method"]
    );
}

#[test]
fn invalid_header_name() {
    assert_error(
        app().allow_headers(["x-a, x-b"]),
        &Expected {
            code: "invalid-header-name",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: "invalid header name \"x-a, x-b\" in allow_headers: a header name is one word of letters, digits and !#$%&'*+-.^_`|~; give each its own entry: \"x-a\", \"x-b\"",
        },
    );
    assert_error(
        app().expose_headers(["X-Request-Id:"]),
        &Expected {
            code: "invalid-header-name",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: Some("X-Request-Id"),
            sentence: "invalid header name \"X-Request-Id:\" in expose_headers: a header name is one word of letters, digits and !#$%&'*+-.^_`|~; write \"X-Request-Id\"",
        },
    );
    for name in [
        "",
        " ",
        "x-a ",
        "x\0",
        "x-a\r\nx-b",
        "x-ä",
        "x(a)",
        "x/a",
        "x@a",
        "\u{212a}ey",
    ] {
        let code = ["invalid-header-name"];
        assert_eq!(codes(app().allow_headers([name])), code, "{name:?}");
        assert_eq!(codes(app().expose_headers([name])), code, "{name:?}");
    }
    for name in ["x!odd", "x-mid_dle", "X.Y", "`|~", "1"] {
        assert_clean(app().allow_headers([name]).expose_headers([name]));
    }
}

#[test]
fn forbidden_header() {
    assert_error(
        app().allow_headers(["Cookie"]),
        &Expected {
            code: "forbidden-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"forbidden header "Cookie" in allow_headers: browsers send cookies by themselves, where credentials are allowed; remove it, and set allow_credentials to true if pages need cookies"#,
        },
    );
    assert_error(
        app().expose_headers(["Set-Cookie"]),
        &Expected {
            code: "forbidden-header",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"forbidden header "Set-Cookie" in expose_headers: browsers do not let pages read it; remove it"#,
        },
    );
    // https://fetch.spec.whatwg.org/#forbidden-request-header
    for name in [
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
        "proxy-authorization",
        "proxy-",
        "Sec-Fetch-Site",
        "SEC-",
    ] {
        assert_eq!(codes(app().allow_headers([name])), ["forbidden-header"]);
    }
    // https://fetch.spec.whatwg.org/#forbidden-response-header-name
    assert_eq!(
        codes(app().expose_headers(["SET-COOKIE2"])),
        ["forbidden-header"]
    );
    // Forbidden with some values only, or not at all.
    assert_clean(app().allow_headers([
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
        "user-agent",
        "proxy",
        "security",
        "range",
        "content-type",
        "authorization",
    ]));
}

#[test]
fn misplaced_header() {
    assert_error(
        app().allow_headers(["Access-Control-Allow-Origin"]),
        &Expected {
            code: "misplaced-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"response header "Access-Control-Allow-Origin" in allow_headers, which lists request headers; remove it"#,
        },
    );
    assert_error(
        app().expose_headers(["User-Agent"]),
        &Expected {
            code: "misplaced-header",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"request header "User-Agent" in expose_headers, which lists response headers; remove it"#,
        },
    );
    for name in [
        "access-control-allow-credentials",
        "access-control-allow-headers",
        "access-control-allow-methods",
        "access-control-expose-headers",
        "access-control-max-age",
        "Set-Cookie",
        "Vary",
        "www-authenticate",
    ] {
        assert_eq!(codes(app().allow_headers([name])), ["misplaced-header"]);
    }
    for name in [
        "access-control-request-headers",
        "access-control-request-method",
        "Cookie",
        "host",
        "origin",
        "referer",
    ] {
        assert_eq!(codes(app().expose_headers([name])), ["misplaced-header"]);
    }
    assert_clean(app().expose_headers(["authorization", "etag", "location", "www-authenticate"]));
}

#[test]
fn safelisted_header() {
    assert_warning(
        app().allow_headers(["Accept"]),
        &Expected {
            code: "safelisted-header",
            setting: "allow_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "Accept" needs no listing in allow_headers, except for values over 128 bytes or with unusual characters; remove it"#,
        },
    );
    assert_warning(
        app().expose_headers(["Cache-Control"]),
        &Expected {
            code: "safelisted-header",
            setting: "expose_headers",
            entry: Some(0),
            suggestion: None,
            sentence: r#"header "Cache-Control" needs no listing in expose_headers: pages may always read it; remove it"#,
        },
    );
    for name in ["accept-language", "content-language"] {
        assert_eq!(codes(app().allow_headers([name])), ["safelisted-header"]);
    }
    // https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
    for name in [
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ] {
        assert_eq!(codes(app().expose_headers([name])), ["safelisted-header"]);
    }
}

#[test]
fn expose_wildcard_with_credentials() {
    assert_error(
        private(&[APP]).expose_headers(["x-a", "*"]),
        &Expected {
            code: "expose-wildcard-with-credentials",
            setting: "expose_headers",
            entry: Some(1),
            suggestion: None,
            sentence: r#"expose_headers "*" with credentials: browsers take it for a header named "*"; list the headers"#,
        },
    );
    assert_clean(app().expose_headers(["*"]));
    // These two are answered by what was asked for.
    assert_clean(
        private(&[APP])
            .allow_methods(["*"])
            .allow_headers(["*", "authorization"]),
    );
}

#[test]
fn max_age_too_long() {
    assert_error(
        app().max_age(Duration::from_secs(604_800)),
        &Expected {
            code: "max-age-too-long",
            setting: "max_age",
            entry: None,
            suggestion: Some("86400"),
            sentence: "max_age 604800: no browser caches a preflight for more than 86400 seconds (one day); write 86400 or less",
        },
    );
    assert_eq!(
        codes(app().max_age(Duration::from_secs(86_401))),
        ["max-age-too-long"]
    );
    assert_eq!(codes(app().max_age(Duration::MAX)), ["max-age-too-long"]);
}

#[test]
fn max_age_capped() {
    assert_warning(
        app().max_age(Duration::from_secs(601)),
        &Expected {
            code: "max-age-capped",
            setting: "max_age",
            entry: None,
            suggestion: None,
            sentence: "max_age 601: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser",
        },
    );
    assert_warning(
        app().max_age(Duration::from_secs(86_400)),
        &Expected {
            code: "max-age-capped",
            setting: "max_age",
            entry: None,
            suggestion: None,
            sentence: "max_age 86400: Chromium cuts it to 7200 and WebKit to 600 seconds; write 600 to get the same time in every browser",
        },
    );
    let chromium = |seconds| {
        let policy = app().max_age(Duration::from_secs(seconds)).build().unwrap();
        policy.warnings()[0].to_string().contains("Chromium")
    };
    assert!(!chromium(7200));
    assert!(chromium(7201));
    for seconds in [0, 1, 600] {
        assert_clean(app().max_age(Duration::from_secs(seconds)));
    }
}

#[test]
fn content_type_missing() {
    assert_warning(
        app().allow_methods(["PUT"]).allow_headers(["x-a"]),
        &Expected {
            code: "content-type-missing",
            setting: "allow_headers",
            entry: None,
            suggestion: None,
            sentence: r#"allow_methods goes beyond GET, HEAD and POST, but allow_headers lacks "content-type": pages cannot send JSON; add "content-type""#,
        },
    );
    assert_eq!(codes(app().allow_methods(["*"])), ["content-type-missing"]);
    assert_clean(app().allow_methods(["PUT"]).allow_headers(["Content-Type"]));
    assert_clean(
        app()
            .allow_methods(["PUT"])
            .allow_headers(["*", "authorization"]),
    );
    assert_clean(app().allow_headers(["x-a"]));
}

#[test]
fn authorization_not_covered() {
    let expected = Expected {
        code: "authorization-not-covered",
        setting: "allow_headers",
        entry: Some(0),
        suggestion: None,
        sentence: r#""*" in allow_headers does not cover "authorization"; if pages send it, list it beside "*""#,
    };
    assert_warning(app().allow_headers(["*"]), &expected);
    assert_warning(
        private(&[APP]).allow_headers(["x-a", "*"]),
        &Expected {
            entry: Some(1),
            ..expected
        },
    );
    assert_clean(app().allow_headers(["Authorization", "*"]));
}

#[test]
fn the_permissions_waive_what_they_name() {
    let everything = private(&[
        "*",
        "null",
        "https://a.example/",
        "http://a.example.com",
        "https://*.com",
    ])
    .dangerously_allow_null_origin(true)
    .expose_headers(["*"]);
    let all = [
        "null-with-credentials",
        "wildcard-with-credentials",
        "origin-null",
        "origin-path",
        "insecure-origin",
        "public-suffix",
        "expose-wildcard-with-credentials",
        "shadowed-origin",
        "shadowed-origin",
    ];
    let without = |code| all.into_iter().filter(|c| *c != code).collect::<Vec<_>>();
    let sorted = |mut codes: Vec<_>| {
        codes.sort_unstable();
        codes
    };
    for (builder, expected) in [
        (everything.clone(), all.to_vec()),
        (
            // Accepted, and still to be seen.
            everything.clone().dangerously_allow_insecure_origins(true),
            all.to_vec(),
        ),
        (
            everything.clone().dangerously_allow_public_suffixes(true),
            all.to_vec(),
        ),
        (
            everything.dangerously_allow_null_origin(false),
            without("null-with-credentials"),
        ),
    ] {
        assert_eq!(sorted(codes(builder)), sorted(expected));
    }
    // A permission that nothing needs is no problem.
    assert_clean(
        app()
            .dangerously_allow_insecure_origins(true)
            .dangerously_allow_public_suffixes(true),
    );
}

fn flawed() -> PolicyBuilder {
    Policy::builder()
        .max_age(Duration::from_secs(100_000))
        .expose_headers(["*", "bad name", "pragma"])
        .allow_headers(["*", "cookie", "accept"])
        .allow_methods(["put", "GET", "TRACE", "not one"])
        .allow_origins([
            "https://a.example/",
            "https://b.example",
            "http://c.example",
            "https://*.com",
        ])
        .allow_origin_if(|_| true)
        .allow_origins(["https://*.b.example", "https://*.b.example", "*"])
        .allow_credentials(true)
}

/// The errors in the order of the settings and their entries, then the warnings.
#[test]
fn all_at_once_in_order() {
    let error = flawed().build().unwrap_err();
    let found: Vec<_> = { error.problems().iter() }
        .map(|p| (p.severity(), p.setting(), p.code()))
        .collect();
    use Severity::{Error, Warning};
    let errors = [
        (Error, Setting::AllowOrigins, "wildcard-with-credentials"),
        (Error, Setting::AllowOrigins, "origin-path"),
        (Error, Setting::AllowOrigins, "insecure-origin"),
        (Error, Setting::AllowOrigins, "public-suffix"),
        (Error, Setting::AllowOrigins, "loose-predicate"),
        (Error, Setting::AllowMethods, "method-case"),
        (Error, Setting::AllowMethods, "forbidden-method"),
        (Error, Setting::AllowMethods, "invalid-method"),
        (Error, Setting::AllowHeaders, "forbidden-header"),
        (Error, Setting::ExposeHeaders, "invalid-header-name"),
        (
            Error,
            Setting::ExposeHeaders,
            "expose-wildcard-with-credentials",
        ),
        (Error, Setting::MaxAge, "max-age-too-long"),
    ];
    assert_eq!(found[..errors.len()], errors);
    let warnings = &found[errors.len()..];
    assert!(warnings.iter().all(|(severity, ..)| *severity == Warning));
    let mut codes: Vec<_> = warnings.iter().map(|(.., code)| *code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "authorization-not-covered",
            "safelisted-header",
            "safelisted-header",
            "safelisted-method",
            // Four by "*", and one for being listed twice.
            "shadowed-origin",
            "shadowed-origin",
            "shadowed-origin",
            "shadowed-origin",
            "shadowed-origin",
        ]
    );
}

#[test]
fn the_error_says_all_of_it() {
    let error = flawed().build().unwrap_err();
    let text = error.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "invalid CORS policy");
    assert_eq!(lines.len(), error.problems().len() + 1);
    for (line, problem) in lines[1..].iter().zip(error.problems()) {
        let severity = problem.severity();
        let code = problem.code();
        assert_eq!(*line, format!("  {severity}[{code}]: {problem}"));
    }
    assert_eq!(format!("{error:?}"), text);
}

#[test]
fn sentences_are_of_one_form() {
    let error = flawed().build().unwrap_err();
    for problem in error.problems() {
        let sentence = problem.to_string();
        assert!(!sentence.ends_with('.'), "{sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
        assert_eq!(
            sentence,
            format!("{}; {}", problem.message(), problem.cure())
        );
        assert!(
            !sentence.starts_with(|c: char| c.is_uppercase()),
            "{sentence}"
        );
        for half in [problem.message(), problem.cure()] {
            assert!(!half.is_empty() && half == half.trim(), "{sentence}");
            assert!(!half.contains("; "), "{sentence}");
        }
        if let Some(suggestion) = problem.suggestion() {
            assert!(sentence.contains(suggestion), "{sentence}");
        }
    }
}

#[test]
fn lists_that_repeat_themselves_are_no_problem() {
    let policy = app()
        .allow_methods(["PUT", "DELETE", "PUT"])
        .allow_headers(["X-A", "content-type", "x-a"])
        .expose_headers(["ETag", "etag"])
        .build()
        .unwrap();
    assert!(policy.warnings().is_empty());
    assert_eq!(
        policy.to_string(),
        "allow_origins = [\"https://app.example.com\"]\n\
         allow_methods = [\"PUT\", \"DELETE\", \"PUT\"]\n\
         allow_headers = [\"X-A\", \"content-type\", \"x-a\"]\n\
         expose_headers = [\"ETag\", \"etag\"]\n"
    );
}

/// The index is that of the entry as it was written, whatever else is wrong and however the list
/// came together.
#[test]
fn entries_at_fault_are_counted_as_written() {
    let error = Policy::builder()
        .allow_origins(["https://a.example", "https://a.example/"])
        .allow_origin_if(|_| true)
        .allow_origins([
            "https://b.example",
            "https://a.example/",
            "https://b.example",
        ])
        .allow_methods(["PUT", "PUT"])
        .allow_methods(["patch", "TRACE"])
        .allow_headers(["X-A", "x-a", "Cookie", "content-type", "cookie"])
        .expose_headers(["etag", "ETag", "Pragma", "*"])
        .allow_credentials(true)
        .build()
        .unwrap_err();
    let found: Vec<_> = { error.problems().iter() }
        .map(|p| (p.code(), p.entry()))
        .collect();
    assert_eq!(
        found,
        [
            ("origin-path", Some(1)),
            ("loose-predicate", Some(2)),
            ("origin-path", Some(4)),
            ("forbidden-method", Some(3)),
            ("forbidden-header", Some(2)),
            ("expose-wildcard-with-credentials", Some(3)),
            ("shadowed-origin", Some(5)),
            ("method-case", Some(2)),
            ("safelisted-header", Some(2)),
        ]
    );
}

/// Those of guards and hosts come in the order of the settings, too.
#[test]
fn guards_in_order() {
    let error = Policy::builder()
        .expect_hosts(["a.example", "A.example"])
        .expect_hosts(["a.example", "*.com"])
        .guard_safe_methods(true)
        .dangerously_allow_null_origin(true)
        .allow_origins(["*", "http://a.example"])
        .build()
        .unwrap_err();
    let found: Vec<_> = { error.problems().iter() }
        .map(|p| (p.code(), p.entry()))
        .collect();
    assert_eq!(
        found,
        [
            ("guard-any-origin", Some(0)),
            ("insecure-origin", Some(1)),
            ("guard-reads-only", None),
            ("host-case", Some(1)),
            ("public-suffix", Some(3)),
            ("guard-null-origin", None),
            ("shadowed-origin", Some(1)),
            ("shadowed-host", Some(2)),
        ]
    );
}

/// What is wrong once is said once.
#[test]
fn repeated_entries_are_reported_once() {
    for builder in [
        app()
            .allow_methods(["TRACE", "TRACE"])
            .allow_headers(["*", "authorization"]),
        app().allow_headers(["bad name", "bad name"]),
        app().expose_headers(["bad name", "bad name"]),
        app().allow_headers(["accept", "Accept"]),
    ] {
        assert_eq!(codes(builder).len(), 1);
    }
}

#[test]
fn policies_without_a_flaw() {
    assert_clean(
        Policy::builder()
            .allow_origins([
                "https://example.com",
                "https://*.example.com",
                "http://localhost:*",
                "https://deploy-{digits}--app.example.net",
                "tauri://localhost",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            ])
            .allow_credentials(true)
            .allow_methods(["PUT", "PATCH", "DELETE"])
            .allow_headers(["content-type", "authorization", "x-api-key"])
            .expose_headers(["x-request-id", "etag"])
            .max_age(Duration::from_secs(600)),
    );
    assert_clean(
        Policy::builder()
            .allow_origins(["*"])
            .allow_methods(["*"])
            .allow_headers(["*", "authorization"])
            .expose_headers(["*"])
            .max_age(Duration::ZERO)
            .minimal_disclosure(true),
    );
}

#[test]
fn settings_are_the_keys_of_the_policy_file() {
    let keys = [
        "allow_origins",
        "origins_may_be_empty",
        "allow_credentials",
        "allow_methods",
        "allow_headers",
        "expose_headers",
        "max_age",
        "minimal_disclosure",
        "preflight_status",
        "guard_unsafe_methods",
        "guard_safe_methods",
        "guard_websockets",
        "expect_hosts",
        "dangerously_allow_insecure_origins",
        "dangerously_allow_public_suffixes",
        "dangerously_allow_null_origin",
        "dangerously_allow_file_origin",
    ];
    let named: Vec<_> = Setting::ALL
        .iter()
        .map(|setting| setting.as_str())
        .collect();
    assert_eq!(named, keys);
    let shown: Vec<_> = Setting::ALL.iter().map(Setting::to_string).collect();
    assert_eq!(shown, keys);
}
