//! Many origins and patterns, and regexes that are too large to be decided about.

use std::time::Instant;

use cors_core::Policy;
use cors_diff::{Change, Kind, diff};

type Entries = (Vec<String>, Vec<String>);

fn policy((origins, regexes): &Entries) -> Policy {
    let builder = Policy::builder()
        .origins_may_be_empty(true)
        .dangerously_allow_public_suffixes(true)
        .allow_origins(origins);
    let builder = regexes
        .iter()
        .fold(builder, |builder, regex| builder.allow_origin_regex(regex));
    builder.build().unwrap()
}

fn origins(origins: impl IntoIterator<Item = String>) -> Entries {
    (origins.into_iter().collect(), Vec::new())
}

fn regex(regex: &str) -> Entries {
    (Vec::new(), vec![regex.to_owned()])
}

fn exact(count: usize) -> Vec<String> {
    let names = (0..count).map(|number| format!("https://app{number}.a.example.com"));
    names.collect()
}

fn patterns(count: usize, hole: &str) -> impl Iterator<Item = String> {
    (0..count).map(move |number| format!("https://{hole}.t{number}.example.com"))
}

fn sentences(changes: &[Change]) -> Vec<String> {
    let sentences = changes
        .iter()
        .map(|change| format!("{} {change}", change.kind()));
    sentences.collect()
}

/// What stands for what, and what changes.
fn shapes(count: usize) -> Vec<(&'static str, Entries, Entries, Vec<String>)> {
    let some = count / 10;
    let said = |sentences: &[&str]| sentences.iter().map(|text| (*text).to_owned()).collect();
    let number = count - 1;
    let digits = number.to_string().len();
    let padded = (0..10_usize.pow(digits.try_into().unwrap()))
        .map(|number| format!("https://{number:0digits$}.a.example.com"));
    let mut one_more = exact(count);
    one_more.push("https://new.example.org".to_owned());
    let mut fewer = exact(count - 1);
    fewer.push("https://app{digits}.a.example.com".to_owned());
    let with_patterns = |hole| origins(exact(count).into_iter().chain(patterns(some, hole)));
    vec![
        (
            "one origin more",
            origins(exact(count)),
            origins(one_more),
            said(&["widens now allowed: https://new.example.org"]),
        ),
        (
            "origins become a pattern",
            origins(exact(count)),
            origins(["https://*.a.example.com".to_owned()]),
            said(&["widens now allowed: https://a.a.example.com"]),
        ),
        (
            "a pattern that adds what is longest",
            origins(exact(count)),
            origins(fewer),
            said(&["widens now allowed: https://app00.a.example.com"]),
        ),
        (
            "origins become a regex of the same",
            origins(padded),
            regex(&format!(r"https://[0-9]{{{digits}}}\.a\.example\.com")),
            Vec::new(),
        ),
        (
            "holes of many patterns widen",
            with_patterns("{digits}"),
            with_patterns("{hex}"),
            said(&["widens now allowed: https://a.t0.example.com"]),
        ),
        (
            "many patterns become one, which is the same for these",
            origins(patterns(some, "*")),
            origins(patterns(some, "*").chain(patterns(some, "{slug}"))),
            Vec::new(),
        ),
        (
            "wildcards are renamed",
            origins((0..some).map(|number| format!("https://*.t{number}.example"))),
            origins((0..some).map(|number| format!("https://*.u{number}.example"))),
            said(&[
                "widens now allowed: https://a.u0.example",
                "narrows no longer allowed: https://a.t0.example",
            ]),
        ),
    ]
}

#[test]
fn many_are_decided() {
    for (name, old, new, expected) in shapes(1_000) {
        let changes = diff(&policy(&old), &policy(&new));
        assert_eq!(sentences(&changes), expected, "{name}");
    }
}

/// `cargo test -p cors-diff --release --test large -- --ignored --nocapture`
#[test]
#[ignore = "measures time, in a release build"]
fn how_long_a_hundred_thousand_take() {
    for (name, old, new, expected) in shapes(100_000) {
        let [old, new] = [old, new].map(|entries| policy(&entries));
        let start = Instant::now();
        let changes = diff(&old, &new);
        let elapsed = start.elapsed();
        println!("{name}: {elapsed:?}");
        assert_eq!(sentences(&changes), expected, "{name}");
    }
}

/// As long as the first pattern is near all of the origins, its own example is given up.
#[test]
fn a_pattern_for_which_it_takes_too_long_hides_no_other() {
    let names = (0..100_000).map(|number| format!("https://tenant{number}.example.com"));
    let old: Vec<_> = names.collect();
    let added = [
        "https://app{digits}.example.com",
        "https://*.apps.example.org",
    ];
    let new = old.iter().cloned().chain(added.map(str::to_owned));
    let changes = diff(&policy(&origins(old.clone())), &policy(&origins(new)));
    let expected = [
        "widens now allowed: https://app0.example.com",
        "widens now allowed: https://a.apps.example.org",
    ];
    assert_eq!(sentences(&changes), expected);
}

#[test]
fn a_large_repetition_is_decided() {
    let of = |longest| {
        regex(&format!(
            r"https://([a-z]{{1,{longest}}}\.){{1,4}}example\.com"
        ))
    };
    let changes = diff(&policy(&of(30)), &policy(&of(31)));
    let expected = format!("widens now allowed: https://{}.example.com", "a".repeat(31));
    assert_eq!(sentences(&changes), [expected]);
}

#[test]
fn what_is_too_large_is_undecided_and_widens() {
    // Each has to remember the last twenty letters, read from the end.
    let old = regex(r"https://[ab]{20}a[ab]*\.example\.com");
    let new = regex(r"https://[ab]{20}(a|aa)[ab]*\.example\.com");
    let changes = diff(&policy(&old), &policy(&new));
    let reason = "the patterns and regexes are too large to be compared";
    assert_eq!(
        sentences(&changes),
        [
            format!("widens undecided whether more origins are allowed: {reason}"),
            format!("narrows undecided whether more origins are no longer allowed: {reason}"),
        ]
    );
    assert_eq!(changes[0].kind(), Kind::Widens);
    assert_eq!(changes[0].witness(), None);
}

#[test]
fn what_no_origin_is_long_enough_for_is_no_change() {
    // A name of 300 letters is none.
    let long = |letters: usize| {
        regex(&format!(
            r"https://a\.example\.com|https://a{{{letters}}}\.example\.com"
        ))
    };
    let changes = diff(&policy(&long(350)), &policy(&long(340)));
    assert_eq!(sentences(&changes), [""; 0]);
}
