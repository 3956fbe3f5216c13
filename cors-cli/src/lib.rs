//! The command `cors`, as a library that only its `main` calls.

mod arguments;
mod check;
mod completions;
mod diff;
mod exit;
mod explain;
mod export;
mod formats;
mod help;
mod input;
mod man;
mod page;
pub mod pages;
mod probe;
mod severity;
mod streams;
mod verdict;
mod version;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use self::{
    arguments::{Arguments, Command},
    exit::{Cannot, Found},
};

/// Runs the command with these arguments, the program's own name among them.
///
/// What it answers goes to standard output, and what it has to say besides to standard error.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return exit::usage(&error),
    };
    streams::choose(arguments.color);
    exit::status(take(arguments.command))
}

fn take(command: Command) -> Result<Found, Cannot> {
    match command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Probe(arguments) => probe::probe(&arguments),
        Command::Diff(arguments) => diff::diff(&arguments),
        Command::Export(arguments) => export::export(&arguments),
        Command::Completions { shell } => completions::completions(shell),
        Command::Man => man::man(),
    }
}
