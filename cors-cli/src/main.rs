//! The command `cors`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cors_cli::run(std::env::args_os())
}
