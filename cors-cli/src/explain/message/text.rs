//! The text that somebody copied out of a console.

use std::io::{self, Read};

use crate::exit::Cannot;

/// More than anybody pastes, and less than a log that somebody pipes in by mistake.
const MAX_BYTES: u64 = 1 << 20;

/// What was given, or what stands in standard input.
pub(super) fn read(message: &str) -> Result<String, Cannot> {
    let mut bytes = Vec::new();
    if message == "-" {
        let read = io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes);
        read.map_err(|error| {
            Cannot::because(format_args!("standard input can't be read: {error}"))
        })?;
    } else {
        bytes.extend_from_slice(message.as_bytes());
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Cannot::because(
            "the text is longer than 1 MiB: paste only what the console says about the request",
        ));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Said where no message is found.
pub(super) const NO_MESSAGE: &str = "\
this is no CORS message of a browser; they look like these:

  Chromium  Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
  Firefox   Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.
  WebKit    Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200";

#[cfg(test)]
mod tests {
    use cors_browser::{Engine, console};

    use super::*;

    #[test]
    fn what_messages_look_like() {
        let found = console::read(NO_MESSAGE);
        let engines: Vec<_> = found.iter().map(console::Message::engine).collect();
        let expected = [Engine::Chromium, Engine::Firefox, Engine::WebKit];
        assert_eq!(engines, expected.map(Some));
    }
}
