//! Printed regexes say what their authors wrote.

use proptest::prelude::*;

use super::portable;
use crate::regex::tests::{Whole, difference};

fn regex() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => prop::sample::select(vec!["a", "b", "ab", "0", ":", "/", "-", r"\.", r"\[", r"\{", r"\$", "&&", "~", "]", "k", "_"]),
        3 => prop::sample::select(vec![
            "[a-c]", "[^a-c]", ".", r"\w", r"\d", r"\D", r"\S", "[[:alpha:]]", r"[\]\[^&~-]", "(?i:k)", "(?i:ab)", "(?-u:[a-z])",
            "[!-/]", "[a-c&&b-d]", "[^.]", "(?i:[a-f])",
        ]),
        1 => prop::sample::select(vec!["é", "[é-ü]", "[aé]", r"\s", " ", "#", "[a&&b]", r"\x00", "(?i:s)", "@"]),
        1 => prop::sample::select(vec!["^", "$", r"\b", r"\B", "(?m:^)", "(?m:$)", "(?-u:\\b)", ""]),
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let repetition = prop::sample::select(vec![
            "*", "+", "?", "*?", "+?", "??", "{0}", "{1}", "{2}", "{0,2}", "{1,3}", "{2,}", "{0,9}", "{3,}?",
        ]);
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|branches| format!("(?:{})", branches.join("|"))),
            1 => inner.clone().prop_map(|sub| format!("({sub})")),
            3 => (inner, repetition).prop_map(|(sub, repetition)| format!("(?:{sub}){repetition}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_is_printed_is_what_was_meant(text in regex()) {
        let meant = Whole::in_unicode(&text);
        match portable(&text) {
            Ok(Some(printed)) => {
                prop_assert!(printed.is_ascii(), "{} {}", text, printed);
                let found = difference(&meant, &Whole::new(&printed));
                prop_assert_eq!(found.unwrap(), None, "{} {}", text, printed);
            }
            Ok(None) => {
                let found = difference(&meant, &Whole::new("[a&&b]"));
                prop_assert_eq!(found.unwrap(), None, "{}", text);
            }
            Err(_) => prop_assert!(text.contains('{'), "{}", text),
        }
    }
}

#[test]
fn printed_as_expected() {
    for (text, printed) in [
        ("^https://a\\.b$", r"https://a\.b"),
        ("https://(a|bc)\\.d", r"https://(?:a|bc)\.d"),
        ("a{2}|b", "(?:a{2}|b)"),
        ("(?:ab){2,3}?c*", "(?:ab){2,3}c*"),
        ("(|a)b", "(?:|a)b"),
        (r"[^.]", r#"[!-"$-\-/-;=A-\[\]_-{}-\~]"#),
        (r"\w{2,}", "[0-9A-Z_a-z]{2,}"),
        ("a(é|b)c", "abc"),
        (r"a\b-\Bb", r"a\b-\Bb"),
        ("[a-z]{0,400}", "[a-z]*"),
        (r"(?i)k", "[Kk]"),
    ] {
        assert_eq!(portable(text), Ok(Some(printed.to_owned())), "{text}");
    }
}

#[test]
fn what_no_origin_matches_is_nothing() {
    for text in [
        "é",
        "a b",
        "a#b",
        "[a&&b]",
        "(?:a{100}){4}",
        "a{400}",
        "https://a/\\?b",
        "[\\s]",
    ] {
        assert_eq!(portable(text), Ok(None), "{text}");
    }
}

#[test]
fn what_some_dialect_lacks_is_refused() {
    for (text, reason) in [
        (
            r"a\b{start}b",
            "it looks for one end of a word, which RE2 and Go can't; write \\b",
        ),
        (
            "(?:a{0,100}){0,100}",
            "it repeats what it repeats more than 1000 times, which RE2 and Go don't",
        ),
        (
            "(?:[a-z][0-9][a-z][0-9][a-z]{0,3}){0,300}",
            "it is larger than what PCRE reads",
        ),
    ] {
        assert_eq!(portable(text), Err(reason.to_owned()), "{text}");
    }
}
