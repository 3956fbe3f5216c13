//! Laws of fixes: what is right is put in the place of what is wrong, nothing else changes, nobody is let in
//! whom nobody named, and fixing what was fixed changes nothing.

use cors_policy_file::{Format, fix, parse};
use proptest::prelude::*;

use crate::every_key::EVERY_KEY;

/// What is wrong, and what is right in its place, in quotes or not.
#[derive(Clone, Debug)]
struct Slip {
    wrong: String,
    right: String,
}

fn slip(wrong: &str, right: &str) -> Slip {
    Slip {
        wrong: wrong.to_owned(),
        right: right.to_owned(),
    }
}

fn origin() -> impl Strategy<Value = Slip> {
    let host = "[a-z][a-z0-9-]{0,5}[a-z0-9]\\.(example\\.com|test|internal\\.example)";
    let port = prop_oneof![
        Just(String::new()),
        (1024_u32..9000).prop_map(|n| format!(":{n}"))
    ];
    (host, port, any::<bool>(), 0..10_u8).prop_map(|(host, port, any, kind)| {
        let host = match any {
            true => format!("*.{host}"),
            false => host,
        };
        let right = format!("https://{host}{port}");
        let wrong = match kind {
            0 => format!("{right}/"),
            1 => format!("https://{}{port}", host.to_uppercase()),
            2 => format!("https://{host}:443"),
            3 => format!("{host}{port}"),
            4 => format!("{right}/*?"),
            5 => format!(" {right}"),
            6 => format!("https://{right}"),
            7 => format!("wss://{host}{port}"),
            8 => format!("{right},"),
            _ => right.clone(),
        };
        let right = if kind == 2 {
            format!("https://{host}")
        } else {
            right
        };
        Slip { wrong, right }
    })
}

fn method() -> impl Strategy<Value = Slip> {
    prop_oneof![
        Just(slip("put", "PUT")),
        Just(slip("Delete", "DELETE")),
        Just(slip(" PUT", "PUT")),
        Just(slip("PATCH", "PATCH")),
        // Certain is nothing here.
        Just(slip("PTACH", "PTACH")),
        Just(slip("patch", "patch")),
    ]
}

fn key(right: &'static str, others: &'static [&'static str]) -> impl Strategy<Value = Slip> {
    (0..=others.len()).prop_map(move |at| slip(others.get(at).unwrap_or(&right), right))
}

/// A policy with mistakes: keys, and values as TOML, JSON and YAML alike write them.
#[derive(Clone, Debug)]
struct Draft {
    keys: [Slip; 4],
    origins: Vec<Slip>,
    methods: Vec<Slip>,
    credentials: Slip,
    max_age: Slip,
}

fn draft() -> impl Strategy<Value = Draft> {
    let keys = (
        key(
            "allow_origins",
            &["allow_origin", "allowOrigins", "origins", "alow_origins"],
        ),
        key(
            "allow_methods",
            &["methods", "allow-methods", "allowed_methods"],
        ),
        key(
            "allow_credentials",
            &["credentials", "supports_credentials"],
        ),
        key("max_age", &["maxAge", "max-age", "max_age_seconds"]),
    );
    let credentials = prop_oneof![
        Just(slip("\"true\"", "true")),
        Just(slip("\"no\"", "false")),
        Just(slip("1", "true")),
        Just(slip("true", "true")),
    ];
    let max_age = prop_oneof![
        Just(slip("\"10m\"", "600")),
        Just(slip("\"00:05:00\"", "300")),
        Just(slip("86401", "86400")),
        Just(slip("\"5\"", "5")),
        Just(slip("600", "600")),
    ];
    let origins = proptest::collection::vec(origin(), 1..5);
    let methods = proptest::collection::vec(method(), 1..4);
    (keys, origins, methods, credentials, max_age).prop_map(
        |((a, b, c, d), origins, methods, credentials, max_age)| Draft {
            keys: [a, b, c, d],
            origins,
            methods,
            credentials,
            max_age,
        },
    )
}

/// The draft in a format, as it is or as it should be, with comments wherever there can be some.
fn written(draft: &Draft, format: Format, choose: fn(&Slip) -> &str) -> String {
    let list = |slips: &[Slip], comment: &str| {
        let entries = slips.iter().map(|slip| format!("\"{}\"", choose(slip)));
        let entries: Vec<_> = entries.collect();
        format!("[{comment}{}]", entries.join(&format!(",{comment}")))
    };
    let comment = if format == Format::Json {
        "\n \t"
    } else {
        " # \"put\", https://A.example/\n     "
    };
    let values = [
        list(&draft.origins, comment),
        list(&draft.methods, comment),
        choose(&draft.credentials).to_owned(),
        choose(&draft.max_age).to_owned(),
    ];
    let lines = draft.keys.iter().map(choose).zip(&values);
    match format {
        Format::Toml => {
            let lines =
                lines.map(|(key, value)| format!("  {key}  =\t{value} # maxAge = \"10m\"\r\n"));
            format!(
                "# methods\r\n[policies.a] # A\r\n{}",
                lines.collect::<String>()
            )
        }
        Format::Yaml => {
            let lines = lines.map(|(key, value)| format!("   {key} :  {value} # credentials: 1\n"));
            format!(
                "# methods:\npolicies:\n  a: # A\n{}",
                lines.collect::<String>()
            )
        }
        _ => {
            let lines = lines.map(|(key, value)| format!("\t\"{key}\" : {value}"));
            let lines: Vec<_> = lines.collect();
            format!(
                "\u{feff}{{\"policies\":\n {{\"a\": {{ {} }} }}}}\n",
                lines.join(" ,\n\n")
            )
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Alike in every format: the right literals in their places, and everything else as it was.
    #[test]
    fn what_is_wrong_is_put_right_and_nothing_else(draft in draft()) {
        let mut counts = Vec::new();
        for format in Format::ALL {
            let before = written(&draft, *format, |slip| &slip.wrong);
            let after = written(&draft, *format, |slip| &slip.right);
            let fixed = fix("cors", &before, *format);
            prop_assert_eq!(&fixed.text, &after);
            // Each change is one that the diagnostic had suggested.
            for applied in &fixed.applied {
                prop_assert!(applied.diagnostic.fix().is_some());
                prop_assert!(applied.position.is_some() && fixed.has_fixed(&applied.diagnostic));
            }
            counts.push((fixed.applied.len(), fixed.left.items().len()));
            if let Ok(file) = parse("cors", &fixed.text, *format) {
                let policy = &file.policies[0].1;
                for slip in &draft.origins {
                    let named = slip.right.replace("*.", "x.");
                    prop_assert!(policy.allows_origin(&named), "{}", named);
                }
                for other in ["https://example.com", "http://test", "https://evil.example", "null"] {
                    prop_assert!(!policy.allows_origin(other), "{}", other);
                }
            }
        }
        prop_assert!(counts.iter().all(|count| *count == counts[0]), "{:?}", counts);
    }

    /// Of whatever text: what is fixed has nothing more to fix, is read as is said, and is none the worse.
    #[test]
    fn fixing_again_changes_nothing(
        which in 0..3_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_usize, 0..PIECES.len()), 1..6),
    ) {
        let (text, format) = EVERY_KEY[which];
        let mut text = text.to_owned();
        for (place, removed, piece) in edits {
            let mut start = place.index(text.len() + 1);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let end = text[start..].char_indices().nth(removed).map_or(text.len(), |(at, _)| start + at);
            text.replace_range(start..end, PIECES[piece]);
        }
        let fixed = fix("cors", &text, format);
        let again = fix("cors", &fixed.text, format);
        prop_assert_eq!(again.applied.len(), 0);
        prop_assert_eq!(&again.text, &fixed.text);
        prop_assert_eq!(fixed.applied.is_empty(), fixed.text == text);
        let (before, after) = (parse("cors", &text, format), parse("cors", &fixed.text, format));
        let left = match &after {
            Ok(file) => file.warnings.items(),
            Err(error) => error.items(),
        };
        prop_assert_eq!(fixed.left.items(), left);
        if let Ok(before) = before {
            let after = after.expect("what built builds");
            for ((_, before), (_, after)) in before.policies.iter().zip(&after.policies) {
                for origin in PROBES {
                    prop_assert!(before.allows_origin(origin) || !after.allows_origin(origin), "{}", origin);
                }
            }
        }
    }
}

/// What changes the sense of a file, or ends it.
const PIECES: [&str; 24] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "\n",
    "# ",
    "/",
    "\\.",
    "A",
    "put",
    "*",
    ".",
    " ",
    "null",
    "\u{430}",
    "- ",
    "&a ",
    "*a",
    "\"https://B.example/\", ",
];

const PROBES: [&str; 6] = [
    "https://example.com",
    "https://evil.example",
    "https://app.example.com.evil.example",
    "http://app.example.com",
    "https://x.example.org",
    "null",
];
