//! Which version of a program this is, as it says itself.

use core::fmt;
use std::process::Command;

use anyhow::{Context, Result};
use cors_real_servers::process::path;

use crate::gateways::Gateway;

/// A program's version.
pub(crate) struct Version {
    /// `1.22.1`
    pub(crate) numbers: Vec<u32>,
}

impl Version {
    /// Asks the program.
    pub(crate) fn of(gateway: &Gateway) -> Result<Self> {
        let [program, options @ ..] = gateway.version else {
            return Ok(Self {
                numbers: Vec::new(),
            });
        };
        let mut command = Command::new(program);
        let output = command.args(options).env("PATH", path()).output();
        let name = gateway.name;
        let output = output.with_context(|| {
            format!("{program} is missing, for the gateway {name}; `cargo xtask edge` brings it")
        })?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let numbers = first_version(&said);
        let numbers = numbers.with_context(|| format!("{program} tells no version: {said}"))?;
        Ok(Self { numbers })
    }
}

/// The first word that has two dots between numbers, whatever is around it.
fn first_version(text: &str) -> Option<Vec<u32>> {
    let mut words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.find_map(|word| {
        let numbers = word.split('.').map(|number| number.parse().ok());
        let numbers: Option<Vec<u32>> = numbers.collect();
        numbers.filter(|numbers| numbers.len() == 3)
    })
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.numbers.iter().map(u32::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::first_version;

    #[test]
    fn is_found_in_what_programs_say() {
        for (said, numbers) in [
            ("nginx version: nginx/1.22.1\n", [1, 22, 1]),
            ("HAProxy version 2.6.12-1+deb12u4 2026/10/17", [2, 6, 12]),
            (
                "envoy  version: 9e5580933739775e8bce696a/1.40.0/Clean/RELEASE",
                [1, 40, 0],
            ),
            (
                "v2.11.7 h1:yj0Y4fYZGPkSvibBJ1sTWE33xC0fxztVyXEW5iIdUT4=",
                [2, 11, 7],
            ),
            ("Version:      3.7.15\nCodename:     langres", [3, 7, 15]),
            ("Server version: Apache/2.4.71 (Debian)", [2, 4, 71]),
        ] {
            assert_eq!(first_version(said).as_deref(), Some(&numbers[..]), "{said}");
        }
        assert_eq!(first_version("go1.26 is none"), None);
    }
}
