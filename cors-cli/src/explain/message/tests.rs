//! Whatever a console, or somebody who pretends to be one, says: it is judged, and nothing panics.

use cors_browser::console;
use cors_core::Policy;
use proptest::prelude::*;

use super::{Suspect, judge::judge, report};
use crate::input::Loaded;

const TEXT: &str = "[policies.api]\nallow_origins = [\"https://app.example.com\"]\nallow_methods = [\"PUT\"]\nallow_headers = [\"x-a\"]\n";

fn loaded() -> Loaded {
    let format = cors_policy_file::Format::Toml;
    let policies = cors_policy_file::parse("cors.toml", TEXT, format)
        .unwrap()
        .policies;
    Loaded {
        name: "cors.toml".to_owned(),
        text: TEXT.to_owned(),
        format,
        policies,
    }
}

/// The words of browsers, with something in their holes.
fn filled(template: &str, with: &[String]) -> String {
    let mut with = with.iter().cycle();
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, hole)) = rest.split_once('{') {
        let after = hole.split_once('}').map_or("", |(_, after)| after);
        text += before;
        text += with.next().map_or("", String::as_str);
        rest = after;
    }
    text + rest
}

fn judged(policy: &Policy, loaded: &Loaded, text: &str) -> usize {
    let messages = console::read(text);
    for message in &messages {
        let judgement = judge(policy, message);
        assert!(!judgement.why.is_empty(), "{text}");
        let suspect = Suspect {
            file: loaded,
            name: "api",
            policy,
        };
        let human = report::human(message, Some((&suspect, &judgement)), true, Some(80));
        assert!(human.ends_with('\n'), "{text}");
        let _ = super::object(message, Some(&judgement));
    }
    messages.len()
}

#[test]
fn all_that_browsers_say() {
    let loaded = loaded();
    let (_, policy) = loaded.policy(None).ok().unwrap();
    let holes = ["https://api.example.com/", "https://app.example.com", "x-b"].map(str::to_owned);
    let found =
        console::known().map(|known| judged(policy, &loaded, &filled(known.template(), &holes)));
    assert!(found.sum::<usize>() > 50);
}

proptest! {
    #[test]
    fn whatever_stands_in_the_holes(
        place in any::<proptest::sample::Index>(),
        holes in proptest::collection::vec("(https?://)?[a-zA-Z0-9.:/?#@\\[\\]%_'\u{e4}\u{20ac} -]{0,24}|null|\\*|\\PC{0,8}", 1..5),
    ) {
        let known: Vec<_> = console::known().collect();
        let loaded = loaded();
        let (_, policy) = loaded.policy(None).ok().unwrap();
        let template = place.get(&known).template();
        judged(policy, &loaded, &filled(template, &holes));
    }
}
