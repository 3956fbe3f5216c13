//! What the decision needs of a policy.

use crate::{matcher::Matcher, name_list::NameList};

/// What the decision needs of a policy.
pub(crate) struct Rules {
    pub(crate) origins: Origins,
    pub(crate) credentials: bool,
    /// The safelisted methods among them.
    pub(crate) methods: NameList,
    pub(crate) headers: NameList,
    pub(crate) exposed: NameList,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
}

/// The origins that a policy allows.
pub(crate) enum Origins {
    Any,
    Listed(Box<Matcher>),
}
