//! Completions for shells, and the manual page.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{
    arguments::Arguments,
    exit::{Cannot, Found},
    streams,
};

/// Prints the completions for a shell.
pub(crate) fn completions(shell: Shell) -> Result<Found, Cannot> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "cors", &mut script);
    print(script)
}

/// Prints the manual page.
pub(crate) fn man() -> Result<Found, Cannot> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    rendered.map_err(Cannot::because)?;
    print(page)
}

fn print(text: Vec<u8>) -> Result<Found, Cannot> {
    streams::answer(&String::from_utf8_lossy(&text))?;
    Ok(Found::Nothing)
}
