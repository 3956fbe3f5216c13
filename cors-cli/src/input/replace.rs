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
    let mark = "\u{feff}".as_bytes();
    let (found, mark) = match found.strip_prefix(mark) {
        Some(rest) if !read.starts_with('\u{feff}') => (rest, mark),
        _ => (found.as_slice(), &[][..]),
    };
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
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(mark)
        .and_then(|()| file.write_all(text.as_bytes()))
        .map_err(failed)?;
    fs::set_permissions(file.path(), permissions).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}
