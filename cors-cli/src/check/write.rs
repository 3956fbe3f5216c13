//! A file with its fixes, in the place of the old one: all of it, or nothing.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use super::checked::Checked;
use crate::{exit::Cannot, input::Origin};

/// Writes the fixes into the file, where there are any.
pub(super) fn write(file: &Checked) -> Result<(), Cannot> {
    let (Origin::File(path), Some(text), Some(fixed)) = (&file.origin, &file.text, &file.fixed)
    else {
        return Ok(());
    };
    let name = &file.name;
    let is_regular = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    if !is_regular {
        return Err(Cannot::because(format_args!(
            "{name} is no regular file, and nothing can be written to it: leave out --fix, or pass it as -"
        )));
    }
    if fs::read(path).is_ok_and(|now| now != text.as_bytes()) {
        return Err(Cannot::because(format_args!(
            "{name} was changed by somebody else in the meantime, and is left as it is: run it again"
        )));
    }
    replace(path, &fixed.text)
        .map_err(|error| Cannot::because(format_args!("{name} can't be written to: {error}")))
}

/// Whoever reads it meanwhile gets the old text or the new one. A link stays a link.
fn replace(path: &Path, text: &str) -> io::Result<()> {
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
