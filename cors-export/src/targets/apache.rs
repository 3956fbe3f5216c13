//! Apache: variables that only origins of the policy set, a rule that answers preflights, and `Header`.
//!
//! <https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html>,
//! <https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html>,
//! <https://httpd.apache.org/docs/2.4/mod/mod_headers.html>

mod directive;
mod guards;
mod pattern;
mod quote;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub(super) use self::{read::read, write::write};
