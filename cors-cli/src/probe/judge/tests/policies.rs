//! Answers against a policy: what differs, and what doesn't.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder};
use http::{HeaderValue, Request, Response, StatusCode};

use super::{codes, museum, probe};
use museum::{APP, correct::served, page};

fn policy() -> PolicyBuilder {
    Policy::builder()
        .allow_origins([APP])
        .allow_credentials(true)
        .allow_methods(["PUT", "DELETE"])
        .allow_headers(["content-type", "x-api-key"])
        .expose_headers(["x-request-id"])
        .max_age(Duration::from_secs(600))
}

fn messages(serve: &dyn Fn(&Request<()>) -> Response<()>, policy: PolicyBuilder) -> Vec<String> {
    let policy = policy.build().unwrap();
    let (found, _) = probe(serve, &page(), Some(&policy));
    let found = found.into_iter();
    found
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect()
}

#[test]
fn a_policy_does_what_it_says() {
    for policy in [
        policy(),
        policy().minimal_disclosure(true),
        policy().guard_unsafe_methods(true).guard_safe_methods(true),
        Policy::builder().allow_origins(["*"]),
        Policy::builder().allow_origins(["https://*.example.com", "http://localhost:*"]),
        policy().expect_hosts(["api.example.net"]),
        policy().preflight_status(200),
    ] {
        let served = served(policy.clone().build().unwrap());
        assert_eq!(messages(&served, policy), Vec::<String>::new());
    }
}

#[test]
fn what_is_no_difference() {
    let right = served(policy().build().unwrap());
    let other = move |request: &Request<()>| {
        let mut response = right(request);
        let headers = response.headers_mut();
        for (name, value) in [
            ("access-control-allow-methods", "DELETE,GET , PUT"),
            ("access-control-allow-headers", "X-API-Key, Content-Type"),
            (
                "access-control-expose-headers",
                "X-Request-Id, Cache-Control",
            ),
            ("vary", "accept-encoding, origin"),
        ] {
            if headers.contains_key(name) {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
        if response.status() == StatusCode::NO_CONTENT {
            *response.status_mut() = StatusCode::OK;
        }
        // Refused in another way.
        if response.status() == StatusCode::FORBIDDEN {
            *response.status_mut() = StatusCode::NO_CONTENT;
        }
        response
    };
    assert_eq!(messages(&other, policy()), Vec::<String>::new());
}

#[test]
fn each_kind_of_difference_is_told_once() {
    let differs = |sentence: &str| {
        vec![format!(
            "differs-from-policy: the server does not do what the policy says: {sentence}"
        )]
    };
    for (other, sentence) in [
        (
            policy().allow_methods(["PATCH"]),
            "access-control-allow-methods of the server has PATCH, and the policy's has not",
        ),
        (
            policy().allow_headers(["x-trace"]),
            "access-control-allow-headers of the server has x-trace, and the policy's has not",
        ),
        (
            policy().expose_headers(["etag"]),
            "access-control-expose-headers of the server has etag, and the policy's has not",
        ),
        (
            policy().max_age(Duration::from_secs(60)),
            "access-control-max-age is 600 by the policy, and 60 by the server",
        ),
        (
            policy().allow_credentials(false),
            "to a request of https://app.example.com the policy names the origin, with credentials, and the server names the origin, without credentials",
        ),
    ] {
        let served = served(other.build().unwrap());
        assert_eq!(messages(&served, policy()), differs(sentence));
    }
    let served = served(policy().build().unwrap());
    assert_eq!(
        messages(&served, policy().allow_methods(["PATCH"])),
        differs("access-control-allow-methods of the server lacks PATCH")
    );
}

#[test]
fn several_differences_are_several_findings() {
    let other = policy()
        .max_age(Duration::from_secs(60))
        .expose_headers(["etag"]);
    let served = served(other.build().unwrap());
    let policy = policy().build().unwrap();
    let (found, _) = probe(&served, &page(), Some(&policy));
    assert_eq!(codes(&found), [("differs-from-policy", "error"); 2]);
}

#[test]
fn a_guard_that_is_not_there() {
    let served = served(policy().build().unwrap());
    assert_eq!(
        messages(
            &served,
            policy().guard_unsafe_methods(true).guard_safe_methods(true)
        ),
        [
            "differs-from-policy: the server does not do what the policy says: the policy refuses this request with 403, and the server answers it with 200"
        ]
    );
}

#[test]
fn a_host_that_is_not_expected() {
    let served = served(policy().build().unwrap());
    assert_eq!(
        messages(&served, policy().expect_hosts(["api.example.com"])),
        [
            "differs-from-policy: the server does not do what the policy says: the policy refuses this request with 421, and the server answers it with 200"
        ]
    );
}

#[test]
fn a_page_that_the_policy_allows_and_the_server_does_not() {
    let served = served(
        Policy::builder()
            .allow_origins(["https://www.example.com"])
            .build()
            .unwrap(),
    );
    assert_eq!(
        messages(&served, policy()),
        [
            "origin-not-allowed: a page of https://app.example.com is blocked: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
            "differs-from-policy: the server does not do what the policy says: to a request of https://app.example.com the policy names the origin, with credentials, and the server allows nothing",
        ]
    );
}

#[test]
fn what_the_policy_lists_is_not_cried_at() {
    let policy = Policy::builder().allow_origins([
        APP,
        "http://app.example.com",
        "https://*.example.com",
        "http://localhost:3000",
        "https://app.example.com:8443",
    ]);
    let served = served(policy.clone().build().unwrap());
    assert_eq!(messages(&served, policy), Vec::<String>::new());
}

#[test]
fn a_policy_of_everybody_trusts_nobody_with_credentials() {
    let reflecting = museum::faulty()
        .into_iter()
        .find(|exhibit| exhibit.name == "reflects");
    let policy = Policy::builder().allow_origins(["*"]);
    let found = messages(&reflecting.unwrap().serve, policy);
    assert_eq!(
        found,
        [
            "reflects-any-origin: any origin is allowed, with credentials: https://attacker.invalid and https://stranger.test, which nobody named, are echoed in answers, and any page can read what the visitor's credentials open",
            "differs-from-policy: the server does not do what the policy says: to a request of https://app.example.com the policy sends *, and the server names the origin, with credentials",
            "differs-from-policy: the server does not do what the policy says: access-control-allow-methods of the server has DELETE, PUT, and the policy's has not",
            "differs-from-policy: the server does not do what the policy says: access-control-allow-headers of the server has content-type, and the policy's has not",
            "differs-from-policy: the server does not do what the policy says: access-control-max-age is not sent by the policy, and 600 by the server",
        ]
    );
}
