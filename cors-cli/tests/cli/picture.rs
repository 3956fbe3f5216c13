//! The README's picture of a terminal, in colour.

use std::fs;

use anstyle_svg::Term;
use snapbox::Data;

use crate::session;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/terminal.svg");

/// `cargo xtask screenshot --terminal` takes it again.
#[test]
fn picture_shows_what_is_printed() {
    let lines = [
        "cors check",
        "cors explain cors.toml#public --origin https://app.example.com --method PUT",
    ];
    let lines = lines.map(str::to_owned);
    let mut text = String::new();
    for (line, answer) in lines.iter().zip(session::answers(&lines, true)) {
        assert!(answer.contains('\u{1b}'), "{line} has no colour");
        text += &format!("\u{1b}[1m$ {line}\u{1b}[0m\n{}\n\n", answer.trim_end());
    }
    // It brings its own background, and can be read on a light page and on a dark one.
    let taken = Term::new().render_svg(text.trim_end());
    if session::is_overwritten() {
        fs::write(PICTURE, taken).unwrap();
    } else {
        let kept = fs::read_to_string(PICTURE).unwrap();
        snapbox::assert_data_eq!(taken, Data::text(kept).raw());
    }
}
