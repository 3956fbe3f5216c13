//! Policy files as the programs here read them, and what they print about those with mistakes.

use std::{
    env,
    io::{self, IsTerminal},
    path::Path,
};

use cors_policy_file::{Code, Diagnostics, Format, PolicyFile, Reader};

/// Reads the policies of the [application](crate::app), in which `/none/` is taken.
pub fn reader() -> Reader {
    Reader::new().reserve("none", "`/none/` stands for no policy")
}

/// Reads the policies of a file, or of standard input, which is `-`. Without a format, the file's
/// ending tells it.
///
/// # Errors
///
/// Everything that is wrong with it, or that its format is not known.
pub fn load(path: &Path, format: Option<Format>) -> Result<PolicyFile, Diagnostics> {
    let reader = reader();
    match format {
        // Its message says what the endings are.
        None => reader.load(path),
        Some(format) if path == Path::new("-") => {
            reader.read_from(&mut io::stdin().lock(), "standard input", format)
        }
        Some(format) => reader.load_as(path, format),
    }
}

/// An address to listen on, from a command line.
///
/// # Errors
///
/// If it's none; the sentence says what to write.
pub fn listen(text: &str) -> Result<String, String> {
    let text = text.trim();
    let meant = |rest: &str| {
        let bare = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = match bare.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ if bare.parse::<u16>().is_ok() => ("", bare),
            _ => (bare, ""),
        };
        let host = if host.is_empty() { "127.0.0.1" } else { host };
        let port = port.parse::<u16>().unwrap_or(3000);
        // The colons of an IPv6 address are no port's.
        match host.contains(':') && !host.starts_with('[') {
            true => format!("[{}]:3000", bare.trim_matches(['[', ']'])),
            false => format!("{host}:{port}"),
        }
    };
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let is_address = rest == text
        && !text.contains(['/', ' '])
        && text.rsplit_once(':').is_some_and(|(host, port)| {
            let is_bracketed = host.starts_with('[') && host.ends_with(']');
            let is_host = !host.is_empty() && (is_bracketed || !host.contains(':'));
            is_host && port.parse::<u16>().is_ok()
        });
    if is_address {
        return Ok(text.to_owned());
    }
    Err(format!(
        "an address has a host and a port: write {}",
        meant(rest)
    ))
}

/// Writes what was found in a file to standard error, in colour where that is a terminal that takes
/// it.
pub fn print(diagnostics: &Diagnostics) {
    // https://no-color.org
    let no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    eprint!(
        "{}",
        diagnostics.render(io::stderr().is_terminal() && !no_colour)
    );
    let is_unknown = |item: &cors_policy_file::Diagnostic| item.code == Code::UnknownFormat;
    if diagnostics.items().iter().any(is_unknown) {
        eprintln!("name the format with --format toml, --format json or --format yaml");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_host_and_a_port() {
        for text in [
            "127.0.0.1:3000",
            "localhost:0",
            "[::1]:80",
            "0.0.0.0:65535",
            "my-host:1",
        ] {
            assert_eq!(listen(text).as_deref(), Ok(text));
        }
        for (text, meant) in [
            ("3000", "127.0.0.1:3000"),
            ("8080", "127.0.0.1:8080"),
            (":8080", "127.0.0.1:8080"),
            ("localhost", "localhost:3000"),
            ("localhost:", "localhost:3000"),
            ("0.0.0.0", "0.0.0.0:3000"),
            ("http://127.0.0.1:3001", "127.0.0.1:3001"),
            ("http://127.0.0.1:3001/", "127.0.0.1:3001"),
            ("https://localhost/a?b", "localhost:3000"),
            ("localhost:3001/", "localhost:3001"),
            ("::1", "[::1]:3000"),
            ("[::1]", "[::1]:3000"),
            ("localhost:http", "localhost:3000"),
            ("localhost:99999", "localhost:3000"),
            ("", "127.0.0.1:3000"),
        ] {
            let sentence = format!("an address has a host and a port: write {meant}");
            assert_eq!(listen(text), Err(sentence), "{text}");
            assert_eq!(listen(meant).as_deref(), Ok(meant));
        }
    }
}
