//! Reading policy files: what is read, and what is said about what is wrong.

mod codes;
mod diagnostics;
mod every_key;
mod formats;
mod hostile;
