//! Policy files: what is read, what is said about what is wrong, and what is edited.

mod bounds;
mod codes;
mod cures;
mod damage;
mod diagnostics;
mod edit;
mod every_key;
mod fix;
mod fix_codes;
mod fix_law;
mod formats;
mod hostile;
mod input;
mod meant;
mod places;
