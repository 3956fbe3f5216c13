//! Codes: each is unique and documented.

use std::collections::HashSet;

use cors_core::Problem;
use cors_policy_file::{Code, Format};

#[test]
fn codes_are_unique_and_described() {
    let mut seen = HashSet::new();
    for code in Code::all() {
        assert!(seen.insert(code.as_str()), "{code} twice");
        assert!(code.description().ends_with('.'), "{code}");
    }
    assert_eq!(seen.len(), 18 + Problem::CODES.len());
}

/// Those of problems stand in the documentation of the core, which is made of the same table.
#[test]
fn codes_of_files_are_in_the_readme() {
    let readme = include_str!("../../README.md");
    let own = Code::all().filter(|code| !matches!(code, Code::Problem { .. }));
    let rows: String = own
        .map(|code| format!("| `{code}` | {} |\n", code.description()))
        .collect();
    assert!(
        readme.contains(&rows),
        "the table of codes should be:\n{rows}"
    );
}

#[test]
fn problems_keep_their_codes() {
    let text = "[policies.a]\nallow_origins = 'https://a.example/'\n";
    let found = cors_policy_file::parse("a.toml", text, Format::Toml).unwrap_err();
    let code = found.items()[0].code;
    assert!(matches!(
        code,
        Code::Problem {
            code: "origin-path",
            ..
        }
    ));
    assert_eq!(code.to_string(), "origin-path");
    assert!(Code::all().any(|known| known == code));
}
