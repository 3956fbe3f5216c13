//! What the tests need beyond cargo: installed where that may be done, named where not.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, bail};

use crate::run::run;

/// A program that has to be there, and the Debian package that brings it.
struct Program {
    name: &'static str,
    package: &'static str,
    needed_for: &'static str,
}

const PROGRAMS: [Program; 1] = [Program {
    name: "curl",
    package: "curl",
    needed_for: "the test of what the demo prints",
}];

/// Makes sure that every program is there. Root on Debian gets what is missing installed;
/// others are told the command.
pub(crate) fn install() -> Result<()> {
    let missing: Vec<_> = PROGRAMS
        .iter()
        .filter(|program| !is_there(program.name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    if is_root() && Path::new("/etc/debian_version").exists() {
        run(Command::new("apt-get").arg("update"))?;
        let install = ["install", "--yes", "--no-install-recommends"];
        return run(Command::new("apt-get").args(install).args(packages));
    }
    for program in missing {
        eprintln!("{} is missing, for {}", program.name, program.needed_for);
    }
    bail!(
        "install what is missing; on Debian: sudo apt-get install {}",
        packages.join(" ")
    )
}

fn is_there(program: &str) -> bool {
    let quiet = || Stdio::null();
    let run = Command::new(program)
        .arg("--version")
        .stdout(quiet())
        .stderr(quiet())
        .status();
    run.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
