//! Regexes in the subset that PCRE, RE2 and Go share: literals, classes of ASCII, repetition, groups, alternation.
//!
//! Nobody's text is pasted. A regex is printed from its parsed form, so it means the same wherever it is read.

mod backtracking;
mod canonical;
mod pattern;
mod port;
mod print;
mod program_size;
mod reach;
mod subset;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    backtracking::backtracks,
    canonical::{Canonical, Check},
    pattern::of_pattern,
    print::{escape, portable, portable_of_domains},
    program_size::{MAX_PROGRAM_SIZE, program_size},
};
