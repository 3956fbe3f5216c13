//! Requests for a policy: what its author means, and what is near to that.

use toml::{Table, Value};

use super::dice::Dice;
use crate::upstream::OVERREACHES;

/// What no policy means, or only those with a flag.
const STRANGERS: [&str; 8] = [
    "https://stranger.example",
    "null",
    "NULL",
    "file://",
    "*",
    "https://example.com",
    "http://server.example",
    "https://server.example:8443",
];

/// What users' regexes match, or nearly.
const REGEX_LIKE: [&str; 8] = [
    "https://pr-12.example.com",
    "https://one.example.org",
    "https://x.example.net",
    "https://ab-xyz.example.org:8080",
    "https://app.example.org",
    "https://x$a{y.example.net",
    "https://evil.test#.example.net",
    "https://é.example.org",
];

const SIGNS: &[u8] = b"_-.~!$&'()*+,;=%{}[]|\\^`\"<>#?@:/ aZ09\t\x80\xff";

const NAMES: [&str; 14] = [
    "content-type",
    "authorization",
    "Authorization",
    "x-a",
    "x-b",
    "x-api-key",
    "accept",
    "range",
    "x-$http_origin",
    "x-unknown",
    "*",
    "x-%origin%",
    "a b",
    "x-\"{\u{e9}",
];

const METHODS: [&str; 13] = [
    "PUT",
    "PUT",
    "DELETE",
    "PATCH",
    "patch",
    "QUERY",
    "GET",
    "HEAD",
    "POST",
    "OPTIONS",
    "*",
    "PUT,DELETE",
    "",
];

const HOSTS: [&str; 14] = [
    "SERVER.example",
    "server.example:80",
    "server.example:443",
    "server.example:8443",
    "server.example.",
    "a.server.example",
    "a.b.server.example:8443",
    "localhost",
    "localhost:3000",
    "127.0.0.1:3000",
    "[::1]",
    "x.example.com:443",
    "stranger.example",
    "server.example.stranger.example",
];

/// Paths, and whether only GET is asked for there.
const PATHS: [(&str, bool); 9] = [
    ("/echo", false),
    ("/echo?a=$origin&b=%7B%7D", false),
    ("/override", true),
    ("/status/404", true),
    ("/status/206", true),
    ("/status/304", true),
    ("/status/503", true),
    ("/fail", true),
    ("/nowhere", true),
];

/// A case without what is expected.
pub(super) fn request(dice: &mut Dice, policy: &Table) -> Table {
    let mut case = Table::new();
    let mut headers: Vec<(&str, Vec<u8>)> = Vec::new();
    let is_preflight = dice.happens(45);
    let is_handshake = !is_preflight && dice.happens(8);
    let (path, only_get) = PATHS[dice.below(PATHS.len())];
    let method = match (is_preflight, only_get) {
        (true, _) => "OPTIONS",
        (false, true) => "GET",
        (false, false) => dice.one(&["GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    };
    let line = match is_handshake {
        true => "GET /socket".to_owned(),
        false => format!("{method} {path}"),
    };
    case.insert("request".to_owned(), line.into());
    case.insert("handshake".to_owned(), is_handshake.into());
    if !dice.happens(5) {
        headers.push(("origin", origin(dice, policy)));
    }
    if dice.happens(3) {
        headers.push(("origin", origin(dice, policy)));
    }
    if is_preflight {
        headers.push(("access-control-request-method", dice.one(&METHODS).into()));
        for _ in 0..[0, 0, 1, 1, 1, 1, 2][dice.below(7)] {
            headers.push(("access-control-request-headers", names(dice)));
        }
        if dice.happens(5) {
            headers.push(("access-control-request-private-network", b"true".to_vec()));
        }
    }
    let guards = [
        "guard_unsafe_methods",
        "guard_safe_methods",
        "guard_websockets",
    ];
    let is_guarded = guards.iter().any(|key| policy.contains_key(*key));
    if dice.happens(if is_guarded { 60 } else { 10 }) {
        let sites = [
            "same-origin",
            "none",
            "same-site",
            "cross-site",
            "Cross-Site",
            "",
            "same-origin, none",
        ];
        headers.push(("sec-fetch-site", dice.one(&sites).into()));
        let modes = ["navigate", "cors", "no-cors", "websocket", "Navigate"];
        headers.push(("sec-fetch-mode", dice.one(&modes).into()));
    }
    // No page reads what a handshake is answered: there, some leave what a server allows by itself.
    if !is_handshake && path != "/override" && dice.happens(2) {
        let upgrades = ["websocket", "WebSocket", "h2c, websocket", "websocket2"];
        headers.push(("upgrade", dice.one(&upgrades).into()));
        headers.push(("connection", b"Upgrade".to_vec()));
    }
    let upgrades = is_handshake || headers.iter().any(|(name, _)| *name == "upgrade");
    if !upgrades && dice.happens(30) {
        headers.push((OVERREACHES, b"1".to_vec()));
    }
    let has_hosts = is_guarded || policy.contains_key("expect_hosts");
    if dice.happens(if has_hosts { 60 } else { 5 }) {
        case.insert("host".to_owned(), dice.one(&HOSTS).into());
    }
    if dice.happens(1) {
        case.insert("authority".to_owned(), dice.one(&HOSTS).into());
    }
    let headers = headers
        .into_iter()
        .map(|(name, value)| line_of(name, &value));
    case.insert("headers".to_owned(), headers.collect::<Vec<_>>().into());
    case
}

/// A line as cases have it.
fn line_of(name: &str, value: &[u8]) -> Value {
    let value = value.trim_ascii();
    let bytes: Vec<Value> = value.iter().map(|byte| i64::from(*byte).into()).collect();
    let mut table = Table::new();
    table.insert("bytes".to_owned(), bytes.into());
    vec![Value::from(name), table.into()].into()
}

/// One that an entry means, changed now and then.
fn origin(dice: &mut Dice, policy: &Table) -> Vec<u8> {
    let entries = policy.get("allow_origins").and_then(Value::as_array);
    let entry = entries.map(|entries| &entries[dice.below(entries.len())]);
    let meant = match entry {
        Some(Value::String(text)) if !dice.happens(15) => fill(dice, text),
        Some(Value::Table(_)) if !dice.happens(15) => dice.one(&REGEX_LIKE).to_owned(),
        _ => dice.one(&STRANGERS).to_owned(),
    };
    let mut origin = meant.into_bytes();
    if dice.happens(45) {
        change(dice, &mut origin);
    }
    if dice.happens(4) {
        change(dice, &mut origin);
    }
    origin
}

/// An origin of a pattern, or one near to it.
fn fill(dice: &mut Dice, entry: &str) -> String {
    let labels = ["a", "a.b", "a-b.c_d", "xn--a", "", "a..b", "A", "a_"];
    let ports = [
        "", ":8080", ":8443", ":1", ":0", ":080", ":65535", ":65536", ":443", ":80", ":",
    ];
    let digits = ["12", "0", "x", "", "1-2", "\u{661}"];
    let slugs = ["a", "a-b", "0f", "a.b", "a_b", "-", "A"];
    entry
        .replace("//*.", &format!("//{}.", dice.one(&labels)))
        .replace(":*", dice.one(&ports))
        .replace("{digits}", dice.one(&digits))
        .replace("{hex}", dice.one(&slugs))
        .replace("{slug}", dice.one(&slugs))
}

fn change(dice: &mut Dice, origin: &mut Vec<u8>) {
    let at = dice.below(origin.len() + 1);
    let last = at.min(origin.len().saturating_sub(1));
    match dice.below(13) {
        0 => origin.make_ascii_uppercase(),
        1 => origin[last..]
            .iter_mut()
            .take(1)
            .for_each(u8::make_ascii_uppercase),
        2 => origin.push(b'.'),
        3 => origin.extend(b":8443"),
        4 => origin.extend(b".stranger.example"),
        5 => origin.extend(
            dice.one(&["/", ":443", ":", " ", ":8080", "/.", "#", "?"])
                .bytes(),
        ),
        6 | 7 => origin.insert(at, SIGNS[dice.below(SIGNS.len())]),
        8 if !origin.is_empty() => drop(origin.remove(last)),
        9 if !origin.is_empty() => origin[last] = SIGNS[dice.below(SIGNS.len())],
        10 if origin.starts_with(b"https") => drop(origin.remove(4)),
        11 => {
            let host = origin.windows(3).position(|part| part == b"://");
            let before = dice.one(&[
                "x",
                "user@",
                "x.",
                "-",
                ".",
                "stranger.example/",
                "stranger.example#.",
            ]);
            let host = host.map_or(0, |at| at + 3);
            origin.splice(host..host, before.bytes());
        }
        _ => {
            let other = origin.clone();
            origin.extend(dice.one(&[",", ", ", " ", "\t", "\x0b"]).bytes());
            origin.extend(other);
        }
    }
    origin.retain(|byte| *byte == b'\t' || !byte.is_ascii_control());
}

/// A list of names, in all the ways that there are.
fn names(dice: &mut Dice) -> Vec<u8> {
    let mut list = Vec::new();
    for _ in 0..dice.below(5) {
        list.extend(dice.one(&NAMES).bytes());
        list.extend(dice.one(&[",", ",", ", ", " , ", ",,", "\t,", ";"]).bytes());
    }
    if dice.happens(70) {
        list.pop();
    }
    if dice.happens(5) {
        list.push(SIGNS[dice.below(SIGNS.len())]);
    }
    list
}
