//! `cors explain`: why a page is blocked, what a browser's message means, what a code stands for.

mod arguments;
mod code;
mod page_text;

pub(crate) use self::arguments::Arguments;
use crate::exit::{Cannot, Found};

/// One of the three forms, by what was given.
pub(crate) fn explain(arguments: &Arguments) -> Result<Found, Cannot> {
    if arguments.list {
        return code::list(arguments.format);
    }
    match &arguments.subject {
        Some(subject) if arguments.origin.is_none() && arguments.message.is_none() => {
            code::explain(subject, arguments.format)
        }
        _ => Err(Cannot::because("not built yet")),
    }
}
