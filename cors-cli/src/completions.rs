//! Completions for shells.

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
    streams::answer(&String::from_utf8_lossy(&script))?;
    Ok(Found::Nothing)
}
