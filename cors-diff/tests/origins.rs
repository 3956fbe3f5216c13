//! Which origins a new policy allows and an old one does not, against every origin of a small world.

mod generate;

use core::cell::RefCell;

use cors_core::{Origin, Policy, Setting};
use cors_diff::{Change, Kind};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use self::generate::{Draft, draft, world};

fn of_origins(changes: &[Change], kind: Kind) -> Vec<&Change> {
    { changes.iter() }
        .filter(|change| change.setting() == Setting::AllowOrigins && change.kind() == kind)
        .collect()
}

/// The first origin of the world that only one policy allows: of the web's, and the shortest.
fn model<'a>(world: &'a [String], without: &Policy, with: &Policy) -> Option<&'a str> {
    let only = |origin: &&String| with.allows_origin(origin) && !without.allows_origin(origin);
    let rank = |origin: &&str| (!origin.starts_with("http"), origin.len());
    { world.iter().filter(only) }
        .map(String::as_str)
        .min_by_key(rank)
}

fn check(world: &[String], old: &Policy, new: &Policy) -> Result<(), TestCaseError> {
    let changes = cors_diff::diff(old, new);
    for (kind, without, with) in [(Kind::Widens, old, new), (Kind::Narrows, new, old)] {
        let expected = model(world, without, with);
        let found = of_origins(&changes, kind);
        prop_assert!(
            expected.is_none() || !found.is_empty(),
            "{expected:?}\n{old}\n{new}"
        );
        for change in &found {
            prop_assert!(
                !change.to_string().contains("undecided"),
                "{change}\n{old}\n{new}"
            );
            let witness = change.witness().unwrap();
            prop_assert!(Origin::parse(witness).is_ok(), "{witness}");
            prop_assert!(with.allows_origin(witness), "{witness}\n{old}\n{new}");
            prop_assert!(!without.allows_origin(witness), "{witness}\n{old}\n{new}");
        }
        // The first is the shortest.
        if let (Some(expected), Some(first)) = (expected, found.first())
            && !first.to_string().contains("any origin")
        {
            let rank = |origin: &str| (!origin.starts_with("http"), origin.len());
            let witness = first.witness().unwrap();
            prop_assert!(rank(witness) <= rank(expected), "{witness} {expected}");
        }
    }
    Ok(())
}

thread_local! {
    static WORLD: RefCell<Vec<String>> = RefCell::new(world());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_changes_is_what_differs((old, new) in (draft(), draft())) {
        let (Some(old), Some(new)) = (old.build(), new.build()) else {
            return Ok(());
        };
        WORLD.with_borrow(|world| check(world, &old, &new))?;
    }

    #[test]
    fn what_is_written_otherwise_is_no_change(old in draft(), seed in any::<u64>()) {
        let Some(policy) = old.build() else {
            return Ok(());
        };
        let other = old.otherwise(seed).build();
        let other = other.expect("the same in other words");
        let changes = cors_diff::diff(&policy, &other);
        prop_assert!(changes.is_empty(), "{:?}\n{}\n{}", changes, policy, other);
        prop_assert_eq!(cors_diff::diff(&policy, &policy), []);
    }

    #[test]
    fn what_widens_one_way_narrows_the_other((old, new) in (draft(), draft())) {
        let (Some(old), Some(new)) = (old.build(), new.build()) else {
            return Ok(());
        };
        let mirror = |kind| match kind {
            Kind::Widens => Kind::Narrows,
            Kind::Narrows => Kind::Widens,
            kind => kind,
        };
        let seen = |changes: Vec<Change>| {
            let mut seen: Vec<_> = { changes.iter() }
                .map(|change| (change.setting(), change.kind(), change.witness().map(str::to_owned)))
                .collect();
            seen.sort_by_key(|(setting, kind, witness)| (*setting, kind.as_str(), witness.clone()));
            seen
        };
        let there = seen(cors_diff::diff(&old, &new));
        let back = cors_diff::diff(&new, &old).into_iter();
        let mut back = seen(back.collect());
        for (_, kind, _) in &mut back {
            *kind = mirror(*kind);
        }
        back.sort_by_key(|(setting, kind, witness)| (*setting, kind.as_str(), witness.clone()));
        prop_assert_eq!(there, back);
    }
}

#[test]
fn drafts_build_often_enough() {
    let mut runner = TestRunner::deterministic();
    let built = (0..200).filter(|_| {
        let draft: Draft = draft().new_tree(&mut runner).unwrap().current();
        draft.build().is_some()
    });
    let built = built.count();
    assert!(built > 100, "{built}");
}
