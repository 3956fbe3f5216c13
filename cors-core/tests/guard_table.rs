//! The table of a guarded request, cell by cell: every guard, every kind of `Sec-Fetch-Site` and of
//! `Origin`, with a host that is known and one that is not.

use cors_core::{
    GuardRule, GuardVerdict, Outcome, Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};

/// The rule that decides, and whether the request passes.
type Cell = (u8, bool);

const PASS_1: Cell = (1, true);
const PASS_2: Cell = (2, true);
const PASS_4: Cell = (4, true);
const PASS_5: Cell = (5, true);
const FAIL_3: Cell = (3, false);
const FAIL_4: Cell = (4, false);
const FAIL_6: Cell = (6, false);

const COLUMNS: [&str; 5] = ["absent", "listed", "own", "null", "other"];

/// Where the host that the request is for is known.
const TABLE: [(&str, [Cell; 5]); 6] = [
    ("absent", [PASS_4, PASS_1, PASS_5, FAIL_6, FAIL_6]),
    ("same-origin", [PASS_2, PASS_1, PASS_2, PASS_2, PASS_2]),
    ("none", [PASS_2, PASS_1, PASS_2, PASS_2, PASS_2]),
    ("same-site", [FAIL_3, PASS_1, FAIL_3, FAIL_3, FAIL_3]),
    ("cross-site", [FAIL_3, PASS_1, FAIL_3, FAIL_3, FAIL_3]),
    ("unknown", [FAIL_4, PASS_1, PASS_5, FAIL_6, FAIL_6]),
];

/// Where nobody knows it, no origin is the server's own.
fn with_unknown_host(cells: [Cell; 5]) -> [Cell; 5] {
    let [absent, listed, _, null, other] = cells;
    [absent, listed, other, null, other]
}

/// The lines that belong to a row.
fn sites(row: &str) -> Vec<Vec<&[u8]>> {
    match row {
        "absent" => vec![vec![]],
        "unknown" => vec![
            vec![b""],
            vec![b"bogus"],
            vec![b"Same-Origin"],
            vec![b"NONE"],
            vec![b"same-origin;a=b"],
            vec![b"same-origin, none"],
            vec![b"\"same-origin\""],
            vec![b"same-origin "],
            vec![b"same-origi"],
            vec![b"\xff"],
            vec![b"same-origin", b"same-origin"],
            vec![b"none", b"cross-site"],
            vec![b"cross-site", b"cross-site"],
            vec![b"", b"same-origin"],
        ],
        known => vec![vec![known.as_bytes()]],
    }
}

const LISTED: &[u8] = b"https://app.test";
const OWN: &[u8] = b"https://api.test:8443";

/// The lines that belong to a column.
fn origins(column: &str) -> Vec<Vec<&'static [u8]>> {
    match column {
        "absent" => vec![vec![]],
        "listed" => vec![vec![LISTED]],
        "own" => vec![vec![OWN], vec![b"http://api.test:8443"]],
        "null" => vec![vec![b"null"]],
        _ => vec![
            vec![b"https://evil.test"],
            // As long as a listed one.
            vec![b"https://bpp.test"],
            vec![b"https://api.test"],
            vec![b"https://api.test:8444"],
            vec![b"ws://api.test:8443"],
            vec![b"https://API.test:8443"],
            vec![b"https://api.test:8443/"],
            vec![b"https://api.test:08443"],
            vec![b"api.test:8443"],
            vec![b"https://app.test, https://app.test"],
            vec![b"NULL"],
            vec![b""],
            vec![b" "],
            vec![b"\xff"],
            vec![LISTED, LISTED],
            vec![OWN, OWN],
            vec![LISTED, b"https://evil.test"],
            vec![b"null", b"null"],
            vec![b"", LISTED],
        ],
    }
}

/// Ways to be for `api.test:8443`, and ways in which nobody knows what a request is for.
fn hosts(is_known: bool) -> Vec<fn(PlainHead) -> PlainHead> {
    if is_known {
        vec![
            |head| head.line(Field::Host, "api.test:8443"),
            |head| head.line(Field::Host, "API.Test:8443"),
            |head| head.authority("api.test:8443"),
            |head| {
                head.authority("api.test:8443")
                    .line(Field::Host, "Api.test:8443")
            },
        ]
    } else {
        vec![
            |head| head,
            |head| head.line(Field::Host, ""),
            |head| head.line(Field::Host, "\u{e4}pi.test:8443"),
            |head| head.line(Field::Host, b"\xff"),
            |head| head.line(Field::Host, "https://api.test:8443"),
            |head| head.line(Field::Host, "api.test:8443/"),
            |head| head.line(Field::Host, "user@api.test:8443"),
            |head| head.line(Field::Host, "api.test:8443, api.test:8443"),
            |head| {
                head.line(Field::Host, "api.test:8443")
                    .line(Field::Host, "api.test:8443")
            },
            |head| {
                head.authority("api.test:8443")
                    .line(Field::Host, "api.test")
            },
            |head| {
                head.authority("evil.test")
                    .line(Field::Host, "api.test:8443")
            },
            |head| {
                head.authority("api.test:8443")
                    .line(Field::Host, "api.test:8443")
                    .line(Field::Host, "api.test:8443")
            },
            |head| head.authority("").line(Field::Host, "api.test:8443"),
        ]
    }
}

fn policy(guards: [bool; 3]) -> Policy {
    let [unsafe_methods, websockets, safe_methods] = guards;
    Policy::builder()
        .allow_origins(["https://app.test"])
        .guard_unsafe_methods(unsafe_methods)
        .guard_websockets(websockets)
        .guard_safe_methods(safe_methods)
        .build()
        .unwrap()
}

/// What was decided about `head`, in the table's terms, after a look at all that says so.
#[track_caller]
fn cell(policy: &Policy, head: &PlainHead, refused: Outcome) -> Cell {
    let verdict = policy.decide(head).guard();
    let (rule, passes) = match verdict {
        GuardVerdict::Passed { rule, .. } => (rule, true),
        GuardVerdict::Refused { by, .. } => {
            assert_eq!(by.outcome(), refused, "{head:?}");
            (by.rule().expect("a guard has a rule"), false)
        }
        other => panic!("{head:?}: {other:?}"),
    };
    assert_eq!(verdict.rule(), Some(rule));
    let said = policy.explain(head).outcome();
    assert_eq!(said == Some(refused), !passes, "{head:?}: {said:?}");
    match Responder::<Vec<u8>>::new(policy).respond(head) {
        Decision::Forward(_) => assert!(passes, "{head:?}"),
        Decision::Answer(answer) => {
            assert_eq!((answer.status(), passes), (403, false), "{head:?}");
            assert_eq!(answer.refused_by(), verdict.refused_by());
        }
    }
    (rule.number(), passes)
}

/// Goes through all cells, and returns how many requests that were.
fn check(
    policy: &Policy,
    refused: Outcome,
    request: &PlainHead,
    expected: impl Fn(usize, Cell) -> Cell,
) -> usize {
    let mut count = 0;
    for (row, cells) in TABLE {
        for is_known in [true, false] {
            let cells = if is_known {
                cells
            } else {
                with_unknown_host(cells)
            };
            for (place, column) in COLUMNS.into_iter().enumerate() {
                for for_host in hosts(is_known) {
                    for site in sites(row) {
                        for origin in origins(column) {
                            let mut head = for_host(request.clone());
                            for line in &site {
                                head = head.line(Field::SecFetchSite, line);
                            }
                            for line in origin {
                                head = head.line(Field::Origin, line);
                            }
                            let found = cell(policy, &head, refused);
                            assert_eq!(
                                found,
                                expected(place, cells[place]),
                                "{row}, {column}, known: {is_known}: {head:?}"
                            );
                            count += 1;
                        }
                    }
                }
            }
        }
    }
    count
}

fn as_it_stands(_: usize, cell: Cell) -> Cell {
    cell
}

#[test]
fn unsafe_methods() {
    let policy = policy([true, false, false]);
    for method in [
        "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY", "get", "Head", "GETS",
    ] {
        let request = PlainHead::new(method);
        let count = check(
            &policy,
            Outcome::UnsafeMethodRefused,
            &request,
            as_it_stands,
        );
        assert_eq!(count, 17 * 19 * 24, "{method}");
    }
}

#[test]
fn handshakes() {
    let policy = policy([false, true, false]);
    for upgrade in ["websocket", "WebSocket", "h2c, websocket/13", "xwebsocketx"] {
        for method in ["GET", "POST", "OPTIONS"] {
            let request = PlainHead::new(method).line(Field::Upgrade, upgrade);
            check(&policy, Outcome::WebSocketRefused, &request, as_it_stands);
        }
    }
    let second = PlainHead::new("GET")
        .line(Field::Upgrade, "h2c")
        .line(Field::Upgrade, "websocket");
    check(&policy, Outcome::WebSocketRefused, &second, as_it_stands);
    let extended = PlainHead::new("CONNECT");
    check(&policy, Outcome::WebSocketRefused, &extended, as_it_stands);
}

#[test]
fn safe_methods() {
    let policy = policy([true, false, true]);
    let get = PlainHead::new("GET");
    for request in [
        get.clone(),
        PlainHead::new("HEAD"),
        PlainHead::new("OPTIONS"),
        PlainHead::new("OPTIONS").line(Field::SecFetchMode, "navigate"),
        get.clone().line(Field::SecFetchMode, "cors"),
        get.clone().line(Field::SecFetchMode, "Navigate"),
        get.clone().line(Field::SecFetchMode, "navigate;a"),
        get.clone().line(Field::SecFetchMode, ""),
        get.clone()
            .line(Field::SecFetchMode, "navigate")
            .line(Field::SecFetchMode, "navigate"),
        // A handshake is nothing that a link leads to.
        get.line(Field::SecFetchMode, "navigate")
            .line(Field::Upgrade, "websocket"),
    ] {
        check(&policy, Outcome::SafeMethodRefused, &request, as_it_stands);
    }
}

/// Without `Origin` they pass, whatever their site says; with one, they are requests like others.
#[test]
fn navigations() {
    let policy = policy([true, true, true]);
    for method in ["GET", "HEAD"] {
        let request = PlainHead::new(method)
            .line(Field::SecFetchMode, "navigate")
            .line(Field::Upgrade, "h2c");
        check(
            &policy,
            Outcome::SafeMethodRefused,
            &request,
            |column, cell| match (column, cell) {
                (0, (_, false)) => PASS_4,
                (_, cell) => cell,
            },
        );
    }
    // What may change something is none.
    let post = PlainHead::new("POST").line(Field::SecFetchMode, "navigate");
    check(&policy, Outcome::UnsafeMethodRefused, &post, as_it_stands);
}

/// What each guard leaves alone.
#[test]
fn what_no_guard_covers() {
    let stranger = |head: PlainHead| head.line(Field::Origin, "https://evil.test");
    let upgrade = |head: PlainHead| head.line(Field::Upgrade, "websocket");
    // The Kelvin sign is another `k` to those who compare by Unicode.
    let h2c = |head: PlainHead| {
        head.line(
            Field::Upgrade,
            "h2c, web-socket, websocke, Websoc\u{212a}et",
        )
    };
    let asks = |head: PlainHead| head.line(Field::AccessControlRequestMethod, "PUT");
    let new = |method| stranger(PlainHead::new(method));
    for (guards, head) in [
        ([true, false, false], new("GET")),
        ([true, false, false], new("HEAD")),
        ([true, false, false], new("OPTIONS")),
        ([true, false, false], upgrade(new("GET"))),
        ([false, true, false], new("GET")),
        ([false, true, false], new("POST")),
        ([false, true, false], h2c(new("GET"))),
        // Preflights, handshakes or not.
        ([true, true, true], asks(new("OPTIONS"))),
        ([true, true, true], upgrade(asks(new("OPTIONS")))),
        ([true, true, true], stranger(asks(new("OPTIONS")))),
    ] {
        let policy = policy(guards);
        let verdict = policy.decide(&head);
        assert_eq!(verdict.guard(), GuardVerdict::NotGuarded, "{head:?}");
    }
    // Without `Origin`, it is no preflight.
    let half = asks(PlainHead::new("OPTIONS").line(Field::SecFetchSite, "cross-site"));
    let verdict = policy([true, true, true]).decide(&half).guard();
    assert_eq!(verdict.rule(), Some(GuardRule::OtherSite));
    assert_eq!(
        verdict.refused_by().map(|by| by.outcome()),
        Some(Outcome::SafeMethodRefused)
    );
}

/// With several guards, the handshake's speaks first: what it says is what its author has to know.
#[test]
fn the_guard_that_speaks() {
    let policy = policy([true, true, true]);
    for (method, upgrade, outcome) in [
        ("POST", "", Outcome::UnsafeMethodRefused),
        ("GET", "", Outcome::SafeMethodRefused),
        ("POST", "websocket", Outcome::WebSocketRefused),
        ("GET", "websocket", Outcome::WebSocketRefused),
        ("CONNECT", "", Outcome::WebSocketRefused),
    ] {
        let head = PlainHead::new(method)
            .line(Field::Upgrade, upgrade)
            .line(Field::Origin, "null");
        let refused = policy.decide(&head).guard().refused_by();
        assert_eq!(refused.map(|by| by.outcome()), Some(outcome), "{head:?}");
    }
}
