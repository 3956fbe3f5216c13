//! Whatever is sent, the application refuses what the policy refuses, by the same rule, and nothing else.

mod common;

use common::{launched, quiet};
use cors_rocket::{
    Cors, Policy,
    cors_core::adapter::{Decision, Field, PlainHead, Responder},
};
use rocket::{
    catch, catchers,
    http::{Header, Method, Status},
};

#[catch(default)]
fn teapot() -> (Status, &'static str) {
    (Status::ImATeapot, "")
}

const METHODS: [&str; 9] = [
    "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT",
];

/// The lines of a header that is sent.
type Lines = &'static [&'static str];

const HOSTS: [Lines; 6] = [
    &["api.example.com"],
    &["API.example.com:443"],
    &["evil.test"],
    &["api.example.com", "api.example.com"],
    &["a b"],
    &[],
];

const ORIGINS: [Lines; 7] = [
    &["https://app.example.com"],
    &["https://api.example.com"],
    &["https://evil.test"],
    &["null"],
    &[""],
    &["https://app.example.com", "https://app.example.com"],
    &[],
];

const SITES: [Lines; 6] = [
    &["same-origin"],
    &["none"],
    &["same-site"],
    &["cross-site"],
    &["same-origin", "same-origin"],
    &[],
];

const OTHERS: [&[(&str, Field, &str)]; 4] = [
    &[],
    &[("upgrade", Field::Upgrade, "h2c, WebSocket")],
    &[("sec-fetch-mode", Field::SecFetchMode, "navigate")],
    &[(
        "access-control-request-method",
        Field::AccessControlRequestMethod,
        "PUT",
    )],
];

#[test]
fn refused_is_what_the_policy_refuses() {
    let builder = || {
        let builder = Policy::builder().allow_origins(["https://app.example.com"]);
        builder.guard_unsafe_methods(true).guard_websockets(true)
    };
    let mut refusals = 0;
    for policy in [
        builder(),
        builder().expect_hosts(["api.example.com"]),
        builder().guard_safe_methods(true),
    ] {
        let policy = policy.build().unwrap();
        let app = quiet().register("/", catchers![teapot]);
        let client = launched(app.attach(Cors::new(&policy)));
        let core = Responder::<Vec<u8>>::new(&policy);
        for method in METHODS {
            for host in HOSTS {
                for origin in ORIGINS {
                    for site in SITES {
                        for others in OTHERS {
                            let mut plain = PlainHead::new(method);
                            let mut request = client.req(method.parse::<Method>().unwrap(), "/");
                            let lists = [
                                ("host", Field::Host, host),
                                ("origin", Field::Origin, origin),
                                ("sec-fetch-site", Field::SecFetchSite, site),
                            ];
                            let lists = lists.into_iter().flat_map(|(name, field, lines)| {
                                lines.iter().map(move |line| (name, field, *line))
                            });
                            for (name, field, line) in lists.chain(others.iter().copied()) {
                                plain = plain.line(field, line);
                                request.add_header(Header::new(name, line));
                            }
                            let by = policy.decide(&plain).guard().refused_by();
                            let decision = core.respond(&plain);
                            let response = request.dispatch();
                            let status = response.status().code;
                            let shared = {
                                let mut lines = response.headers().iter();
                                lines.any(|line| line.name().starts_with("access-control-"))
                            };
                            let (Some(_), Decision::Answer(answer)) = (by, decision) else {
                                assert!(![403, 421].contains(&status) || method == "OPTIONS");
                                continue;
                            };
                            refusals += 1;
                            assert_eq!(status, answer.status(), "{plain:?}");
                            assert!(!shared, "{plain:?}");
                            let body = response.into_string().unwrap_or_default();
                            assert_eq!(body, answer.body(), "{plain:?}");
                        }
                    }
                }
            }
        }
    }
    assert!(refusals > 1_000, "{refusals}");
}
