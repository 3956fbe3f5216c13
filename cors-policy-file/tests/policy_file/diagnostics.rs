//! Diagnostics to the letter: `cases/NAME.txt` is what there is to say about `cases/NAME`.
//! With `BLESS` in the environment the answers are written instead: read them before committing.

use std::{env, fs, path::Path};

use cors_policy_file::{Diagnostics, Format, Reader, Severity};

fn diagnose(name: &str, text: &str) -> Diagnostics {
    let format = Format::of(Path::new(name)).unwrap();
    let reader = Reader::new().reserve("none", "`/none/` stands for no policy");
    match reader.parse(name, text, format) {
        Ok(file) => panic!("{name} is fine: {:?}", file.policies),
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn every_case_is_diagnosed_to_the_letter() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy_file/cases");
    let mut checked = 0;
    let mut failures = String::new();
    for entry in fs::read_dir(&cases).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".txt") {
            continue;
        }
        checked += 1;
        let found = diagnose(name, &fs::read_to_string(&path).unwrap()).to_string();
        let answer = cases.join(format!("{name}.txt"));
        if env::var_os("BLESS").is_some() {
            fs::write(&answer, found).unwrap();
        } else if let expected = fs::read_to_string(&answer).unwrap_or_default()
            && expected != found
        {
            failures += &format!("--- {name}: expected\n{expected}--- {name}: found\n{found}");
        }
    }
    assert_eq!(failures, "");
    assert!(checked >= 20, "only {checked} cases");
}

#[test]
fn findings_are_values_too() {
    let text =
        "[policies.private]\nallow_origins = [\"https://ä.example/\", \"https://b.example/\"]\n";
    let diagnostics = diagnose("cors.toml", text);
    let [first, second] = diagnostics.items() else {
        panic!("{diagnostics}");
    };
    assert_eq!(first.severity, Severity::Error);
    assert_eq!(second.code.as_str(), "origin-path");
    assert_eq!(
        second.message,
        "invalid origin \"https://b.example/\": an origin has no path"
    );
    assert_eq!(second.help.as_deref(), Some("write \"https://b.example\""));
    assert_eq!(second.suggestion.as_deref(), Some("\"https://b.example\""));
    assert_eq!(
        second.to_string(),
        "invalid origin \"https://b.example/\": an origin has no path; write \"https://b.example\""
    );
    assert_eq!(second.policy.as_deref(), Some("private"));
    let position = diagnostics.position(second).unwrap();
    assert_eq!((position.line, position.column), (2, 40));
    assert_eq!(
        &text[second.span.clone().unwrap()],
        "\"https://b.example/\""
    );
    assert_eq!(diagnostics.count(Severity::Error), 2);
    assert_eq!(diagnostics.count(Severity::Warning), 0);
}

/// The position of a finding is asked of what it was found with; another text's makes no sense, and
/// does no harm.
#[test]
fn positions_in_another_text_do_not_panic() {
    let long = diagnose("a.toml", "[policies.a]\n\nallow_origins = 'ä'\n");
    let short = diagnose("b.toml", "é");
    for item in long.items().iter().chain(short.items()) {
        assert!(long.position(item).is_some() && short.position(item).is_some());
    }
}

#[test]
fn names_are_taken_only_where_the_application_says_so() {
    let text = "[policies.none]\nallow_origins = '*'\n";
    let file = cors_policy_file::parse("a.toml", text, Format::Toml).unwrap();
    assert_eq!(file.policies[0].0, "none");
    assert_eq!(
        diagnose("a.toml", text).to_string(),
        "error[policy-name]: invalid policy name \"none\": `/none/` stands for no policy\n \
         --> a.toml:1:11\n  |\n1 | [policies.none]\n  |           ^^^^\n\na.toml: 1 error\n"
    );
}

#[test]
fn suggestions_in_their_places_mend_the_file() {
    let toml = "[policies.a]\nallowOrigins = [\"https://A.example/\", { regexp = \"https://a\\\\.example\" }]\n\
                allow-credentials = \"yes\"\nallow_methods = [\"put\"]\nallow_headers = \"content-type\"\n\
                max_age = \"600\"\n";
    let json =
        "{\"policies\": {\"a\": {\"allowOrigins\": \"https://A.example/\", \"max_age\": \"600\"}}}";
    let yaml = "policies:\n  a:\n    allowOrigins: [https://A.example/]\n    max_age: '600'\n";
    for (name, text) in [("a.toml", toml), ("a.json", json), ("a.yaml", yaml)] {
        let mut mended = text.to_owned();
        let diagnostics = diagnose(name, text);
        for item in diagnostics.items().iter().rev() {
            let suggestion = item.suggestion.as_deref().unwrap();
            mended.replace_range(item.span.clone().unwrap(), suggestion);
        }
        let format = Format::of(Path::new(name)).unwrap();
        if let Err(diagnostics) = cors_policy_file::parse(name, &mended, format) {
            panic!("{mended}\n{diagnostics}");
        }
    }
}

#[test]
fn places_are_the_same_in_every_format() {
    for (name, text) in [
        (
            "a.toml",
            "\n[policies.a]\nallow_origins=[\n'é', \"https://b.example/\"]\n",
        ),
        (
            "a.json",
            "\n{\"policies\":{\"a\":{\"allow_origins\":\n[\n\"é\", \"https://b.example/\"]}}}",
        ),
        (
            "a.yaml",
            "\npolicies:\n  a: {allow_origins: [\n   é,  \"https://b.example/\"]}\n",
        ),
        (
            "crlf.toml",
            "\r\n[policies.a]\r\nallow_origins=[\r\n'é', \"https://b.example/\"]\r\n",
        ),
        (
            "crlf.yaml",
            "\r\npolicies:\r\n  a: {allow_origins: [\r\n   é,  \"https://b.example/\"]}\r\n",
        ),
        (
            "mark.toml",
            "\u{feff}\n[policies.a]\nallow_origins=[\n'é', \"https://b.example/\"]\n",
        ),
    ] {
        let diagnostics = diagnose(name, text);
        let found = diagnostics
            .items()
            .iter()
            .find(|item| item.code.as_str() == "origin-path")
            .unwrap();
        let position = diagnostics.position(found).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let place = found.span.clone().unwrap();
        assert_eq!(&text[place], "\"https://b.example/\"", "{name}");
        let column = match name {
            "a.yaml" | "crlf.yaml" => 8,
            _ => 6,
        };
        assert_eq!((position.line, position.column), (4, column), "{name}");
        let header = format!(" --> {name}:4:{column}\n");
        assert!(diagnostics.to_string().contains(&header), "{diagnostics}");
    }
}

#[test]
fn colour_is_for_terminals() {
    let diagnostics = diagnose("a.toml", "");
    assert!(!diagnostics.render(false).contains('\u{1b}'));
    assert!(diagnostics.render(true).contains('\u{1b}'));
}

#[test]
fn what_a_file_says_cannot_steer_a_terminal() {
    let text = "{\"policies\":{\"a\\u001b[31m\":{\"allow_origins\":\"\\u001b]0;x\\u0007\"}}}";
    let found = diagnose("a.json", text).to_string();
    assert!(!found.contains(['\u{1b}', '\u{7}']), "{found:?}");
}
