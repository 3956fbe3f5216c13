//! What is said stays short, however much is wrong and however long it is.

use core::fmt::Write;

use cors_policy_file::Format;

fn said(text: &str, format: Format) -> String {
    let found = cors_policy_file::parse("cors", text, format);
    found.unwrap_err().to_string()
}

#[test]
fn equal_faults_are_counted() {
    let mut toml = "[policies.a]\nallow_origins = [\n".to_owned();
    for number in 0..100_000 {
        writeln!(toml, "\"https://a{number}.example/\",").unwrap();
    }
    toml += "]\n";
    let found = cors_policy_file::parse("cors.toml", &toml, Format::Toml).unwrap_err();
    assert_eq!(found.items().len(), 100_000);
    let said = found.to_string();
    assert!(said.len() < 20_000, "{}", said.len());
    let end = "  --> cors.toml:52:1\n   |\n52 | \"https://a49.example/\",\n   | ^^^^^^^^^^^^^^^^^^^^^^\n   |\n   \
               = help: write \"https://a49.example\"\n   = note: and 99,950 more like it\n\ncors.toml: 100000 errors\n";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn faults_of_every_kind_are_shown_beside_many_equal_ones() {
    let mut text = "[policies.a]\nallow_origins = [\n".to_owned();
    for number in 0..60 {
        writeln!(text, "\"https://a{number}.example/\",").unwrap();
    }
    text += "]\nmax_age = 86401\n";
    let said = said(&text, Format::Toml);
    assert!(said.contains("and 10 more like it"), "{said}");
    assert!(said.contains("error[max-age-too-long]"), "{said}");
}

#[test]
fn many_faults_of_every_kind_are_said_shortly() {
    for line in [
        "allow_origin_of = 1",
        "allow_credentials = 5",
        "x = [",
        "[",
        "a.b.c = 1",
        "\"a\" = \"\\.\"",
    ] {
        let mut text = String::new();
        for number in 0..2_000 {
            writeln!(text, "[policies.p{number}]\n{line}").unwrap();
        }
        let said = said(&text, Format::Toml);
        assert!(said.len() < 100_000, "{line}: {}", said.len());
    }
}

#[test]
fn long_values_are_cut() {
    let long = "x".repeat(1 << 16);
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        let of = |key: &str, value: &str| match format {
            Format::Toml => format!("[policies.a]\n{key} = {value}\n"),
            Format::Json => format!("{{\"policies\": {{\"a\": {{\"{key}\": {value}}}}}}}"),
            _ => format!("policies:\n  a:\n    {key}: {value}\n"),
        };
        let mut texts = Vec::new();
        for key in [
            "allow_origins",
            "allow_methods",
            "allow_headers",
            "expose_headers",
        ] {
            texts.push(of(key, &format!("\"{long} \"")));
            texts.push(of(key, &format!("[\"{long}/\", 5]")));
        }
        texts.push(of(
            "allow_origins",
            &format!("[{{\"regex\"= \"{long}(\"}}]"),
        ));
        texts.push(of(
            "allow_origins",
            &format!("[{{\"regex\": \"{long}(\"}}]"),
        ));
        for key in ["max_age", "allow_credentials", &long] {
            texts.push(of(key, &format!("\"{long}\"")));
            texts.push(of(key, &"9".repeat(1 << 16)));
            texts.push(of(key, &long));
        }
        texts.push(of("max_age", "5").replace('a', &long));
        for text in texts {
            let said = said(&text, format);
            assert!(said.len() < 3_000, "{}", &said[..3_000]);
        }
    }
}
