//! Methods and headers that a preflight asks for and a policy lacks, in full sentences.

mod blocked;

use blocked::Head;
use cors_core::{CureValue, Explanation, Outcome, Policy, Setting};

const ORIGIN: &str = "https://app.example.com";

fn asked(policy: &Policy, method: &str, headers: &str) -> Explanation {
    policy.explain(&Head::preflight(ORIGIN, method, headers))
}

fn policy() -> Policy {
    Policy::builder()
        .allow_origins(ORIGIN)
        .allow_methods(["PUT", "PATCH", "Custom"])
        .allow_headers(["content-type", "X-Api-Key", "x-trace-id", "x-b"])
        .build()
        .unwrap()
}

/// What is behind the request.
#[track_caller]
fn assert_says(method: &str, headers: &str, sentence: &str) {
    let explanation = asked(&policy(), method, headers);
    assert_eq!(
        explanation.to_string(),
        format!("a page of {ORIGIN} asks for {method}: {sentence}")
    );
    assert!(explanation.is_blocked());
    assert_eq!(
        explanation.outcome(),
        Some(explanation.reasons()[0].outcome())
    );
    assert_eq!(
        explanation.cures().count() > 0,
        sentence.contains("; add "),
        "{explanation}"
    );
}

#[test]
fn a_method_that_is_not_listed() {
    for method in ["DELETE", "QUERY", "PURGE", "purge", "CustomAction"] {
        let sentence =
            format!("the method {method} is not allowed; add {method:?} to allow_methods");
        assert_says(method, "", &sentence);
    }
}

#[test]
fn a_method_in_another_case() {
    let case = "methods are case-sensitive, and";
    for (method, rest) in [
        ("patch", "the page has to write PATCH"),
        ("Patch", "the page has to write PATCH"),
        ("custom", "the page has to write Custom"),
        ("put", "browsers send PUT"),
        ("get", "browsers send GET"),
        (
            "delete",
            "browsers send DELETE, which is not allowed either",
        ),
        (
            "query",
            "the page has to write QUERY, which is not allowed either",
        ),
    ] {
        let sentence = format!("the method {method} is not allowed: {case} {rest}");
        assert_says(method, "", &sentence);
    }
}

#[test]
fn a_misspelt_method() {
    assert_says(
        "PTACH",
        "",
        "the method PTACH is not allowed; the nearest allowed one is PATCH",
    );
    assert_says(
        "ptach",
        "",
        "the method ptach is not allowed; the nearest allowed one is PATCH",
    );
    assert_says(
        "DELTE",
        "",
        "the method DELTE is not allowed: it looks like DELETE, which is not allowed either",
    );
    assert_says(
        "CUSTOMS",
        "",
        "the method CUSTOMS is not allowed; the nearest allowed one is Custom; \
         add \"CUSTOMS\" to allow_methods",
    );
    // Another method that is registered is no slip.
    let policy = Policy::builder()
        .allow_origins(ORIGIN)
        .allow_methods("UNLOCK")
        .build()
        .unwrap();
    assert_eq!(
        asked(&policy, "UNLINK", "").to_string(),
        format!(
            "a page of {ORIGIN} asks for UNLINK: the method UNLINK is not allowed; \
             add \"UNLINK\" to allow_methods"
        )
    );
}

#[test]
fn methods_that_no_policy_can_allow() {
    for method in ["CONNECT", "TRACE", "track"] {
        let sentence = format!("the method {method} is not allowed: no browser lets a page use it");
        assert_says(method, "", &sentence);
    }
    for method in ["a b", "PUT,GET", "(x)", "é"] {
        let sentence = format!("the method {method} is not allowed: this is not a method");
        assert_says(method, "", &sentence);
    }
    assert_says(
        "*",
        "",
        "the method * is not allowed: \
         here * is a name like any other, and a policy's * would allow all of them",
    );
}

#[test]
fn a_header_that_is_not_listed() {
    for name in ["x-trace", "authorization", "accept", "x-c", "x-meta-*"] {
        let sentence = format!("the header {name} is not allowed; add {name:?} to allow_headers");
        assert_says("PUT", name, &sentence);
    }
}

#[test]
fn a_header_that_is_almost_listed() {
    for (name, nearest) in [
        ("x-apikey", "x-api-key"),
        ("x_api_key", "x-api-key"),
        ("x-api-keys", "x-api-key"),
        ("api-key", "x-api-key"),
        ("x-api-kye", "x-api-key"),
        ("X-APIKEY", "x-api-key"),
        ("content-types", "content-type"),
        ("contenttype", "content-type"),
        ("x-traceid", "x-trace-id"),
    ] {
        assert_says(
            "PUT",
            name,
            &format!(
                "the header {name} is not allowed; the nearest allowed one is {nearest}; \
                 add {name:?} to allow_headers"
            ),
        );
    }
}

#[test]
fn the_nearest_header_counts_and_of_those_alike_the_first() {
    let policy = Policy::builder()
        .allow_origins(ORIGIN)
        .allow_headers(["x-trade-id", "x-trace-id", "x-trace-ib"])
        .build()
        .unwrap();
    for (name, nearest) in [
        ("x-traceid", "x-trace-id"),
        ("x-trade-ic", "x-trade-id"),
        ("x-trace-ia", "x-trace-id"),
    ] {
        let line = asked(&policy, "GET", name).to_string();
        let said = format!("; the nearest allowed one is {nearest}; ");
        assert!(line.contains(&said), "{line}");
    }
}

#[test]
fn headers_that_no_policy_can_allow() {
    for name in [
        "cookie",
        "Sec-Fetch-Site",
        "origin",
        "dnt",
        "proxy-x",
        "set-cookie",
    ] {
        let sentence = format!("the header {name} is not allowed: no browser lets a page set it");
        assert_says("PUT", name, &sentence);
    }
    for name in ["vary", "access-control-allow-origin"] {
        let sentence = format!("the header {name} is not allowed: only responses have it");
        assert_says("PUT", name, &sentence);
    }
    assert_says(
        "PUT",
        "x a",
        "the header x a is not allowed: this is not the name of a header",
    );
    assert_says(
        "PUT",
        "*",
        "the header * is not allowed: \
         here * is a name like any other, and a policy's * would allow all of them",
    );
}

#[test]
fn authorization_under_a_wildcard() {
    let policy = Policy::builder()
        .allow_origins(ORIGIN)
        .allow_headers("*")
        .build()
        .unwrap();
    let explanation = asked(&policy, "GET", "x-a, Authorization");
    assert_eq!(
        explanation.to_string(),
        format!(
            "a page of {ORIGIN} asks for GET: the header authorization is not allowed: \
             * never covers it, but today's browsers let it through all the same; \
             add \"authorization\" to allow_headers"
        )
    );
    assert_eq!(
        explanation.outcome(),
        Some(Outcome::AuthorizationNotCovered)
    );
    // Where the answer has no *, nothing lets it through.
    for builder in [
        policy.to_builder().allow_credentials(true),
        policy.to_builder().minimal_disclosure(true),
    ] {
        let policy = builder.build().unwrap();
        assert_eq!(
            asked(&policy, "GET", "Authorization").to_string(),
            format!(
                "a page of {ORIGIN} asks for GET: the header authorization is not allowed: \
                 * never covers it; add \"authorization\" to allow_headers"
            )
        );
    }
}

#[test]
fn several_at_once() {
    let explanation = asked(&policy(), "DELETE", "x-c,content-type, x-d,X-C,cookie");
    assert_eq!(
        explanation.to_string(),
        format!(
            "a page of {ORIGIN} asks for DELETE: the method DELETE is not allowed; \
             the header x-c is not allowed; the header x-d is not allowed; \
             the header cookie is not allowed: no browser lets a page set it; \
             add \"DELETE\" to allow_methods; add \"x-c\", \"x-d\" to allow_headers"
        )
    );
    assert_eq!(explanation.outcome(), Some(Outcome::MethodNotAllowed));
    let cures: Vec<_> = explanation
        .cures()
        .map(|cure| (cure.setting(), cure.value().clone()))
        .collect();
    let list =
        |names: &[&str]| CureValue::List(names.iter().map(|&name| name.to_owned()).collect());
    assert_eq!(
        cures,
        [
            (Setting::AllowMethods, list(&["DELETE"])),
            (Setting::AllowHeaders, list(&["x-c", "x-d"])),
        ]
    );
}

#[test]
fn more_than_a_sentence_holds() {
    assert_says(
        "PUT",
        "x-c,x-d,x-e,x-f,x-g,x-h",
        "the header x-c is not allowed; the header x-d is not allowed; the header x-e is not allowed; \
         the header x-f is not allowed; and 2 more; \
         add \"x-c\", \"x-d\", \"x-e\", \"x-f\", \"x-g\", \"x-h\" to allow_headers",
    );
    let names = |most: usize| {
        let names: Vec<_> = (0..most).map(|n| format!("x-name-{n}")).collect();
        names.join(",")
    };
    assert_eq!(asked(&policy(), "PUT", &names(16)).reasons().len(), 16);
    assert_eq!(asked(&policy(), "PUT", &names(16)).cures().count(), 1);
    // No page lacks as many, and half a cure is none.
    let hostile = asked(&policy(), "PUT", &names(17));
    assert_eq!(hostile.reasons().len(), 4);
    assert_eq!(hostile.cures().count(), 0);
    let long = asked(&policy(), "PUT", &format!("x-{},x-c", "a".repeat(400)));
    assert_eq!(long.cures().count(), 0);
    let said = format!("the header x-{}… is not allowed", "a".repeat(62));
    assert!(long.to_string().contains(&said), "{long}");
}

#[test]
fn a_method_that_the_policy_has_in_another_case() {
    let policy = Policy::builder()
        .allow_origins(ORIGIN)
        .allow_methods("patch")
        .build()
        .unwrap();
    assert_eq!(
        asked(&policy, "PATCH", "").to_string(),
        format!(
            "a page of {ORIGIN} asks for PATCH: the method PATCH is not allowed: methods are case-sensitive, \
             and patch is another one; add \"PATCH\" to allow_methods"
        )
    );
}
