//! Whatever is sent, the application refuses what the policy refuses, by the same rule, and nothing else.

use actix_web::{
    App, HttpResponse,
    body::to_bytes,
    http::Method,
    test::{TestRequest, call_service, init_service},
    web,
};
use cors_actix::{
    Cors, Policy,
    cors_core::adapter::{Decision, Field, PlainHead, Responder},
};

const METHODS: [&str; 10] = [
    "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "QUERY",
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

#[actix_web::test]
async fn refused_is_what_the_policy_refuses() {
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
        let app = App::new().default_service(web::to(HttpResponse::ImATeapot));
        let app = init_service(app.wrap(Cors::new(&policy))).await;
        let core = Responder::<Vec<u8>>::new(&policy);
        for method in METHODS {
            for host in HOSTS {
                for origin in ORIGINS {
                    for site in SITES {
                        for others in OTHERS {
                            let mut plain = PlainHead::new(method);
                            let known = Method::from_bytes(method.as_bytes()).unwrap();
                            let mut request = TestRequest::default().method(known);
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
                                request = request.append_header((name, line));
                            }
                            let by = policy.decide(&plain).guard().refused_by();
                            let decision = core.respond(&plain);
                            let response = call_service(&app, request.to_request()).await;
                            let status = response.status().as_u16();
                            let shared = response.headers().keys();
                            let mut shared =
                                shared.filter(|name| name.as_str().starts_with("access-control-"));
                            let (Some(_), Decision::Answer(answer)) = (by, decision) else {
                                assert!(![403, 421].contains(&status) || method == "OPTIONS");
                                continue;
                            };
                            refusals += 1;
                            assert_eq!(status, answer.status(), "{plain:?}");
                            assert_eq!(shared.next(), None, "{plain:?}");
                            let body = to_bytes(response.into_body()).await.ok().unwrap();
                            assert_eq!(body, answer.body(), "{plain:?}");
                        }
                    }
                }
            }
        }
    }
    assert!(refusals > 1_000, "{refusals}");
}
