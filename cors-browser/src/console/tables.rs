//! All rows of all tables.

use super::{chromium, firefox, others, row::Row, webkit};

pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    let tables = [chromium::ROWS, firefox::ROWS, webkit::ROWS, others::ROWS];
    tables.into_iter().flatten()
}
