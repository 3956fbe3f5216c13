//! The README shows the log as it is: the line that the adapters' own tests compare with what is printed.

use std::fs;

use super::root;

const LINE: &str = "blocked by CORS: a page of ";
const REFUSED: &str = "refused by guard_unsafe_methods: ";

/// The line of a file, from the words that every logger prints alike.
fn line_of(path: &str) -> String {
    line_from(LINE, path)
}

fn line_from(start: &str, path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let mut lines = text
        .lines()
        .filter_map(|line| Some(&line[line.find(start)?..]));
    let line = lines
        .next()
        .unwrap_or_else(|| panic!("{path} shows no line"))
        .to_owned();
    assert_eq!(lines.next(), None, "{path} shows another one");
    line
}

#[test]
fn the_readme_shows_the_line_that_is_printed() {
    let shown = line_of("README.md");
    for framework in ["actix", "axum", "poem", "rocket", "warp"] {
        let printed = line_of(&format!("cors-{framework}/src/serving.md"));
        let fields = printed
            .strip_prefix(&shown)
            .unwrap_or_else(|| panic!("{printed}\n{shown}"));
        assert!(
            fields.is_empty() || fields.starts_with(" origin="),
            "{fields}"
        );
    }
}

/// The core's tests compare it with what is logged.
#[test]
fn the_adapters_show_a_refusal_as_the_manual_does() {
    let logged = line_from(REFUSED, "cors-core/src/manual/why_refused.rs");
    assert!(logged.ends_with(" rule=6"), "{logged}");
    for framework in ["actix", "axum", "poem", "rocket", "warp"] {
        let shown = line_from(REFUSED, &format!("cors-{framework}/src/serving.md"));
        assert_eq!(shown, logged, "{framework}");
    }
}
