//! Reading policy files: what is read, and what is said about what is wrong.

mod diagnostics;
mod formats;
mod hostile;
