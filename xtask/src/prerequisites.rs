//! What the tests need beyond cargo: installed where that may be done, named where not.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Result, bail};

use crate::run::{cargo, root, run};

/// A program that has to be there, and the Debian package that brings it.
pub(crate) struct Program {
    /// Any of these names.
    names: &'static [&'static str],
    package: &'static str,
    needed_for: &'static str,
}

/// What the tests need that cargo runs by itself.
pub(crate) const TESTS: &[Program] = &[Program {
    names: &["curl"],
    package: "curl",
    needed_for: "the test of what the demo prints",
}];

/// What counts instructions.
pub(crate) const BENCHES: &[Program] = &[Program {
    names: &["valgrind"],
    package: "valgrind",
    needed_for: "the counts of instructions",
}];

/// The browsers, and what drives them; Firefox's driver comes from [`geckodriver`].
pub(crate) const BROWSERS: &[Program] = &[
    Program {
        names: &["chromium"],
        package: "chromium",
        needed_for: "the tests in Chromium",
    },
    Program {
        names: &["chromedriver"],
        package: "chromium-driver",
        needed_for: "the tests in Chromium",
    },
    Program {
        names: &["firefox-esr", "firefox"],
        package: "firefox-esr",
        needed_for: "the tests in Firefox",
    },
    Program {
        names: &["WebKitWebDriver"],
        package: "webkit2gtk-driver",
        needed_for: "the tests in WebKit",
    },
    Program {
        names: &["Xvfb"],
        package: "xvfb",
        needed_for: "the tests in WebKit",
    },
];

/// What loads servers.
pub(crate) const LOAD: &[Program] = &[Program {
    names: &["wrk"],
    package: "wrk",
    needed_for: "measuring servers under load",
}];

/// Makes sure that every program is there. Root on Debian gets what is missing installed;
/// others are told the command.
pub(crate) fn install<'a>(programs: impl IntoIterator<Item = &'a Program>) -> Result<()> {
    let is_missing = |program: &&Program| !program.names.iter().any(|name| is_there(name));
    let missing: Vec<_> = programs.into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    if is_root() && Path::new("/etc/debian_version").exists() {
        run(&mut apt_get(&["update"]))?;
        let install = ["install", "--yes", "--no-install-recommends"];
        return run(apt_get(&install).args(packages));
    }
    for program in missing {
        let name = program.names.join(" or ");
        eprintln!("{name} is missing, for {}", program.needed_for);
    }
    bail!(
        "install what is missing; on Debian: sudo apt-get install {}",
        packages.join(" ")
    )
}

/// The version of Firefox's driver, which Debian has not.
const GECKODRIVER: &str = "0.37.1";

/// Makes sure that Firefox's driver is there, and returns its path, below this workspace's target.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let program = tools.join("bin/geckodriver");
    let version = Command::new(&program).arg("--version").output();
    let is_this = |output: Output| {
        let text = String::from_utf8_lossy(&output.stdout);
        text.split_whitespace().nth(1) == Some(GECKODRIVER)
    };
    if !version.is_ok_and(is_this) {
        let install = ["install", "geckodriver", "--version", GECKODRIVER];
        run(cargo(&install)
            .args(["--locked", "--force", "--debug", "--root"])
            .arg(tools))?;
    }
    Ok(program)
}

/// Without questions, whatever a package would like to know.
fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether it is found: not all of these programs have an option that does nothing.
fn is_there(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
