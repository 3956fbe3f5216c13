//! All rows of all tables.

use super::{chromium, firefox, others, row::Row, webkit};

pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    let tables = [chromium::ROWS, firefox::ROWS, webkit::ROWS, others::ROWS];
    tables.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::rows;

    /// A sign that is not in its template would never be filled.
    #[test]
    fn signs_are_parts_of_templates() {
        for row in rows() {
            assert!(
                row.template.to_ascii_lowercase().contains(row.sign),
                "{row:?}"
            );
            assert!(row.sign.len() > 10, "{row:?}");
            assert!(
                !row.sign.contains(['"', '\u{2018}', '\u{2019}', '\u{60}']),
                "{row:?}"
            );
        }
    }

    #[test]
    fn no_two_have_the_same_sign() {
        let mut signs: Vec<_> = rows().map(|row| row.sign).collect();
        signs.sort_unstable();
        let count = signs.len();
        signs.dedup();
        assert_eq!(signs.len(), count);
    }
}
