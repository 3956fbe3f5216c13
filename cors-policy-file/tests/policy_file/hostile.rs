//! Files that nobody wrote by hand: they may be refused, and must not crash or take forever.

use core::{fmt::Write, time::Duration};
use std::time::Instant;

use cors_policy_file::{Format, Severity};

use crate::every_key::EVERY_KEY;

const FORMATS: [Format; 3] = [Format::Toml, Format::Json, Format::Yaml];

/// Generous: a quadratic pass over these sizes takes minutes.
const LIMIT: Duration = Duration::from_secs(20);

/// The codes of what is wrong, rendered too.
fn refused(text: &str, format: Format) -> Vec<&'static str> {
    let start = Instant::now();
    let Err(diagnostics) = cors_policy_file::parse("hostile", text, format) else {
        panic!("accepted: {text:.100}");
    };
    assert!(diagnostics.count(Severity::Error) > 0);
    assert!(!diagnostics.to_string().is_empty());
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
    { diagnostics.items().iter() }
        .map(|item| item.code.as_str())
        .collect()
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [100, 100_000] {
        for format in FORMATS {
            for open in ["[", "{a: ", "{\"a\":", "{a = ", "- ", "? "] {
                let text = open.repeat(depth);
                refused(&text, format);
                refused(&format!("a = {text}"), format);
                refused(&format!("policies:\n  a: {text}"), format);
            }
        }
        refused(&format!("{} = 1", vec!["a"; depth].join(".")), Format::Toml);
        refused(&format!("[{}]", vec!["a"; depth].join(".")), Format::Toml);
        let closed = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        refused(&format!("{{\"policies\": {closed}}}"), Format::Json);
        refused(&format!("policies: {closed}"), Format::Yaml);
        refused(&format!("policies = {closed}"), Format::Toml);
    }
}

#[test]
fn alias_bombs_are_refused() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(laughs, "a{level}: &a{level} [{inner}]").unwrap();
    }
    assert!(refused(&laughs, Format::Yaml).contains(&"yaml-alias"));

    let mut chain = "a0: &a0 [x]\n".to_owned();
    for level in 1..10_000 {
        writeln!(chain, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert!(refused(&chain, Format::Yaml).contains(&"yaml-alias"));

    let wide = format!(
        "a: &a [{}]\nb: [{}]\n",
        "x,".repeat(1_000),
        "*a,".repeat(1_000)
    );
    assert!(refused(&wide, Format::Yaml).contains(&"yaml-alias"));

    let nested: String = (0..60).map(|level| format!("&a{level} [")).collect();
    let nested = format!("{nested}{}{}", "1,".repeat(20_000), "]".repeat(60));
    refused(&nested, Format::Yaml);

    let text = "policies: &a {b: *a}";
    assert!(refused(text, Format::Yaml).contains(&"yaml-alias"));
}

#[test]
fn garbage_is_refused() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let alphabets = [
        "abc=[]{}\",:\n -#&*!'\\|>%@`0123456789",
        "[]{}\",:\n",
        "aä€😀\u{0}\u{7f}\u{85}\u{2028}\t\r\n\"'",
        "policies.a\n[]= \"",
    ];
    let sizes = [1 << 20, 1 << 17, 1 << 17, 1 << 17];
    for (alphabet, size) in alphabets.into_iter().zip(sizes) {
        let alphabet: Vec<_> = alphabet.chars().collect();
        let garbage: String = (0..size)
            .map(|_| alphabet[random(alphabet.len())])
            .collect();
        for format in FORMATS {
            refused(&garbage, format);
        }
        for _ in 0..300 {
            let length = random(60);
            let garbage: String = (0..length)
                .map(|_| alphabet[random(alphabet.len())])
                .collect();
            for format in FORMATS {
                let _ = cors_policy_file::parse("garbage", &garbage, format)
                    .map_err(|diagnostics| diagnostics.to_string());
            }
        }
    }
    for repeated in [
        "\0", "\n", "\"", "'", "a", "a: ", "&a ", "!a ", "*", "%", "=", "a =\n", "[a\n",
    ] {
        for format in FORMATS {
            refused(&repeated.repeat((1 << 18) / repeated.len()), format);
        }
    }
}

/// Good files cut off, and with one character less or more: at every seventh place, that being
/// prime to all that repeats in them.
#[test]
fn damaged_files_are_read_without_a_crash() {
    for (text, format) in EVERY_KEY {
        for at in (0..text.len())
            .step_by(7)
            .filter(|&at| text.is_char_boundary(at))
        {
            let (before, after) = text.split_at(at);
            let shorter = after.chars().next().map_or(0, char::len_utf8);
            let mut damaged = vec![before.to_owned(), format!("{before}{}", &after[shorter..])];
            damaged.extend(["\"", "é"].map(|insert| format!("{before}{insert}{after}")));
            for text in damaged {
                let _ = cors_policy_file::parse("damaged", &text, format)
                    .map_err(|diagnostics| diagnostics.to_string());
            }
        }
    }
}

#[test]
fn many_mistakes_are_all_reported() {
    let mut text = "[policies.a]\nallow_origins = [\n".to_owned();
    for number in 0..20_000 {
        writeln!(text, "\"https://a{number}.example/\",").unwrap();
    }
    text.push_str("]\n");
    assert_eq!(refused(&text, Format::Toml).len(), 20_000);

    let line = text
        .replace('\n', " ")
        .replace("[policies.a]", "policies.a.");
    let line = line.replacen("policies.a.  ", "policies.a.", 1);
    assert_eq!(refused(&line, Format::Toml).len(), 20_000);
}

#[test]
fn large_files_are_read() {
    let mut text = "[policies.a]\nallow_origins = [\n".to_owned();
    for number in 0..100_000 {
        writeln!(text, "\"https://tenant-{number}.example.com\",").unwrap();
    }
    text.push_str("]\n");
    let start = Instant::now();
    let file = cors_policy_file::parse("large", &text, Format::Toml).unwrap();
    assert_eq!(file.policies.len(), 1);
    assert!(start.elapsed() < LIMIT, "{:?}", start.elapsed());
}
