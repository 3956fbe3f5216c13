//! The README's picture of a terminal, in colour: of a real one, which util-linux brings.

use std::fs;

use anstyle_svg::{Term, WIN10_CONSOLE};
use snapbox::Data;

use crate::session;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/terminal.svg");

/// `cargo xtask screenshot --terminal` takes it again.
#[test]
fn picture_shows_what_is_printed() {
    let lines = [
        "cors check",
        "cors check --fix",
        "cors explain cors.toml --origin https://app.example.com --header x-trace",
    ];
    let lines = lines.map(str::to_owned);
    let mut text = String::new();
    for (line, answer) in lines.iter().zip(session::answers(&lines, true)) {
        assert!(answer.contains('\u{1b}'), "{line} has no colour");
        text += &format!("\u{1b}[1m$ {line}\u{1b}[0m\n{}\n\n", answer.trim_end());
    }
    // It brings its own background, and can be read on a light page and on a dark one.
    let taken = Term::new()
        .palette(WIN10_CONSOLE)
        .render_svg(&broken(text.trim_end()));
    if session::is_overwritten() {
        fs::write(PICTURE, taken).unwrap();
    } else {
        let kept = fs::read_to_string(PICTURE).unwrap();
        snapbox::assert_data_eq!(taken, Data::text(kept).raw());
    }
}

/// With lines that are as long as a terminal's; what is longer goes on in the next one.
fn broken(text: &str) -> String {
    let (mut broken, mut column, mut is_sequence) = (String::new(), 0, false);
    for c in text.chars() {
        match c {
            '\u{1b}' => is_sequence = true,
            'm' if is_sequence => is_sequence = false,
            _ if is_sequence => {}
            '\n' => column = 0,
            _ => {
                if column == session::COLUMNS {
                    broken.push('\n');
                    column = 0;
                }
                column += 1;
            }
        }
        broken.push(c);
    }
    broken
}
