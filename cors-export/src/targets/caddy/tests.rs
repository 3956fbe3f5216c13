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
    trying::text(Target::Caddy, name, policy)
}

#[test]
fn a_small_policy() {
    assert_eq!(text("my-site", &small()), SMALL);
}

const SMALL: &str = r#"route {
	# The origins that are allowed.
	@cors_my_hsite_listed {
		vars {http.request.header.Origin} "https://app.example.com"
	}
	vars @cors_my_hsite_listed cors_my_hsite_origin allowed
	# Preflights have both of these headers, empty or not.
	@cors_my_hsite_asked {
		method OPTIONS
		header Origin *
		header Access-Control-Request-Method *
	}
	header @cors_my_hsite_asked +Vary "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	@cors_my_hsite_not_asked {
		not {
			method OPTIONS
			header Origin *
			header Access-Control-Request-Method *
		}
	}
	header @cors_my_hsite_not_asked +Vary Origin
	route @cors_my_hsite_asked {
		@cors_my_hsite_granted vars cors_my_hsite_origin allowed
		route @cors_my_hsite_granted {
			header Access-Control-Allow-Origin {http.request.header.Origin}
			header Access-Control-Allow-Methods "GET, HEAD, POST, PUT"
			header Access-Control-Allow-Headers "x-api-key"
			header Access-Control-Max-Age "0"
			respond 204
		}
		respond 403
	}
	@cors_my_hsite_shared vars cors_my_hsite_origin allowed
	# In Caddy's own errors, and in what the server answers.
	header @cors_my_hsite_shared {
		Access-Control-Allow-Origin {http.request.header.Origin}
		Access-Control-Expose-Headers "x-request-id"
	}
	header @cors_my_hsite_shared {
		Access-Control-Allow-Origin {http.request.header.Origin}
		Access-Control-Expose-Headers "x-request-id"
		defer
	}
	# The server's own. What is deferred runs from the last to the first.
	header {
		-Access-Control-Allow-Origin
		-Access-Control-Allow-Credentials
		-Access-Control-Allow-Methods
		-Access-Control-Allow-Headers
		-Access-Control-Expose-Headers
		-Access-Control-Max-Age
		-Access-Control-Allow-Private-Network
		defer
	}
}
"#;

#[test]
fn any_origin_is_a_star() {
    let policy = Policy::builder().allow_origins(["*"]).build().unwrap();
    let text = text("site", &policy);
    assert!(
        text.contains("\tAccess-Control-Allow-Origin \"*\"\n"),
        "{text}"
    );
    assert!(!text.contains("+Vary Origin"), "{text}");
    assert_eq!(read(&[file(text)]), Ok(meant(&policy)));
}

#[test]
fn mistakes_are_seen() {
    let policy = everything();
    let text = text("site", &policy);
    let right = read(&[file(&*text)]).unwrap();
    assert_eq!(sorted(right.clone()), meant(&policy));
    let origin = "{http.request.header.Origin}";
    let second = format!("vars_regexp {origin} x\n\t\tvars_regexp {origin} `^(?:https://pr");
    for (from, to) in [
        // Regexes that match a part, in any case, a dot that is any character, or one of two anchors.
        ("`^(?:https://pr", "`(?:https://pr"),
        (r"\.example\.org)$`", r"\.example\.org)`"),
        ("`^(?:https://pr", "`(?i)^(?:https://pr"),
        (r"[0-9]+\.example", "[0-9]+.example"),
        ("`^(?:https://pr", "`^https://b|(?:https://pr"),
        ("[0-9]+", "[0-9]*"),
        // The first of two is dropped; a check that is not there, or the other way round.
        (&*format!("vars_regexp {origin} `^(?:https://pr"), &*second),
        (
            "not vars_regexp {http.request.header.Origin} `^",
            "vars_regexp {http.request.header.Origin} `^",
        ),
        (
            "{http.request.header.Origin}) <= 327",
            "{http.request.header.Origin}) <= 20",
        ),
        // Another origin; another variable, value or header.
        ("\"https://admin", "\"https://evil"),
        (
            "\"https://admin",
            "\"https://evil.example\" \"https://admin",
        ),
        ("vars @cors_site_listed cors_site_origin allowed", ""),
        (
            "vars @cors_site_listed cors_site_origin allowed",
            "vars @cors_site_asked cors_site_origin allowed",
        ),
        (
            "vars @cors_site_listed cors_site_origin allowed",
            "vars cors_site_origin allowed",
        ),
        (
            "vars {http.request.header.Origin} \"https://app",
            "vars {http.request.header.Referer} \"https://app",
        ),
        (
            "vars_regexp {http.request.header.Origin} `^(?:https://pr",
            "header_regexp Origin `^(?:https://pr",
        ),
        // What is sent.
        (
            "@cors_site_shared vars cors_site_origin allowed",
            "@cors_site_shared method GET",
        ),
        ("header @cors_site_shared {", "header {"),
        (
            "Access-Control-Allow-Origin {http.request.header.Origin}",
            "Access-Control-Allow-Origin *",
        ),
        (
            "Access-Control-Allow-Origin {http.request.header.Origin}",
            "+Access-Control-Allow-Origin {http.request.header.Origin}",
        ),
        (
            "Access-Control-Allow-Origin {http.request.header.Origin}",
            "Access-Control-Allow-Origin {http.request.header.Referer}",
        ),
        // What is not understood.
        ("route {", "route {\n\timport other"),
        (
            "route {",
            "route {\n\trequest_header Origin https://app.example.com",
        ),
        ("route {", "route"),
        ("\tdefer", "\tdefer {$OTHER}"),
        ("`^(?:https://pr", "^(?:https://pr"),
    ] {
        let wrong = text.replace(from, to);
        assert_ne!(wrong, text, "{from}");
        assert_ne!(read(&[file(wrong)]).as_ref(), Ok(&right), "{from} → {to}");
    }
}

/// Every name of a matcher or a variable in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    words.filter(|word| word.starts_with("cors_")).collect()
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
        one in "[a-z0-9_-]{1,6}|a_origin|a-1",
        other in "[a-z0-9_-]{1,6}|a",
    ) {
        prop_assume!(one != other);
        let [one, other] = [one, other].map(|name| text(&name, &policy));
        prop_assert_eq!(names(&one).intersection(&names(&other)).count(), 0);
        prop_assert!(!names(&one).is_empty());
    }
}
