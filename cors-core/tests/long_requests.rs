//! What is echoed has bounds: a method of 64 bytes, request headers of 4 KiB.
#![cfg(feature = "http")]

mod exchange;

use cors_core::Policy;
use exchange::ask;

const APP: (&str, &str) = ("origin", "https://app.example.com");

/// What a policy with `*` and credentials names.
fn granted(method: &str, headers: &str) -> [Vec<String>; 2] {
    let policy = Policy::builder()
        .allow_origins(APP.1)
        .allow_credentials(true)
        .allow_methods("*")
        .allow_headers(["*", "authorization"])
        .build()
        .unwrap();
    let asks = [
        APP,
        ("access-control-request-method", method),
        ("access-control-request-headers", headers),
    ];
    let answer = ask(&policy, "OPTIONS", &asks);
    assert_eq!(answer.status(), Some(204));
    [
        "access-control-allow-methods",
        "access-control-allow-headers",
    ]
    .map(|name| answer.values(name))
}

#[test]
fn nothing_longer_than_64_bytes_is_a_method() {
    let longest = "M".repeat(64);
    assert_eq!(
        granted(&longest, "x-a"),
        [vec![longest.clone()], vec!["x-a".to_owned()]]
    );
    for length in [65, 4096, 60 * 1024] {
        let [methods, headers] = granted(&"M".repeat(length), "x-a");
        assert_eq!(methods, ["GET, HEAD, POST"], "{length}");
        assert_eq!(headers, ["x-a"]);
    }
}

#[test]
fn no_more_than_4_kib_of_headers_are_echoed() {
    let longest = "x".repeat(4096);
    assert_eq!(granted("PUT", &longest)[1], [longest.as_str()]);
    for length in [4097, 8 * 1024, 60 * 1024] {
        let [methods, headers] = granted("PUT", &"x".repeat(length));
        assert_eq!(methods, ["PUT"]);
        assert!(headers.is_empty(), "{length}");
    }
}
