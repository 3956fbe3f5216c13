//! What is written, and that mistakes in it are seen.

use std::collections::BTreeSet;

use cors_core::Policy;
use proptest::prelude::*;

use super::read;
use crate::{
    Target,
    targets::trying::{self, everything, file, meant, policies, small, sorted},
};

fn text(name: &str, policy: &Policy) -> String {
    trying::text(Target::Apache, name, policy)
}

#[test]
fn a_small_policy() {
    assert_eq!(text("my-site", &small()), SMALL);
}

const SMALL: &str = r#"# The origins that are allowed. Several lines of Origin are joined, and match none.
SetEnvIf Origin "^https://app\.example\.com$" CORS_my_hsite_ORIGIN=$0 CORS_my_hsite_ACTUAL
RewriteEngine On
# Which of these are present, empty or not: a condition on a header adds its name to Vary if it is.
RewriteCond %{HTTP:Origin} ^
RewriteRule ^ -
RewriteCond expr "resp('Vary') =~ /(^|[ ,])Origin(,|$)/"
RewriteRule ^ - [E=CORS_my_hsite_HAS_ORIGIN:1]
RewriteCond %{HTTP:Access-Control-Request-Method} ^
RewriteRule ^ -
RewriteCond expr "resp('Vary') =~ /(^|[ ,])Access-Control-Request-Method(,|$)/"
RewriteRule ^ - [E=CORS_my_hsite_HAS_METHOD:1]
# Preflights have both.
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteCond %{ENV:CORS_my_hsite_HAS_ORIGIN} =1
RewriteCond %{ENV:CORS_my_hsite_HAS_METHOD} =1
RewriteRule ^ - [E=CORS_my_hsite_ASKED:1,E=!CORS_my_hsite_ACTUAL]
RewriteCond %{ENV:CORS_my_hsite_ASKED} =1
RewriteCond %{ENV:CORS_my_hsite_ORIGIN} =""
RewriteRule ^ - [R=403]
RewriteCond %{ENV:CORS_my_hsite_ASKED} =1
RewriteRule ^ - [R=204,E=CORS_my_hsite_GRANTED:1]
# The server's own.
Header unset Access-Control-Allow-Origin
Header unset Access-Control-Allow-Credentials
Header unset Access-Control-Allow-Methods
Header unset Access-Control-Allow-Headers
Header unset Access-Control-Expose-Headers
Header unset Access-Control-Max-Age
Header unset Access-Control-Allow-Private-Network
Header always set Access-Control-Allow-Origin "%{CORS_my_hsite_ORIGIN}e" env=CORS_my_hsite_ORIGIN
Header always set Access-Control-Expose-Headers "x-request-id" env=CORS_my_hsite_ACTUAL
Header always set Access-Control-Allow-Methods "GET, HEAD, POST, PUT" env=CORS_my_hsite_GRANTED
Header always set Access-Control-Allow-Headers "x-api-key" env=CORS_my_hsite_GRANTED
Header always set Access-Control-Max-Age "0" env=CORS_my_hsite_GRANTED
Header always append Vary "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" env=CORS_my_hsite_ASKED
Header always append Vary Origin env=!CORS_my_hsite_ASKED
"#;

#[test]
fn any_origin_is_a_star() {
    let policy = Policy::builder().allow_origins(["*"]).build().unwrap();
    let text = text("site", &policy);
    assert!(
        text.contains("\nHeader always set Access-Control-Allow-Origin \"*\"\n"),
        "{text}"
    );
    assert!(!text.contains("Vary Origin"), "{text}");
    assert_eq!(read(&[file(text)]), Ok(meant(&policy)));
}

#[test]
fn mistakes_are_seen() {
    let policy = everything();
    let text = text("site", &policy);
    let right = read(&[file(&*text)]).unwrap();
    assert_eq!(sorted(right.clone()), meant(&policy));
    for (from, to) in [
        // Regexes that match a part, in any case, a dot that is any character, or one of two anchors.
        ("\"^https://app", "\"https://app"),
        (r"app\.example\.com$", r"app\.example\.com"),
        (
            "SetEnvIf Origin \"^https://app",
            "SetEnvIfNoCase Origin \"^https://app",
        ),
        (r"app\.example", "app.example"),
        (
            r"^https://app\.example\.com$",
            r"^https://app\.example\.com$|^https://b\.example$",
        ),
        (
            r"^https://app\.example\.com$",
            r"^https://a|app\.example\.com$",
        ),
        (r"\.example\.org)$", r"\.example\.org)"),
        ("[0-9]+", "[0-9]*"),
        // Without the check of what an origin is, or with another length.
        ("(?=(?:", "(?:(?:"),
        ("(?!.{328})", "(?!.{20})"),
        // Another origin; another variable, value or header.
        (
            "SetEnvIf Origin \"^https://admin",
            "SetEnvIf Origin \"^https://evil",
        ),
        ("CORS_site_ORIGIN=$0 ", "CORS_site_OTHER=$0 "),
        (
            "CORS_site_ORIGIN=$0 ",
            "CORS_site_ORIGIN=https://evil.example ",
        ),
        ("SetEnvIf Origin", "SetEnvIf Referer"),
        ("SetEnvIf Origin", "SetEnvIf ^Origin"),
        ("RewriteEngine On", "SetEnvIf Origin ^ CORS_site_ORIGIN=$0"),
        (
            "RewriteEngine On",
            "SetEnv CORS_site_ORIGIN https://evil.example",
        ),
        ("RewriteEngine On", "SetEnvIfExpr true CORS_site_ORIGIN=$0"),
        ("RewriteEngine On", "RewriteRule ^ - [E=CORS_site_ORIGIN:x]"),
        ("RewriteEngine On", "RewriteRule ^ - [E=!CORS_site_ORIGIN]"),
        ("RewriteEngine On", "Include other.conf"),
        // What is sent.
        (
            "\"%{CORS_site_ORIGIN}e\" env=CORS_site_ORIGIN",
            "\"%{CORS_site_ORIGIN}e\"",
        ),
        (
            "\"%{CORS_site_ORIGIN}e\" env=",
            "\"%{CORS_site_ACTUAL}e\" env=",
        ),
        ("\"%{CORS_site_ORIGIN}e\" env=", "\"*\" env=!"),
        (
            "set Access-Control-Allow-Origin",
            "add Access-Control-Allow-Origin",
        ),
        // Quotes, and what continues a line.
        ("example\\.com$\" CORS", "example\\.com$ CORS"),
        (
            "# The server's own.",
            "Header set access-control-allow-origin x",
        ),
    ] {
        let wrong = text.replace(from, to);
        assert_ne!(wrong, text, "{from}");
        assert_ne!(read(&[file(wrong)]).as_ref(), Ok(&right), "{from} → {to}");
    }
}

/// Every variable in a text.
fn variables(text: &str) -> BTreeSet<&str> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    words.filter(|word| word.starts_with("CORS_")).collect()
}

proptest! {
    // Finding out what a regex can match takes its time.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_is_written_is_read(policy in policies()) {
        let text = text("site", &policy);
        let read = read(&[file(&*text)]).map(sorted);
        prop_assert_eq!(read, Ok(meant(&policy)), "{}", text);
    }

    #[test]
    fn two_policies_never_meet(
        policy in policies(),
        one in "[a-z0-9_-]{1,6}|a_ORIGIN|a-origin",
        other in "[a-z0-9_-]{1,6}|a",
    ) {
        prop_assume!(one != other);
        let [one, other] = [one, other].map(|name| text(&name, &policy));
        let both = variables(&one).intersection(&variables(&other)).count();
        prop_assert_eq!(both, 0);
        prop_assert!(!variables(&one).is_empty());
    }
}
