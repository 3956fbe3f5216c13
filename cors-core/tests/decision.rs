//! What a policy answers: every row of the documented table, header sets exact.
#![cfg(feature = "http")]

mod exchange;

use cors_core::{LivePolicy, Policy};
use exchange::{Answer, ask};

const APP: (&str, &str) = ("origin", "https://app.example.com");
const EVIL: (&str, &str) = ("origin", "https://evil.test");
const FOR_PUT: (&str, &str) = ("access-control-request-method", "PUT");
const PREFLIGHT_VARY: (&str, &str) = (
    "vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

fn private() -> Policy {
    Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .allow_methods(["PUT", "DELETE"])
        .allow_headers(["Content-Type", "X-Api-Key", "content-type"])
        .expose_headers(["X-Request-Id"])
        .max_age(core::time::Duration::from_secs(600))
        .build()
        .unwrap()
}

fn public() -> Policy {
    Policy::builder()
        .allow_origins(["*"])
        .allow_methods(["*"])
        .allow_headers(["*", "authorization"])
        .expose_headers(["*"])
        .build()
        .unwrap()
}

#[test]
fn without_origin() {
    assert_eq!(
        ask(&private(), "GET", &[]),
        Answer::forward(&[("vary", "Origin")])
    );
    let shared = [
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "*"),
    ];
    assert_eq!(ask(&public(), "GET", &[]), Answer::forward(&shared));
}

#[test]
fn origin_allowed() {
    let shared = [
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-credentials", "true"),
        ("access-control-expose-headers", "x-request-id"),
        ("vary", "Origin"),
    ];
    for method in ["GET", "POST", "PUT", "PATCH"] {
        assert_eq!(ask(&private(), method, &[APP]), Answer::forward(&shared));
    }
    let shared = [
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "*"),
    ];
    assert_eq!(ask(&public(), "GET", &[EVIL]), Answer::forward(&shared));
}

#[test]
fn origin_not_allowed() {
    for method in ["GET", "DELETE", "OPTIONS"] {
        assert_eq!(
            ask(&private(), method, &[EVIL]),
            Answer::forward(&[("vary", "Origin")])
        );
    }
}

#[test]
fn options_that_is_no_preflight() {
    let actual = ask(&private(), "GET", &[APP]);
    assert_eq!(ask(&private(), "OPTIONS", &[APP]), actual);
    // Without Origin no browser asks, whatever else is there.
    let anonymous = Answer::forward(&[("vary", "Origin")]);
    assert_eq!(ask(&private(), "OPTIONS", &[FOR_PUT]), anonymous);
    // Methods are case-sensitive.
    assert_eq!(ask(&private(), "options", &[APP, FOR_PUT]), actual);
    assert_eq!(ask(&private(), "GET", &[APP, FOR_PUT]), actual);
}

#[test]
fn preflight_allowed_is_the_whole_policy() {
    let whole = [
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-credentials", "true"),
        (
            "access-control-allow-methods",
            "GET, HEAD, POST, PUT, DELETE",
        ),
        ("access-control-allow-headers", "content-type, x-api-key"),
        ("access-control-max-age", "600"),
        PREFLIGHT_VARY,
    ];
    for asked in ["PUT", "GET", "PATCH", "nonsense method"] {
        let requested = ("access-control-request-method", asked);
        assert_eq!(
            ask(&private(), "OPTIONS", &[APP, requested]),
            Answer::preflight(204, &whole)
        );
    }
    let unlisted = ("access-control-request-headers", "x-unlisted");
    assert_eq!(
        ask(&private(), "OPTIONS", &[APP, FOR_PUT, unlisted]),
        Answer::preflight(204, &whole)
    );
    let whole = [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*, authorization"),
        PREFLIGHT_VARY,
    ];
    assert_eq!(
        ask(&public(), "OPTIONS", &[EVIL, FOR_PUT]),
        Answer::preflight(204, &whole)
    );
}

#[test]
fn preflight_refused() {
    assert_eq!(
        ask(&private(), "OPTIONS", &[EVIL, FOR_PUT]),
        Answer::preflight(403, &[PREFLIGHT_VARY])
    );
}

#[test]
fn methods_are_named_even_where_none_is_listed() {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .build()
        .unwrap();
    let whole = [
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-methods", "GET, HEAD, POST"),
        PREFLIGHT_VARY,
    ];
    assert_eq!(
        ask(&policy, "OPTIONS", &[APP, FOR_PUT]),
        Answer::preflight(204, &whole)
    );
}

#[test]
fn no_preflight_cache() {
    let policy = Policy::builder()
        .allow_origins(["*"])
        .max_age(core::time::Duration::ZERO)
        .build()
        .unwrap();
    let answer = ask(&policy, "OPTIONS", &[EVIL, FOR_PUT]);
    assert_eq!(answer.values("access-control-max-age"), ["0"]);
}

mod wildcards_with_credentials {
    use super::*;

    fn policy(headers: &[&str]) -> Policy {
        Policy::builder()
            .allow_origins(["https://app.example.com"])
            .allow_credentials(true)
            .allow_methods(["*"])
            .allow_headers(headers)
            .build()
            .unwrap()
    }

    fn granted(policy: &Policy, headers: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let answer = ask(policy, "OPTIONS", &[&[APP], headers].concat());
        assert_eq!(answer.status(), Some(204));
        (
            answer.values("access-control-allow-methods"),
            answer.values("access-control-allow-headers"),
        )
    }

    #[test]
    fn are_spelt_out() {
        let asked = ("access-control-request-headers", "x-a,x-b");
        let (methods, headers) = granted(&policy(&["*"]), &[FOR_PUT, asked]);
        assert_eq!(
            (methods, headers),
            (vec!["PUT".into()], vec!["x-a,x-b".into()])
        );
        let (methods, headers) = granted(&policy(&["*"]), &[FOR_PUT]);
        assert_eq!((methods, headers), (vec!["PUT".into()], vec![]));
    }

    #[test]
    fn never_cover_authorization() {
        for asked in [
            "authorization",
            "x-a,Authorization",
            "x-a, authorization ,x-b",
        ] {
            let asked = ("access-control-request-headers", asked);
            assert!(granted(&policy(&["*"]), &[FOR_PUT, asked]).1.is_empty());
            assert_eq!(
                granted(&policy(&["*", "authorization"]), &[FOR_PUT, asked]).1,
                [asked.1]
            );
        }
    }

    #[test]
    fn never_echo_what_is_no_method() {
        for asked in ["TRACE", "connect", "PUT, DELETE", "P\u{fc}T", ""] {
            let asked = ("access-control-request-method", asked);
            assert_eq!(granted(&policy(&["*"]), &[asked]).0, ["GET, HEAD, POST"]);
        }
        assert_eq!(
            granted(&policy(&["*"]), &[FOR_PUT, FOR_PUT]).0,
            ["GET, HEAD, POST"]
        );
    }
}

mod minimal_disclosure {
    use super::*;

    fn granted(method: &str, lines: &[&str]) -> (Vec<String>, Vec<String>) {
        let policy = private()
            .to_builder()
            .minimal_disclosure(true)
            .build()
            .unwrap();
        let mut headers = vec![APP, ("access-control-request-method", method)];
        headers.extend(
            lines
                .iter()
                .map(|line| ("access-control-request-headers", *line)),
        );
        let answer = ask(&policy, "OPTIONS", &headers);
        assert_eq!(answer.status(), Some(204));
        assert_eq!(answer.values("access-control-max-age"), ["600"]);
        (
            answer.values("access-control-allow-methods"),
            answer.values("access-control-allow-headers"),
        )
    }

    #[test]
    fn names_what_was_asked_for() {
        assert_eq!(granted("PUT", &[]), (vec!["PUT".into()], vec![]));
        assert_eq!(
            granted("GET", &["x-api-key"]),
            (vec!["GET".into()], vec!["x-api-key".into()])
        );
    }

    #[test]
    fn names_only_safelisted_methods_where_another_is_not_allowed() {
        for method in ["PATCH", "put", "", "PUT,DELETE"] {
            assert_eq!(granted(method, &[]).0, ["GET, HEAD, POST"]);
        }
    }

    #[test]
    fn tolerates_what_proxies_make_of_headers() {
        for line in [
            "content-type,x-api-key",
            "X-API-Key,CONTENT-TYPE",
            "x-api-key,x-api-key",
            " x-api-key\t,\t content-type ",
            ",x-api-key,,content-type,",
        ] {
            assert_eq!(granted("PUT", &[line]).1, [line]);
        }
        assert_eq!(
            granted("PUT", &["content-type", "", "x-api-key"]).1,
            ["content-type", "x-api-key"]
        );
    }

    #[test]
    fn names_no_header_where_one_is_not_allowed() {
        for lines in [
            &["x-other"][..],
            &["x-api-key,x-other"],
            &["x-api-key", "x-other"],
            &["x-api-key x-api-key"],
            &["*"],
        ] {
            assert!(granted("PUT", lines).1.is_empty(), "{lines:?}");
        }
    }

    #[test]
    fn has_bounds() {
        let names = "x-api-key,".repeat(4 * 1024 / 10);
        assert_eq!(granted("PUT", &[&names]).1, [names.as_str()]);
        assert!(granted("PUT", &[&names, "x-api-key"]).1.is_empty());
        assert_eq!(granted("PUT", &["x-api-key"; 4]).1.len(), 4);
        assert!(granted("PUT", &["x-api-key"; 5]).1.is_empty());
    }

    #[test]
    fn spells_wildcards_out() {
        let policy = public()
            .to_builder()
            .minimal_disclosure(true)
            .build()
            .unwrap();
        let asked = ("access-control-request-headers", "x-a");
        let answer = ask(&policy, "OPTIONS", &[EVIL, FOR_PUT, asked]);
        assert_eq!(answer.values("access-control-allow-methods"), ["PUT"]);
        assert_eq!(answer.values("access-control-allow-headers"), ["x-a"]);
    }
}

#[test]
fn null_is_allowed_by_its_dangerous_name_alone() {
    let null = ("origin", "null");
    let refused = Answer::forward(&[("vary", "Origin")]);
    let closed = Policy::builder().allow_origins(["https://app.example.com"]);
    assert_eq!(
        ask(&closed.clone().build().unwrap(), "GET", &[null]),
        refused
    );
    let open = closed.dangerously_allow_null_origin(true).build().unwrap();
    let shared = [("access-control-allow-origin", "null"), ("vary", "Origin")];
    assert_eq!(ask(&open, "GET", &[null]), Answer::forward(&shared));
    assert_eq!(ask(&open, "GET", &[("origin", "NULL")]), refused);
}

mod responses {
    use cors_core::adapter::{Decision, Field, Head, Responder};
    use http::{HeaderMap, HeaderName, HeaderValue, Method};

    use super::*;

    /// What becomes of a handler's headers, and which of them were overridden.
    fn after(
        policy: &Policy,
        origin: Option<&str>,
        handler: &[(&'static str, &str)],
    ) -> (Vec<String>, Vec<Field>) {
        let mut request = HeaderMap::new();
        request.extend(origin.map(|o| (http::header::ORIGIN, HeaderValue::from_str(o).unwrap())));
        let mut response = HeaderMap::new();
        for (name, value) in handler {
            response.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let responder = Responder::<HeaderValue>::new(policy);
        let Decision::Forward(headers) =
            responder.respond(&Head::new(&Method::GET, None, &request))
        else {
            panic!("no preflight was asked");
        };
        let overridden = Vec::from_iter(&headers.apply(&mut response));
        let mut lines: Vec<_> = response
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        lines.sort();
        (lines, overridden)
    }

    #[test]
    fn vary_is_appended_to() {
        let handler = [("vary", "accept-encoding"), ("vary", "cookie")];
        let (lines, _) = after(&private(), Some(EVIL.1), &handler);
        assert_eq!(
            lines,
            ["vary: Origin", "vary: accept-encoding", "vary: cookie"]
        );
    }

    #[test]
    fn vary_is_not_repeated() {
        for value in [
            "origin",
            "ORIGIN",
            "*",
            "accept, *",
            "cookie ,\torigin",
            ",,Origin",
        ] {
            let (lines, _) = after(&private(), Some(EVIL.1), &[("vary", value)]);
            assert_eq!(lines, [format!("vary: {value}")]);
        }
        for value in ["origin-agent", "x-origin", "", "orig in"] {
            let (lines, _) = after(&private(), None, &[("vary", value)]);
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(lines.contains(&"vary: Origin".to_owned()), "{lines:?}");
            assert!(lines.contains(&format!("vary: {value}")), "{lines:?}");
        }
    }

    /// Some frameworks pass the answer to a preflight through other hands.
    #[test]
    fn preflights_keep_no_grant_of_others() {
        let mut request = HeaderMap::new();
        for (name, value) in [EVIL, FOR_PUT] {
            request.insert(name, HeaderValue::from_static(value));
        }
        let responder = Responder::<HeaderValue>::new(private());
        let decision = responder.respond(&Head::new(&Method::OPTIONS, None, &request));
        let Decision::Answer(answer) = decision else {
            panic!("a preflight was asked");
        };
        let mut response = HeaderMap::new();
        response.insert("access-control-allow-origin", HeaderValue::from_static("*"));
        response.insert("x-other", HeaderValue::from_static("kept"));
        let overridden: Vec<_> = Vec::from_iter(&answer.apply(&mut response));
        assert_eq!(overridden, [Field::AccessControlAllowOrigin]);
        let mut names: Vec<_> = response.keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["vary", "x-other"]);
    }

    #[test]
    fn constants_change_nothing() {
        for policy in [private(), public()] {
            let live = LivePolicy::new(public());
            let of_strings = Responder::<HeaderValue>::new(&policy);
            let of_constants = Responder::with_constants(&policy, HeaderValue::from_static);
            let of_live = Responder::with_constants(&live, HeaderValue::from_static);
            live.replace(policy);
            for (method, head) in [
                (Method::GET, &[][..]),
                (Method::GET, &[APP]),
                (Method::OPTIONS, &[APP, FOR_PUT]),
                (Method::OPTIONS, &[EVIL, FOR_PUT]),
            ] {
                let lines = head.iter().map(|(name, value)| {
                    let name = HeaderName::from_static(name);
                    (name, HeaderValue::from_static(value))
                });
                let headers = lines.collect::<HeaderMap>();
                let decision = of_strings.respond(&Head::new(&method, None, &headers));
                assert_eq!(
                    of_constants.respond(&Head::new(&method, None, &headers)),
                    decision
                );
                assert_eq!(
                    of_live.respond(&Head::new(&method, None, &headers)),
                    decision
                );
            }
        }
    }

    /// A decision is applied once, by its type; frameworks that make a response again apply clones.
    #[test]
    fn clones_make_the_same_response() {
        let mut request = HeaderMap::new();
        for (name, value) in [APP, FOR_PUT] {
            request.insert(name, HeaderValue::from_static(value));
        }
        let responder = Responder::<HeaderValue>::new(private());
        let decide = |method| responder.respond(&Head::new(&method, None, &request));
        let (Decision::Forward(headers), Decision::Answer(answer)) =
            (decide(Method::GET), decide(Method::OPTIONS))
        else {
            panic!("one of each was asked");
        };
        let [mut first, mut second] = [HeaderMap::new(), HeaderMap::new()];
        headers.clone().apply(&mut first);
        headers.apply(&mut second);
        assert_eq!(first.len(), 4, "{first:?}");
        assert_eq!(first, second);
        let [mut first, mut second] = [HeaderMap::new(), HeaderMap::new()];
        answer.clone().apply(&mut first);
        answer.apply(&mut second);
        assert_eq!(first.len(), 6, "{first:?}");
        assert_eq!(first, second);
    }

    #[test]
    fn any_origin_needs_no_vary() {
        let (lines, _) = after(&public(), Some(EVIL.1), &[("vary", "cookie")]);
        assert_eq!(
            lines,
            [
                "access-control-allow-origin: *",
                "access-control-expose-headers: *",
                "vary: cookie"
            ]
        );
    }

    #[test]
    fn grants_are_the_policys_alone() {
        let handler = [
            ("access-control-allow-origin", "https://handler.example"),
            ("access-control-allow-origin", "*"),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "*"),
            ("access-control-allow-headers", "*"),
            ("access-control-expose-headers", "x-secret"),
            ("access-control-max-age", "86400"),
            ("access-control-allow-private-network", "true"),
            ("x-request-id", "42"),
        ];
        let (lines, overridden) = after(&private(), Some(EVIL.1), &handler);
        assert_eq!(lines, ["vary: Origin", "x-request-id: 42"]);
        assert_eq!(
            overridden,
            [
                Field::AccessControlAllowOrigin,
                Field::AccessControlAllowCredentials,
                Field::AccessControlAllowMethods,
                Field::AccessControlAllowHeaders,
                Field::AccessControlExposeHeaders,
                Field::AccessControlMaxAge,
                Field::AccessControlAllowPrivateNetwork,
            ]
        );
        let (lines, _) = after(&private(), Some(APP.1), &handler);
        assert_eq!(
            lines,
            [
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://app.example.com",
                "access-control-expose-headers: x-request-id",
                "vary: Origin",
                "x-request-id: 42"
            ]
        );
    }

    #[test]
    fn what_handlers_leave_alone_is_not_overridden() {
        let (_, overridden) = after(&private(), Some(APP.1), &[("x-request-id", "42")]);
        assert_eq!(overridden, []);
    }
}

#[test]
fn decisions_are_equal_if_their_answers_are() {
    use cors_core::adapter::{Head, Responder};
    use http::{HeaderMap, HeaderValue, Method};

    let responder = Responder::<HeaderValue>::new(private());
    let empty = HeaderMap::new();
    let mut evil = HeaderMap::new();
    evil.insert("origin", HeaderValue::from_static("https://evil.test"));
    let mut app = HeaderMap::new();
    app.insert(
        "origin",
        HeaderValue::from_static("https://app.example.com"),
    );
    let decide = |headers: &HeaderMap| responder.respond(&Head::new(&Method::GET, None, headers));
    assert_eq!(decide(&empty), decide(&evil));
    assert_ne!(decide(&empty), decide(&app));
    assert_eq!(
        format!("{:?}", decide(&app)),
        "Forward(ResponseHeaders {\"access-control-allow-origin\": \"https://app.example.com\", \
         \"access-control-allow-credentials\": \"true\", \
         \"access-control-expose-headers\": \"x-request-id\", \"vary\": \"Origin\"})"
    );
}
