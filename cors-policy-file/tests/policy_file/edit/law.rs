//! Additions to files of every layout: what they add is there, and nothing else is different.

use cors_core::Setting;
use cors_policy_file::{Addition, Edited, Format, Reader, edit, locate};
use proptest::{prelude::*, sample::subsequence};

use super::written::{Dice, Holds, Settings, built, write};

const ORIGINS: &[&str] = &[
    "https://a.example.com",
    "https://b.example.com:8443",
    "http://localhost:*",
    "https://*.example.org",
    "https://pr-{digits}.example.net",
];
const METHODS: &[&str] = &["PUT", "PATCH", "DELETE"];
const HEADERS: &[&str] = &[
    "x-a",
    "x-b",
    "content-type",
    "authorization",
    "null",
    "yes",
    "n",
    "1e3",
];

fn texts(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let texts = of.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let most = of.len();
    subsequence(texts, 0..=most).prop_shuffle()
}

fn list(setting: Setting) -> impl Strategy<Value = (Setting, Holds)> {
    let of = match setting {
        Setting::AllowOrigins => ORIGINS,
        Setting::AllowMethods => METHODS,
        _ => HEADERS,
    };
    texts(of).prop_map(move |list| (setting, Holds::List(list)))
}

/// One of the settings.
fn setting() -> BoxedStrategy<(Setting, Holds)> {
    prop_oneof![
        list(Setting::AllowMethods),
        list(Setting::AllowHeaders),
        list(Setting::ExposeHeaders),
        any::<bool>().prop_map(|flag| (Setting::MinimalDisclosure, Holds::Flag(flag))),
        any::<bool>().prop_map(|flag| (Setting::AllowCredentials, Holds::Flag(flag))),
        (1..86_401_u64).prop_map(|seconds| (Setting::MaxAge, Holds::Number(seconds))),
    ]
    .boxed()
}

fn settings() -> impl Strategy<Value = Settings> {
    let origins = texts(ORIGINS).prop_map(|mut origins| {
        if origins.is_empty() {
            origins.push("https://c.example.com".to_owned());
        }
        (Setting::AllowOrigins, Holds::List(origins))
    });
    (
        origins,
        prop::collection::vec(setting(), 0..4),
        any::<usize>(),
    )
        .prop_map(|(origins, mut rest, at)| {
            let mut seen = Vec::new();
            rest.retain(|(setting, _)| {
                !seen.contains(setting) && {
                    seen.push(*setting);
                    true
                }
            });
            rest.insert(at % (rest.len() + 1), origins);
            rest
        })
}

/// The settings with additions.
fn with(settings: &Settings, additions: &Settings) -> Settings {
    let mut settings = settings.clone();
    for (setting, added) in additions {
        match settings.iter_mut().find(|(other, _)| other == setting) {
            None => settings.push((*setting, added.clone())),
            Some((_, old)) => match (old, added) {
                (Holds::List(old), Holds::List(added)) => {
                    let new = added.iter().filter(|text| !old.contains(text));
                    let new: Vec<_> = new.cloned().collect();
                    old.extend(new);
                }
                (old, added) => *old = added.clone(),
            },
        }
    }
    settings
}

fn additions(settings: &Settings) -> Vec<(Setting, Addition)> {
    let addition = |(setting, holds): &(Setting, Holds)| {
        let addition = match holds {
            Holds::List(list) => Addition::Entries(list.clone()),
            Holds::Flag(flag) => Addition::Flag(*flag),
            Holds::Number(seconds) => Addition::Seconds(*seconds),
        };
        (*setting, addition)
    };
    settings.iter().map(addition).collect()
}

fn comments(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.split_once("# c"))
        .map(|(_, comment)| comment)
        .collect()
}

/// Undoes what the changes say was done.
fn undone(text: &str, edited: &Edited) -> String {
    let mut undone = edited.text().to_owned();
    for change in edited.changes().iter().rev() {
        undone.replace_range(change.inserted.clone(), &text[change.removed.clone()]);
    }
    undone
}

fn check(text: &str, format: Format, policies: &[(&str, Settings)], added: &Settings) {
    let read = |text: &str| {
        let file = Reader::new().parse("cors", text, format);
        file.unwrap_or_else(|found| panic!("{found}\n{text}"))
            .policies
    };
    let before: Vec<_> = { policies.iter() }
        .map(|(name, settings)| ((*name).to_owned(), built(settings)))
        .collect();
    assert_eq!(read(text), before, "{text}");
    let edited = Edited::of(text, format, "a", additions(added));
    let edited = edited.unwrap_or_else(|error| panic!("{error}: {added:?}\n{text}"));
    let mut after = before;
    after[0].1 = built(&with(&policies[0].1, added));
    assert_eq!(
        read(edited.text()),
        after,
        "{text}\n----\n{}",
        edited.text()
    );
    assert_eq!(comments(edited.text()), comments(text));
    assert_eq!(undone(text, &edited), text);
    let again = edit(edited.text(), format, "a", additions(added)).unwrap();
    assert_eq!(again, edited.text());
    for change in edited.changes() {
        let removed = &text[change.removed.clone()];
        assert!(removed.len() < 60 && !removed.contains('\n'), "{removed}");
    }
    let ends = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
    let (old, new) = (ends(text), ends(edited.text()));
    if old.0 > 0 {
        assert_eq!(new.0, new.1, "{:?}", edited.text());
    } else {
        assert_eq!(new.0, 0);
    }
    for (setting, _) in added {
        let place = locate(edited.text(), format, "a", *setting).unwrap();
        let written = &edited.text()[place.span];
        assert!(
            written
                .trim_start_matches('"')
                .starts_with(setting.as_str()),
            "{written}"
        );
    }
    let shown = edited.preview(false);
    assert_eq!(shown.is_empty(), edited.changes().is_empty(), "{shown}");
}

proptest! {
    #[test]
    fn an_addition_is_all_that_an_edit_adds(
        a in settings(),
        b in settings(),
        added in prop::collection::vec(
            prop_oneof![setting(), list(Setting::AllowOrigins)],
            1..3,
        ),
        seed in any::<u64>(),
    ) {
        let policies = [("a", a), ("b", b)];
        for format in Format::ALL {
            let text = write(&policies, *format, &mut Dice::new(seed));
            check(&text, *format, &policies, &added);
        }
    }
}
