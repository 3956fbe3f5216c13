//! `cargo xtask weigh`: what CORS adds to a clean build, and to a binary.
//!
//! Three programs for each framework, that say hello: one by itself, one with the crate of this
//! workspace, one with the middleware that is usual there. They share a target directory, so that
//! the second and the third compile what they add, and nothing else.

mod hello;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;

use self::hello::{HELLO, Hello, Middleware};
use crate::run::{cargo, root, run};

#[derive(Args)]
pub(crate) struct Choice {
    /// A framework to say hello with: actix, axum, poem, rocket or warp. All five without one.
    #[arg(long)]
    framework: Vec<String>,
}

pub(crate) fn weigh(choice: &Choice) -> Result<()> {
    let folder = root().join("target/weigh");
    if folder.exists() {
        // Only a clean build tells.
        fs::remove_dir_all(&folder)?;
    }
    let mut table = format!(
        "{:<8} {:<12} {:>12} {:>16} {:>18}\n",
        "", "", "crates added", "CPU seconds more", "bytes of binary more"
    );
    let is_chosen = |hello: &&Hello| {
        choice.framework.is_empty() || choice.framework.iter().any(|name| name == hello.framework)
    };
    for hello in HELLO.iter().filter(is_chosen) {
        let place = Place {
            folder: folder.join(hello.framework),
        };
        let bare = place.weigh(hello, None)?;
        // Compiling and linking the program itself is in all of them.
        let again = place.weigh(hello, None)?;
        for middleware in [&hello.ours, &hello.peer] {
            let with = place.weigh(hello, Some(middleware))?;
            table += &format!(
                "{:<8} {:<12} {:>12} {:>16.1} {:>18}\n",
                hello.framework,
                middleware.name,
                with.crates.difference(&bare.crates).count(),
                (with.seconds - again.seconds).max(0.0),
                with.bytes.saturating_sub(bare.bytes),
            );
        }
    }
    print!("\n{table}");
    Ok(())
}

struct Weight {
    crates: BTreeSet<String>,
    /// Of all processes that built it, together.
    seconds: f64,
    bytes: u64,
}

/// Where the programs of one framework are built.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn weigh(&self, hello: &Hello, middleware: Option<&Middleware>) -> Result<Weight> {
        let package = self.folder.join("hello");
        fs::create_dir_all(package.join("src"))?;
        fs::write(
            package.join("Cargo.toml"),
            hello.manifest(root(), middleware),
        )?;
        fs::write(package.join("src/main.rs"), hello.program(middleware))?;
        // The versions of this workspace.
        fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
        // Downloads are not of interest.
        run(cargo(&["fetch", "--quiet"]).current_dir(&package))?;
        let before = children_seconds()?;
        let target = self.folder.join("target");
        run(cargo(&["build", "--release", "--quiet"])
            .env("CARGO_TARGET_DIR", &target)
            .current_dir(&package))?;
        Ok(Weight {
            crates: crates(&package)?,
            seconds: children_seconds()? - before,
            bytes: fs::metadata(target.join("release/hello"))?.len(),
        })
    }
}

/// What is compiled, macros and build scripts included.
fn crates(package: &Path) -> Result<BTreeSet<String>> {
    let tree = [
        "tree",
        "--prefix",
        "none",
        "--edges",
        "normal,build",
        "--format",
        "{p}",
    ];
    let output = cargo(&tree).current_dir(package).output()?;
    let text = String::from_utf8(output.stdout)?;
    let name = |line: &str| {
        Some(
            line.split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    Ok(text
        .lines()
        .filter_map(name)
        .filter(|name| !name.is_empty())
        .collect())
}

/// User and system time of the processes that this one has waited for, theirs included.
fn children_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 16 and 17, in ticks.
    let (_, fields) = stat.rsplit_once(')').context("no stat")?;
    let ticks = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(str::parse::<u32>);
    let ticks: u32 = ticks.sum::<Result<_, _>>()?;
    Ok(f64::from(ticks) / 100.0)
}
