//! A file with another text in it: all of it, or none.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::exit::Cannot;

/// Puts a text in the place of the one that was read. Permissions stay, and a link stays one.
pub(crate) fn replace(path: &Path, read: &str, text: &str) -> Result<(), Cannot> {
    let name = path.display();
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Cannot::because(format_args!(
            "{name} is no regular file, and nothing can be written to it: leave out --fix, or pass it as -"
        )));
    }
    if fs::read(path).is_ok_and(|now| now != read.as_bytes()) {
        return Err(Cannot::because(format_args!(
            "{name} was changed by somebody else in the meantime, and is left as it is: run it again"
        )));
    }
    write(path, text)
        .map_err(|error| Cannot::because(format_args!("{name} can't be written to: {error}")))
}

/// Whoever reads it meanwhile gets the old text or the new one.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    // A file that nobody may write to is not to be replaced, either.
    let old = OpenOptions::new().write(true).open(&path)?;
    let permissions = old.metadata()?.permissions();
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().set_permissions(permissions)?;
    new.as_file().sync_all()?;
    let _: File = new.persist(&path)?;
    Ok(())
}

/// Makes a file with this text, where none is. Whoever lists the folder meanwhile sees it whole, or not at all.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Cannot> {
    let written = write_new(path, text);
    written.map_err(|error| {
        let name = path.display();
        Cannot::because(format_args!("{name} can't be written: {error}"))
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    // As other programs make files: servers run as somebody else, and have to read it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The error's text would name a file that nobody knows.
    let new = builder.tempfile_in(folder);
    let mut new = new.map_err(|error| io::Error::from(error.kind()))?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    let _: File = new.persist_noclobber(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_replaces_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("site.http.conf");
        assert!(create(&path, "a\n").is_ok());
        assert!(create(&path, "b\n").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "a\n");
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert!(create(&folder.path().join("none/a"), "").is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
            let other = folder.path().join("other");
            fs::write(&other, "").unwrap();
            assert_eq!(mode(&path), mode(&other));
        }
    }

    #[test]
    fn only_what_was_read_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cors.toml");
        let reason = |result: Result<(), Cannot>| match result {
            Err(Cannot::Because(reason)) => reason.replace(&path.display().to_string(), "FILE"),
            _ => "done".to_owned(),
        };
        fs::write(&path, "\u{feff}a\r\n").unwrap();
        assert_eq!(
            reason(replace(&path, "\u{feff}a\r\n", "\u{feff}b\r\n")),
            "done"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}b\r\n");
        assert_eq!(
            reason(replace(&path, "a", "c")),
            "FILE was changed by somebody else in the meantime, and is left as it is: run it again"
        );
        assert!(
            reason(replace(&folder.path().join("none"), "", "")).contains("can't be written to: ")
        );
        assert!(reason(replace(folder.path(), "", "")).contains("is no regular file"));
    }
}
