//! From a file, a pipe or any other stream to text.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use super::{
    Format,
    code::Code,
    diagnostics::{Diagnostic, Diagnostics},
    source::Source,
};

/// Far more than a hundred thousand origins.
const MAX_BYTES: u64 = 16 << 20;

/// Reads the text of a policy file, for [`parse`](crate::parse).
///
/// # Errors
///
/// If it can't be read, or is no text.
pub fn read(path: &Path) -> Result<(String, Format), Diagnostics> {
    let Some(format) = Format::of(path) else {
        let message = "the file's name does not tell its format".to_owned();
        let mut item = Diagnostic::error(Code::UnknownFormat, message, None);
        item.help = Some("end it in .toml, .json, .yaml or .yml, or name the format".to_owned());
        return Err(about_file(&path.display().to_string(), item));
    };
    Ok((read_text(path)?, format))
}

/// Reads what stands in a file, whatever it's called: a named pipe and `/dev/fd/63` will do.
///
/// # Errors
///
/// If it can't be read, or is no text.
pub fn read_text(path: &Path) -> Result<String, Diagnostics> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => read_from(file, &name),
        Err(error) => Err(unreadable(&name, &error)),
    }
}

/// Reads what stands in a stream, which messages call `name`. One that does not end is given up after 16 MiB.
///
/// # Errors
///
/// If it can't be read, or is no text.
pub fn read_from(input: impl Read, name: &str) -> Result<String, Diagnostics> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(MAX_BYTES + 1).read_to_end(&mut bytes) {
        return Err(unreadable(name, &error));
    }
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        let item = Diagnostic::error(Code::FileTooLarge, message, None);
        return Err(about_file(name, item));
    }
    let (text, message, place) = match wide(&bytes) {
        Some((encoding, text)) => (text, format!("the file is {encoding}, not UTF-8"), 0..0),
        None => match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let byte = error.as_bytes()[at];
                let message = format!("the file is not UTF-8: it holds a byte 0x{byte:02x}");
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                (
                    text,
                    message,
                    at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
                )
            }
        },
    };
    let mut item = Diagnostic::error(Code::NotUtf8, message, Some(place));
    item.help = Some("save it as UTF-8".to_owned());
    Err(Diagnostics::new(Source::new(name, text), vec![item]))
}

/// The encoding of what is UTF-16 or UTF-32, and the text, as well as it can be made out.
fn wide(bytes: &[u8]) -> Option<(&'static str, String)> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some(("UTF-32", String::new()));
    }
    // Without a mark, every other byte of ASCII is zero, and of no other text the first ones.
    let big = match bytes {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => false,
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => true,
        _ => return None,
    };
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if big {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        }
    });
    let text: String = char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Some(("UTF-16", text.to_owned()))
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostics {
    let message = format!("the file can't be read: {error}");
    about_file(name, Diagnostic::error(Code::UnreadableFile, message, None))
}

/// Of a file that could not even be looked at.
fn about_file(name: &str, item: Diagnostic) -> Diagnostics {
    Diagnostics::new(Source::new(name, String::new()), vec![item])
}
