//! The manual page: one for the whole command.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::{
    Man,
    roff::{Inline, Roff, bold, italic, roman},
};

use crate::{
    arguments::Arguments,
    exit::{Cannot, Found},
    help::{self, Help},
    streams,
};

/// Prints the manual page.
pub(crate) fn man() -> Result<Found, Cannot> {
    streams::answer(&page().map_err(Cannot::because)?)?;
    Ok(Found::Nothing)
}

fn page() -> io::Result<String> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    // The preamble that clap_mangen begins each piece with.
    let mut page = Roff::new().render();
    // Without a date, which no build from the same source would share.
    let source = concat!("cors ", env!("CARGO_PKG_VERSION"));
    page += &format!(".TH CORS 1 \"\" \"{source}\" \"User Commands\"\n");
    page += &heading("NAME");
    page += &text("cors - checks, explains, probes, compares and exports CORS policies");
    page += &heading("SYNOPSIS");
    for (at, subcommand) in command.get_subcommands().enumerate() {
        if at > 0 {
            page += ".br\n";
        }
        page += &section(subcommand, Man::render_synopsis_section)?;
    }
    page += &heading("DESCRIPTION");
    page += &section(&command, Man::render_description_section)?;
    page += &heading("COMMANDS");
    for subcommand in command.get_subcommands() {
        page += &of_subcommand(subcommand)?;
    }
    page += &heading("OPTIONS OF ALL COMMANDS");
    page += &section(&command, Man::render_options_section)?;
    page += &heading("FORMATS");
    page += &text("What --format can be:");
    page += &list(help::FORMATS);
    page += &heading("FILES");
    page += &list(help::FILES);
    page += &heading("ENVIRONMENT");
    page += &list(help::ENVIRONMENT);
    page += &heading("EXIT STATUS");
    page += &list(help::EXIT_STATUS);
    page += &heading("EXAMPLES");
    page += &examples(&help::OVERVIEW);
    page += &heading("SEE ALSO");
    page += &see_also();
    page += &section(&command, |man, page| man.render_version_section(page))
        .map(|version| heading("VERSION") + &version)?;
    Ok(page)
}

fn of_subcommand(subcommand: &Command) -> io::Result<String> {
    let name = subcommand.get_name();
    let mut text = without_preamble(&Roff::new().control("SS", [name]).render());
    text += &section(subcommand, Man::render_description_section)?;
    // What all have is said once.
    let own = subcommand.clone().mut_args(|argument| {
        let is_shared = ["color", "help", "version"].contains(&argument.get_id().as_str());
        let is_hidden = is_shared || argument.is_hide_set();
        argument.hide(is_hidden)
    });
    text += &section(&own, Man::render_options_section)?;
    let help = match name {
        "check" => help::CHECK,
        "explain" => help::EXPLAIN,
        "probe" => help::PROBE,
        "diff" => help::DIFF,
        "export" => help::EXPORT,
        "completions" => help::COMPLETIONS,
        _ => help::MAN,
    };
    if !help.exit_status.is_empty() {
        text += &paragraph("Exit status:");
        text += &list(help.exit_status);
    }
    text += &paragraph("Examples:");
    text += &examples(&help);
    Ok(text)
}

/// What clap_mangen writes, without the heading.
fn section(
    command: &Command,
    render: impl Fn(&Man, &mut dyn io::Write) -> io::Result<()>,
) -> io::Result<String> {
    let mut text = Vec::new();
    render(&Man::new(command.clone()), &mut text)?;
    let text = without_preamble(&String::from_utf8_lossy(&text));
    let lines = text.lines().filter(|line| !line.starts_with(".SH "));
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// Every piece has the preamble, which the page has once.
fn without_preamble(text: &str) -> String {
    let is_preamble = |line: &&str| line.starts_with(".ie ") || line.starts_with(".el ");
    let lines = text.lines().filter(|line| !is_preamble(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn heading(name: &str) -> String {
    without_preamble(&Roff::new().control("SH", [name]).render())
}

fn paragraph(line: &str) -> String {
    without_preamble(&Roff::new().control("PP", []).text([roman(line)]).render())
}

fn text(line: &str) -> String {
    without_preamble(&Roff::new().text([roman(line)]).render())
}

fn list(items: &[(&str, &str)]) -> String {
    let mut roff = Roff::new();
    for (what, meaning) in items {
        roff.control("TP", [])
            .text([bold(*what)])
            .text([roman(*meaning)]);
    }
    without_preamble(&roff.render())
}

fn examples(help: &Help) -> String {
    let mut roff = Roff::new();
    for (what, line) in help.examples {
        let end = if what.ends_with('?') { "" } else { ":" };
        roff.control("PP", [])
            .text([roman(format!("{what}{end}"))])
            .control("RS", ["4"])
            .control("nf", []);
        for line in line.lines() {
            roff.text([bold(line)]);
        }
        roff.control("fi", []).control("RE", []);
    }
    without_preamble(&roff.render())
}

fn see_also() -> String {
    let page = |name: &str, section: &str| -> Vec<Inline> {
        vec![bold(name), roman(format!("({section}), "))]
    };
    let mut line: Vec<_> = [page("curl", "1"), page("git", "1")].concat();
    line.push(roman("the Fetch standard at "));
    line.push(italic("https://fetch.spec.whatwg.org"));
    without_preamble(&Roff::new().text(line).render())
}
