//! What holds for every policy, target and name.

use std::collections::HashSet;

use cors_conformance::Suite;
use cors_core::Policy;
use cors_export::{Export, LossKind, Target, export};
use proptest::prelude::*;

use self::generate::draft;

mod generate;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z0-9_-]{1,8}".prop_map(String::from),
        1 => any::<String>(),
        1 => prop::sample::select(vec![
            "", "..", "../x", "a/b", "a\nb", "a\r\nb", "a\\", "é", "a b", "\"", "'", "#", "{$A}", "${A}", "\u{2028}", "\0",
        ])
        .prop_map(str::to_owned),
    ]
}

/// What holds of each export.
fn check(name: &str, policy: &Policy, target: Target) -> Result<Export, TestCaseError> {
    let exported = export(name, policy, target);
    let is = |kind| exported.losses().iter().any(|loss| loss.kind() == kind);
    prop_assert_eq!(
        exported.files().is_empty(),
        is(LossKind::Impossible),
        "{:?}",
        exported
    );
    for loss in exported.losses() {
        let sentence = loss.to_string();
        prop_assert!(!sentence.chars().any(char::is_control), "{:?}", sentence);
        prop_assert!(
            !sentence.ends_with('.') && !sentence.is_empty(),
            "{}",
            sentence
        );
        if let Some(witness) = loss.witness() {
            prop_assert!(
                witness.bytes().all(|byte| byte.is_ascii_graphic()),
                "{:?}",
                witness
            );
        }
    }
    let looser: Vec<_> = { exported.losses().iter() }
        .filter(|loss| loss.kind() == LossKind::Looser)
        .collect();
    let mut names = HashSet::new();
    for file in exported.files() {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-%".contains(&byte);
        prop_assert!(
            file.name().bytes().all(is_plain) && !file.name().starts_with('.'),
            "{}",
            file.name()
        );
        prop_assert!(names.insert(file.name()), "{}", file.name());
        let text = file.text();
        prop_assert!(
            text.bytes()
                .all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')),
            "{:?}",
            text
        );
        prop_assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{:?}",
            text
        );
        let lines: Vec<_> = text.lines().collect();
        let version = env!("CARGO_PKG_VERSION");
        let end = format!(", written by cors {version} with \"cors export --to {target}\".");
        prop_assert!(
            lines[0].starts_with("# Policy \"") && lines[0].ends_with(&end),
            "{:?}",
            lines[0]
        );
        prop_assert_eq!(
            lines[1],
            "# Do not edit: change the policy, and export it again."
        );
        for line in &lines[2..2 + looser.len()] {
            prop_assert!(
                line.starts_with("# Looser than the policy: ") && !line.ends_with('\\'),
                "{:?}",
                line
            );
        }
    }
    Ok(exported)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_export_is_sound(name in name(), draft in draft(), again in prop::sample::select(Target::ALL)) {
        let Some(policy) = draft.build() else {
            return Ok(());
        };
        for target in Target::ALL {
            let exported = check(&name, &policy, *target)?;
            if *target == again {
                prop_assert_eq!(&exported, &export(&name, &policy, again), "twice the same");
            }
            for loss in exported.losses().iter().filter(|loss| loss.kind() == LossKind::Looser) {
                // An example is an example: the policy refuses it.
                if let Some(witness) = loss.witness() {
                    prop_assert!(!policy.allows_origin(witness), "{}", loss);
                }
            }
        }
    }

    #[test]
    fn policies_never_meet(one in name(), other in name()) {
        let policy = Policy::builder().allow_origins(["https://a.example.com"]).build().unwrap();
        for target in Target::ALL {
            let [one_files, other_files] = [&one, &other].map(|name| export(name, &policy, *target).files().to_vec());
            for (one_file, other_file) in one_files.iter().zip(&other_files) {
                prop_assert_eq!(one_file.name() == other_file.name(), one == other);
            }
        }
    }
}

#[test]
fn the_policies_of_the_suite_are_sound() {
    for (name, policy) in Suite::builtin().policies() {
        for target in Target::ALL {
            let exported = check(name, policy, *target).unwrap();
            assert_eq!(exported, export(name, policy, *target), "twice the same");
        }
    }
}
