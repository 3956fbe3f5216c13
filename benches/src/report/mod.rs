//! The report: what bench targets, `load` and `weigh` have measured, as records, rows, tables,
//! targets and plots, and the baseline that is committed.

pub mod baseline;
pub mod files;
pub mod loads;
mod markdown;
mod plot;
pub mod record;
pub mod results;
mod rows;
pub mod spread;
pub mod table;
mod targets;
mod versions;
pub mod weights;

pub use self::{
    record::{Building, Record},
    results::{Results, Section},
    spread::Spread,
};
