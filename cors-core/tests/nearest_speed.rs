//! How long it takes to find the nearest of 100,000 entries: `cargo test --release -p cors-core
//! --test nearest_speed -- --ignored --nocapture`.

mod blocked;

use core::time::Duration;
use std::time::Instant;

use blocked::Head;
use cors_core::Policy;

const ENTRIES: usize = 100_000;

/// The entry with a number.
type Entry = fn(usize) -> String;

#[test]
#[ignore = "a measurement, which says something only of a release build"]
fn the_nearest_of_100_000_takes_less_than_a_millisecond() {
    let policies: [(&str, Entry); 7] = [
        ("tenants", |n| format!("https://tenant-{n}.example.com")),
        ("words", |n| format!("https://{}.example.com", word(n, 26))),
        ("anagrams", |n| {
            format!("https://{}.example.com", word(n, 2))
        }),
        ("anagrams with www", |n| {
            format!("https://www.{}.com", word(n, 2))
        }),
        ("wildcards", |n| {
            format!("https://*.{}.example.com", word(n, 26))
        }),
        ("holes", |n| {
            format!("https://pr-{{digits}}.{}.example.com:8443", word(n, 26))
        }),
        ("ports", |n| {
            format!("http://127.0.{}.{}:{}", n / 60_000, n % 7, n % 60_000 + 81)
        }),
    ];
    let mut slowest = Duration::ZERO;
    for (name, entry) in policies {
        let entries: Vec<_> = (0..ENTRIES).map(entry).collect();
        let policy = Policy::builder().allow_origins(&entries).build().unwrap();
        let near = entries[ENTRIES - 7]
            .replace("*.", "x.")
            .replace("{digits}", "7");
        let first = Instant::now();
        let _ = policy.explain(&Head::get("https://nobody.test"));
        println!("{name}: the first explanation takes {:?}", first.elapsed());
        let swapped = {
            let mut bytes = near.clone().into_bytes();
            bytes.swap(12, 13);
            String::from_utf8(bytes).unwrap()
        };
        let twice = swapped.replace("com", "con");
        let asked = [
            near.replace("https", "http"),
            format!("{near}1"),
            format!("{near}:81"),
            near.replace("://", "://www."),
            near.replace("://", "://a.b.c."),
            near.replace("x.", ""),
            format!("{near}."),
            format!("{near}/"),
            near.to_uppercase(),
            swapped,
            twice,
            "https://example.com".to_owned(),
            "https://nobody.test".to_owned(),
            "https://aaaaaaaabbbbbbbba.example.com".to_owned(),
            "https://www.aaaaaaaabbbbbbbba.com".to_owned(),
            "http://localhost:3000".to_owned(),
            format!("https://{}.example.com", ["a"; 120].join(".")),
            format!("https://{}.example.com", "ab".repeat(100)),
            format!("https://{}", "x{*}".repeat(90)),
            "a,".repeat(30_000),
        ];
        for asked in asked {
            let head = Head::get(&asked);
            let times = (0..20).map(|_| {
                let start = Instant::now();
                let explanation = policy.explain(&head);
                let elapsed = start.elapsed();
                drop(explanation);
                elapsed
            });
            // Others work on this machine, too.
            let fastest = times.min().unwrap();
            slowest = slowest.max(fastest);
            let shown: String = policy
                .explain(&head)
                .to_string()
                .chars()
                .take(200)
                .collect();
            println!("  {fastest:>9.1?}  {shown}");
        }
    }
    println!("slowest: {slowest:?}");
    assert!(slowest < Duration::from_millis(1), "{slowest:?}");
}

/// A word of 17 letters, of so many different ones.
fn word(mut n: usize, letters: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % letters).unwrap());
    let mut word = String::new();
    for _ in 0..17 {
        word.push(letter(n));
        n /= letters;
        if letters > 2 && n == 0 {
            break;
        }
    }
    word
}
