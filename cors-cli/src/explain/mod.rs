//! `cors explain`: why a page is blocked, what a browser's message means, what a code stands for.

mod arguments;

pub(crate) use self::arguments::Arguments;
use crate::exit::{Cannot, Found};

/// One of the three forms, by what was given.
pub(crate) fn explain(_arguments: &Arguments) -> Result<Found, Cannot> {
    Err(Cannot::because("not built yet"))
}
