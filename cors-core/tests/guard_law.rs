//! What guards decide, held against a naive model: the documentation's sentences one after the other, with
//! owned strings and loops, and nothing of the engine.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::collections::BTreeSet;

use cors_core::{
    GuardVerdict, Outcome, Policy, RefusedBy,
    adapter::{Decision, Field, PlainHead, Responder},
};
use proptest::{
    prelude::*,
    sample::{select, subsequence},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Each with ten requests.
const POLICIES: u32 = 3_000;

/// What a policy file says.
#[derive(Clone, Debug)]
struct Settings {
    allow_origins: Vec<&'static str>,
    allow_credentials: bool,
    guard_unsafe_methods: bool,
    guard_safe_methods: bool,
    guard_websockets: bool,
    expect_hosts: Option<Vec<&'static str>>,
}

/// What is sent.
#[derive(Clone, Debug)]
struct Request {
    method: &'static str,
    authority: Option<&'static str>,
    host: Vec<&'static [u8]>,
    origin: Vec<&'static [u8]>,
    site: Vec<&'static str>,
    mode: Vec<&'static str>,
    upgrade: Vec<&'static str>,
    asks_for: Option<&'static str>,
}

// The model.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Judgement {
    NotGuarded,
    Passes(u8),
    Refused(Refused),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Refused {
    UnsafeMethod(u8),
    SafeMethod(u8),
    WebSocket(u8),
    UnexpectedHost,
    UnknownHost,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct HostPort {
    /// In lower case.
    host: String,
    port: Option<u16>,
}

fn judge(settings: &Settings, request: &Request) -> Judgement {
    if let Some(expected) = &settings.expect_hosts {
        match known_hosts(request) {
            None => return Judgement::Refused(Refused::UnknownHost),
            Some(hosts) => {
                for host in hosts {
                    if !expected.iter().any(|entry| is_expected(entry, &host)) {
                        return Judgement::Refused(Refused::UnexpectedHost);
                    }
                }
            }
        }
    }
    let is_preflight =
        request.method == "OPTIONS" && !request.origin.is_empty() && request.asks_for.is_some();
    if is_preflight {
        return Judgement::NotGuarded;
    }
    let is_safe = ["GET", "HEAD", "OPTIONS"].contains(&request.method);
    let mut is_handshake = request.method == "CONNECT";
    for line in &request.upgrade {
        is_handshake |= line.to_ascii_lowercase().contains("websocket");
    }
    let refused: fn(u8) -> Refused = if settings.guard_websockets && is_handshake {
        Refused::WebSocket
    } else if settings.guard_unsafe_methods && !is_safe {
        Refused::UnsafeMethod
    } else if settings.guard_safe_methods && is_safe {
        Refused::SafeMethod
    } else {
        return Judgement::NotGuarded;
    };
    // 1.
    if request.origin.len() == 1 && is_allowed(settings, request.origin[0]) {
        return Judgement::Passes(1);
    }
    let site = match request.site[..] {
        [one] => one,
        _ => "",
    };
    // 2.
    if site == "same-origin" || site == "none" {
        return Judgement::Passes(2);
    }
    // "Links from elsewhere still lead here", whatever their site.
    let is_read =
        settings.guard_safe_methods && (request.method == "GET" || request.method == "HEAD");
    let is_link = is_read && !is_handshake && request.mode == ["navigate"];
    if request.origin.is_empty() && is_link {
        return Judgement::Passes(4);
    }
    // 3.
    if site == "same-site" || site == "cross-site" {
        return Judgement::Refused(refused(3));
    }
    // 4.
    if request.origin.is_empty() {
        return if request.site.is_empty() {
            Judgement::Passes(4)
        } else {
            Judgement::Refused(refused(4))
        };
    }
    // 5.
    if request.origin.len() == 1 && is_own(settings, request, request.origin[0]) {
        return Judgement::Passes(5);
    }
    // 6.
    Judgement::Refused(refused(6))
}

fn is_allowed(settings: &Settings, origin: &[u8]) -> bool {
    let Ok(origin) = core::str::from_utf8(origin) else {
        return false;
    };
    settings.allow_origins.iter().any(|entry| {
        if let Some((scheme, below)) = entry.split_once("*.") {
            let labels = origin.strip_prefix(scheme);
            let labels = labels.and_then(|rest| rest.strip_suffix(below)?.strip_suffix('.'));
            labels.is_some_and(is_name)
        } else if let Some(without_port) = entry.strip_suffix(":*") {
            let is_port = |rest: &str| {
                let port = rest.strip_prefix(':').and_then(read_port);
                port.is_some_and(|port| port != 80)
            };
            let rest = origin.strip_prefix(without_port);
            rest.is_some_and(|rest| rest.is_empty() || is_port(rest))
        } else {
            origin == *entry
        }
    })
}

/// Labels of what names are made of, with a dot between two.
fn is_name(text: &str) -> bool {
    text.split('.').all(|label| {
        let mut letters = label.chars();
        !label.is_empty() && letters.all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'))
    })
}

fn read_port(digits: &str) -> Option<u16> {
    let port: u16 = digits.parse().ok()?;
    (port > 0 && port.to_string() == digits).then_some(port)
}

fn is_own(settings: &Settings, request: &Request, origin: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(origin) else {
        return false;
    };
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let default = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return false,
    };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => match read_port(port) {
            Some(port) if port != default => (host, port),
            _ => return false,
        },
        _ => (rest, default),
    };
    if !is_canonical_host(host) {
        return false;
    }
    let Some(hosts) = known_hosts(request) else {
        return false;
    };
    for one in hosts {
        if one.host != host || one.port.unwrap_or(default) != port {
            return false;
        }
    }
    if scheme == "http" && !is_this_machine(host) {
        let name = host.strip_suffix('.').unwrap_or(host);
        return ["", "."].iter().all(|dot| {
            let twin = if port == 443 || port == default {
                format!("https://{name}{dot}")
            } else {
                format!("https://{name}{dot}:{port}")
            };
            !is_allowed(settings, twin.as_bytes())
        });
    }
    true
}

fn is_canonical_host(host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let Some(inner) = rest.strip_suffix(']') else {
            return false;
        };
        return matches!(inner.parse::<Ipv6Addr>(), Ok(address) if address.to_string() == inner);
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    if !is_name(name) {
        return false;
    }
    let last = name.rsplit('.').next().unwrap();
    if last.chars().all(|c| c.is_ascii_digit()) {
        return matches!(host.parse::<Ipv4Addr>(), Ok(address) if address.to_string() == host);
    }
    true
}

fn is_this_machine(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let inner = host.trim_matches(['[', ']']);
    name == "localhost"
        || name.ends_with(".localhost")
        || matches!(host.parse::<Ipv4Addr>(), Ok(address) if address.octets()[0] == 127)
        || matches!(inner.parse::<Ipv6Addr>(), Ok(address) if address == Ipv6Addr::LOCALHOST)
}

/// What the request is for, by its target and by its `Host`, whichever are there, which name one host.
fn known_hosts(request: &Request) -> Option<Vec<HostPort>> {
    let mut hosts = Vec::new();
    if let Some(authority) = request.authority {
        hosts.push(read_host(authority.as_bytes())?);
    }
    match request.host[..] {
        [] => {}
        [one] => hosts.push(read_host(one)?),
        _ => return None,
    }
    match &hosts[..] {
        [] => None,
        [_] => Some(hosts),
        [target, host] => {
            // By the scheme of the server, which is one of the two.
            let is_one = [80, 443]
                .iter()
                .any(|default| target.port.unwrap_or(*default) == host.port.unwrap_or(*default));
            (target.host == host.host && is_one).then_some(hosts)
        }
        _ => unreachable!(),
    }
}

/// `uri-host [ ":" port ]`.
fn read_host(text: &[u8]) -> Option<HostPort> {
    let text = String::from_utf8(text.to_vec()).ok()?.to_ascii_lowercase();
    let (host, port) = match text.rsplit_once(':') {
        Some((host, "")) => (host, None),
        Some((host, port)) if !port.contains(']') => (host, Some(read_port(port)?)),
        _ => (&*text, None),
    };
    let is_host = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse::<Ipv6Addr>().is_ok(),
        None => {
            let marks = "-._~!$&'()*+,;=";
            let mut letters = host.chars();
            !host.is_empty() && letters.all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
        }
    };
    is_host.then(|| HostPort {
        host: host.to_owned(),
        port,
    })
}

fn is_expected(entry: &str, host: &HostPort) -> bool {
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (entry, "*"),
    };
    let is_port = match (port, host.port) {
        ("*", _) => true,
        (listed, Some(port)) => listed == port.to_string(),
        (listed, None) => listed == "80" || listed == "443",
    };
    let is_host = match name.strip_prefix("*.") {
        None => name == host.host,
        Some(above) => {
            let below = host.host.strip_suffix(above);
            below
                .and_then(|below| below.strip_suffix('.'))
                .is_some_and(is_name)
        }
    };
    is_port && is_host
}

// What is generated.

const ORIGINS: [&str; 6] = [
    "https://app.test",
    "https://api.test",
    "https://*.pages.test",
    "http://localhost:*",
    "https://[::1]:8443",
    "https://api.test:8443",
];

const HOSTS: [&str; 9] = [
    "api.test",
    "api.test:443",
    "api.test:8443",
    "localhost:3000",
    "localhost:*",
    "127.0.0.1",
    "[::1]",
    "*.pages.test",
    "*.internal.test:80",
];

fn settings() -> impl Strategy<Value = Settings> {
    let guards = select(vec![
        (false, false, false),
        (true, false, false),
        (false, false, true),
        (true, false, true),
        (true, true, false),
        (true, true, true),
    ]);
    let hosts = prop_oneof![
        2 => Just(None),
        1 => subsequence(HOSTS.to_vec(), 1..=HOSTS.len()).prop_map(Some),
    ];
    let origins = subsequence(ORIGINS.to_vec(), 0..=ORIGINS.len());
    (origins, any::<bool>(), guards, hosts)
        .prop_filter("there is something", |(origins, _, guards, hosts)| {
            !origins.is_empty() || *guards != (false, false, false) || hosts.is_some()
        })
        .prop_map(|(allow_origins, allow_credentials, guards, expect_hosts)| {
            let (guard_unsafe_methods, guard_safe_methods, guard_websockets) = guards;
            Settings {
                allow_origins,
                allow_credentials,
                guard_unsafe_methods,
                guard_safe_methods,
                guard_websockets,
                expect_hosts,
            }
        })
}

fn request() -> impl Strategy<Value = Request> {
    let method = select(vec![
        "GET", "GET", "GET", "HEAD", "OPTIONS", "OPTIONS", "POST", "POST", "PUT", "PATCH",
        "DELETE", "TRACE", "CONNECT", "QUERY", "get", "Post", "OPTIONSS", "",
    ]);
    (
        method,
        addressed(),
        sent(SITES, 3),
        sent(MODES, 2),
        sent(UPGRADES, 2),
        prop_oneof![3 => Just(None), 1 => select(vec![Some("PUT"), Some(""), Some("GET")])],
    )
        .prop_map(
            |(method, (authority, host, origin), site, mode, upgrade, asks_for)| Request {
                method,
                authority,
                host,
                origin,
                site,
                mode,
                upgrade,
                asks_for,
            },
        )
}

/// Lines of one kind: mostly one or none.
fn sent<T: Copy + core::fmt::Debug + 'static>(
    lines: &'static [T],
    most: usize,
) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![
        3 => Just(Vec::new()),
        6 => prop::collection::vec(select(lines), 1),
        1 => prop::collection::vec(select(lines), 2..=most),
    ]
}

/// The target's authority, `Host` and `Origin`: often of one server.
fn addressed()
-> impl Strategy<Value = (Option<&'static str>, Vec<&'static [u8]>, Vec<&'static [u8]>)> {
    let by_chance = (
        prop_oneof![3 => Just(None), 1 => select(AUTHORITIES).prop_map(Some)],
        sent(HOST_LINES, 3),
        sent(ORIGIN_LINES, 3),
    );
    let of_one = select(SERVERS).prop_flat_map(|(hosts, origins)| {
        let host = select(hosts);
        let authority = prop_oneof![2 => Just(None), 1 => select(hosts).prop_map(Some)];
        let lines = prop_oneof![
            4 => host.prop_map(|host| vec![host.as_bytes()]),
            1 => Just(Vec::new()),
        ];
        let origin = select(origins).prop_map(|origin| vec![origin.as_bytes()]);
        (authority, lines, origin)
    });
    prop_oneof![by_chance, of_one]
}

/// Names of one server each, and origins that are its own or nearly.
type Server = (&'static [&'static str], &'static [&'static str]);

const SERVERS: &[Server] = &[
    (
        &[
            "api.test",
            "API.Test",
            "api.test:443",
            "api.test:80",
            "api.test:",
        ],
        &[
            "https://api.test",
            "http://api.test",
            "http://api.test:443",
            "https://api.test:80",
        ],
    ),
    (
        &["api.test:8443", "Api.Test:8443"],
        &[
            "https://api.test:8443",
            "http://api.test:8443",
            "https://api.test",
        ],
    ),
    (
        &["localhost", "localhost:80", "LOCALHOST", "localhost:3000"],
        &[
            "http://localhost",
            "http://localhost:3000",
            "https://localhost",
        ],
    ),
    (
        &["[::1]", "[::1]:8443", "[::1]:80"],
        &[
            "http://[::1]",
            "https://[::1]:8443",
            "http://[::1]:8443",
            "https://[::1]",
        ],
    ),
    (
        &["127.0.0.1:8080", "127.0.0.1"],
        &[
            "http://127.0.0.1:8080",
            "http://127.0.0.1",
            "https://127.0.0.1:8080",
        ],
    ),
    (
        &["[fe80::a]", "[FE80::A]", "[fe80::a]:443"],
        &["https://[fe80::a]", "http://[fe80::a]", "https://[fe80::A]"],
    ),
    (
        &["a.pages.test", "A.Pages.test:443", "a.b.pages.test"],
        &[
            "https://a.pages.test",
            "http://a.pages.test",
            "http://a.b.pages.test",
        ],
    ),
    (
        &["x.internal.test", "x.y.internal.test:80", "internal.test"],
        &[
            "http://x.internal.test",
            "http://x.y.internal.test",
            "https://internal.test",
        ],
    ),
    (
        &["api.test.", "api.test.:443"],
        &["https://api.test.", "http://api.test.", "https://api.test"],
    ),
    (
        &["10.0.0.7", "10.0.0.7:80"],
        &["http://10.0.0.7", "https://10.0.0.7", "http://10.0.0.07"],
    ),
];

const AUTHORITIES: &[&str] = &[
    "api.test",
    "API.test:443",
    "api.test:8443",
    "localhost:3000",
    "[::1]:8443",
    "evil.test",
    "user@api.test",
    "api.test:0",
    "",
];

const HOST_LINES: &[&[u8]] = &[
    b"api.test",
    b"api.test:8443",
    b"localhost:3000",
    b"127.0.0.1",
    b"evil.test",
    b"evil.test:443",
    b"evilpages.test",
    b".pages.test",
    b"a..pages.test",
    b"pages.test",
    b"rebound.evil.test:3000",
    b"api.test.evil.test",
    b"localhost.",
    b"127.1",
    b"2130706433",
    b"[0:0:0:0:0:0:0:1]",
    b"[::1",
    b"::1",
    b"[::1]x",
    b"[::g]",
    b"",
    b" ",
    b":443",
    b"api.test:x",
    b"api.test:0",
    b"api.test:080",
    b"api.test:99999",
    b"api.test:443:443",
    b"api.test:+443",
    b"user@api.test",
    b"http://api.test",
    b"api.test/",
    b"api.test, api.test",
    b"api_test",
    b"api%2etest",
    b"\xff",
    b"\xc3\xa4pi.test",
];

const ORIGIN_LINES: &[&[u8]] = &[
    b"https://app.test",
    b"https://app.test",
    b"https://api.test",
    b"https://a.pages.test",
    b"https://a.b.pages.test",
    b"https://pages.test",
    b"https://.pages.test",
    b"http://a.pages.test",
    b"http://localhost:5173",
    b"http://localhost:80",
    b"http://localhost",
    b"https://[::1]:8443",
    b"null",
    b"null",
    b"null",
    b"null",
    b"null",
    b"https://evil.test",
    b"https://evil.test:443",
    b"https://app.test.evil.test",
    b"https://evil-app.test",
    b"https://APP.test",
    b"https://app.test/",
    b"https://app.test:8443",
    b"https://app.test, https://app.test",
    b"https://app.test https://app.test",
    b"ws://api.test",
    b"ftp://api.test",
    b"app://api.test",
    b"file://",
    b"api.test",
    b"https://",
    b"https://api.test:",
    b"https://api.test:0",
    b"https://user@api.test",
    b"NULL",
    b"",
    b" ",
    b"\xff",
];

const SITES: &[&str] = &[
    "same-origin",
    "same-origin",
    "none",
    "none",
    "same-site",
    "same-site",
    "cross-site",
    "cross-site",
    "Same-Origin",
    "NONE",
    "",
    "bogus",
    "same-origin;a",
    "same-origin, same-origin",
];

const MODES: &[&str] = &[
    "navigate",
    "navigate",
    "cors",
    "no-cors",
    "websocket",
    "Navigate",
    "",
];

const UPGRADES: &[&str] = &[
    "websocket",
    "WebSocket",
    "h2c, WEBSOCKET",
    "websocket/13",
    "notwebsockets",
    "h2c",
    "TLS/1.0",
    "websocke",
    "web socket",
    "",
];

// Both, side by side.

impl Settings {
    fn build(&self, guards: bool) -> Policy {
        let builder = Policy::builder()
            .allow_origins(&self.allow_origins)
            .origins_may_be_empty(true)
            .allow_credentials(self.allow_credentials)
            .allow_methods(["PUT"])
            .expose_headers(["x-request-id"]);
        if !guards {
            return builder.build().unwrap();
        }
        let builder = builder
            .guard_unsafe_methods(self.guard_unsafe_methods)
            .guard_safe_methods(self.guard_safe_methods)
            .guard_websockets(self.guard_websockets);
        match &self.expect_hosts {
            None => builder.build().unwrap(),
            Some(hosts) => builder.expect_hosts(hosts).build().unwrap(),
        }
    }
}

impl Request {
    fn head(&self) -> PlainHead {
        let mut head = PlainHead::new(self.method);
        if let Some(authority) = self.authority {
            head = head.authority(authority);
        }
        let mut add = |field, lines: &mut dyn Iterator<Item = &[u8]>| {
            for line in lines {
                head = head.clone().line(field, line);
            }
        };
        let texts =
            |lines: &[&'static str]| lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>();
        add(Field::Host, &mut self.host.iter().copied());
        add(Field::Origin, &mut self.origin.iter().copied());
        add(Field::SecFetchSite, &mut texts(&self.site).into_iter());
        add(Field::SecFetchMode, &mut texts(&self.mode).into_iter());
        add(Field::Upgrade, &mut texts(&self.upgrade).into_iter());
        let asks_for: Vec<_> = self.asks_for.into_iter().collect();
        add(
            Field::AccessControlRequestMethod,
            &mut texts(&asks_for).into_iter(),
        );
        head
    }
}

fn judgement(verdict: GuardVerdict) -> Judgement {
    match verdict {
        GuardVerdict::NotGuarded => Judgement::NotGuarded,
        GuardVerdict::Passed { rule, .. } => Judgement::Passes(rule.number()),
        GuardVerdict::Refused { by, .. } => Judgement::Refused(match by {
            RefusedBy::UnsafeMethod { rule, .. } => Refused::UnsafeMethod(rule.number()),
            RefusedBy::SafeMethod { rule, .. } => Refused::SafeMethod(rule.number()),
            RefusedBy::WebSocket { rule, .. } => Refused::WebSocket(rule.number()),
            RefusedBy::UnexpectedHost => Refused::UnexpectedHost,
            RefusedBy::UnknownHost => Refused::UnknownHost,
            other => panic!("the model does not know {other:?}"),
        }),
        other => panic!("the model does not know {other:?}"),
    }
}

impl Refused {
    fn outcome(self) -> Outcome {
        match self {
            Self::UnsafeMethod(_) => Outcome::UnsafeMethodRefused,
            Self::SafeMethod(_) => Outcome::SafeMethodRefused,
            Self::WebSocket(_) => Outcome::WebSocketRefused,
            Self::UnexpectedHost => Outcome::UnexpectedHost,
            Self::UnknownHost => Outcome::UnknownHost,
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::UnexpectedHost | Self::UnknownHost => 421,
            _ => 403,
        }
    }
}

/// A response, or what is added to one.
#[derive(Debug, PartialEq)]
struct Answer {
    status: Option<u16>,
    body: &'static str,
    headers: Vec<(&'static str, String)>,
}

fn answer(policy: &Policy, head: &PlainHead) -> Answer {
    let decision = Responder::<Vec<u8>>::new(policy).respond(head);
    let (status, body, lines) = match &decision {
        Decision::Forward(headers) => (None, "", headers.iter()),
        Decision::Answer(answer) => (Some(answer.status()), answer.body(), answer.iter()),
    };
    let text = |(field, value): (Field, &Vec<u8>)| {
        let value = String::from_utf8(value.clone()).expect("what is sent is ASCII");
        (field.as_str(), value)
    };
    Answer {
        status,
        body,
        headers: lines.map(text).collect(),
    }
}

/// What has to be met for the law to say something.
#[derive(Default, Debug)]
struct Met {
    judgements: BTreeSet<Judgement>,
    outcomes: BTreeSet<Outcome>,
    /// Row, column, whether the host is known, and what came of it.
    cells: BTreeSet<(&'static str, &'static str, bool, Judgement)>,
    statuses: BTreeSet<Option<u16>>,
    refused_preflights: usize,
    refused_heads: usize,
    passed: usize,
}

fn row(request: &Request) -> &'static str {
    match request.site[..] {
        [] => "absent",
        ["same-origin"] => "same-origin",
        ["none"] => "none",
        ["same-site"] => "same-site",
        ["cross-site"] => "cross-site",
        _ => "unknown",
    }
}

fn column(settings: &Settings, request: &Request) -> &'static str {
    match request.origin[..] {
        [] => "absent",
        [one] if is_allowed(settings, one) => "listed",
        [one] if is_own(settings, request, one) => "own",
        [b"null"] => "null",
        _ => "other",
    }
}

fn check(settings: &Settings, [guarded, plain]: &[Policy; 2], request: &Request, met: &mut Met) {
    let head = request.head();
    let expected = judge(settings, request);
    assert_eq!(judgement(guarded.decide(&head).guard()), expected);
    let outcome = guarded.explain(&head).outcome();
    let found = answer(guarded, &head);
    let without = answer(plain, &head);
    let is_preflight = without.status.is_some();
    let reads = "Origin, Sec-Fetch-Site, Sec-Fetch-Mode";
    let asked = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    match expected {
        Judgement::Refused(refused) => {
            assert_eq!(outcome, Some(refused.outcome()));
            assert_eq!(found.status, Some(refused.status()));
            assert_eq!(found.body.is_empty(), request.method == "HEAD");
            assert!(found.body.len() <= 400 && !found.body.contains('\n'));
            let vary = match (refused.status(), is_preflight) {
                (_, true) => asked,
                _ if settings.guard_safe_methods => reads,
                (403, _) => "Origin, Sec-Fetch-Site",
                _ => "Origin",
            };
            let lines = [
                ("content-type", "text/plain; charset=utf-8"),
                ("vary", vary),
            ];
            assert_eq!(
                found.headers,
                lines.map(|(name, value)| (name, value.to_owned()))
            );
            met.refused_preflights += usize::from(is_preflight);
            met.refused_heads += usize::from(request.method == "HEAD");
        }
        Judgement::Passes(_) | Judgement::NotGuarded => {
            assert_eq!(outcome, plain.explain(&head).outcome());
            // As if there were no guard, but for the `Vary` of guarded reads.
            let mut as_without = without;
            if settings.guard_safe_methods && !is_preflight {
                for (name, value) in &mut as_without.headers {
                    if *name == "vary" {
                        assert_eq!(value, "Origin");
                        reads.clone_into(value);
                    }
                }
            }
            assert_eq!(found, as_without);
            met.passed += 1;
        }
    }
    met.statuses.insert(found.status);
    met.judgements.insert(expected);
    met.outcomes.extend(outcome);
    if !matches!(
        expected,
        Judgement::NotGuarded | Judgement::Refused(Refused::UnexpectedHost | Refused::UnknownHost)
    ) {
        let is_known = known_hosts(request).is_some();
        let cell = (row(request), column(settings, request), is_known, expected);
        met.cells.insert(cell);
    }
}

#[test]
fn guards_decide_as_documented() {
    let config = Config {
        cases: POLICIES,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let met = core::cell::RefCell::new(Met::default());
    let requests = prop::collection::vec(request(), 10);
    let result = runner.run(&(settings(), requests), |(settings, requests)| {
        let policies = [true, false].map(|guards| settings.build(guards));
        for request in requests {
            check(&settings, &policies, &request, &mut met.borrow_mut());
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    met.into_inner().assert_all();
}

impl Met {
    /// Every cell of the table, under every guard; every rule; every outcome; every status.
    fn assert_all(self) {
        let mut missing = Vec::new();
        for row in [
            "absent",
            "same-origin",
            "none",
            "same-site",
            "cross-site",
            "unknown",
        ] {
            for (column, is_known) in [
                ("absent", true),
                ("absent", false),
                ("listed", true),
                ("listed", false),
                ("own", true),
                ("null", true),
                ("null", false),
                ("other", true),
                ("other", false),
            ] {
                let of_cell = self
                    .cells
                    .iter()
                    .filter(|cell| (cell.0, cell.1, cell.2) == (row, column, is_known));
                let found: BTreeSet<_> = of_cell.map(|cell| cell.3).collect();
                let passes = found.iter().any(|one| matches!(one, Judgement::Passes(_)));
                let by = |kind: fn(&Refused) -> bool| {
                    found
                        .iter()
                        .any(|one| matches!(one, Judgement::Refused(by) if kind(by)))
                };
                let refused = [
                    by(|by| matches!(by, Refused::UnsafeMethod(_))),
                    by(|by| matches!(by, Refused::SafeMethod(_))),
                    by(|by| matches!(by, Refused::WebSocket(_))),
                ];
                if !passes && refused != [true; 3] {
                    missing.push(format!("{row}, {column}, known: {is_known}: {found:?}"));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
        let by_rule = [
            Judgement::NotGuarded,
            Judgement::Passes(1),
            Judgement::Passes(2),
            Judgement::Passes(4),
            Judgement::Passes(5),
            Judgement::Refused(Refused::UnexpectedHost),
            Judgement::Refused(Refused::UnknownHost),
        ];
        let of_guards = [
            Refused::UnsafeMethod,
            Refused::SafeMethod,
            Refused::WebSocket,
        ];
        let of_guards = of_guards
            .into_iter()
            .flat_map(|by| [3, 4, 6].map(|rule| Judgement::Refused(by(rule))));
        let all: BTreeSet<_> = by_rule.into_iter().chain(of_guards).collect();
        assert_eq!(self.judgements, all);
        // Nothing asks for a header here.
        let never = [Outcome::HeaderNotAllowed, Outcome::AuthorizationNotCovered];
        let outcomes = Outcome::ALL
            .iter()
            .filter(|outcome| !never.contains(outcome));
        assert_eq!(self.outcomes, outcomes.copied().collect());
        assert_eq!(
            self.statuses,
            [None, Some(204), Some(403), Some(421)].into()
        );
        assert!(
            self.refused_preflights > 100 && self.refused_heads > 100,
            "{self:?}"
        );
        assert!(self.passed > 5_000, "{}", self.passed);
    }
}
