//! Whatever a request says, its explanation is one short line without anything hidden.

mod blocked;

use blocked::{Head, listing};
use cors_core::{Explanation, Policy, adapter::Field};

/// Of a pseudo-random generator that is good enough (`xorshift64*`).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % below
    }
}

/// What makes trouble, and what gets far.
const PIECES: [&[u8]; 38] = [
    b"https://",
    b"http://",
    b"app.example.com",
    b"example.com",
    b"localhost",
    b"127.0.0.1",
    b"[::1]",
    b"*.",
    b"*",
    b"{slug}",
    b"{digits}",
    b"pr-",
    b"www.",
    b".",
    b"..",
    b":",
    b":443",
    b":3000",
    b"/",
    b"@",
    b",",
    b" ",
    b"\"",
    b"\\",
    b"null",
    b"\0",
    b"\r\n",
    b"\x1b[31m",
    b"\x7f",
    b"\xff",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xe2\x80\xa9",
    b"\xe2\x80\xae",
    b"\xe2\x81\xa6",
    b"\xef\xbb\xbf",
    b"\xc3\xa9",
    b"xn--",
];

fn text(random: &mut Random) -> Vec<u8> {
    let mut text = Vec::new();
    for _ in 0..random.next(9) {
        match random.next(8) {
            0 => text.push(u8::try_from(random.next(256)).unwrap()),
            1 => {
                let piece = PIECES[random.next(PIECES.len())];
                for _ in 0..random.next(300) {
                    text.extend(piece);
                }
            }
            _ => text.extend(PIECES[random.next(PIECES.len())]),
        }
    }
    text
}

fn policies() -> Vec<Policy> {
    let listed = || {
        Policy::builder()
            .allow_origins([
                "https://app.example.com",
                "https://*.example.com:8443",
                "https://pr-{digits}.example.com",
                "http://localhost:*",
                "https://{slug}.example.net",
                "app://{slug}",
            ])
            .allow_methods(["PUT", "PATCH"])
            .allow_headers(["x-api-key", "content-type"])
    };
    let long = format!("https://{}.example.com", ["a"; 110].join("."));
    let guarded = || {
        Policy::builder()
            .allow_origins(["https://app.example.com", "https://*.example.com:8444"])
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true)
    };
    let policies = [
        listed(),
        listed().allow_credentials(true),
        listed().allow_origin_if(|origin| origin.host() == "example.com"),
        Policy::builder().allow_origins("*").allow_headers("*"),
        Policy::builder().allow_origins(long),
        guarded(),
        guarded().expect_hosts(["app.example.com", "*.example.com:8443"]),
    ];
    policies.map(|policy| policy.build().unwrap()).into()
}

#[track_caller]
fn assert_is_harmless(explanation: &Explanation) {
    let line = explanation.to_string();
    assert!(line.chars().count() < 1_500, "{line}");
    let hidden = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{85}'
                    | '\u{61c}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{feff}'
            )
    };
    assert!(!line.contains(hidden), "{line:?}");
    let parts = [
        explanation.origin(),
        Some(explanation.method()),
        explanation.path(),
        explanation.host(),
    ];
    for part in parts.into_iter().flatten() {
        assert!(!part.contains(hidden), "{part:?}");
        assert!(part.chars().count() <= 201, "{part:?}");
    }
}

#[test]
fn nothing_that_was_sent_makes_a_line_long_or_hides_in_it() {
    let mut random = Random(12);
    let policies = policies();
    for round in 0..20_000 {
        let policy = &policies[round % policies.len()];
        let allowed = random.next(3) == 0;
        let origin = if allowed {
            b"https://app.example.com".to_vec()
        } else {
            text(&mut random)
        };
        let mut head = Head::get(&origin);
        if random.next(2) == 0 {
            head.method = "OPTIONS".to_owned();
            head = head
                .with(Field::AccessControlRequestMethod, text(&mut random))
                .with(Field::AccessControlRequestHeaders, text(&mut random))
                .with(Field::AccessControlRequestHeaders, text(&mut random));
        } else {
            head.method = String::from_utf8_lossy(&text(&mut random)).into_owned();
        }
        head.path = Some(String::from_utf8_lossy(&text(&mut random)).into_owned());
        head = head.with(Field::Host, text(&mut random));
        if random.next(4) == 0 {
            head = head.with(Field::SecFetchSite, "same-site");
        }
        if random.next(8) == 0 {
            head.authority = Some(String::from_utf8_lossy(&text(&mut random)).into_owned());
        }
        assert_is_harmless(&policy.explain(&head));
    }
}

#[test]
fn the_longest_line() {
    let name = |n: usize| format!("x-{n}-{}", "n".repeat(21));
    let names: Vec<_> = (0..15).map(name).collect();
    let head = Head {
        path: Some(format!("/{}", "\u{202e}".repeat(500))),
        ..Head::preflight("https://app.example.com", "QUERY", &names.join(","))
    };
    let explanation = policies()[0].explain(&head);
    assert_eq!(explanation.cures().count(), 2);
    assert_is_harmless(&explanation);
    let origin = format!("https://{}.example.com:8443", ["a"; 110].join("."));
    let head = Head {
        path: Some(format!("/{}", "\u{202e}".repeat(500))),
        method: "\u{7}".repeat(500),
        ..Head::get(origin)
    };
    let explanation = policies()[4].explain(&head);
    assert_eq!(explanation.cures().count(), 1);
    assert_is_harmless(&explanation);
    let head = head
        .with(Field::SecFetchSite, "same-site")
        .with(Field::Host, "\u{2028}".repeat(500));
    let explanation = policies()[5].explain(&head);
    assert!(explanation.is_refused());
    assert_eq!(explanation.cures().count(), 1);
    assert_is_harmless(&explanation);
}

/// Hidden characters are shown by their numbers, and bytes that are no text.
#[test]
fn what_was_sent_is_escaped() {
    let shown = |origin: &[u8]| {
        let explanation = policies()[0].explain(&Head::get(origin));
        explanation.origin().unwrap().to_owned()
    };
    assert_eq!(shown(b"a\r\nb\0\x1b\x7f"), "a\\r\\nb\\0\\u{1b}\\u{7f}");
    assert_eq!(
        shown("a\u{85}\u{2028}\u{2029}".as_bytes()),
        "a\\u{85}\\u{2028}\\u{2029}"
    );
    assert_eq!(
        shown("\u{202e}\u{2066}\u{200b}\u{feff}".as_bytes()),
        "\\u{202e}\\u{2066}\\u{200b}\\u{feff}"
    );
    assert_eq!(shown(b"\"a'\\\xff"), "\"a'\\\\\\xff");
    assert_eq!(shown("é日".as_bytes()), "é日");
    assert_eq!(shown(&[b'a'; 200]), "a".repeat(200));
    assert_eq!(shown(&[b'a'; 201]), "a".repeat(200) + "…");
    // An escape is not cut in two.
    assert_eq!(
        shown(&[&[b'a'; 198][..], b"\0\0"].concat()),
        "a".repeat(198) + "\\0…"
    );
    assert_eq!(
        shown(&[&[b'a'; 198][..], b"\xffab"].concat()),
        "a".repeat(198) + "…"
    );
}

/// Nobody can put words into the sentence's mouth.
#[test]
fn what_has_blanks_or_quotes_is_quoted() {
    let policy = listing(&["https://app.example.com"]).build().unwrap();
    let said = |head: Head| policy.explain(&head).to_string();
    assert_eq!(
        said(Head::get(
            "https://a.test asks for GET /: it is not allowed; add \"*\" to allow_origins"
        )),
        "a page of \"https://a.test asks for GET /: it is not allowed; add \\\"*\\\" to allow_origins\" \
         asks for GET: the origin is not allowed: no browser sends an origin like this: \
         an origin has no white space and no control characters"
    );
    let app = "https://app.example.com";
    assert_eq!(
        said(Head::preflight(
            app,
            "PUT is not allowed; add \"*\" to allow_methods",
            "x y, \"x\""
        )),
        "a page of https://app.example.com asks for \"PUT is not allowed; add \\\"*\\\" to allow_methods\": \
         the method \"PUT is not allowed; add \\\"*\\\" to allow_methods\" is not allowed: this is not a method; \
         the header \"x y\" is not allowed: this is not the name of a header; \
         the header \"\\\"x\\\"\" is not allowed: this is not the name of a header"
    );
    assert_eq!(
        said(Head::preflight(app, "", "")),
        "a page of https://app.example.com asks for \"\": the method \"\" is not allowed: this is not a method"
    );
    // Behind a quote, a backslash stays one.
    assert_eq!(
        said(Head::preflight(app, "\\\" \\", "")),
        "a page of https://app.example.com asks for \"\\\\\\\" \\\\\": \
         the method \"\\\\\\\" \\\\\" is not allowed: this is not a method"
    );
}
