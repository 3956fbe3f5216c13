//! `cargo xtask weigh`: what CORS adds to a clean build, and to a binary.
//!
//! Each framework has programs that say hello: one by itself, one with the crate of this workspace,
//! one with that without its default features, one with the middleware that is usual there. The
//! first is built from nothing. For the others, only the program and the crates that the first lacks
//! are timed.

mod hello;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Parser;
use cors_benches::{
    Framework,
    named::{among, names},
    report::{
        Section, Spread, files,
        weights::{Weight, table},
    },
    workspace::{cargo, printed, root, run, target},
};

use self::hello::{Added, HELLO, Hello};

/// Build programs with CORS and without, and compare their builds and their sizes.
#[derive(Parser)]
#[command(name = "cargo xtask weigh", bin_name = "cargo xtask weigh")]
struct Choice {
    #[arg(
        long,
        help = format!("A framework to say hello with. Without one, all of them: {}; and the figures are kept", names(Framework::with_servers())),
        value_parser = |name: &str| among(Framework::with_servers(), name)
    )]
    framework: Vec<Framework>,
}

/// How often what is added is timed: processors slow each other down.
const BUILDS: usize = 3;

fn main() -> Result<()> {
    let choice = Choice::parse();
    let folder = target()?.join("weigh");
    let is_chosen =
        |hello: &&Hello| choice.framework.is_empty() || choice.framework.contains(&hello.framework);
    let mut weights = Vec::new();
    for hello in HELLO.iter().filter(is_chosen) {
        let place = Place::new(folder.join(hello.framework.to_string()), hello)?;
        weights.extend(place.weigh_all()?);
    }
    print!("\n{}", table(&weights));
    if choice.framework.is_empty() {
        let section = Section::now(&[], weights)?;
        files::keep(|results| results.weight = Some(section))?;
    }
    Ok(())
}

/// Where the programs of one framework are built.
struct Place<'a> {
    hello: &'a Hello,
    package: PathBuf,
    target: PathBuf,
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
        })
    }

    fn weigh_all(&self) -> Result<Vec<Weight>> {
        let bare = self.build(None)?;
        let built = self.units()?;
        // Compiling and linking the program itself is in all of them.
        let again = self.times(None, &BTreeSet::new())?.median;
        let (ours, peer) = (&self.hello.ours, &self.hello.peer);
        let added = |middleware, default_features| Added {
            middleware,
            default_features,
        };
        let without = format!("{} without its default features", ours.name);
        let mut weights = vec![Weight {
            framework: self.hello.framework,
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
            let with = self.build(Some(added))?;
            let crates: Vec<_> = with.crates.difference(&bare.crates).collect();
            let mut units = self.units()?;
            units.retain(|unit| {
                let mut names = crates.iter().filter_map(|name| name.split_once('@'));
                let of = |(name, _)| unit.rsplit_once('-').is_some_and(|(of, _)| of == name);
                !built.contains(unit) && names.any(of)
            });
            let Spread {
                least,
                median,
                most,
            } = self.times(Some(added), &units)?;
            weights.push(Weight {
                framework: self.hello.framework,
                middleware: Some(name),
                crates: crates.len(),
                cpu_seconds: Spread::of([least, median, most].map(|time| time - again)),
                bytes: with.bytes - bare.bytes,
            });
        }
        Ok(weights)
    }

    /// What it takes to compile these units and the program, where all else is there. Others may
    /// have been compiled anew for a feature that is on now; in a clean build they are but once.
    fn times(&self, added: Option<Added<'_>>, units: &BTreeSet<String>) -> Result<Spread> {
        let mut seconds = Vec::new();
        for _ in 0..BUILDS {
            for unit in units {
                // `cargo clean --package cors-core` would take along serde, whose name a test has.
                let unit = self.fingerprints().join(unit);
                // What only the middleware before needed has not come back.
                if unit.exists() {
                    fs::remove_dir_all(unit)?;
                }
            }
            seconds.push(self.build(added)?.seconds);
        }
        Ok(Spread::of(seconds))
    }

    /// What cargo takes for built: `axum-0123456789abcdef`.
    fn units(&self) -> Result<BTreeSet<String>> {
        let name = |entry: io::Result<fs::DirEntry>| -> Result<String> {
            Ok(entry?.file_name().to_string_lossy().into_owned())
        };
        fs::read_dir(self.fingerprints())?.map(name).collect()
    }

    fn fingerprints(&self) -> PathBuf {
        self.target.join("release/.fingerprint")
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

/// What is compiled, macros and build scripts included: `axum@0.8.9`.
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
    let text = printed(cargo(&tree).current_dir(package))?;
    let name_and_version = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        let version = rest.split_whitespace().next()?;
        Some(format!("{name}@{version}"))
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
