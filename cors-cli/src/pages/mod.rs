//! The page of each code: what it says, why it matters, and what to do.
//!
//! `cors explain CODE` prints these pages, and `cors explain --list` lists them. A code stands for a problem
//! of a policy or of a policy file, for the reason why a browser blocks a page, for what a server decided, for
//! a note beside an answer, for a finding about a live server, or for what a gateway can't say. One that stands for
//! several of these has one page.
//!
//! | module | what it holds |
//! |---|---|
//! | [`origins`] | entries of `allow_origins` that are no origin |
//! | [`trust`] | entries that let in more than was meant |
//! | [`regexes`] | regexes among the origins |
//! | [`names`] | methods, header names, and how long preflights are kept |
//! | [`guards`] | guards |
//! | [`hosts`] | entries of `expect_hosts` that are no host |
//! | [`files`] | what is wrong with a policy file as a file |
//! | [`reasons`] | why a browser blocks a page |
//! | [`outcomes`] | what a server decided: codes of logs and metrics |
//! | [`notes`] | what blocks nothing, and still surprises |
//! | [`findings`] | what is wrong with a live server |
//! | [`exports`] | what a gateway can't say of a policy |

mod kind;
mod parse;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub(crate) use self::kind::Kind;
use self::parse::Owned;

macro_rules! files {
    ($($(#[$sentence:meta])* $name:ident;)*) => {
        $(
            $(#[$sentence])*
            #[doc = ""]
            #[doc = include_str!(concat!(stringify!($name), ".md"))]
            pub mod $name {}
        )*

        /// Each file's name, without its ending, and its text.
        const FILES: &[(&str, &str)] = &[
            $((stringify!($name), include_str!(concat!(stringify!($name), ".md")))),*
        ];
    };
}

files! {
    /// Entries of `allow_origins` that are no origin.
    origins;
    /// Entries of `allow_origins` that let in more than was meant.
    trust;
    /// Regexes among the origins.
    regexes;
    /// Methods, header names, and how long preflights are kept.
    names;
    /// Guards, which refuse requests.
    guards;
    /// Entries of `expect_hosts` that are no host.
    hosts;
    /// What is wrong with a policy file as a file.
    files;
    /// Why a browser blocks a page.
    reasons;
    /// What a server decided: the codes of its log and its metrics.
    outcomes;
    /// What blocks nothing, and still surprises.
    notes;
    /// What is wrong with a live server.
    findings;
    /// What a gateway can't say of a policy, and what it needs besides.
    exports;
}

/// A page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub(crate) code: &'static str,
    /// One sentence, which may have `code` in it.
    pub(crate) summary: &'static str,
    /// Markdown without a heading, which begins with the summary.
    pub(crate) text: &'static str,
}

/// The page of a code, if there is such a code.
pub(crate) fn page(code: &str) -> Option<Page> {
    all().find(|page| page.code == code)
}

/// Every page, in the order of the documentation.
pub(crate) fn all() -> impl Iterator<Item = Page> {
    static PAGES: OnceLock<Vec<Owned>> = OnceLock::new();
    let pages = PAGES.get_or_init(|| {
        FILES
            .iter()
            .flat_map(|(_, text)| parse::pages(text))
            .collect()
    });
    pages.iter().map(Owned::page)
}
