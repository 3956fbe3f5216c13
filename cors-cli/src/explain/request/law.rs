//! Laws of cures: a policy with them builds and lets the page through, and lets nobody and nothing else through.

use cors_core::{OriginEntry, Policy};
use cors_policy_file::{Edited, Format, Reader};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value, json};

use super::{Answer, Asked};
use crate::{
    explain::cures::Cures,
    input::Loaded,
    page::{PageArguments, PageHeader},
    verdict,
};

const ORIGINS: [&str; 10] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "http://app.example.com",
    "https://a.b.example.net",
    "http://localhost:3000",
    "https://site.test",
    "https://attacker.github.io",
    "tauri://localhost",
    "file://",
    "null",
];

const ENTRIES: [&str; 6] = [
    "*",
    "https://app.example.com",
    "https://*.example.net",
    "http://localhost:3000",
    "http://app.example.com",
    "https://pr-{digits}.example.org",
];

const METHODS: [&str; 8] = [
    "GET", "POST", "PUT", "put", "PATCH", "patch", "PURGE", "TRACE",
];

const HEADERS: [&str; 7] = [
    "accept",
    "content-type",
    "x-a",
    "X-B",
    "authorization",
    "range",
    "cookie",
];

const READS: [&str; 4] = ["etag", "X-Total", "content-type", "set-cookie"];

const FLAGS: [&str; 6] = [
    "allow_credentials",
    "minimal_disclosure",
    "guard_unsafe_methods",
    "dangerously_allow_insecure_origins",
    "dangerously_allow_null_origin",
    "dangerously_allow_file_origin",
];

/// A policy as files have it, whether it builds or not.
fn policy() -> impl Strategy<Value = Map<String, Value>> {
    let list = |names: &'static [&'static str], most| vec(select(names), 0..most);
    let lists = (
        list(&ENTRIES, 4),
        list(&["*", "PUT", "PATCH"], 3),
        list(&["*", "x-a", "authorization", "content-type"], 3),
        list(&["*", "etag"], 2),
    );
    (lists, list(&FLAGS, 3), any::<bool>()).prop_map(
        |((origins, methods, headers, expose), flags, hosts)| {
            let mut policy = Map::new();
            let lists = [
                ("allow_origins", origins),
                ("allow_methods", methods),
                ("allow_headers", headers),
                ("expose_headers", expose),
            ];
            for (key, mut list) in lists {
                list.sort_unstable();
                list.dedup();
                if !list.is_empty() {
                    policy.insert(key.to_owned(), json!(list));
                }
            }
            for flag in flags {
                policy.insert(flag.to_owned(), json!(true));
            }
            if hosts {
                policy.insert("expect_hosts".to_owned(), json!(["api.example.com"]));
            }
            policy
        },
    )
}

fn page() -> impl Strategy<Value = PageArguments> {
    let header = select(&HEADERS[..]).prop_map(|name| PageHeader {
        name: name.to_owned(),
        value: if name == "content-type" {
            "application/json"
        } else {
            "1"
        }
        .into(),
    });
    let read = select(&READS[..]).prop_map(str::to_owned);
    let lists = (vec(header, 0..3), vec(read, 0..2));
    (select(&METHODS[..]), lists, any::<bool>(), any::<bool>()).prop_map(
        |(method, (headers, read), credentials, upload)| PageArguments {
            method: method.to_owned(),
            headers,
            credentials,
            upload,
            read,
        },
    )
}

/// The policy in a file, beside another one.
fn file(policy: &Map<String, Value>, format: Format) -> Option<Loaded> {
    let text = match format {
        Format::Toml => {
            let lines = policy
                .iter()
                .map(|(key, value)| format!("{key} = {value} # why\n"));
            format!(
                "[policies.api]\n{}\n[policies.other]\nallow_origins = [\"*\"]\n",
                lines.collect::<String>()
            )
        }
        Format::Json => {
            let policies =
                json!({ "policies": { "api": policy, "other": { "allow_origins": ["*"] } } });
            serde_json::to_string_pretty(&policies).unwrap()
        }
        _ => {
            let lines = policy.iter().map(|(key, value)| match value {
                Value::Array(entries) => {
                    let entries = entries
                        .iter()
                        .map(|entry| format!("      - {entry} # why\n"));
                    format!("    {key}:\n{}", entries.collect::<String>())
                }
                value => format!("    {key}: {value}\n"),
            });
            format!(
                "policies:\n  other:\n    allow_origins: '*'\n  api:\n{}",
                lines.collect::<String>()
            )
        }
    };
    load(text, format)
}

fn load(text: String, format: Format) -> Option<Loaded> {
    let name = "cors".to_owned();
    let policies = Reader::new().parse(&name, &text, format).ok()?.policies;
    Some(Loaded {
        name,
        text,
        format,
        policies,
    })
}

fn api(file: &Loaded) -> &Policy {
    file.policy(Some("api"))
        .map(|(_, policy)| policy)
        .ok()
        .unwrap()
}

/// All that the page could need, said at once: some origins are allowed by a setting of their own.
fn all_of_it(asked: Asked<'_>, with_origin: bool) -> Cures {
    let method = match asked.page.method.as_str() {
        "put" => "PUT",
        method => method,
    };
    let names = |names: &mut dyn Iterator<Item = &String>| -> Vec<_> {
        names
            .map(|name| name.to_ascii_lowercase())
            .filter(|name| name != "cookie")
            .collect()
    };
    let mut headers = asked.page.headers.iter().map(|header| &header.name);
    Cures::all(
        [
            (
                "allow_origins",
                if with_origin {
                    vec![asked.origin.to_owned()]
                } else {
                    Vec::new()
                },
            ),
            ("allow_methods", vec![method.to_owned()]),
            ("allow_headers", names(&mut headers)),
            ("expose_headers", names(&mut asked.page.read.iter())),
        ],
        asked.page.credentials,
    )
}

fn new<'a>(before: &[String], after: &'a [String]) -> Vec<&'a String> {
    after.iter().filter(|name| !before.contains(name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn cures_allow_what_was_asked_for_and_nothing_else(
        policy in policy(),
        page in page(),
        origin in select(&ORIGINS[..]),
        format in select(FORMATS),
    ) {
        let file = file(&policy, format);
        let Some(file) = file else {
            return Ok(());
        };
        let before = api(&file);
        let asked = Asked { origin, page: &page };
        let answer = Answer::of(&file, "api", before, asked);
        let cures = &answer.remedy.cures;
        prop_assert!(!answer.is_allowed() || cures.is_empty());
        prop_assert_eq!(cures.is_empty(), answer.remedy.edited.is_none());
        let Some(edited) = &answer.remedy.edited else {
            return Ok(());
        };
        let fixed = load(edited.text().to_owned(), format);
        prop_assert!(fixed.is_some(), "{}", edited.text());
        let fixed = fixed.unwrap();
        let after = api(&fixed);
        let outcome = asked.ask(after).unwrap();
        prop_assert!(verdict::is_allowed(&outcome), "{}\n{outcome}", edited.text());
        for other in ORIGINS.iter().filter(|other| **other != origin) {
            prop_assert!(before.allows_origin(other) || !after.allows_origin(other), "{other}");
        }
        let (old, new_ones) = (before.settings(), after.settings());
        for method in new(old.allow_methods(), new_ones.allow_methods()) {
            prop_assert!(page.method.eq_ignore_ascii_case(method));
        }
        for name in new(old.allow_headers(), new_ones.allow_headers()) {
            prop_assert!(page.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name)));
        }
        for name in new(old.expose_headers(), new_ones.expose_headers()) {
            prop_assert!(page.read.iter().any(|read| read.eq_ignore_ascii_case(name)));
        }
        for setting in cors_core::Setting::ALL {
            let is_asked_for = *setting == cors_core::Setting::AllowCredentials && page.credentials;
            prop_assert!(is_asked_for || old.flag(*setting) == new_ones.flag(*setting), "{setting}");
        }
        prop_assert_eq!(old.expect_hosts(), new_ones.expect_hosts());
        // The other policy is none of this.
        let other = |file: &Loaded| file.policy(Some("other")).map(|(_, policy)| policy.clone()).ok();
        prop_assert_eq!(other(&file), other(&fixed));
    }

    #[test]
    fn where_a_policy_could_allow_it_there_is_a_cure(
        policy in policy(),
        page in page(),
        origin in select(&ORIGINS[..]),
        format in select(FORMATS),
    ) {
        let file = file(&policy, format);
        let Some(file) = file else {
            return Ok(());
        };
        let asked = Asked { origin, page: &page };
        let answer = Answer::of(&file, "api", api(&file), asked);
        // Methods in lower case are the page's mistake.
        prop_assume!(!answer.is_allowed() && page.method != "patch");
        let allows = [all_of_it(asked, true), all_of_it(asked, false)].iter().any(|all| {
            let additions = all.additions().iter().cloned();
            let edited = Edited::of(&file.text, format, "api", additions).unwrap();
            load(edited.into_text(), format).is_some_and(|file| {
                asked.ask(api(&file)).is_ok_and(|outcome| verdict::is_allowed(&outcome))
            })
        });
        prop_assert_eq!(allows, !answer.remedy.cures.is_empty(), "{}\n{}", file.text, answer.sentence);
    }

    #[test]
    fn no_text_is_too_strange(
        policy in policy(),
        page in page(),
        origin in "(https?://)?[a-zA-Z0-9.*:/_\\PC -]{0,20}",
    ) {
        let file = file(&policy, Format::Toml);
        let Some(file) = file else {
            return Ok(());
        };
        let asked = Asked { origin: &origin, page: &page };
        let answer = Answer::of(&file, "api", api(&file), asked);
        prop_assert!(!answer.sentence.is_empty());
        // What no browser sends has no cure.
        prop_assert!(answer.outcome.is_some() || answer.remedy.cures.is_empty());
        let _ = answer.json("api");
        let _ = super::report::human(&answer, &file, "api", true, Some(80));
    }
}

const FORMATS: &[Format] = &[Format::Toml, Format::Json, Format::Yaml];

#[test]
fn a_wildcard_gives_way_to_a_name() {
    let policy = [("allow_origins".to_owned(), json!(["*"]))];
    let file = file(&policy.into_iter().collect(), Format::Toml).unwrap();
    let page = PageArguments {
        method: "GET".to_owned(),
        headers: Vec::new(),
        credentials: true,
        upload: false,
        read: Vec::new(),
    };
    let asked = Asked {
        origin: "https://app.example.com",
        page: &page,
    };
    let answer = Answer::of(&file, "api", api(&file), asked);
    assert!(answer.remedy.loses_wildcard);
    let text = answer.remedy.edited.unwrap().into_text();
    let fixed = load(text, Format::Toml).unwrap();
    let entries: Vec<_> = api(&fixed).settings().allow_origins().collect();
    assert_eq!(entries, [OriginEntry::Text("https://app.example.com")]);
}
