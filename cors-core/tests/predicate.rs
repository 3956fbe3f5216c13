//! Origins that a predicate admits: what it is asked, when, and what it may not admit.

mod support;

use std::sync::{Arc, Mutex};

use cors_core::{Origin, Policy, PolicyBuilder};
use support::{Expected, allows, assert_clean, assert_error, codes};

/// Every origin that a predicate was asked about.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    fn predicate(&self, admits: bool) -> impl Fn(&Origin<'_>) -> bool + Send + Sync + 'static {
        let Self(asked) = self.clone();
        move |origin| {
            asked.lock().unwrap().push(origin.to_string());
            admits
        }
    }

    fn take(&self) -> Vec<String> {
        core::mem::take(&mut self.0.lock().unwrap())
    }
}

fn admitting<F>(predicate: F) -> PolicyBuilder
where
    F: Fn(&Origin<'_>) -> bool + Send + Sync + 'static,
{
    Policy::builder().allow_origin_if(predicate)
}

#[test]
fn decides() {
    let policy = admitting(|origin| origin.port() == Some(8443))
        .build()
        .unwrap();
    assert!(allows(&policy, "https://a.example:8443"));
    assert!(allows(&policy, "tauri://localhost:8443"));
    assert!(!allows(&policy, "https://a.example"));
    assert!(!allows(&policy, "https://a.example:8444"));
}

#[test]
fn sees_what_a_browser_sends() {
    let asked = Asked::default();
    let policy = admitting(asked.predicate(true)).build().unwrap();
    let origins = [
        "https://a.example",
        "https://a.example.:8443",
        "http://[::1]",
        "http://127.0.0.1:3000",
        "safari-web-extension://2C127FA4-62C7-7E4F-90E5-472B45EECFDC",
    ];
    for origin in origins {
        assert!(allows(&policy, origin), "{origin}");
    }
    assert_eq!(asked.take(), origins);
}

#[test]
fn sees_nothing_else() {
    let asked = Asked::default();
    let policy = admitting(asked.predicate(true))
        .dangerously_allow_null_origin(true)
        .build()
        .unwrap();
    for bytes in [
        &b""[..],
        b" ",
        b"NULL",
        b"*",
        b"https://a.example/",
        b"https://a.example/path",
        b"https://a.example:443",
        b"https://A.example",
        b"HTTPS://a.example",
        b" https://a.example",
        b"https://a.example ",
        b"https://a.example, https://b.example",
        b"https://user@a.example",
        b"https://127.1",
        b"https://[::0]",
        b"https://a.example\0",
        b"https://a.example\r\n",
        "https://bücher.example".as_bytes(),
        b"https://\xff.example",
        b"file://",
        b"a.example",
        format!("https://{}", "a.".repeat(8192)).as_bytes(),
        format!("https://{}", "a".repeat(Origin::MAX_LEN)).as_bytes(),
    ] {
        assert!(
            !allows(&policy, bytes),
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
    // Allowed by name, without asking.
    assert!(allows(&policy, "null"));
    assert_eq!(asked.take(), [""; 0]);
}

#[test]
fn null_is_not_asked_about_where_it_is_not_allowed() {
    let asked = Asked::default();
    let policy = admitting(asked.predicate(true)).build().unwrap();
    assert!(!allows(&policy, "null"));
    assert_eq!(asked.take(), [""; 0]);
}

#[test]
fn is_asked_last() {
    let asked = Asked::default();
    let builder = admitting(asked.predicate(false)).allow_origins([
        "https://a.example",
        "https://*.b.example",
        "http://localhost:*",
        "https://*.c.example:*",
        "https://pr-{digits}.d.example",
    ]);
    #[cfg(feature = "regex")]
    let builder = builder.allow_origin_regex(r"https://(e|f)\.example");
    let policy = builder.build().unwrap();
    for origin in [
        "https://a.example",
        "https://a.b.example",
        "http://localhost:3000",
        "https://a.c.example:8443",
        "https://pr-1.d.example",
        #[cfg(feature = "regex")]
        "https://f.example",
    ] {
        assert!(allows(&policy, origin), "{origin}");
    }
    assert_eq!(asked.take(), [""; 0]);
    assert!(!allows(&policy, "https://g.example"));
    assert_eq!(asked.take(), ["https://g.example"]);
}

#[test]
fn one_of_several_is_enough() {
    let first = Asked::default();
    let policy = admitting(first.predicate(false))
        .allow_origin_if(|origin| origin.host() == "a.example")
        .build()
        .unwrap();
    assert!(allows(&policy, "https://a.example"));
    assert!(!allows(&policy, "https://b.example"));
    assert_eq!(first.take(), ["https://a.example", "https://b.example"]);
}

#[test]
fn is_not_asked_beside_any_origin() {
    let asked = Asked::default();
    let builder = admitting(asked.predicate(false)).allow_origins(["*"]);
    let policy = builder.build().unwrap();
    assert!(allows(&policy, "https://a.example"));
    assert!(allows(&policy, "null"));
    assert_eq!(asked.take(), [""; 0]);
}

#[test]
fn loose() {
    assert_error(
        admitting(|_| true).allow_credentials(true),
        &Expected {
            code: "loose-predicate",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose predicate with credentials: it admits "https://attacker.test", which was made up to test it; admit only origins that you know"#,
        },
    );
    assert_error(
        admitting(|origin| origin.as_str().ends_with("e")).allow_credentials(true),
        &Expected {
            code: "loose-predicate",
            setting: "allow_origins",
            entry: Some(0),
            suggestion: None,
            sentence: r#"loose predicate with credentials: it admits "https://attacker.example", which was made up to test it; admit only origins that you know"#,
        },
    );
    let https = || admitting(|origin| origin.scheme() == "https").allow_credentials(true);
    assert_eq!(codes(https()), ["loose-predicate"]);
    assert_eq!(
        codes(https().allow_origin_if(|_| true)),
        ["loose-predicate", "loose-predicate"]
    );
    let permitted = https()
        .dangerously_allow_insecure_origins(true)
        .dangerously_allow_public_suffixes(true);
    assert_eq!(codes(permitted), ["loose-predicate"]);
    // Nothing of a visitor's is at stake.
    assert_clean(admitting(|_| true));
    assert_clean(https().allow_credentials(false));
}

#[test]
fn is_tried_with_credentials_only() {
    let asked = Asked::default();
    let builder = admitting(asked.predicate(false));
    builder.clone().build().unwrap();
    assert_eq!(asked.take(), [""; 0]);
    builder.allow_credentials(true).build().unwrap();
    let strangers = asked.take();
    assert!(strangers.len() > 20, "{strangers:?}");
    for stranger in &strangers {
        assert!(stranger.contains("attacker"), "{stranger}");
    }
}

/// Each admits somebody that its author did not think of.
#[test]
fn loose_in_another_way() {
    fn admits<F>(predicate: F) -> String
    where
        F: Fn(&Origin<'_>) -> bool + Send + Sync + 'static,
    {
        let error = admitting(predicate).allow_credentials(true).build();
        error.unwrap_err().problems()[0].message()
    }
    // An example in the documentation of another library.
    assert_eq!(
        admits(|origin| origin.as_str().starts_with("http://localhost")),
        r#"loose predicate with credentials: it admits "http://localhost.attacker.test", which was made up to test it"#
    );
    for (found, admitted) in [
        (admits(|o| o.scheme() == "http"), "http://attacker.test"),
        (
            admits(|o| o.port() == Some(3000)),
            "https://attacker.test:3000",
        ),
        (
            admits(|o| o.port() == Some(8443)),
            "https://attacker.test:8443",
        ),
        (
            admits(|o| o.host().ends_with(".com")),
            "https://attacker-7c1f4e.com",
        ),
        (
            admits(|o| o.host().ends_with(".org")),
            "https://attacker-7c1f4e.org",
        ),
        (
            admits(|o| o.host().ends_with(".co.uk")),
            "https://attacker-7c1f4e.co.uk",
        ),
        (
            admits(|o| o.host().starts_with("localhost")),
            "http://localhost.attacker.test",
        ),
        (
            admits(|o| o.host().starts_with("127.0.0.1")),
            "http://127.0.0.1.attacker.test",
        ),
    ] {
        assert!(found.contains(&format!("{admitted:?}")), "{found}");
    }
}

#[test]
fn is_never_asked_about_insecure_origins_with_credentials() {
    let names_the_host = |origin: &Origin<'_>| origin.host() == "example.org";
    let builder = admitting(names_the_host).allow_origin_if(|o| o.host() == "localhost");
    let all = [
        "https://example.org",
        "https://example.org:8443",
        "http://localhost:3000",
    ];
    let insecure = ["http://example.org", "http://example.org:8080"];

    let policy = builder.clone().allow_credentials(true).build().unwrap();
    assert!(all.iter().all(|origin| allows(&policy, origin)));
    assert!(!insecure.iter().any(|origin| allows(&policy, origin)));

    // Who asks for it, or has nothing at stake, gets it.
    let policy = builder.clone().build().unwrap();
    assert!(
        all.iter()
            .chain(&insecure)
            .all(|origin| allows(&policy, origin))
    );
    let flagged = builder
        .allow_credentials(true)
        .dangerously_allow_insecure_origins(true);
    let policy = flagged.build().unwrap();
    assert!(
        all.iter()
            .chain(&insecure)
            .all(|origin| allows(&policy, origin))
    );
}

#[test]
fn tight_ones_build_with_credentials() {
    assert_clean(
        admitting(|origin| origin.host() == "a.example" && origin.scheme() == "https")
            .allow_credentials(true),
    );
    assert_clean(
        admitting(|origin| origin.host().ends_with(".tenants.example")).allow_credentials(true),
    );
}

#[test]
fn survives_the_round_trip() {
    let policy = admitting(|origin| origin.host() == "a.example")
        .allow_origins(["https://b.example"])
        .allow_credentials(true)
        .build()
        .unwrap();
    let again = policy.to_builder().build().unwrap();
    assert_eq!(again, policy);
    assert!(allows(&again, "https://a.example"));
    assert!(allows(&again, "https://b.example"));
    assert!(!allows(&again, "https://c.example"));

    let more = policy.to_builder().allow_origins(["https://c.example"]);
    assert_ne!(more.build().unwrap(), policy);
}

/// Equal to itself and its clones alone: two functions can't be compared.
#[test]
fn equality() {
    fn everybody(_: &Origin<'_>) -> bool {
        true
    }
    let builder = admitting(everybody);
    assert_eq!(builder.clone().build().unwrap(), builder.build().unwrap());
    assert_ne!(
        admitting(everybody).build().unwrap(),
        admitting(everybody).build().unwrap()
    );
    assert_ne!(
        admitting(everybody).build().unwrap(),
        Policy::builder()
            .allow_origins(["https://a.example"])
            .build()
            .unwrap()
    );
}

#[test]
fn is_shown_as_a_comment() {
    let policy = admitting(|_| false)
        .allow_origins(["https://a.example"])
        .build()
        .unwrap();
    assert_eq!(
        policy.to_string(),
        "# and the origins that a predicate admits: Fn(&Origin) -> bool\n\
         allow_origins = [\"https://a.example\"]\n"
    );
    let builder = admitting(|_| false);
    assert!(format!("{builder:?}").contains("Fn(&Origin) -> bool"));
}
