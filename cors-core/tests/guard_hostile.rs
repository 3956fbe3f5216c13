//! Guards and hostile requests: every length and every number of lines, nothing allocated, and no line read
//! that can't change the verdict.
#![cfg(feature = "http")]

use core::cell::RefCell;

use cors_core::{
    GuardVerdict, Outcome, Policy,
    adapter::{Decision, Field, Head, PlainHead, RequestHead, Responder},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

fn policies() -> [Policy; 4] {
    let guarded = Policy::builder()
        .allow_origins([
            "https://app.test",
            "https://*.pages.test",
            "https://api.test:8443",
        ])
        .allow_credentials(true)
        .expose_headers(["x-request-id"])
        .guard_unsafe_methods(true)
        .guard_websockets(true);
    let many = (0..1_000).map(|n| format!("host-{n}.test"));
    [
        guarded.clone().build().unwrap(),
        guarded.clone().guard_safe_methods(true).build().unwrap(),
        guarded
            .guard_safe_methods(true)
            .expect_hosts(["api.test", "*.pages.test:80", "[::1]", "127.0.0.1"])
            .build()
            .unwrap(),
        Policy::builder().expect_hosts(many).build().unwrap(),
    ]
}

const GUARDED: [Field; 5] = [
    Field::Host,
    Field::Origin,
    Field::SecFetchSite,
    Field::SecFetchMode,
    Field::Upgrade,
];

fn requests() -> impl Iterator<Item = (Method, Uri, HeaderMap)> {
    let host: [&[&[u8]]; 9] = [
        &[],
        &[b"api.test"],
        &[b"API.test:8443"],
        &[b"host-7.test"],
        &[b"a.b.pages.test"],
        &[b"evil.test"],
        &[b"[::1]:8443"],
        &[b"\xff"],
        &[b"api.test", b"api.test"],
    ];
    let origin: [&[&[u8]]; 8] = [
        &[],
        &[b"https://app.test"],
        &[b"http://api.test"],
        &[b"https://API.test"],
        &[b"http://api.test:8443"],
        &[b"null"],
        &[b"\xff"],
        &[b"https://app.test", b"https://app.test"],
    ];
    let site: [&[&[u8]]; 5] = [
        &[],
        &[b"same-origin"],
        &[b"cross-site"],
        &[b"\xff"],
        &[b"none", b"none"],
    ];
    let extra: [&[(&str, &str)]; 4] = [
        &[],
        &[("upgrade", "WebSocket")],
        &[("sec-fetch-mode", "navigate")],
        &[("access-control-request-method", "PUT")],
    ];
    let methods = [
        Method::GET,
        Method::POST,
        Method::OPTIONS,
        Method::CONNECT,
        Method::HEAD,
    ];
    let mut all = Vec::new();
    for method in methods {
        for uri in ["/", "https://api.test/"] {
            for host in host {
                for origin in origin {
                    for site in site {
                        for extra in extra {
                            let mut map = HeaderMap::new();
                            let lines =
                                [("host", host), ("origin", origin), ("sec-fetch-site", site)];
                            for (name, lines) in lines {
                                for line in lines {
                                    map.append(name, received(line));
                                }
                            }
                            for (name, value) in extra {
                                map.append(*name, received(value.as_bytes()));
                            }
                            all.push((method.clone(), Uri::from_static(uri), map));
                        }
                    }
                }
            }
        }
    }
    all.into_iter()
}

/// As a server makes it: cloning it counts a reference.
fn received(value: &[u8]) -> HeaderValue {
    let value = HeaderValue::from_bytes(value).unwrap();
    drop(value.clone());
    value
}

/// Deciding, the refusal's making and its way into a map that has room.
#[test]
fn nothing_is_allocated() {
    let mut outcomes = std::collections::BTreeSet::new();
    let (mut passed, mut refused) = (0, 0);
    let requests: Vec<_> = requests().collect();
    for policy in policies() {
        let responder = Responder::with_constants(&policy, HeaderValue::from_static);
        for (method, uri, headers) in &requests {
            let head = Head::new(method, uri, headers);
            let mut map = HeaderMap::with_capacity(32);
            map.insert("content-type", HeaderValue::from_static("text/html"));
            let info = allocation_counter::measure(|| {
                let verdict = policy.decide(&head);
                let by = match responder.respond(&head) {
                    Decision::Forward(_) => None,
                    Decision::Answer(answer) => {
                        let by = answer.refused_by();
                        core::hint::black_box((
                            answer.status(),
                            answer.body(),
                            answer.iter().count(),
                        ));
                        let _ = answer.apply(&mut map);
                        by
                    }
                };
                assert_eq!(by, verdict.guard().refused_by());
                match verdict.guard() {
                    GuardVerdict::NotGuarded => {}
                    GuardVerdict::Passed { .. } => passed += 1,
                    _ => refused += 1,
                }
            });
            assert_eq!(info.count_total, 0, "{method} {uri} {headers:?}");
            if let Some(by) = policy.decide(&head).guard().refused_by() {
                outcomes.insert(by.outcome());
            }
        }
    }
    let all = Outcome::ALL.iter().filter(|outcome| outcome.is_refused());
    assert_eq!(outcomes, all.copied().collect());
    assert!(passed > 1_000 && refused > 1_000, "{passed} {refused}");
}

/// The measurement itself: a map without room has to grow.
#[test]
fn a_map_without_room_allocates() {
    let [policy, ..] = policies();
    let head = PlainHead::new("POST").line(Field::Origin, "null");
    let responder = Responder::<Vec<u8>>::new(&policy);
    let info = allocation_counter::measure(|| {
        let Decision::Answer(answer) = responder.respond(&head) else {
            panic!("a refusal");
        };
        let _ = answer.apply(&mut Sink(Vec::new()));
    });
    assert!(info.count_total > 0);
}

struct Sink(Vec<(Field, Vec<u8>)>);

impl cors_core::adapter::ResponseHead<Vec<u8>> for Sink {
    fn any_name(&self, _: impl FnMut(&str) -> bool) -> bool {
        false
    }

    fn lines(&self, _: Field) -> impl Iterator<Item: AsRef<[u8]>> {
        core::iter::empty::<&[u8]>()
    }

    fn append(&mut self, field: Field, value: Vec<u8>) {
        self.0.push((field, value));
    }

    fn remove(&mut self, _: Field) {}
}

/// 64 KiB of whatever in any header: no panic, and the verdict that the header's absence of sense has.
#[test]
fn long_lines() {
    const LONG: usize = 64 * 1024;
    let fillers: [&[u8]; 12] = [
        b"a",
        b".",
        b":",
        b"[",
        b"8",
        b"*",
        b",",
        b" ",
        b"\xff",
        b"websocke",
        b"a.",
        b"https://",
    ];
    let refused = |outcome| move |found: Option<Outcome>| assert_eq!(found, Some(outcome));
    for filler in fillers {
        let long = filler.repeat(LONG / filler.len() + 1);
        let value = HeaderValue::from_bytes(&long).unwrap();
        for policy in policies() {
            for field in GUARDED {
                for method in [Method::GET, Method::POST, Method::OPTIONS, Method::HEAD] {
                    let mut map = HeaderMap::new();
                    map.insert("host", HeaderValue::from_static("api.test"));
                    map.insert("origin", HeaderValue::from_static("https://api.test"));
                    map.insert(HeaderName::from_static(field.as_str()), value.clone());
                    let head = Head::new(&method, None, &map);
                    let guard = policy.decide(&head).guard();
                    let outcome = guard.refused_by().map(|by| by.outcome());
                    let covered = !matches!(guard, GuardVerdict::NotGuarded);
                    let expects = !policy.settings().expect_hosts().is_empty();
                    if outcome == Some(Outcome::UnexpectedHost) {
                        assert!(
                            policy.settings().allow_origins().next().is_none()
                                && field != Field::Host
                        );
                        continue;
                    }
                    match field {
                        // Nobody knows the host: no origin is its own.
                        Field::Host if expects => refused(Outcome::UnknownHost)(outcome),
                        Field::Host | Field::Origin if covered => {
                            assert_eq!(guard.rule().map(|rule| rule.number()), Some(6));
                        }
                        // They say nothing: the origin is the server's own.
                        Field::SecFetchSite | Field::SecFetchMode | Field::Upgrade if covered => {
                            assert_eq!(guard.rule().map(|rule| rule.number()), Some(5), "{head:?}");
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

/// A handshake is one wherever its name stands.
#[test]
fn a_name_at_the_end_of_64_kib() {
    let [policy, ..] = policies();
    for filler in ["websocke", "w", "websocke,", "x", "WEBSOCKE"] {
        let mut line = filler.repeat(60 * 1024 / filler.len());
        let head = |line: &str| {
            PlainHead::new("GET")
                .line(Field::Origin, "https://evil.test")
                .line(Field::Upgrade, line)
        };
        let without = policy.decide(&head(&line)).guard();
        assert_eq!(without, GuardVerdict::NotGuarded, "{filler}");
        line += "WebSocket";
        let refused = policy.decide(&head(&line)).guard().refused_by();
        assert_eq!(
            refused.map(|by| by.outcome()),
            Some(Outcome::WebSocketRefused)
        );
    }
}

/// A request that counts the lines that are read of it.
struct Counting {
    method: &'static str,
    lines: Vec<(Field, Vec<u8>)>,
    read: RefCell<Vec<(Field, usize)>>,
}

impl Counting {
    fn is_asked_for(&self, field: Field) -> bool {
        self.read.borrow().iter().any(|(one, _)| *one == field)
    }

    fn read(&self, field: Field) -> usize {
        let read = self.read.borrow();
        let of_field = read.iter().filter(|(one, _)| *one == field);
        of_field.map(|(_, count)| count).sum()
    }
}

impl RequestHead<Vec<u8>> for Counting {
    fn method(&self) -> &str {
        self.method
    }

    fn authority(&self) -> Option<&str> {
        None
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Vec<u8>>> {
        self.read.borrow_mut().push((field, 0));
        let lines = self.lines.iter().filter(move |(name, _)| *name == field);
        lines.map(move |(_, value)| {
            self.read.borrow_mut().push((field, 1));
            value.as_slice()
        })
    }
}

/// Of thousands of lines, two are enough to know that there are several. Only `Upgrade` is read to the end,
/// since a handshake may stand in its last line.
#[test]
fn thousands_of_lines() {
    const MANY: usize = 5_000;
    for policy in policies() {
        for field in GUARDED {
            for method in ["GET", "POST", "HEAD", "OPTIONS"] {
                for line in ["https://app.test", "api.test", "same-origin", "h2c"] {
                    let mut lines = vec![
                        (Field::Host, b"api.test".to_vec()),
                        (Field::Origin, b"https://evil.test".to_vec()),
                    ];
                    lines.retain(|(name, _)| *name != field);
                    lines.extend((0..MANY).map(|_| (field, line.as_bytes().to_vec())));
                    let head = Counting {
                        method,
                        lines,
                        read: RefCell::default(),
                    };
                    let guard = policy.decide(&head).guard();
                    assert_ne!(
                        guard.rule().map(|rule| rule.number()),
                        Some(1),
                        "several origins are none"
                    );
                    for read in GUARDED {
                        let most = if read == Field::Upgrade && field == read {
                            MANY
                        } else {
                            2
                        };
                        let count = head.read(read);
                        // Twice, where the expected hosts and the server's own origin depend on it.
                        let times = if read == Field::Host { 2 } else { 1 };
                        assert!(count <= most * times, "{read}: {count} of {field}");
                    }
                }
            }
        }
    }
}

/// What is not asked is not read: the list of a listed origin is enough, and a guard that covers nothing
/// reads nothing.
#[test]
fn what_is_not_needed_is_not_read() {
    let [guarded, reads, hosts, _] = policies();
    let unguarded = Policy::builder()
        .allow_origins("https://app.test")
        .build()
        .unwrap();
    let unsafe_only = Policy::builder()
        .guard_unsafe_methods(true)
        .build()
        .unwrap();
    const NOTHING: &[Field] = &[Field::Origin];
    const SITE: &[Field] = &[Field::Origin, Field::SecFetchSite];
    const OWN: &[Field] = &[Field::Host, Field::Origin, Field::SecFetchSite];
    for (policy, method, origin, site, expected) in [
        (
            &unguarded,
            "POST",
            Some("https://evil.test"),
            Some("cross-site"),
            NOTHING,
        ),
        (
            &unsafe_only,
            "GET",
            Some("https://evil.test"),
            Some("cross-site"),
            NOTHING,
        ),
        (
            &unsafe_only,
            "POST",
            Some("https://evil.test"),
            Some("cross-site"),
            SITE,
        ),
        (
            &guarded,
            "POST",
            Some("https://app.test"),
            Some("cross-site"),
            NOTHING,
        ),
        (
            &guarded,
            "POST",
            Some("https://api.test"),
            Some("same-origin"),
            SITE,
        ),
        (
            &guarded,
            "POST",
            Some("https://api.test"),
            Some("none"),
            SITE,
        ),
        (&guarded, "POST", Some("https://api.test"), None, OWN),
        (
            &reads,
            "GET",
            Some("https://app.test"),
            Some("cross-site"),
            NOTHING,
        ),
        (&reads, "GET", None, Some("same-origin"), SITE),
        (
            &hosts,
            "POST",
            Some("https://app.test"),
            None,
            &[Field::Host, Field::Origin],
        ),
    ] {
        let mut lines = vec![
            (Field::Host, b"api.test".to_vec()),
            (Field::SecFetchMode, b"cors".to_vec()),
            (Field::Upgrade, b"h2c".to_vec()),
        ];
        lines.extend(origin.map(|origin| (Field::Origin, origin.into())));
        lines.extend(site.map(|site| (Field::SecFetchSite, site.into())));
        let head = Counting {
            method,
            lines,
            read: RefCell::default(),
        };
        let _ = policy.decide(&head);
        let read: Vec<_> = GUARDED
            .into_iter()
            .filter(|field| head.is_asked_for(*field))
            .collect();
        assert_eq!(read, expected, "{method} {origin:?} {site:?}");
    }
}
