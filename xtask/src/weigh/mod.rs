//! `cargo xtask weigh`: what CORS adds to a clean build, and to a binary.
//!
//! Programs for each framework, that say hello: one by itself, one with the crate of this workspace,
//! one with that without its default features, one with the middleware that is usual there. Each of
//! the others begins with what building the first has left, and so compiles what it adds, and
//! nothing else.

mod figures;
mod hello;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use clap::Args;

pub(crate) use self::figures::{Weight, table};
use self::hello::{Added, HELLO, Hello};
use crate::{
    bench::{self, results::Section},
    run::{cargo, root, run},
    spread::Spread,
};

#[derive(Args)]
pub(crate) struct Choice {
    /// A framework to say hello with: actix, axum, poem, rocket or warp. Without one all five, and
    /// the figures are kept.
    #[arg(long)]
    framework: Vec<String>,
}

/// How often what is added is built: processors slow each other down.
const BUILDS: usize = 3;

pub(crate) fn weigh(choice: &Choice) -> Result<()> {
    let folder = root().join("target/weigh");
    let is_chosen = |hello: &&Hello| {
        choice.framework.is_empty() || choice.framework.iter().any(|name| name == hello.framework)
    };
    let mut weights = Vec::new();
    for hello in HELLO.iter().filter(is_chosen) {
        let place = Place::new(folder.join(hello.framework), hello)?;
        weights.extend(place.weigh_all()?);
    }
    print!("\n{}", table(&weights));
    if choice.framework.is_empty() {
        let section = Section::now(&[], weights)?;
        bench::keep(|results| results.weight = Some(section))?;
    }
    Ok(())
}

/// Where the programs of one framework are built.
struct Place<'a> {
    hello: &'a Hello,
    package: PathBuf,
    target: PathBuf,
    /// What the target directory is once the program by itself has been built.
    built: PathBuf,
}

/// Of one build.
struct Build {
    crates: BTreeSet<String>,
    /// Of all processes that took part, together.
    seconds: f64,
    bytes: i64,
}

impl<'a> Place<'a> {
    fn new(folder: PathBuf, hello: &'a Hello) -> Result<Self> {
        if folder.exists() {
            // Only a clean build tells.
            fs::remove_dir_all(&folder)?;
        }
        let package = folder.join("hello");
        fs::create_dir_all(package.join("src"))?;
        Ok(Self {
            hello,
            package,
            target: folder.join("target"),
            built: folder.join("built"),
        })
    }

    fn weigh_all(&self) -> Result<Vec<Weight>> {
        let bare = self.build(None)?;
        fs::rename(&self.target, &self.built)?;
        // Compiling and linking the program itself is in all of them.
        let again = self.builds(None)?;
        let again = Spread::of(again.iter().map(|build| build.seconds)).median;
        let (ours, peer) = (&self.hello.ours, &self.hello.peer);
        let added = |middleware, default_features| Added {
            middleware,
            default_features,
        };
        let without = format!("{} without its default features", ours.name);
        let mut weights = vec![Weight {
            framework: self.hello.framework.to_owned(),
            middleware: None,
            crates: bare.crates.len(),
            cpu_seconds: Spread::of([bare.seconds]),
            bytes: bare.bytes,
        }];
        for (name, added) in [
            (ours.name.to_owned(), added(ours, true)),
            (without, added(ours, false)),
            (peer.name.to_owned(), added(peer, true)),
        ] {
            let builds = self.builds(Some(added))?;
            let seconds = builds.iter().map(|build| (build.seconds - again).max(0.0));
            weights.push(Weight {
                framework: self.hello.framework.to_owned(),
                middleware: Some(name),
                crates: builds[0].crates.difference(&bare.crates).count(),
                cpu_seconds: Spread::of(seconds),
                bytes: builds[0].bytes - bare.bytes,
            });
        }
        Ok(weights)
    }

    /// Builds of the same, each from what the program by itself has left.
    fn builds(&self, added: Option<Added<'_>>) -> Result<Vec<Build>> {
        let build = |_| {
            if self.target.exists() {
                fs::remove_dir_all(&self.target)?;
            }
            // With its times, by which cargo knows what need not be compiled.
            let mut copy = Command::new("cp");
            run(copy.arg("-a").arg(&self.built).arg(&self.target))?;
            self.build(added)
        };
        (0..BUILDS).map(build).collect()
    }

    fn build(&self, added: Option<Added<'_>>) -> Result<Build> {
        let (hello, package) = (self.hello, &self.package);
        fs::write(package.join("Cargo.toml"), hello.manifest(root(), added))?;
        fs::write(package.join("src/main.rs"), hello.program(added))?;
        // The versions of this workspace.
        fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
        // Downloads are not of interest.
        run(cargo(&["fetch", "--quiet"]).current_dir(package))?;
        let before = children_seconds()?;
        run(cargo(&["build", "--release", "--quiet"])
            .env("CARGO_TARGET_DIR", &self.target)
            .current_dir(package))?;
        let seconds = children_seconds()? - before;
        let binary = fs::metadata(self.target.join("release/hello"))?;
        Ok(Build {
            crates: crates(package)?,
            seconds,
            bytes: i64::try_from(binary.len())?,
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
    let name_and_version = |line: &str| {
        let mut words = line.split_whitespace();
        Some(format!("{} {}", words.next()?, words.next()?))
    };
    Ok(text.lines().filter_map(name_and_version).collect())
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
