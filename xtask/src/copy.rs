//! A copy of the tree, with what is not committed yet, for what must not change the tree itself.

use std::{fs, io, os::unix::fs::symlink, path::Path};

use anyhow::{Context, Result};

use crate::run::{printed, root};

/// The files that git has or would add, below the workspace's root.
pub(crate) fn files() -> Result<Vec<String>> {
    let mut git = std::process::Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]);
    let names = printed(git.current_dir(root()))?;
    let names = names.split_terminator('\0');
    // Those that are deleted, but not yet in the index, are not there.
    let is_there = |name: &&str| root().join(name).symlink_metadata().is_ok();
    Ok(names.filter(is_there).map(str::to_owned).collect())
}

/// Makes the folder anew, with every file of the tree. Links stay links.
pub(crate) fn tree(to: &Path) -> Result<()> {
    empty(to)?;
    for name in files()? {
        let [from, to] = [root(), to].map(|folder| folder.join(&name));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        let copied = if from.is_symlink() {
            symlink(fs::read_link(&from)?, &to)
        } else {
            fs::copy(&from, &to).map(drop)
        };
        copied.with_context(|| format!("could not copy {name}"))?;
    }
    Ok(())
}

/// Makes the folder, or what was in it go.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    Ok(fs::create_dir_all(folder)?)
}
