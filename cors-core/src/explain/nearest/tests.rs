//! The cards lose no entry: the search finds what a loop over all entries finds.

use proptest::prelude::*;

use super::{
    Difference, Search,
    typo::{is_lookalike, letters_apart},
};
use crate::{
    Origin, Policy,
    cards::{Halves, HalvesBefore, Shape},
    edits::edits,
    rules::Origins,
};

fn host() -> impl Strategy<Value = String> {
    // Few letters, so that they are alike.
    (
        prop::collection::vec("[ab]{5,7}", 1..3),
        prop_oneof![Just("test"), Just("tets")],
    )
        .prop_map(|(labels, last)| format!("{}.{last}", labels.join(".")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_fewest_letters_are_found(
        hosts in prop::collection::vec(host(), 1..30),
        asked in host(),
    ) {
        let known: Vec<_> = hosts.iter().filter(|host| **host != asked).collect();
        let fewest = { known.iter() }
            .filter(|known| !is_lookalike(&asked, known))
            .filter_map(|known| letters_apart(&asked, known))
            .min();
        let policy = Policy::builder()
            .allow_origins(known.iter().map(|host| format!("https://{host}")))
            .origins_may_be_empty(true)
            .build()
            .unwrap();
        let Origins::Listed(matcher) = &policy.rules().origins else {
            panic!("{policy}");
        };
        let origin = format!("https://{asked}");
        let nearest = Search::new(&policy, matcher, Origin::parse(&origin).unwrap()).nearest();
        let found = nearest.map(|nearest| (nearest.difference(), nearest.to_string()));
        match (fewest, found) {
            // Something likelier may be there.
            (_, Some((difference, _))) if difference != Difference::Typo => {}
            (Some(1), Some((_, said))) => prop_assert!(said.ends_with("one letter"), "{}", said),
            (Some(2), Some((_, said))) => prop_assert!(said.ends_with("two letters"), "{}", said),
            (None, None) => {}
            (expected, found) => prop_assert!(false, "{:?} {:?}", expected, found),
        }
    }

    #[test]
    fn a_slip_changes_the_shape_little(known in "[a-z]{6,9}\\.[a-z]{6,9}", asked in "[a-z]{6,9}\\.[a-z]{6,9}") {
        let (one, other) = (Shape::of(&known, false), Shape::of(&asked, false));
        prop_assert!(one.may_be(&one));
        if edits(known.as_bytes(), asked.as_bytes()) <= 2 {
            prop_assert!(one.may_be(&other));
        }
        let others = [["a.", &known].concat(), [&known, "1"].concat(), [&known, &known[..3]].concat()];
        let may_be = |host: &str, is_wildcard| one.may_be(&Shape::of(host, is_wildcard));
        prop_assert!(!may_be(&known, true));
        prop_assert!(!others.iter().any(|other| may_be(other, false)));
        prop_assert!(!Shape::NONE.may_be(&one));
    }

    /// Of a label with one letter changed, one half is as it was.
    #[test]
    fn a_half_knows_nothing_of_a_slip(
        label in "[a-z]{6,12}",
        at in 0..12_usize,
        how in 0..3_usize,
    ) {
        let seed = foldhash::fast::RandomState::default();
        let mut slipped = label.clone();
        let at = at % label.len();
        match how {
            0 => slipped.replace_range(at..=at, "0"),
            1 => { slipped.remove(at); }
            _ => slipped.insert(at, '0'),
        }
        let before = HalvesBefore::of(&[&slipped, ".test"].concat(), &seed);
        let halves = Halves::of(&[&label, ".test"].concat(), &seed);
        prop_assert!(before.has_one_of(&halves));
        prop_assert!(!before.has_one_of(&Halves::of("000000.test", &seed)));
    }
}

/// The cards' hash of digits is short.
#[test]
fn digits_are_no_letters() {
    for (host, known) in [
        ("app-1.example.com", "app-2.example.com"),
        ("example1.com", "example.com"),
        ("examp1e.com", "example.com"),
    ] {
        assert_eq!(letters_apart(host, known), None, "{host}");
    }
    assert_eq!(letters_apart("exmaple1.com", "example1.com"), Some(1));
}
