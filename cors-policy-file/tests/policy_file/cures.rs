//! Cures of what a browser blocks, put into the file: the request is allowed then, and nothing else.

use cors_core::{
    Explanation, Policy,
    adapter::{Field, PlainHead},
};
use cors_policy_file::{Addition, Format, Reader, edit, line};

/// Policies of every kind of entry, in various layouts.
const TEXTS: &[&str] = &[
    "[policies.a]\nallow_origins = \"https://app.example.com\"\n",
    "[policies.a]\nallow_origins = [\"https://app.example.com\"] # the shop\nallow_credentials = true\n",
    "[policies.a]\nallow_origins = [\n  \"https://*.example.com\", # all of them\n]\nallow_methods = [\"PUT\"]\n",
    "policies.a = { allow_origins = [\"http://localhost:3000\"], allow_headers = \"content-type\" }\n",
    "[policies.a]\nallow_origins = [\"https://pr-{digits}.example.com\"]\nminimal_disclosure = true\n",
    "[policies.a]\nallow_origins = [{ regex = 'https://[a-z]+\\.example\\.org' }]\nallow_methods = \"*\"\n",
    "[policies.a]\nallow_origins = \"*\"\nallow_headers = \"*\"\n",
    "[policies.a]\nallow_origins = []\norigins_may_be_empty = true\nallow_credentials = true\n",
];

const ORIGINS: &[&str] = &[
    "https://app.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://example.com",
    "https://www.app.example.com",
    "https://ap.example.com",
    "https://pr-x.example.com",
    "https://pr-7.example.com",
    "http://localhost:5173",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
    "https://a1.example.org",
    "https://evil.test",
    "https://xn--mnchen-3ya.example",
    "tauri://localhost",
    "https://APP.example.com",
    "https://app.example.com/",
    "https://app.example.com:443",
    "null",
    "file://",
    "",
    "https://app.example.com.",
];

const METHODS: &[&str] = &["GET", "PUT", "PATCH", "patch", "PTACH", "TRACE", "x y"];

const HEADERS: &[&str] = &[
    "",
    "content-type",
    "x-api-key",
    "authorization",
    "x-a,x-b,content-type",
    "cookie",
    "x-apikey, authorization",
];

fn explain(policy: &Policy, origin: &str, preflight: Option<(&str, &str)>) -> Explanation {
    let method = if preflight.is_some() {
        "OPTIONS"
    } else {
        "GET"
    };
    let mut request = PlainHead::new(method).line(Field::Origin, origin);
    if let Some((method, names)) = preflight {
        request = request.line(Field::AccessControlRequestMethod, method);
        if !names.is_empty() {
            request = request.line(Field::AccessControlRequestHeaders, names);
        }
    }
    policy.explain(&request)
}

fn load(text: &str) -> Policy {
    let file = Reader::new().parse("cors.toml", text, Format::Toml);
    let mut file = file.unwrap_or_else(|_| panic!("does not build:\n{text}"));
    file.policies.remove(0).1
}

#[test]
fn cures_in_a_file_allow_what_was_asked_for_and_nothing_else() {
    let (mut cured, mut without) = (0, 0);
    for text in TEXTS {
        let policy = load(text);
        let methods = METHODS.iter().map(|method| Some((*method, "")));
        let headers = HEADERS.iter().map(|names| Some(("PATCH", *names)));
        let questions = methods.chain(headers);
        for question in questions.chain([None]) {
            for origin in ORIGINS {
                let before = explain(&policy, origin, question);
                if !before.is_blocked() {
                    assert_eq!(before.cures().count(), 0);
                    continue;
                }
                let additions: Vec<_> = before.cures().filter_map(Addition::of).collect();
                if additions.is_empty() {
                    without += 1;
                    continue;
                }
                let edited = edit(text, Format::Toml, "a", additions).unwrap();
                let edited = load(&edited);
                let after = explain(&edited, origin, question);
                // What has no cure stays, and what the origin hid shows up: never the same again.
                let had_cure = before
                    .reasons()
                    .iter()
                    .filter(|reason| reason.cure().is_some());
                for reason in had_cure {
                    assert!(!after.reasons().contains(reason), "{before}\n{after}");
                }
                let all = before
                    .reasons()
                    .iter()
                    .all(|reason| reason.cure().is_some());
                if all && !before.reasons().is_empty() && question.is_none() {
                    assert!(!after.is_blocked(), "{before}\n{after}");
                }
                let others = ORIGINS.iter().filter(|other| *other != origin);
                for other in others {
                    assert_eq!(
                        edited.allows_origin(other),
                        policy.allows_origin(other),
                        "{other} after {before}"
                    );
                }
                cured += 1;
            }
        }
    }
    assert!(cured > 400 && without > 300, "{cured} cured, {without} not");
}

/// Cures, applied again and again, end: with what is allowed, or with what no policy can allow.
#[test]
fn cures_lead_to_an_end() {
    for text in TEXTS {
        for origin in ORIGINS {
            let mut text = (*text).to_owned();
            let question = Some(("PUT", "x-api-key,authorization"));
            for _ in 0..3 {
                let explanation = explain(&load(&text), origin, question);
                let additions: Vec<_> = explanation.cures().filter_map(Addition::of).collect();
                if additions.is_empty() {
                    break;
                }
                text = edit(&text, Format::Toml, "a", additions).unwrap();
            }
            let end = explain(&load(&text), origin, question);
            assert_eq!(end.cures().count(), 0, "{end}\n{text}");
        }
    }
}

/// What a request asks for, of guards too: setting, line, and the condition.
#[test]
fn a_cure_keeps_its_condition() {
    let text = "[policies.a]\nallow_origins = [\"https://app.example.com\"]\nallow_methods = [\"PUT\"]\n\
                guard_unsafe_methods = true\nexpect_hosts = [\"api.example.com\"]\n";
    let policy = load(text);
    let post = |origin, host| {
        PlainHead::new("POST")
            .line(Field::Origin, origin)
            .line(Field::Host, host)
    };
    let preflight = PlainHead::new("OPTIONS")
        .line(Field::Origin, "https://app.example.com")
        .line(Field::Host, "api.example.com")
        .line(Field::AccessControlRequestMethod, "PATCH");
    for (request, line_of_it, condition) in [
        (
            post("https://app.example.com:8443", "api.example.com"),
            "allow_origins = [\"https://app.example.com:8443\"]",
            None,
        ),
        (
            post("https://site.example", "api.example.com"),
            "allow_origins = [\"https://site.example\"]",
            Some("this server is https://site.example"),
        ),
        (
            post("https://app.example.com", "rebound.test"),
            "expect_hosts = [\"rebound.test\"]",
            Some("this server is reached by rebound.test"),
        ),
        (preflight, "allow_methods = [\"PATCH\"]", None),
    ] {
        let explanation = policy.explain(&request);
        let additions: Vec<_> = explanation.cures().filter_map(Addition::of).collect();
        let [(setting, addition)] = additions.as_slice() else {
            panic!("{explanation}");
        };
        assert_eq!(line(*setting, addition), line_of_it);
        assert_eq!(addition.condition(), condition, "{explanation}");
        // Who answers yes gets what the cure says.
        let edited = load(&edit(text, Format::Toml, "a", additions).unwrap());
        let after = edited.explain(&request);
        assert_eq!(after.cures().count(), 0, "{after}");
        assert!(!after.is_blocked(), "{after}");
    }
}
