//! `cors explain --message TEXT`: what a browser's console said.

use super::Arguments;
use crate::exit::{Cannot, Found};

pub(super) fn explain(_arguments: &Arguments, _text: &str) -> Result<Found, Cannot> {
    Err(Cannot::because("not built yet"))
}
