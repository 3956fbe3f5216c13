//! What people see of an edit.

use cors_core::Setting;
use cors_policy_file::{Edited, Format};

use super::{CREDENTIALS, Change, entry, header};

fn preview(text: &str, format: Format, changes: &[Change]) -> String {
    Edited::of(text, format, "a", changes.to_vec())
        .unwrap()
        .preview(false)
}

#[test]
fn what_is_inserted_has_marks() {
    let json = "{\n\"policies\": {\"a\": {\"allow_headers\": \"x-a\"}}}";
    assert_eq!(
        preview(json, Format::Json, &[header("x-b")]),
        "2 | \"policies\": {\"a\": {\"allow_headers\": [\"x-a\", \"x-b\"]}}}\n  \
           |                                     +     ++++++++\n"
    );
    let tabs = "[policies.a]\nallow_headers = [\n\t\"x-a\" # c\n]\n";
    assert_eq!(
        preview(tabs, Format::Toml, &[header("x-b")]),
        "3 |     \"x-a\", # c\n  |          +\n4 +     \"x-b\",\n"
    );
}

#[test]
fn a_new_line_stands_below_the_one_before() {
    let text = "\n\n\n\n\n\n\n[policies.a]\nmax_age = 1\n";
    assert_eq!(
        preview(text, Format::Toml, &[header("x-b")]),
        " 9 | max_age = 1\n10 + allow_headers = [\"x-b\"]\n"
    );
}

#[test]
fn what_goes_is_shown_as_it_was() {
    let changes = [
        entry(Setting::AllowOrigins, "https://a.example"),
        CREDENTIALS,
    ];
    let text = "[policies.a]\nallow_origins = \"*\" # any\nallow_credentials = false\n";
    assert_eq!(
        preview(text, Format::Toml, &changes),
        "2 - allow_origins = \"*\" # any\n2 + allow_origins = [\"https://a.example\"] # any\n\
         3 - allow_credentials = false\n3 + allow_credentials = true\n"
    );
    let text = "policies:\n  a:\n    allow_credentials: true\n    allow_origins:\n    - '*'\n    - 'https://a.example'\n";
    assert_eq!(
        preview(text, Format::Yaml, &[CREDENTIALS]),
        "5 -     - '*'\n"
    );
}

#[test]
fn a_file_controls_no_terminal() {
    let text = "[policies.a]\nallow_headers = [\"x-a\"] # \u{202e}\u{200b}\t.\n";
    let shown = preview(text, Format::Toml, &[header("x-b\u{1b}[2J")]);
    assert_eq!(
        shown.lines().next().unwrap(),
        "2 | allow_headers = [\"x-a\", \"x-b\\u001B[2J\"] # \u{fffd}\u{fffd}    ."
    );
}

#[test]
fn long_lines_are_cut_around_the_marks() {
    let many = (0..200)
        .map(|number| format!("\"x-{number}\""))
        .collect::<Vec<_>>()
        .join(",");
    let text = format!("{{\"policies\":{{\"a\":{{\"allow_headers\":[{many}]}}}}}}");
    assert_eq!(
        preview(&text, Format::Json, &[header("x-b")]),
        "1 | …,\"x-195\",\"x-196\",\"x-197\",\"x-198\",\"x-199\",\"x-b\"]}}}\n  \
           |                                          ++++++\n"
    );
}

#[test]
fn colours_are_for_terminals() {
    let edited = Edited::of(
        "[policies.a]\nmax_age = 1",
        Format::Toml,
        "a",
        [CREDENTIALS],
    )
    .unwrap();
    let coloured = edited.preview(true);
    assert!(
        coloured.contains("\u{1b}[32mallow_credentials = true\u{1b}[0m"),
        "{coloured:?}"
    );
    assert!(!edited.preview(false).contains('\u{1b}'));
}
