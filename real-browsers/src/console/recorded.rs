//! What was recorded, as it is kept beside the tests of `cors-browser`.

use core::fmt::Write;
use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use cors_browser::console;

use crate::driver::Engine;

/// What a browser said to one provocation.
#[derive(PartialEq, Eq)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
}

fn path(engine: Engine) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.join(format!(
        "../cors-browser/tests/console/recorded/{engine}.txt"
    ))
}

/// All that is kept of an engine.
pub(super) fn read(engine: Engine) -> Result<Vec<Said>> {
    let path = path(engine);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut said: Vec<Said> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            let name = name.to_owned();
            said.push(Said {
                name,
                lines: Vec::new(),
            });
        } else if let Some(last) = said.last_mut()
            && !line.is_empty()
            && !line.starts_with("-> ")
        {
            last.lines.push(line.to_owned());
        }
    }
    Ok(said)
}

/// Keeps what was said, with what is read from it: somebody has to look whether that is right.
pub(super) fn write(engine: Engine, version: &str, said: &[Said]) -> Result<()> {
    let mut text = format!(
        "# {version}. Written by `cargo xtask browsers --record`; what stands behind the arrows is what\n\
         # is read from the lines above them.\n"
    );
    for Said { name, lines } in said {
        let _ = writeln!(text, "\n== {name}");
        for line in lines {
            let _ = writeln!(text, "{line}");
        }
        for message in console::read(&lines.join("\n").replace("{server}", "8080")) {
            let _ = writeln!(text, "-> {}", told(&message));
        }
    }
    let path = path(engine);
    fs::create_dir_all(path.parent().context("a folder")?)?;
    Ok(fs::write(path, text)?)
}

/// The reason's code, or what else it is about.
pub(super) fn told(message: &console::Message) -> String {
    match (message.not_cors(), message.reason()) {
        (Some(not_cors), _) => format!("not CORS: {not_cors:?}"),
        (None, Some(reason)) => reason.to_string(),
        (None, None) => "open".to_owned(),
    }
}
