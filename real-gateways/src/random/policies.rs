//! Policies out of few pieces, as files have them.

use cors_core::PolicyBuilder;
use toml::{Table, Value};

use super::dice::Dice;

/// Entries of `allow_origins` as texts.
const ENTRIES: [&str; 27] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "http://app.example.com",
    "https://*.example.com",
    "https://*.example.com:*",
    "https://*.a-b.example.com:8443",
    "https://app.example.com:*",
    "http://localhost:*",
    "http://localhost:3000",
    "http://*.localhost:3000",
    "http://127.0.0.1:*",
    "http://127.0.0.1:3000",
    "http://[::1]:*",
    "https://[2001:db8::1]",
    "https://pr-{digits}.example.net",
    "https://{hex}.preview.example.net",
    "https://pr-{slug}.example.org",
    "https://{slug}-a.example.net:8443",
    "https://pr-{digits}-x.example.net:*",
    "https://*.example.net",
    "https://my_app.example.com",
    "https://xn--bcher-kva.example",
    "https://server.example",
    "https://*.server.example",
    "tauri://localhost",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "chrome-extension://{slug}",
];

/// Those as regexes: some can match only what browsers write, others more.
const REGEXES: [&str; 10] = [
    r"https://pr-[0-9]+\.example\.com",
    r"https://one\.example\.org|https://two\.example\.org",
    r"https://.*\.example\.net",
    r"https://[^/]+\.example\.com",
    r"https://(?:a|b-)+[a-z]{1,3}\.example\.org(?::[0-9]{2,5})?",
    r"(?i)https://App\.example\.org",
    r"https?://\w+\.example\.com",
    r"https://(?-u:\S)+\.example\.org",
    r"https://x[$%{}a-z]*y\.example\.net",
    r"https://[\w.-]+\.example\.com(:\d+)?",
];

const METHODS: [&str; 10] = [
    "PUT",
    "DELETE",
    "PATCH",
    "patch",
    "QUERY",
    "OPTIONS",
    "GET",
    "POST",
    "X!#$%&'*+.^_`|~1",
    "*",
];

/// Signs of every gateway's own stand among them: names are tokens, which leaves `{` and `"` out.
const HEADERS: [&str; 13] = [
    "content-type",
    "authorization",
    "x-a",
    "x-b",
    "X-Api-Key",
    "accept",
    "range",
    "x-$http_origin",
    "x-%origin%",
    "x-'a'",
    "x-`b`",
    "x-a.b|c^d~!#&*+",
    "*",
];

const EXPOSED: [&str; 6] = ["x-request-id", "X-Secret", "x-$1", "x-%req", "x-'`~|", "*"];

const HOSTS: [&str; 8] = [
    "server.example",
    "*.server.example",
    "server.example:8443",
    "server.example:80",
    "localhost",
    "127.0.0.1:*",
    "[::1]",
    "*.example.com:443",
];

/// A policy that builds, and its text.
pub(super) fn policy(dice: &mut Dice) -> Table {
    loop {
        let table = guess(dice);
        let builder = Value::Table(table.clone()).try_into::<PolicyBuilder>();
        if builder.is_ok_and(|builder| builder.build().is_ok()) {
            return table;
        }
    }
}

/// It may be one that does not build.
fn guess(dice: &mut Dice) -> Table {
    let mut table = Table::new();
    let mut set = |key: &str, value: Value| {
        table.insert(key.to_owned(), value);
    };
    let kind = dice.below(20);
    let origins: Vec<Value> = match kind {
        0 | 1 => vec!["*".into()],
        2 => Vec::new(),
        _ => {
            let count = 1 + dice.below(4);
            let texts = dice.some(count, &ENTRIES).into_iter().map(Value::from);
            let mut origins: Vec<_> = texts.collect();
            if kind > 12 {
                let mut regex = Table::new();
                regex.insert("regex".to_owned(), dice.one(&REGEXES).into());
                origins.push(regex.into());
            }
            if kind > 17 {
                origins.remove(0);
            }
            origins
        }
    };
    if origins.is_empty() {
        set("origins_may_be_empty", true.into());
    } else {
        set("allow_origins", origins.into());
    }
    for (key, names) in [
        ("allow_methods", &METHODS[..]),
        ("allow_headers", &HEADERS),
        ("expose_headers", &EXPOSED),
    ] {
        if dice.happens(65) {
            let count = [1, 2, 3, 1, 2, 3, 11][dice.below(7)];
            set(key, dice.some(count, names).into());
        }
    }
    if dice.happens(50) {
        let ages = [0, 1, 5, 600, 86_400];
        set("max_age", ages[dice.below(ages.len())].into());
    }
    if dice.happens(30) {
        let statuses = [200, 204];
        set("preflight_status", statuses[dice.below(2)].into());
    }
    for (key, percent) in [
        ("allow_credentials", 50),
        ("minimal_disclosure", 25),
        ("dangerously_allow_null_origin", 8),
        ("dangerously_allow_file_origin", 8),
        ("dangerously_allow_insecure_origins", 70),
        ("guard_unsafe_methods", 15),
        ("guard_safe_methods", 5),
        ("guard_websockets", 10),
    ] {
        if dice.happens(percent) {
            set(key, true.into());
        }
    }
    if dice.happens(12) {
        let count = 1 + dice.below(3);
        set("expect_hosts", dice.some(count, &HOSTS).into());
    }
    table
}
