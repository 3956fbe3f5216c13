//! A file with another text in it: all of it, or none.

use std::{fs, io::Write, path::Path};

use crate::exit::Cannot;

/// Puts a text in the place of the one that was read. Permissions stay, and a link stays one.
pub(crate) fn replace(path: &Path, read: &str, text: &str) -> Result<(), Cannot> {
    let failed = |error: std::io::Error| {
        Cannot::because(format_args!("{} can't be written: {error}", path.display()))
    };
    let target = fs::canonicalize(path).map_err(failed)?;
    let found = fs::read(&target).map_err(failed)?;
    if found != read.as_bytes() {
        return Err(Cannot::because(format_args!(
            "{} is not written: it has changed since it was read; run this again",
            path.display()
        )));
    }
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Cannot::because(format_args!(
            "{} is not written: it is read-only",
            path.display()
        )));
    }
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    fs::set_permissions(file.path(), permissions).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "FILE is not written: it has changed since it was read; run this again"
        );
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(
            reason(replace(&path, "\u{feff}b\r\n", "c")),
            "FILE is not written: it is read-only"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}b\r\n");
        assert!(reason(replace(&folder.path().join("none"), "", "")).contains("can't be written"));
    }
}
