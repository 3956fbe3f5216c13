//! The table of what each target can say, in the documentation, is what `export` says.
//!
//! With `SNAPSHOTS=overwrite` it is written as it is now; then somebody has to read it.

use std::{collections::HashSet, env, fs};

use cors_core::Policy;
use cors_export::{Code, LossKind, Target, export};
use cors_policy_file::Format;

const CHAPTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/server-or-edge.md");
const BEGIN: &str = "<!-- The table is written by tests/documentation_table.rs. -->\n";
const END: &str = "<!-- Its end. -->";

/// What a policy says, beside one origin.
const ROWS: &[(&str, &str)] = &[
    ("origins, one by one", ""),
    (
        "`https://*.example.com`",
        "allow_origins = 'https://*.example.com'",
    ),
    (
        "`http://localhost:*`",
        "allow_origins = 'http://localhost:*'",
    ),
    (
        "`https://pr-{digits}.example.com`, regexes",
        "allow_origins = ['https://pr-{digits}.example.com', { regex = 'https://(a|b)\\.example\\.com' }]",
    ),
    ("`*`", "allow_origins = '*'"),
    ("`null`", "dangerously_allow_null_origin = true"),
    ("credentials", "allow_credentials = true"),
    ("`PUT`, `DELETE`", "allow_methods = ['PUT', 'DELETE']"),
    (
        "`PROPFIND`, `QUERY`",
        "allow_methods = ['PROPFIND', 'QUERY']",
    ),
    ("any header, `*`", "allow_headers = '*'"),
    (
        "the same with credentials",
        "allow_headers = '*'\nallow_credentials = true",
    ),
    ("exposed headers", "expose_headers = 'x-request-id'"),
    ("`max_age = 600`", "max_age = 600"),
    ("no `max_age`, or 0", "max_age = 0"),
    (
        "`minimal_disclosure`",
        "minimal_disclosure = true\nallow_methods = 'PUT'\nallow_headers = 'content-type'",
    ),
    (
        "guards",
        "guard_unsafe_methods = true\nguard_websockets = true",
    ),
    ("`expect_hosts`", "expect_hosts = 'api.example.com'"),
];

fn policy(settings: &str) -> Policy {
    let origins = match settings.contains("allow_origins") {
        true => "",
        false => "allow_origins = 'https://app.example.com'\n",
    };
    let age = match settings.contains("max_age") {
        true => "",
        false => "max_age = 60\n",
    };
    let text = format!("[policies.a]\n{origins}{age}{settings}\n");
    let file = cors_policy_file::parse("a.toml", &text, Format::Toml);
    let file = file.unwrap_or_else(|error| panic!("{error}"));
    file.policies[0].1.clone()
}

/// What is lost that every policy loses is not this row's.
fn cell(target: Target, settings: &str) -> &'static str {
    let of_all = export("a", &policy(""), target);
    assert!(!of_all.files().is_empty(), "{target} can't say one origin");
    let of_all: HashSet<Code> = of_all.losses().iter().map(|loss| loss.code()).collect();
    let export = export("a", &policy(settings), target);
    let lost: Vec<_> = { export.losses().iter() }
        .filter(|loss| !of_all.contains(&loss.code()))
        .map(|loss| loss.kind())
        .collect();
    let has = |kind| lost.contains(&kind);
    match () {
        () if has(LossKind::Impossible) => "no",
        () if has(LossKind::Looser) => "looser",
        () if has(LossKind::Narrower) => "narrower",
        () if has(LossKind::Different) => "told",
        () => "yes",
    }
}

fn table() -> String {
    let names = Target::ALL.iter().map(|target| format!(" {target} |"));
    let mut table = format!("\n| |{}\n|---|", names.collect::<String>());
    table.push_str(&"---|".repeat(Target::ALL.len()));
    for (row, settings) in ROWS {
        let cells = { Target::ALL.iter() }.map(|target| format!(" {} |", cell(*target, settings)));
        table.push_str(&format!("\n| {row} |{}", cells.collect::<String>()));
    }
    table.push_str("\n\n");
    table
}

#[test]
fn the_table_says_what_is_exported() {
    let chapter = fs::read_to_string(CHAPTER).unwrap();
    let (before, rest) = chapter.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    let table = table();
    if env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(CHAPTER, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(kept, table);
    }
}
