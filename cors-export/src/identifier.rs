//! Names of variables for policies.

use core::fmt::Write as _;

/// A policy's name in letters and digits alone: `-` and `_` are spelt out, so that two policies never meet.
///
/// What does not stand in a policy file's names is spelt out as well.
pub(crate) fn identifier(name: &str) -> String {
    let mut written = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => written.push(byte.into()),
            b'-' => written.push_str("_h"),
            b'_' => written.push_str("_u"),
            _ => {
                let _ = write!(written, "_x{byte:02x}");
            }
        }
    }
    written
}
