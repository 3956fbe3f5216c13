//! The policy file that is meant where none is named: the one here, or in a folder above.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::exit::Cannot;

/// In the order in which messages name them.
const NAMES: [&str; 4] = ["cors.toml", "cors.yaml", "cors.yml", "cors.json"];

/// The policy file of this folder, or of the nearest one above that has one: up to the repository's root,
/// which is the folder with `.git`, and outside of any repository up to the root of the file system.
///
/// Its path leads there from here.
pub(crate) fn discover() -> Result<PathBuf, Cannot> {
    let here = env::current_dir().map_err(|error| {
        Cannot::because(format_args!(
            "this folder can't be read: {error}; name a file"
        ))
    })?;
    from(&here)
}

fn from(here: &Path) -> Result<PathBuf, Cannot> {
    let mut way = PathBuf::new();
    for folder in here.ancestors() {
        let found = NAMES.iter().filter(|name| is_there(&folder.join(name)));
        let found: Vec<_> = found.map(|name| way.join(name)).collect();
        match found.as_slice() {
            [] => {}
            [file] => return Ok(file.clone()),
            [first, others @ ..] => {
                let others: Vec<_> = others
                    .iter()
                    .map(|file| file.display().to_string())
                    .collect();
                let (first, others) = (first.display(), others.join(" and "));
                return Err(Cannot::because(format_args!(
                    "there are both {first} and {others}: name one of them, or remove the others"
                )));
            }
        }
        if folder.join(".git").symlink_metadata().is_ok() {
            break;
        }
        way.push("..");
    }
    Err(Cannot::because(
        "there is no cors.toml, cors.yaml, cors.yml or cors.json here or in a folder above: name a file",
    ))
}

/// A link that leads nowhere is there, too: whoever reads it is told.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok() && !path.is_dir()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(here: &Path) -> Result<PathBuf, String> {
        from(here).map_err(|cannot| match cannot {
            Cannot::Because(reason) => reason,
            Cannot::Said => String::new(),
        })
    }

    #[test]
    fn upwards_to_the_repository() {
        let root = tempfile::tempdir().unwrap();
        let (outer, deep) = (root.path().join("a"), root.path().join("a/b/c"));
        fs::create_dir_all(&deep).unwrap();
        fs::write(root.path().join("cors.toml"), "").unwrap();
        assert_eq!(found(&deep), Ok("../../../cors.toml".into()));
        fs::write(outer.join("cors.json"), "").unwrap();
        assert_eq!(found(&deep), Ok("../../cors.json".into()));
        // A folder of that name is no file.
        fs::create_dir(deep.join("cors.yaml")).unwrap();
        assert_eq!(found(&deep), Ok("../../cors.json".into()));
        fs::write(deep.join("cors.yml"), "").unwrap();
        assert_eq!(found(&deep), Ok("cors.yml".into()));
        // In a worktree, it is a file.
        fs::write(root.path().join("a/b/.git"), "gitdir: elsewhere").unwrap();
        fs::remove_file(deep.join("cors.yml")).unwrap();
        let none = "there is no cors.toml, cors.yaml, cors.yml or cors.json here or in a folder above: name a file";
        assert_eq!(found(&deep), Err(none.to_owned()));
        fs::write(root.path().join("a/b/cors.yaml"), "").unwrap();
        assert_eq!(found(&deep), Ok("../cors.yaml".into()));
    }

    #[test]
    fn two_are_one_too_many() {
        let root = tempfile::tempdir().unwrap();
        for name in ["cors.toml", "cors.json"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        let both = "there are both cors.toml and cors.json: name one of them, or remove the others";
        assert_eq!(found(root.path()), Err(both.to_owned()));
        fs::create_dir(root.path().join("a")).unwrap();
        let both =
            "there are both ../cors.toml and ../cors.json: name one of them, or remove the others";
        assert_eq!(found(&root.path().join("a")), Err(both.to_owned()));
    }
}
