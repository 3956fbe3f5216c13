//! What is said to requests that are refused.

use super::lines::{Lines, quote};

/// Answers what is to be refused. HAProxy sends no body to `HEAD`.
pub(super) fn refuse(lines: &mut Lines, status: u16, text: &str, condition: &str) {
    let text = quote(text);
    lines.push(format!(
        "http-request return status {status} content-type 'text/plain; charset=utf-8' string {text} if {condition}"
    ));
}
