//! Additions to TOML.

use cors_core::Setting;
use cors_policy_file::{Addition, Format, line};

use super::{CREDENTIALS, Change, entry, header};

fn edited(text: &str, changes: &[Change]) -> String {
    super::edited(text, Format::Toml, changes)
}

#[test]
fn adds_to_what_is_listed() {
    let text =
        "# first\n[policies.a] # a\nallow_methods = [\"PUT\"] # one\n\n[policies.b]\nmax_age = 1\n";
    let expected = "# first\n[policies.a] # a\nallow_methods = [\"PUT\", \"PATCH\"] # one\n\n[policies.b]\nmax_age = 1\n";
    let change = |method| [entry(Setting::AllowMethods, method)];
    assert_eq!(edited(text, &change("PATCH")), expected);
    assert_eq!(edited(text, &change("PUT")), text);
}

#[test]
fn adds_a_line_where_there_is_none() {
    let text = "[policies.a]\nallow_origins = \"*\"\n\n[policies.b]\nmax_age = 1\n";
    let expected = "[policies.a]\nallow_origins = \"*\"\nallow_headers = [\"x-a\"]\n\n[policies.b]\nmax_age = 1\n";
    let change = [entry(Setting::AllowHeaders, "x-a")];
    assert_eq!(edited(text, &change), expected);
}

#[test]
fn a_list_of_lines_gets_one_more() {
    let change = [entry(Setting::AllowOrigins, "https://b.example")];
    let text = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n]\nmax_age = 1\n";
    let expected = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  { regex = \"x\" },  # two\n  \"https://b.example\",\n]\nmax_age = 1\n";
    assert_eq!(edited(text, &change), expected);
    let bare = "[policies.a]\nallow_origins = [\n  \"https://a.example\" # one\n]\n";
    let expected = "[policies.a]\nallow_origins = [\n  \"https://a.example\", # one\n  \"https://b.example\",\n]\n";
    assert_eq!(edited(bare, &change), expected);
}

#[test]
fn credentials_need_origins_by_name() {
    let changes = [
        entry(Setting::AllowOrigins, "https://a.example"),
        CREDENTIALS,
    ];
    let text = "[policies.a]\nallow_origins = \"*\" # any\nallow_credentials = false # none\n";
    let expected = "[policies.a]\nallow_origins = [\"https://a.example\"] # any\nallow_credentials = true # none\n";
    assert_eq!(edited(text, &changes), expected);
}

#[test]
fn guards_need_origins_by_name_too() {
    let text = "[policies.a]\nallow_origins = \"*\" # any\n";
    for guard in [
        Setting::GuardUnsafeMethods,
        Setting::GuardSafeMethods,
        Setting::GuardWebsockets,
    ] {
        let changes = [
            entry(Setting::AllowOrigins, "https://a.example"),
            (guard, Addition::Flag(true)),
        ];
        let expected = format!(
            "[policies.a]\nallow_origins = [\"https://a.example\"] # any\n{guard} = true\n"
        );
        assert_eq!(edited(text, &changes), expected);
        let off = [
            entry(Setting::AllowOrigins, "https://a.example"),
            (guard, Addition::Flag(false)),
        ];
        assert!(edited(text, &off).contains("[\"*\", \"https://a.example\"]"));
    }
}

#[test]
fn hosts_are_added_to_a_list() {
    let text = "[policies.a]\nexpect_hosts = \"localhost\" # this machine\nguard_websockets = false # not yet\n";
    let changes = [
        entry(Setting::ExpectHosts, "[::1]"),
        entry(Setting::ExpectHosts, "localhost"),
        (Setting::GuardWebsockets, Addition::Flag(true)),
    ];
    assert_eq!(
        edited(text, &changes),
        "[policies.a]\nexpect_hosts = [\"localhost\", \"[::1]\"] # this machine\nguard_websockets = true # not yet\n"
    );
}

#[test]
fn numbers_take_the_place_of_others() {
    let change = |seconds| [(Setting::MaxAge, Addition::Seconds(seconds))];
    let text = "[policies.a]\nmax_age = 7200 # two hours\n";
    let expected = "[policies.a]\nmax_age = 600 # two hours\n";
    assert_eq!(edited(text, &change(600)), expected);
    assert_eq!(
        edited("[policies.a]\n", &change(u64::MAX)),
        "[policies.a]\nmax_age = 9223372036854775807\n"
    );
}

#[test]
fn tables_of_every_notation_are_edited() {
    let dotted = "policies.a.max_age = 1\n";
    let expected = "policies.a.max_age = 1\npolicies.a.allow_credentials = true\n";
    assert_eq!(edited(dotted, &[CREDENTIALS]), expected);
    let inline = "policies = { a = { max_age = 1 } }\n";
    let expected = "policies = { a = { max_age = 1, allow_credentials = true } }\n";
    assert_eq!(edited(inline, &[CREDENTIALS]), expected);
}

#[test]
fn line_breaks_marks_and_margins_stay() {
    for (text, expected) in [
        (
            "\u{feff}[policies.a]\r\n\tallow_headers = [\r\n\t\t'x-a' # one\r\n\t]",
            "\u{feff}[policies.a]\r\n\tallow_headers = [\r\n\t\t'x-a', # one\r\n\t\t'x-b',\r\n\t]",
        ),
        (
            "[policies.a]\r\n\tmax_age=1 # c\r\n\r\n[policies.b]\r\n",
            "[policies.a]\r\n\tmax_age=1 # c\r\n\tallow_headers=[\"x-b\"]\r\n\r\n[policies.b]\r\n",
        ),
        ("[policies.a]", "[policies.a]\nallow_headers = [\"x-b\"]"),
        (
            "[policies.a] # c\n# d\n[policies.b]\n",
            "[policies.a] # c\nallow_headers = [\"x-b\"]\n# d\n[policies.b]\n",
        ),
        (
            "[policies.a]\nallow_headers = [] # none\n",
            "[policies.a]\nallow_headers = [\"x-b\"] # none\n",
        ),
        (
            "[policies.a]\nallow_headers = [\n  # \"x-c\",\n]\n",
            "[policies.a]\nallow_headers = [\n  # \"x-c\",\n  \"x-b\",\n]\n",
        ),
        (
            "[policies.a]\nallow_headers = [\"x-a\",\"x-c\",]\n",
            "[policies.a]\nallow_headers = [\"x-a\",\"x-c\",\"x-b\",]\n",
        ),
        (
            "[policies.a]\nallow_headers = [\n  \"x-a\", # one\n  # \"x-c\",\n]\n",
            "[policies.a]\nallow_headers = [\n  \"x-a\", # one\n  # \"x-c\",\n  \"x-b\",\n]\n",
        ),
        (
            "policies = { a = {} }\n",
            "policies = { a = { allow_headers = [\"x-b\"] } }\n",
        ),
        (
            "policies.a = {max_age = 1}\n",
            "policies.a = {max_age = 1, allow_headers = [\"x-b\"]}\n",
        ),
        (
            "policies = { a.max_age = 1, b.max_age = 2 }\n",
            "policies = { a.max_age = 1, a.allow_headers = [\"x-b\"], b.max_age = 2 }\n",
        ),
        (
            "[policies]\n'a'.max_age = 1\n'b'.max_age = 2\n",
            "[policies]\n'a'.max_age = 1\n'a'.allow_headers = [\"x-b\"]\n'b'.max_age = 2\n",
        ),
        (
            "[policies.a]\nmax_age = 1\n[policies.a.more]\nx = 1\n",
            "[policies.a]\nmax_age = 1\nallow_headers = [\"x-b\"]\n[policies.a.more]\nx = 1\n",
        ),
        (
            "[policies.a]\nallow_headers = \"\"\"x-a\"\"\" # c\n",
            "[policies.a]\nallow_headers = [\"\"\"x-a\"\"\", \"x-b\"] # c\n",
        ),
        (
            "[policies.a]\nallow_origins = ['https://a.example']\n",
            "[policies.a]\nallow_origins = ['https://a.example']\nallow_headers = ['x-b']\n",
        ),
    ] {
        assert_eq!(edited(text, &[header("x-b")]), expected);
    }
}

#[test]
fn a_line_says_the_same() {
    let two = Addition::Entries(vec!["x-a".to_owned(), "\"".to_owned()]);
    for ((setting, addition), expected) in [
        (CREDENTIALS, "allow_credentials = true"),
        (
            (Setting::AllowHeaders, two),
            r#"allow_headers = ["x-a", '"']"#,
        ),
        ((Setting::MaxAge, Addition::Seconds(600)), "max_age = 600"),
        (
            entry(Setting::ExpectHosts, "[::1]:8080"),
            r#"expect_hosts = ["[::1]:8080"]"#,
        ),
        (
            (Setting::GuardUnsafeMethods, Addition::Flag(true)),
            "guard_unsafe_methods = true",
        ),
        (
            (Setting::PreflightStatus, Addition::Status(200)),
            "preflight_status = 200",
        ),
    ] {
        assert_eq!(line(setting, &addition), expected);
        let text = edited("[policies.a]\n", &[(setting, addition)]);
        assert_eq!(text, format!("[policies.a]\n{expected}\n"));
    }
}
