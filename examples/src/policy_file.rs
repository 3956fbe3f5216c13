//! Policy files as the programs here read them, and what they print about those with mistakes.

use std::{
    env,
    io::{self, IsTerminal},
};

use cors_policy_file::{Diagnostics, Reader};

/// Reads the policies of the [application](crate::app), in which `/none/` is taken.
pub fn reader() -> Reader {
    Reader::new().reserve("none", "`/none/` stands for no policy")
}

/// Writes what was found in a file to standard error, in colour where that is a terminal that takes
/// it.
pub fn print(diagnostics: &Diagnostics) {
    // https://no-color.org
    let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    eprint!(
        "{}",
        diagnostics.render(io::stderr().is_terminal() && !no_colour)
    );
}
