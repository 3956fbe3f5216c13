//! The workspace, and running cargo in it.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The workspace's root: the folder that this package stands in.
#[must_use]
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Where cargo puts what it builds.
///
/// # Errors
///
/// If cargo doesn't say.
pub fn target() -> Result<PathBuf> {
    let metadata = metadata(&["--no-deps"])?;
    let target = metadata["target_directory"].as_str();
    Ok(target.context("cargo names no target directory")?.into())
}

/// What cargo says of the workspace.
pub(crate) fn metadata(arguments: &[&str]) -> Result<Value> {
    let metadata = ["metadata", "--format-version=1", "--locked"];
    let text = printed(cargo(&metadata).args(arguments))?;
    Ok(serde_json::from_str(&text)?)
}

/// The cargo that runs this program, to be run in the workspace's root.
#[must_use]
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command to its end, announcing it.
///
/// # Errors
///
/// Unless the command succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command
        .status()
        .with_context(|| format!("could not run {}", shown(command)))?;
    succeeded(command, status)
}

/// Runs a command to its end, and returns what it prints.
///
/// # Errors
///
/// Unless the command succeeds.
pub fn printed(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not run {}", shown(command)))?;
    succeeded(command, output.status)?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Says what is about to be run.
pub fn announce(command: &Command) {
    eprintln!("\n$ {}", shown(command));
}

/// Whether a command did.
///
/// # Errors
///
/// If it did not.
pub fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    ensure!(status.success(), "{} failed: {status}", shown(command));
    Ok(())
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default();
    let words = [program].into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}
