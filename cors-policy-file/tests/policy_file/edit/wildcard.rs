//! Credentials and guards: a `*` beside other origins goes.

use core::slice;

use cors_core::Setting;
use cors_policy_file::{Format, Reader};

use super::{CREDENTIALS, edited, entry};

#[test]
fn a_wildcard_goes_and_its_comments_stay() {
    let toml =
        |list: &str| format!("[policies.a]\nallow_origins = {list}\nallow_credentials = true\n");
    let yaml = |list: &str| {
        format!("policies:\n  a:\n    allow_origins: {list}\n    allow_credentials: true\n")
    };
    let json = |list: &str| {
        format!(
            "{{\"policies\": {{\"a\": {{\"allow_origins\": {list}, \"allow_credentials\": true}}}}}}"
        )
    };
    let check = |format, before: String, after: String| {
        // What has to be there is there already.
        let change = CREDENTIALS;
        assert_eq!(edited(&before, format, slice::from_ref(&change)), after);
    };
    for (before, after) in [
        ("[\"*\", \"https://a.example\"]", "[\"https://a.example\"]"),
        ("[\"https://a.example\", \"*\"]", "[\"https://a.example\"]"),
        (
            "[ \"https://a.example\" , \"*\" ]",
            "[ \"https://a.example\"  ]",
        ),
        (
            "[\"*\",\"https://a.example\",\"*\"]",
            "[\"https://a.example\"]",
        ),
        (
            "[\n      \"*\",\n      \"https://a.example\"\n     ]",
            "[\n      \"https://a.example\"\n     ]",
        ),
        (
            "[\n      \"https://a.example\",\n      \"*\"\n     ]",
            "[\n      \"https://a.example\"\n     ]",
        ),
        (
            "[\"https://a.example\", \"*\",\n      \"https://b.example\"]",
            "[\"https://a.example\",\n      \"https://b.example\"]",
        ),
    ] {
        check(Format::Toml, toml(before), toml(after));
        check(Format::Yaml, yaml(before), yaml(after));
        check(Format::Json, json(before), json(after));
    }
    for (before, after) in [
        (
            "[\n      \"*\", # any\n      \"https://a.example\",\n     ]",
            "[\n      # any\n      \"https://a.example\",\n     ]",
        ),
        (
            "[\n      \"https://a.example\", # one\n      \"*\" # any\n     ]",
            "[\n      \"https://a.example\" # one\n      # any\n     ]",
        ),
        (
            "[\n      \"https://a.example\", # one\n      \"*\",\n     ]",
            "[\n      \"https://a.example\", # one\n     ]",
        ),
    ] {
        check(Format::Toml, toml(before), toml(after));
        check(Format::Yaml, yaml(before), yaml(after));
    }
    for (before, after) in [
        (
            "\n    - \"*\" # any\n    - https://a.example",
            "\n    # any\n    - https://a.example",
        ),
        (
            "# them\n      - https://a.example\n      - '*'",
            "# them\n      - https://a.example",
        ),
    ] {
        check(Format::Yaml, yaml(before), yaml(after));
    }
}

#[test]
fn a_bare_wildcard_gives_way_to_what_is_added() {
    let changes = [
        entry(Setting::AllowOrigins, "https://a.example"),
        CREDENTIALS,
    ];
    for (format, before, after) in [
        (
            Format::Json,
            "{\"policies\": {\"a\": {\"allow_origins\": \"*\"}}}",
            "{\"policies\": {\"a\": {\"allow_origins\": [\"https://a.example\"], \"allow_credentials\": true}}}",
        ),
        (
            Format::Yaml,
            "policies:\n  a:\n    allow_origins: '*' # any\n",
            "policies:\n  a:\n    allow_origins: ['https://a.example'] # any\n    allow_credentials: true\n",
        ),
        (
            Format::Yaml,
            "policies:\n  a:\n    allow_origins:\n      - '*' # any\n",
            "policies:\n  a:\n    allow_origins:\n      # any\n      - 'https://a.example'\n    allow_credentials: true\n",
        ),
    ] {
        assert_eq!(edited(before, format, &changes), after);
        assert!(Reader::new().parse("cors", after, format).is_ok());
    }
}
