//! `cors explain`: why a page is blocked, what a browser's message means, what a code stands for.

mod arguments;
mod code;
mod cures;
mod message;
mod origin;
mod request;
mod server;
mod shown;

use std::path::Path;

pub(crate) use self::arguments::Arguments;
use crate::exit::{Cannot, Found};

/// One of the three forms, by what was given.
pub(crate) fn explain(arguments: &Arguments) -> Result<Found, Cannot> {
    match (&arguments.message, &arguments.origin, &arguments.subject) {
        (Some(text), _, _) => message::explain(arguments, text),
        (None, Some(origin), _) => request::explain(arguments, origin),
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

/// Codes have neither a dot nor a mark in them.
fn names_a_file(subject: &str) -> bool {
    subject.contains(['#', '.', '/', '\\']) || subject == "-" || Path::new(subject).is_file()
}
