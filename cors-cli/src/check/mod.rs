//! `cors check`: what is wrong with policy files.

mod arguments;
mod checked;
mod human;
mod json;
mod patch;

use core::fmt::Display;
use std::collections::HashSet;

pub(crate) use self::arguments::Arguments;
use self::checked::{Checked, fails};
use crate::{
    exit::{Cannot, Found},
    formats::{self, Item, ListFormat},
    input::{Named, Origin, discover},
    streams,
};

/// Reads every file, says what is wrong with it, and corrects what is certain where it is asked to.
///
/// What can't be read or written is the command's failure, after everything else was said.
pub(crate) fn check(arguments: &Arguments) -> Result<Found, Cannot> {
    let origins = origins(arguments)?;
    let mut has_failed = false;
    let mut fail = |cannot| {
        if let Cannot::Because(reason) = cannot {
            streams::error(&reason);
        }
        has_failed = true;
    };
    let mut files = Vec::new();
    for origin in origins {
        match Checked::read(origin, arguments.input_format) {
            Ok(file) => files.push(file),
            Err(cannot) => fail(cannot),
        }
    }
    let is_fixing = arguments.fix && !arguments.dry_run;
    if is_fixing {
        for file in &mut files {
            if let Err(cannot) = file.write() {
                // It is as it was.
                file.fixed = None;
                fail(cannot);
            }
        }
    }
    has_failed |= files.iter().any(Checked::is_unread);
    if !files.is_empty() {
        report(arguments, &files)?;
    }
    if has_failed {
        return Err(Cannot::Said);
    }
    let mut shown = files.iter().map(|file| file.shown(is_fixing));
    let fails = shown.any(|found| fails(found, arguments.deny_warnings));
    Ok(Found::if_any(fails))
}

fn origins(arguments: &Arguments) -> Result<Vec<Origin>, Cannot> {
    if let Some(name) = &arguments.policy_of_stdin {
        return Err(as_a_whole("-", name));
    }
    if arguments.files.is_empty() {
        return Ok(vec![Origin::File(discover()?)]);
    }
    let origins: Result<Vec<_>, _> = arguments.files.iter().map(|file| origin(file)).collect();
    let mut origins = origins?;
    let mut seen = HashSet::new();
    origins.retain(|origin| match origin {
        // A file that is named twice is one file, which can be fixed once.
        Origin::File(path) => seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())),
        _ => true,
    });
    match origins
        .iter()
        .filter(|origin| **origin == Origin::Stdin)
        .count()
    {
        0 => {}
        1 if arguments.fix && !arguments.dry_run && arguments.format != ListFormat::Human => {
            return Err(Cannot::because(
                "--fix writes standard input to standard output, where the answer of --format would stand: \
                 leave out --format, or add --dry-run",
            ));
        }
        1 => {}
        _ => {
            return Err(Cannot::because(
                "standard input can be read only once: name - once",
            ));
        }
    }
    Ok(origins)
}

fn as_a_whole(file: impl Display, name: &str) -> Cannot {
    Cannot::because(format_args!(
        "a file is checked as a whole: name {file} without #{name}"
    ))
}

/// A whole file: what is wrong with one of its policies may be due to another one.
fn origin(file: &str) -> Result<Origin, Cannot> {
    match Named::parse(file) {
        Named {
            origin: Origin::File(path),
            policy: Some(name),
        } if path.exists() => Err(as_a_whole(path.display(), &name)),
        _ => Ok(Origin::file(file)),
    }
}

fn report(arguments: &Arguments, files: &[Checked]) -> Result<(), Cannot> {
    let is_fixing = arguments.fix && !arguments.dry_run;
    let items = || -> Vec<Item> {
        let items = files
            .iter()
            .flat_map(|file| file.items(file.shown(is_fixing)));
        items.collect()
    };
    match arguments.format {
        ListFormat::Human if is_fixing => human::fixed(files),
        ListFormat::Human if arguments.fix => human::dry_run(files),
        ListFormat::Human => human::found(files),
        ListFormat::Json => streams::json(&json::json(files, is_fixing)),
        ListFormat::Sarif => streams::answer(&formats::sarif(&items())),
        ListFormat::Github => streams::answer(&formats::github(&items())),
        ListFormat::Concise => streams::answer(&formats::concise(&items())),
    }
}
