//! Tables in Markdown that are legible in a terminal.

use core::fmt::Write as _;

/// A table, its first column to the left and the others to the right.
pub(super) fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<_> = (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (column, (field, &width)) in line.iter().zip(&widths).enumerate() {
            let _ = match column {
                0 => write!(text, "| {field:<width$} |"),
                _ => write!(text, " {field:>width$} |"),
            };
        }
        text.push('\n');
        if number == 0 {
            for (column, &width) in widths.iter().enumerate() {
                let _ = match column {
                    0 => write!(text, "|-{}-|", "-".repeat(width)),
                    _ => write!(text, "-{}:|", "-".repeat(width)),
                };
            }
            text.push('\n');
        }
    }
    text
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{aligned, grouped};

    #[test]
    fn numbers_are_grouped() {
        let numbers = [0, 999, -1_000, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "999", "-1,000", "1,234,567"]);
    }

    #[test]
    fn tables_are_aligned() {
        let lines = [["", "ours"], ["allowed", "1"]].map(|line| line.map(str::to_owned).to_vec());
        assert_eq!(
            aligned(&lines),
            "|         | ours |\n|---------|-----:|\n| allowed |    1 |\n"
        );
    }
}
