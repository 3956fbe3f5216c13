//! What `--help` and the manual page say beyond the options.

mod texts;

use core::fmt::Write;

use clap::builder::{StyledStr, Styles};

pub(crate) use self::texts::{
    CHECK, CHECK_USAGE, COMPLETIONS, DIFF, DIFF_USAGE, ENVIRONMENT, EXIT_STATUS, EXPLAIN,
    EXPLAIN_USAGE, EXPORT, EXPORT_USAGE, FILES, FORMATS, MAN, OVERVIEW, PROBE, PROBE_USAGE,
};

/// What a subcommand's help ends with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Help {
    /// What each is for, and the line.
    pub(crate) examples: &'static [(&'static str, &'static str)],
    /// A status, and when the command ends with it.
    pub(crate) exit_status: &'static [(&'static str, &'static str)],
    /// Where there is more.
    pub(crate) more: &'static str,
}

impl Help {
    /// For `-h`: where there is more.
    pub(crate) fn short(&self) -> StyledStr {
        self.more.into()
    }

    /// For `--help`.
    pub(crate) fn long(&self) -> StyledStr {
        let style = *Styles::styled().get_header();
        let mut text = format!("{style}Examples:{style:#}\n");
        for (at, (what, line)) in self.examples.iter().enumerate() {
            // What goes on in the next line stands below the first.
            let line = line.replace('\n', "\n          ");
            let gap = if at == 0 { "" } else { "\n" };
            // There is nothing that a String can't be written to.
            let end = if what.ends_with('?') { "" } else { ":" };
            let _ = write!(text, "{gap}  {what}{end}\n      $ {line}\n");
        }
        if !self.exit_status.is_empty() {
            let _ = write!(text, "\n{style}Exit status:{style:#}\n");
            for (status, when) in self.exit_status {
                let _ = writeln!(text, "  {status}  {when}");
            }
        }
        if !self.more.is_empty() {
            let _ = write!(text, "\n{}", self.more);
        }
        text.trim_end().to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{CHECK, COMPLETIONS, DIFF, EXPLAIN, EXPORT, MAN, OVERVIEW, PROBE};
    use crate::arguments::Arguments;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn examples_are_command_lines() {
        let all = [
            CHECK,
            COMPLETIONS,
            DIFF,
            EXPLAIN,
            EXPORT,
            MAN,
            OVERVIEW,
            PROBE,
        ];
        let mut parsed = 0;
        for (_, example) in all.iter().flat_map(|help| help.examples) {
            let example = example.replace("\\\n", "");
            let commands = example.split(['|', '>', '&', '\n']).map(str::trim);
            for line in commands.filter(|line| line.starts_with("cors ")) {
                let result = Arguments::try_parse_from(words(line));
                assert!(result.is_ok(), "{line}: {}", result.unwrap_err());
                parsed += 1;
            }
        }
        assert!(parsed > 20, "{parsed}");
    }

    /// As a shell splits them; what is between two `'` is one word.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for c in line.chars() {
            match c {
                '\'' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                c => words.last_mut().unwrap().push(c),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }
}
