//! The folder that is exported to: what is there is looked at before anything is written.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use cors_export::File;

use crate::{exit::Cannot, input, streams, verdict::plain};

/// What was written.
pub(super) struct Folder<'a> {
    files: Vec<(&'a File, PathBuf, Status)>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Written,
    /// It was there already, byte for byte.
    Unchanged,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What stands where a file will.
enum Old {
    Nothing,
    Same,
    /// An earlier export.
    Other(String),
}

impl<'a> Folder<'a> {
    /// Writes files into a folder, if nothing of what is there is somebody else's.
    pub(super) fn write(
        folder: &Path,
        files: impl Iterator<Item = &'a File>,
    ) -> Result<Self, Cannot> {
        let files: Vec<_> = files.map(|file| (file, folder.join(file.name()))).collect();
        names_differ(&files)?;
        if folder.metadata().is_ok_and(|there| !there.is_dir()) {
            let name = plain(&folder.display().to_string());
            return Err(Cannot::Because(format!(
                "{name} is there, and no folder: name another one; nothing was written"
            )));
        }
        let mut old = Vec::new();
        let mut is_foreign = false;
        for (file, path) in &files {
            match look(file, path) {
                Ok(found) => old.push(found),
                Err(reason) => {
                    let name = plain(&path.display().to_string());
                    streams::error(&format!("{name} {reason}"));
                    is_foreign = true;
                }
            }
        }
        if is_foreign {
            streams::talk("nothing was written\n");
            return Err(Cannot::Said);
        }
        fs::create_dir_all(folder).map_err(|error| {
            let name = plain(&folder.display().to_string());
            Cannot::Because(format!("{name} can't be made a folder: {error}"))
        })?;
        let mut done = Vec::new();
        for ((file, path), old) in files.into_iter().zip(old) {
            let status = match &old {
                Old::Same => Status::Unchanged,
                Old::Nothing => {
                    input::create(&path, file.text())?;
                    Status::Written
                }
                Old::Other(text) => {
                    input::replace(&path, text, file.text())?;
                    Status::Written
                }
            };
            done.push((file, path, status));
        }
        Ok(Self { files: done })
    }

    /// In the order of the export.
    pub(super) fn files(&self) -> impl Iterator<Item = (&'a File, &Path, Status)> {
        let files = self.files.iter();
        files.map(|(file, path, status)| (*file, path.as_path(), *status))
    }
}

/// Some file systems take `A` and `a` for one name.
fn names_differ(files: &[(&File, PathBuf)]) -> Result<(), Cannot> {
    let mut names = HashMap::new();
    for (file, _) in files {
        if let Some(other) = names.insert(file.name().to_ascii_lowercase(), file.name()) {
            return Err(Cannot::because(format_args!(
                "{other} and {} differ only in case, and are one file on some systems: export these policies to \
                 folders of their own",
                file.name()
            )));
        }
    }
    Ok(())
}

/// What is there, or why it is nothing to write over.
fn look(file: &File, path: &Path) -> Result<Old, String> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Old::Nothing),
        Err(error) => return Err(format!("can't be looked at: {error}")),
        Ok(_) => {}
    }
    match path.metadata() {
        // What is no regular file might never end.
        Ok(metadata) if !metadata.is_file() => {
            return Err("is there, and no file: name another folder".to_owned());
        }
        Err(error) => return Err(format!("can't be looked at: {error}")),
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| format!("can't be read: {error}"))?;
    if bytes == file.text().as_bytes() {
        return Ok(Old::Same);
    }
    match String::from_utf8(bytes) {
        Ok(text) if file.replaces(&text) => Ok(Old::Other(text)),
        _ => Err(
            "is there, and is no earlier export of this policy to this target: move it away, or name another folder"
                .to_owned(),
        ),
    }
}
