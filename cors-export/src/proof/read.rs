//! What a target allows, as its own words say it.

/// The origins that a target allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origins {
    /// Every text.
    pub(crate) any: bool,
    /// One of these.
    pub(crate) clauses: Vec<Clause>,
}

/// All of these.
pub(crate) type Clause = Vec<Matcher>;

/// What a target compares the value of `Origin` with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Matcher {
    /// These bytes.
    Exact(String),
    /// The same in any case of ASCII letters.
    ExactIgnoringCase(String),
    /// A regex that matches the whole value.
    Whole(String),
    /// A regex that matches some of it.
    Search(String),
}

/// What a target would not read, or not as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotRead(pub(crate) String);
