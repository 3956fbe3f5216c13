//! `cors explain`: why a page is blocked, what a browser's message means, what a code stands for.

mod arguments;
mod code;
mod cures;
mod message;
mod origin;
mod page_text;
mod request;
mod server;
mod shown;

use std::path::Path;

use cors_browser::console;

pub(crate) use self::arguments::Arguments;
use crate::exit::{Cannot, Found};

/// One of the three forms, by what was given.
pub(crate) fn explain(arguments: &Arguments) -> Result<Found, Cannot> {
    if arguments.list {
        return code::list(arguments.format);
    }
    match (&arguments.message, &arguments.origin, &arguments.subject) {
        (Some(text), _, _) => message::explain(arguments, text),
        (None, Some(origin), _) => request::explain(arguments, origin),
        (None, None, Some(subject)) if is_a_message(subject) => Err(Cannot::because(
            "this is what a browser's console said: write cors explain --message TEXT, or --message - and paste it",
        )),
        (None, None, Some(subject)) if names_a_file(subject) => Err(Cannot::because(format_args!(
            "{subject} is a policy file, and the page that asks is missing: add --origin, such as --origin https://app.example.com"
        ))),
        (None, None, Some(subject)) => code::explain(subject, arguments.format),
        (None, None, None) if arguments.policy_of_stdin.is_some() => Err(Cannot::because(
            "the page that asks is missing: add --origin, such as --origin https://app.example.com",
        )),
        (None, None, None) => Err(Cannot::because(
            "nothing to explain: name a policy and --origin, a --message of a browser's console, or a code",
        )),
    }
}

/// No file and no code has so many words.
fn is_a_message(subject: &str) -> bool {
    let is_sentence = subject.split_whitespace().count() > 4;
    is_sentence && !Path::new(subject).exists() && !console::read(subject).is_empty()
}

/// A code may be pasted with what stands around it, such as `cors.toml:2:18: origin-path: …`.
fn names_a_file(subject: &str) -> bool {
    let ends = [".toml", ".json", ".yaml", ".yml"];
    let file = subject.rsplit_once('#').map_or(subject, |(file, _)| file);
    let is_called_so = ends.iter().any(|end| file.ends_with(end));
    let is_file = [subject, file].iter().any(|path| Path::new(path).is_file());
    let looks_like_one = || subject.contains(['#', '.', '/', '\\']);
    subject == "-" || is_called_so || is_file || (code::find(subject).is_none() && looks_like_one())
}
