//! The README's sessions, word for word.
//!
//! With `SNAPSHOTS=overwrite` the answers are written as they are now; then somebody has to read them.

use std::fs;

use snapbox::Data;

use crate::session;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

#[test]
fn sessions_answer_as_they_stand() {
    let text = fs::read_to_string(README).unwrap();
    let lines = typed(&text);
    for name in [
        "check",
        "explain",
        "probe",
        "diff",
        "export",
        "completions",
        "man",
    ] {
        let is_shown = |line: &String| line.contains(&format!("cors {name}"));
        assert!(lines.iter().any(is_shown), "cors {name} is not shown");
    }
    let answered = with_answers(&text, &session::answers(&lines, false));
    if session::is_overwritten() {
        fs::write(README, answered).unwrap();
    } else {
        snapbox::assert_data_eq!(answered, Data::text(text).raw());
    }
}

/// What is typed in the blocks of ```` ```console ````, each with the lines that it goes on in.
fn typed(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in inside(text) {
        if goes_on {
            let last = lines.last_mut().unwrap();
            *last = format!("{last}\n{line}");
            goes_on = line.ends_with('\\');
        } else if let Some(line) = line.strip_prefix("$ ") {
            lines.push(line.to_owned());
            goes_on = line.ends_with('\\');
        }
    }
    lines
}

fn inside(text: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    text.lines().filter(move |line| {
        is_inside = match *line {
            "```console" => true,
            "```" => false,
            _ => return is_inside,
        };
        false
    })
}

/// The text with these answers in the place of those that it has.
fn with_answers(text: &str, answers: &[String]) -> String {
    let mut answers = answers.iter();
    let mut out = String::new();
    let (mut is_inside, mut goes_on) = (false, false);
    for line in text.lines() {
        match line {
            "```console" => is_inside = true,
            "```" => is_inside = false,
            // Its old answer.
            line if is_inside && !goes_on && !line.starts_with("$ ") => continue,
            _ => {}
        }
        out += line;
        out += "\n";
        if is_inside && line != "```console" {
            goes_on = line.ends_with('\\');
            if !goes_on {
                let answer = answers.next().unwrap().trim_end();
                out += answer;
                out += if answer.is_empty() { "" } else { "\n" };
            }
        }
    }
    out
}
