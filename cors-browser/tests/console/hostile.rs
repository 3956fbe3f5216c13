//! Whatever is pasted, reading comes to an end, in time that grows with its length and no faster.

use core::time::Duration;
use std::time::Instant;

use cors_browser::console;
use proptest::prelude::*;

const MEGABYTE: usize = 1 << 20;

fn take(text: &str) {
    for message in console::read(text) {
        assert!(text.get(message.span()).is_some());
        assert!(message.to_string().len() < 8 * 1024);
        let _ = message.cures();
    }
}

/// Every template over and over, and what ends nowhere.
#[test]
fn much_of_anything() {
    let templates = console::known().map(|known| known.template().to_owned());
    let others = [
        "'",
        " ",
        "\n",
        "a",
        "\u{1b}[",
        "é",
        "{url}",
        "&",
        "&#39",
        "Access to fetch at '",
        "https://",
        "(Reason: ",
        "Redirect from '",
        "cannot load ",
        " ' ",
        "Failed to load https://a: ",
        "due to access control checks. ",
        "Access to fetch at 'https://a' from origin 'https://b",
    ];
    for piece in templates.chain(others.map(str::to_owned)) {
        let text = piece.repeat(MEGABYTE / 16 / piece.len());
        let started = Instant::now();
        take(&text);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?} for {piece:?}");
    }
}

/// Ten times the text takes about ten times as long, not a hundred.
#[test]
fn time_grows_with_length() {
    let pieces = console::known()
        .map(|known| known.template().to_owned())
        .collect::<String>();
    let time = |length: usize| {
        let text = pieces.repeat(length / pieces.len() + 1);
        let started = Instant::now();
        take(&text);
        started.elapsed()
    };
    let (short, long) = (time(MEGABYTE / 8), time(MEGABYTE));
    assert!(
        long < short * 40 + Duration::from_secs(1),
        "{short:?}, {long:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_panics(
        pieces in prop::collection::vec((any::<prop::sample::Index>(), any::<String>(), 0..200_usize), 0..8),
    ) {
        let known: Vec<_> = console::known().collect();
        let mut text = String::new();
        for (index, noise, cut) in pieces {
            let template = index.get(&known).template();
            text += template.get(..cut.min(template.len())).unwrap_or_default();
            text += &noise;
        }
        take(&text);
    }

    #[test]
    fn nor_does_noise(text in any::<String>()) {
        take(&text);
    }
}
