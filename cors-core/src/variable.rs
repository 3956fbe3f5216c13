//! Environment variables that origins were expected in.

/// What was read where origins were expected.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) state: VariableState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariableState {
    Unset,
    Empty,
    NotUnicode,
}
