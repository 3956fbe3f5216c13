//! `cors explain CODE`: the page of one code.

use crate::{
    exit::{Cannot, Found},
    formats::Format,
    pages,
};

/// Prints the page of a code.
pub(super) fn explain(code: &str, _format: Format) -> Result<Found, Cannot> {
    let page = pages::page(code);
    let page = page.ok_or_else(|| Cannot::because(format_args!("there is no code {code:?}")))?;
    crate::streams::answer(page.text)?;
    Ok(Found::Nothing)
}
