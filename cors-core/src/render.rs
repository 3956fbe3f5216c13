//! A policy as its author would write it.

use core::fmt;

use crate::{Policy, Setting, settings::Entry};

/// The policy file's keys, in TOML. No file can hold a predicate, so it becomes a comment.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.settings();
        write_origins(f, &settings.allow_origins)?;
        write_list(f, Setting::AllowMethods, &settings.allow_methods)?;
        write_list(f, Setting::AllowHeaders, &settings.allow_headers)?;
        write_list(f, Setting::ExposeHeaders, &settings.expose_headers)?;
        if let Some(seconds) = settings.max_age {
            writeln!(f, "{} = {seconds}", Setting::MaxAge)?;
        }
        if let Some(status) = settings.preflight_status {
            writeln!(f, "{} = {status}", Setting::PreflightStatus)?;
        }
        write_list(f, Setting::ExpectHosts, settings.expect_hosts())?;
        for (setting, value) in settings.flags() {
            if value {
                writeln!(f, "{setting} = true")?;
            }
        }
        Ok(())
    }
}

fn write_origins(f: &mut fmt::Formatter<'_>, entries: &[Entry]) -> fmt::Result {
    let mut written = Vec::new();
    for entry in entries {
        match entry {
            Entry::Text(text) => written.push(TomlString(text).to_string()),
            Entry::Regex(regex) => {
                written.push(format!("{{ regex = {} }}", TomlString(regex)));
            }
            Entry::Predicate(predicate) => {
                writeln!(
                    f,
                    "# and the origins that a predicate admits: {predicate:?}"
                )?;
            }
        }
    }
    write_entries(f, Setting::AllowOrigins, &written)
}

fn write_list(f: &mut fmt::Formatter<'_>, key: Setting, list: &[String]) -> fmt::Result {
    let written: Vec<_> = list
        .iter()
        .map(|entry| TomlString(entry).to_string())
        .collect();
    write_entries(f, key, &written)
}

fn write_entries(f: &mut fmt::Formatter<'_>, key: Setting, entries: &[String]) -> fmt::Result {
    if entries.is_empty() {
        return Ok(());
    }
    writeln!(f, "{key} = [{}]", entries.join(", "))
}

/// A basic string of TOML: <https://toml.io/en/v1.0.0#string>.
struct TomlString<'a>(&'a str);

impl fmt::Display for TomlString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}
