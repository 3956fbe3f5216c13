//! Origins in one text, and in environment variables that are set, empty, missing or not Unicode.

mod support;

use std::{env, process::Command};

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;
use support::{Expected, assert_clean, assert_error, codes};

/// Nobody sets it, except for the child processes.
const NAME: &str = "CORS_CORE_TEST_ORIGINS";

fn list(text: &str) -> PolicyBuilder {
    Policy::builder().allow_origins_list(text)
}

#[test]
fn lists_are_split_at_commas_and_white_space() {
    let two = Policy::builder().allow_origins(["https://a.example", "http://localhost:*"]);
    for text in [
        "https://a.example,http://localhost:*",
        "https://a.example, http://localhost:*,",
        "https://a.example http://localhost:*",
        "\n https://a.example\r\n\thttp://localhost:*\n",
        ",, https://a.example ,\u{a0}, http://localhost:* ,",
    ] {
        assert_eq!(list(text), two, "{text:?}");
    }
    assert_eq!(list("*"), Policy::builder().allow_origins("*"));
    for blank in ["", " ", ",", " , ,\n"] {
        assert_eq!(list(blank), Policy::builder(), "{blank:?}");
        assert_eq!(codes(list(blank)), ["no-origin"]);
        assert_clean(list(blank).origins_may_be_empty(true));
    }
    let more = Policy::builder()
        .allow_origins("https://a.example")
        .allow_origins_list("https://b.example");
    assert_eq!(more, list("https://a.example https://b.example"));
}

#[test]
fn each_problem_names_its_element() {
    assert_error(
        list(", https://a.example, https://b.example/,"),
        &Expected {
            code: "origin-path",
            setting: "allow_origins",
            entry: Some(1),
            suggestion: Some("https://b.example"),
            sentence: r#"invalid origin "https://b.example/": an origin has no path; write "https://b.example""#,
        },
    );
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    let unset = || Policy::builder().allow_origins_from_env(NAME);
    let expected = |sentence| Expected {
        code: "no-origin",
        setting: "allow_origins",
        entry: None,
        suggestion: None,
        sentence,
    };
    if env::var_os(NAME).is_some() {
        return;
    }
    assert_error(
        unset(),
        &expected(
            r#"no origin is allowed: the environment variable "CORS_CORE_TEST_ORIGINS" is not set; list at least one in it, or "*" for any, or share with nobody by origins_may_be_empty"#,
        ),
    );
    assert_error(
        unset().allow_origins_from_env("CORS_CORE_TEST_OTHER"),
        &expected(
            r#"no origin is allowed: the environment variable "CORS_CORE_TEST_ORIGINS" is not set, and the environment variable "CORS_CORE_TEST_OTHER" is not set; list at least one in it, or "*" for any, or share with nobody by origins_may_be_empty"#,
        ),
    );
    assert_clean(unset().origins_may_be_empty(true));
    assert_clean(unset().allow_origins("https://a.example"));
    // Where settings came from is no setting.
    assert_eq!(unset(), Policy::builder());
}

/// Runs in processes of its own, each with another variable.
#[test]
fn what_a_variable_holds() {
    if env::var_os(NAME).is_some() {
        match Policy::builder().allow_origins_from_env(NAME).build() {
            Ok(policy) => println!("built: {policy}"),
            Err(error) => println!("{error}"),
        }
        return;
    }
    let said = |value: &std::ffi::OsStr| {
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "what_a_variable_holds", "--nocapture"])
            .env(NAME, value)
            .output()
            .unwrap();
        String::from_utf8(child.stdout).unwrap()
    };
    let two = said("https://a.example, https://b.example,".as_ref());
    assert!(
        two.contains(r#"built: allow_origins = ["https://a.example", "https://b.example"]"#),
        "{two}"
    );
    for blank in ["", " , "] {
        let empty = said(blank.as_ref());
        let message = r#"error[no-origin]: no origin is allowed: the environment variable "CORS_CORE_TEST_ORIGINS" is empty; list"#;
        assert!(empty.contains(message), "{empty}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let not_unicode = said(std::ffi::OsStr::from_bytes(b"https://a.example,\xff"));
        let message = r#"  error[unreadable-variable]: the environment variable "CORS_CORE_TEST_ORIGINS", which lists origins, is not Unicode; write the origins in ASCII, with commas between them"#;
        assert!(not_unicode.contains(message), "{not_unicode}");
        assert!(!not_unicode.contains("no-origin"), "{not_unicode}");
    }
}

#[cfg(feature = "serde")]
mod configured {
    use core::time::Duration;
    use std::collections::BTreeMap;

    use super::*;

    /// The policies of a program's own configuration.
    type Config = BTreeMap<String, PolicyBuilder>;

    #[test]
    fn one_text_is_a_list() {
        let read: PolicyBuilder = serde_json::from_str(
            r#"{ "allow_origins": "https://a.example, https://b.example,", "allow_methods": "PUT DELETE",
                 "allow_headers": "content-type,x-a", "expose_headers": "x-b\nx-c" }"#,
        )
        .unwrap();
        let written = Policy::builder()
            .allow_origins(["https://a.example", "https://b.example"])
            .allow_methods(["PUT", "DELETE"])
            .allow_headers(["content-type", "x-a"])
            .expose_headers(["x-b", "x-c"]);
        assert_eq!(read, written);
        for empty in ["", ","] {
            let read: PolicyBuilder =
                toml::from_str(&format!("allow_origins = '{empty}'")).unwrap();
            assert_eq!(codes(read), ["no-origin"]);
        }
        // The elements of a list are entries as they are.
        let read: PolicyBuilder = toml::from_str("allow_methods = ['PUT DELETE']").unwrap();
        assert_eq!(read, Policy::builder().allow_methods("PUT DELETE"));
    }

    #[test]
    fn a_builder_in_a_configuration_comes_back() {
        let cors = Policy::builder()
            .allow_origins(["https://a.example/", "*"])
            .allow_methods("P*")
            .max_age(Duration::from_secs(100_000))
            .preflight_status(404)
            .allow_credentials(true)
            .origins_may_be_empty(true)
            .dangerously_allow_file_origin(true);
        let config = Config::from([("cors".to_owned(), cors)]);
        let text = toml::to_string(&config).unwrap();
        assert_eq!(toml::from_str::<Config>(&text).unwrap(), config, "{text}");
        let text = serde_json::to_string(&config).unwrap();
        assert_eq!(
            serde_json::from_str::<Config>(&text).unwrap(),
            config,
            "{text}"
        );
        let code = Policy::builder().allow_origin_if(|_| true);
        assert!(serde_json::to_string(&code).is_err());
        assert_ne!(code, Policy::builder().allow_origin_if(|_| true));
        assert_eq!(code, code.clone());
    }
}

proptest! {
    /// However they are separated, the elements are the entries.
    #[test]
    fn elements_are_entries(
        origins in prop::collection::vec("[!-+\\--~]{1,20}", 0..5),
        separators in prop::collection::vec("[, \n\t]{1,3}", 6),
    ) {
        let mut text = separators[5].clone();
        for (origin, separator) in origins.iter().zip(&separators) {
            text.push_str(origin);
            text.push_str(separator);
        }
        prop_assert_eq!(list(&text), Policy::builder().allow_origins(&origins));
    }
}
