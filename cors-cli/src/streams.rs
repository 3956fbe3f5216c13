//! The answer on standard output, talk on standard error, in colour where that is wanted.

use std::io::{self, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

use crate::exit::Cannot;

/// What was chosen with `--color` counts more than the environment, which is asked where it is `auto`.
pub(crate) fn choose(color: ColorChoice) {
    let choice = match color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Whether standard output is to be in colour.
pub(crate) fn is_coloured() -> bool {
    AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Whether standard error is to be in colour.
pub(crate) fn is_talk_coloured() -> bool {
    AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// How wide an answer may be: as wide as the terminal. What is piped is not wrapped.
pub(crate) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0).max(40))
}

/// Prints an answer, in which escape sequences stay only where colour is wanted.
pub(crate) fn answer(text: &str) -> Result<(), Cannot> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    is_written(written)
}

/// Prints a text as it is, byte for byte.
pub(crate) fn exact(text: &str) -> Result<(), Cannot> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    is_written(written)
}

/// Whoever closes the pipe has seen enough: `cors check | head` is no failure.
fn is_written(written: io::Result<()>) -> Result<(), Cannot> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Cannot::because(
            format_args!("standard output can't be written to: {error}"),
        )),
        _ => Ok(()),
    }
}

/// One JSON object on a line of its own, and nothing else.
pub(crate) fn json(value: &serde_json::Value) -> Result<(), Cannot> {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    answer(&text)
}

/// Says something that is no answer. If nobody can hear it, it is lost.
pub(crate) fn talk(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says why the job can't be done.
pub(crate) fn error(reason: &str) {
    let red = AnsiColor::Red.on_default().bold();
    let plain = Style::new();
    talk(&format!("{red}error{red:#}{plain}: {reason}\n"));
}
