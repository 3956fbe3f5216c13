//! Requests as an attacker writes them: the answer of the table, without a panic or an allocation.
#![cfg(feature = "http")]

mod exchange;

use cors_core::{
    Policy,
    adapter::{Decision, Head, Responder},
};
use exchange::{Answer, ask_bytes, header_map};
use http::{HeaderValue, Method};

const APP: (&str, &[u8]) = ("origin", b"https://app.example.com");
const FOR_PUT: (&str, &[u8]) = ("access-control-request-method", b"PUT");
const PREFLIGHT_VARY: (&str, &str) = (
    "vary",
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

/// Every kind of entry at once, so that each matcher sees what comes.
fn listed() -> Policy {
    let builder = Policy::builder()
        .allow_origins([
            "https://app.example.com",
            "https://example.com",
            "https://*.example.com",
            "https://pr-{slug}.example.net",
            "https://build-{hex}.example.org",
            "http://localhost:*",
            "http://[::1]:*",
            "http://127.0.0.1:8080",
            "tauri://localhost",
        ])
        .allow_origin_if(|origin| origin.host() == "tenant.example");
    #[cfg(feature = "regex")]
    let builder = builder.allow_origin_regex(r"https://r[0-9]+\.example\.com:8443");
    builder
        .allow_methods(["PUT"])
        .allow_headers(["content-type", "x-a"])
        .build()
        .unwrap()
}

fn origins() -> Vec<Vec<u8>> {
    let mut origins: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "NULL",
        "null ",
        "*",
        "://",
        "https://",
        "https://example.com.",
        "https://example.com/",
        "https://example.com?",
        "https://example.com#.example.com",
        "https://example.com:",
        "https://example.com:443",
        "https://example.com:0443",
        "https://example.com:65536",
        "https://example.com:99999999999999999999",
        "https://user@example.com",
        "https://user:password@a.example.com",
        "https://evil.test@a.example.com",
        "https://evil.test/.example.com",
        "https://evil.test#.example.com",
        "https://evil.test\\.example.com",
        "https://evil.test,https://app.example.com",
        "https://app.example.com, https://evil.test",
        "https://app.example.com https://evil.test",
        "HTTPS://APP.EXAMPLE.COM",
        "https://APP.example.com",
        "https://evilexample.com",
        "https://app.example.com.evil.test",
        "https://example.com.evil.test",
        "https://a..example.com",
        "https://.example.com",
        "https://-.evil.test",
        "https://pr-.example.net",
        "https://pr-a.b.example.net",
        "https://pr-a.example.net.evil.test",
        "http://app.example.com",
        "http://localhost:0",
        "http://localhost:",
        "http://localhost:80",
        "http://localhost.evil.test:3000",
        "http://[::1",
        "http://[::1]:x",
        "http://[0:0:0:0:0:0:0:1]:3000",
        "http://[::1%25lo]:3000",
        "http://127.1:8080",
        "http://127.0.0.1.:8080",
        "tauri://localhost:1/",
        "file://",
        "data:text/html,x",
    ]
    .iter()
    .map(|origin| origin.as_bytes().to_vec())
    .collect();
    // Every byte that `http` lets into a header value.
    let bytes = (0..=255).filter(|&b: &u8| b == b'\t' || (b >= b' ' && b != 0x7f));
    for byte in bytes.filter(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'z' | b'-' | b'_' | b'.')) {
        origins.push([b"https://a", &[byte][..], b"b.example.com"].concat());
        origins.push([b"https://app.example.com", &[byte][..]].concat());
        origins.push([&[byte][..], b"https://app.example.com"].concat());
    }
    // 64 KiB of what could be looked at for long.
    for unit in [
        "a", ".", "a.", ":", "/", "[", "https://", "0", "pr-", "-", "é",
    ] {
        let long = unit.repeat(65_536 / unit.len());
        origins.push(long.clone().into());
        origins.push(format!("https://{long}.example.com").into());
        origins.push(format!("https://pr-{long}.example.net").into());
        origins.push(format!("http://localhost:{long}").into());
        origins.push(format!("{long}://example.com").into());
    }
    origins
}

#[test]
fn origins_are_refused() {
    let policy = listed();
    for origin in origins() {
        let shown = String::from_utf8_lossy(&origin[..origin.len().min(80)]).into_owned();
        let origin = ("origin", &*origin);
        assert_eq!(
            ask_bytes(&policy, "GET", &[origin]),
            Answer::forward(&[("vary", "Origin")]),
            "{shown}"
        );
        assert_eq!(
            ask_bytes(&policy, "OPTIONS", &[origin, FOR_PUT]),
            Answer::preflight(403, &[PREFLIGHT_VARY]),
            "{shown}"
        );
    }
}

#[test]
fn what_is_near_them_is_allowed() {
    let policy = listed();
    for origin in [
        "https://app.example.com",
        "https://a_b.example.com",
        "https://pr-a-1.example.net",
        "http://localhost",
        "http://localhost:81",
        "http://[::1]:3000",
        "http://127.0.0.1:8080",
        "tauri://localhost",
        "https://tenant.example",
        "https://build-0af.example.org",
    ] {
        let answer = ask_bytes(&policy, "GET", &[("origin", origin.as_bytes())]);
        assert_eq!(answer.values("access-control-allow-origin"), [origin]);
    }
}

#[test]
fn two_origin_lines_are_not_allowed() {
    let evil: (&str, &[u8]) = ("origin", b"https://evil.test");
    for lines in [[APP, APP], [APP, evil], [evil, APP], [APP, ("origin", b"")]] {
        assert_eq!(
            ask_bytes(&listed(), "GET", &lines),
            Answer::forward(&[("vary", "Origin")])
        );
        assert_eq!(
            ask_bytes(&listed(), "OPTIONS", &[lines[0], lines[1], FOR_PUT]),
            Answer::preflight(403, &[PREFLIGHT_VARY])
        );
    }
}

/// HTTP/2 splits cookies into lines.
#[test]
fn lines_of_other_headers_change_nothing() {
    let cookies: [(&str, &[u8]); 2] = [("cookie", b"a=1"), ("cookie", b"b=2")];
    let with_cookies = |head: &[(&'static str, &'static [u8])], method| {
        let lines = [&cookies[..], head].concat();
        ask_bytes(&listed(), method, &lines)
    };
    for (head, method) in [
        (&[][..], "GET"),
        (&[APP], "GET"),
        (&[APP, APP], "GET"),
        (&[APP, FOR_PUT], "OPTIONS"),
        (&[APP, APP, FOR_PUT], "OPTIONS"),
    ] {
        assert_eq!(
            with_cookies(head, method),
            ask_bytes(&listed(), method, head)
        );
    }
}

/// Values of `Access-Control-Request-Headers` of 60 KiB, in as many lines as the tuple says.
fn requested_headers() -> Vec<Vec<Vec<u8>>> {
    const SIZE: usize = 60 * 1024;
    let mut all = vec![
        vec![b",".repeat(SIZE)],
        vec![b" ".repeat(SIZE)],
        vec![b"\t,".repeat(SIZE / 2)],
        vec![b"x-a,".repeat(SIZE / 4)],
        vec![b"x".repeat(SIZE)],
        vec![b"authorization,".repeat(SIZE / 14)],
        vec![b"\xff".repeat(SIZE)],
    ];
    all.push(vec![b"x-a".to_vec(); SIZE / 3]);
    all.push(vec![b",".to_vec(); SIZE / 2]);
    all.push(vec![b"".to_vec(); SIZE / 2]);
    all.push(
        (0..SIZE / 8)
            .map(|n| format!("x-{n:06}").into_bytes())
            .collect(),
    );
    all
}

fn with_lines(lines: &[Vec<u8>]) -> Vec<(&str, &[u8])> {
    let lines = lines
        .iter()
        .map(|line| ("access-control-request-headers", &**line));
    [APP, FOR_PUT].into_iter().chain(lines).collect()
}

#[test]
fn requested_headers_change_nothing() {
    let policy = listed();
    let whole = ask_bytes(&policy, "OPTIONS", &[APP, FOR_PUT]);
    assert_eq!(
        whole.values("access-control-allow-headers"),
        ["content-type, x-a"]
    );
    for lines in requested_headers() {
        assert_eq!(ask_bytes(&policy, "OPTIONS", &with_lines(&lines)), whole);
    }
}

#[test]
fn requested_headers_beyond_bounds_are_not_echoed() {
    let minimal = listed()
        .to_builder()
        .minimal_disclosure(true)
        .build()
        .unwrap();
    let wildcard = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .allow_headers(["*"])
        .build()
        .unwrap();
    for policy in [minimal, wildcard] {
        for lines in requested_headers() {
            let answer = ask_bytes(&policy, "OPTIONS", &with_lines(&lines));
            assert_eq!(answer.status(), Some(204));
            assert!(answer.values("access-control-allow-headers").is_empty());
        }
    }
}

#[test]
fn requested_methods_are_bounded_by_their_line() {
    for method in [
        b"A".repeat(60 * 1024),
        b"\xff".repeat(60 * 1024),
        b"PUT,".repeat(15 * 1024),
    ] {
        let requested = ("access-control-request-method", &*method);
        let policy = listed();
        let whole = ask_bytes(&policy, "OPTIONS", &[APP, FOR_PUT]);
        assert_eq!(ask_bytes(&policy, "OPTIONS", &[APP, requested]), whole);
        let minimal = policy
            .to_builder()
            .minimal_disclosure(true)
            .build()
            .unwrap();
        let answer = ask_bytes(&minimal, "OPTIONS", &[APP, requested]);
        assert_eq!(
            answer.values("access-control-allow-methods"),
            ["GET, HEAD, POST"]
        );
    }
}

#[test]
fn nothing_of_it_allocates() {
    let full = listed();
    let minimal = full.to_builder().minimal_disclosure(true).build().unwrap();
    for policy in [full, minimal] {
        let responder = Responder::<HeaderValue>::new(&policy);
        let mut requests: Vec<_> = origins()
            .iter()
            .flat_map(|o| {
                let origin = ("origin", &**o);
                [header_map(&[origin]), header_map(&[origin, FOR_PUT])]
            })
            .collect();
        requests.extend(
            requested_headers()
                .iter()
                .map(|lines| header_map(&with_lines(lines))),
        );
        for request in &requests {
            // What is cloned for the first time starts to be counted, which allocates. Servers
            // hand out values that are counted already.
            let _shared: Vec<HeaderValue> = request.values().cloned().collect();
            // A regex makes its scratch space when a thread first uses it.
            drop(responder.respond(&Head::new(&Method::OPTIONS, None, request)));
            let info = allocation_counter::measure(|| {
                let decision = responder.respond(&Head::new(&Method::OPTIONS, None, request));
                assert!(
                    !matches!(decision, Decision::Forward(_))
                        || !request.contains_key("access-control-request-method")
                );
            });
            assert_eq!(info.count_total, 0, "{:?}", request.get("origin"));
        }
    }
}
