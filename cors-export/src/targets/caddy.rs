//! Caddy: a variable that only origins of the policy set, a route for preflights, and `header`.
//!
//! <https://caddyserver.com/docs/caddyfile/matchers>, <https://caddyserver.com/docs/caddyfile/directives/header>

mod guards;
mod read;
mod token;
mod write;

#[cfg(test)]
mod tests;

pub(super) use self::{read::read, write::write};

/// The variable of a request that has the value of `Origin`. Several lines are joined with commas.
const ORIGIN: &str = "{http.request.header.Origin}";
