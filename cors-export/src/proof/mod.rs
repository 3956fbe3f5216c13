//! What was written is what was meant: both are sets of origins, and are compared.
//!
//! A target's `read` gives what it will allow as [`Origins`]: texts and regexes by the rules of its dialect. Over the
//! origins that browsers send, that has to be what the policy allows, both ways. What else it matches, no browser
//! sends; that is said, with an example.

mod compare;
mod read;
mod written;

pub(crate) use self::{
    compare::prove,
    read::{Clause, Matcher, NotRead, Origins},
};
