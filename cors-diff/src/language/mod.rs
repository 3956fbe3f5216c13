//! Sets of origins as regular languages: what a list of entries says, and whether one list allows all that
//! another one does.
//!
//! Origins are read from their ends, since the ends of patterns are fixed: `*.example.com` is a straight
//! line of states, then a loop, then `//:sptth`. Three machines run side by side for each side of a
//! comparison, and none of them is built further than the search goes: the origins that browsers write
//! ([`canonical`]), the origins and patterns of the list ([`listed`]), and its regexes ([`expression`]).

mod canonical;
mod entry;
mod expression;
mod inclusion;
mod lazy;
mod listed;
mod machines;
mod malformed;
mod search;
mod sorted;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    inclusion::{Inclusion, Undecided, inclusion},
    malformed::{Reader, expressions, malformed},
};

/// Regexes that are matched together: each has to match the whole origin.
pub(crate) type Clause<'a> = Vec<&'a str>;

/// What a list of origins allows.
pub(crate) struct Language<'a> {
    /// Whether every origin is allowed, whatever else is listed.
    pub(crate) any: bool,
    /// Origins and patterns.
    pub(crate) texts: Vec<&'a str>,
    pub(crate) regexes: Vec<Clause<'a>>,
    /// Whether regexes are asked about origins that an attacker in the network can speak for.
    pub(crate) asks_about_insecure: bool,
    /// Has the last word about an example.
    pub(crate) allows: &'a dyn Fn(&str) -> bool,
}

/// Whether an entry of a list stands for itself alone.
pub(crate) fn is_exact(text: &str) -> bool {
    entry::Entry::parse(text).is_some_and(|entry| entry.is_exact())
}

/// The most places that a search looks at, each a state of every machine.
pub(crate) const MAX_PLACES: usize = 250_000;

/// The most steps from one place to another.
pub(crate) const MAX_STEPS: usize = 10_000_000;

/// The most patterns and regexes for each of which an example is looked for.
pub(crate) const MAX_EXAMPLES: usize = 20;

/// The most examples that turn out to be none before the search gives up: what is too long, or allowed by a
/// predicate.
pub(crate) const MAX_CANDIDATES: usize = 1_000;

/// The most that the states of a list's regexes take in memory, in bytes. As much again may be taken by the
/// states before they are worked out.
pub(crate) const MAX_EXPRESSION: usize = 32 << 20;

/// The most work for the states of a list's regexes: steps that are worked out, times what a state takes in bytes. It
/// is a few seconds.
pub(crate) const MAX_WORK: usize = 1 << 29;

/// The most threads of a list's patterns that are followed, over all states.
pub(crate) const MAX_THREADS: usize = 8_000_000;

/// How often regexes are asked one by one about an origin, before they become one machine.
pub(crate) const MAX_ASKED: usize = 5_000_000;
