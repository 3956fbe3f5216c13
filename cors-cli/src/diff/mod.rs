//! `cors diff`: what changes between two policy files.

mod arguments;

pub(crate) use self::arguments::Arguments;
use crate::exit::{Cannot, Found};

/// Compares policy by policy, by their names.
pub(crate) fn diff(_arguments: &Arguments) -> Result<Found, Cannot> {
    Err(Cannot::because("not built yet"))
}
