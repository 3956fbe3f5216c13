//! Programs that others wrote, started by this repository's own and ended with them.

pub mod process;
