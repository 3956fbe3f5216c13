//! Running cargo and other programs from the workspace's root.

use std::{
    env,
    path::Path,
    process::{Command, ExitStatus, Stdio},
};

use anyhow::{Context, Result, ensure};

/// The workspace's root: the folder that this package stands in.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The cargo that runs this program, to be run in the workspace's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command to its end, announcing it. Fails unless the command succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command
        .status()
        .with_context(|| format!("could not run {}", shown(command)))?;
    succeeded(command, status)
}

/// Runs a command to its end, and returns what it prints. Fails unless the command succeeds.
pub(crate) fn printed(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not run {}", shown(command)))?;
    succeeded(command, output.status)?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

pub(crate) fn announce(command: &Command) {
    eprintln!("\n$ {}", shown(command));
}

pub(crate) fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    ensure!(status.success(), "{} failed: {status}", shown(command));
    Ok(())
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default();
    let variables = command.get_envs().filter_map(|(name, value)| {
        Some(format!(
            "{}={:?} ",
            name.to_string_lossy(),
            value?.to_string_lossy()
        ))
    });
    let arguments = command
        .get_args()
        .map(|a| format!(" {}", a.to_string_lossy()));
    variables
        .chain([program.to_string_lossy().into_owned()])
        .chain(arguments)
        .collect()
}
