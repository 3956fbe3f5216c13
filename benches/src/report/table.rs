//! The figures in tables, as Markdown that is legible in a terminal.

use core::fmt::Write as _;

use super::{
    results::{Cell, Results, Section, names_itself},
    targets::{of_floor, of_peer, targets},
};
use crate::report::{load, weigh};

/// Ours, and what stands beside it: each beyond the bare handler, or, of preflights, the whole.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Ours.
    pub(crate) cell: Cell,
    pub(crate) peer: Option<Cell>,
    /// Where there is no framework, there are two.
    pub(crate) other_peer: Option<Cell>,
    pub(crate) floor: Option<Cell>,
}

impl Row {
    /// One contender's.
    pub(crate) fn of(&self, contender: &str) -> Option<&Cell> {
        match contender {
            "peer" => self.peer.as_ref(),
            "other peer" => self.other_peer.as_ref(),
            "floor" => self.floor.as_ref(),
            _ => Some(&self.cell),
        }
    }

    pub(crate) fn name(&self) -> String {
        let Cell {
            framework,
            setting,
            case,
            ..
        } = &self.cell;
        format!("{framework}, {setting}: {case}")
    }

    /// How much of another's instructions ours are. Nothing, where the other costs no more than the
    /// bare handler.
    pub(crate) fn ratio(&self, other: &Cell) -> Option<f64> {
        let (ours, other) = self.cell.instructions.zip(other.instructions)?;
        (other > 0).then(|| ours as f64 / other as f64)
    }
}

/// All rows, in the order in which they were measured.
pub(crate) fn rows(results: &Results) -> Vec<Row> {
    let ours = results.cells.iter().filter(|cell| cell.contender == "ours");
    let row = |cell: &Cell| {
        let cost = |contender| results.of(contender, cell).map(|other| results.cost(other));
        Row {
            cell: results.cost(cell),
            peer: cost("peer"),
            other_peer: cost("other peer"),
            floor: cost("floor"),
        }
    };
    ours.map(row).collect()
}

/// A table for each framework, and the targets.
pub(crate) fn tables(results: &Results) -> String {
    let rows = rows(results);
    let mut text = String::new();
    for of_one in rows.chunk_by(|one, next| one.cell.framework == next.cell.framework) {
        let _ = writeln!(text, "\n## {}\n", of_one[0].cell.framework);
        text += &table(of_one);
    }
    text += &building(results);
    if let Some(section) = &results.load {
        text += &of_section("Over real sockets", section, load::table);
    }
    if let Some(section) = &results.weight {
        text += &of_section("Builds and binaries", section, |figures| {
            weigh::table(figures)
        });
    }
    text + &verdict(results, &rows)
}

/// What a command of its own has measured, with its own date.
fn of_section<T>(title: &str, section: &Section<T>, table: impl Fn(&T) -> String) -> String {
    let Section {
        date,
        versions,
        figures,
    } = section;
    let version = |(name, version): (&String, &String)| match names_itself(name, version) {
        true => version.clone(),
        false => format!("{name} {version}"),
    };
    let versions: Vec<_> = versions.iter().map(version).collect();
    let versions = versions.join(", ");
    format!("\n## {title}\n\n{date}: {versions}.\n\n{}", table(figures))
}

/// The tables as a page of their own.
pub(crate) fn page(results: &Results) -> String {
    let mut text =
        "# Figures\n\nWritten by `cargo xtask bench`, `load` and `weigh`. [What they mean](README.md).\n\n".to_owned();
    let _ = writeln!(text, "{}.\n", results.date);
    for (name, version) in &results.versions {
        let _ = writeln!(text, "- {name}: {version}");
    }
    text + &tables(results)
}

/// What stands beside ours.
pub(crate) fn peers(framework: &str) -> &'static [&'static str] {
    match framework {
        "decision" | "core" => &["bunner_cors_rs 0.1", "cors-core 0.1 of crates.io"],
        "axum" | "tower" => &["tower-http"],
        "actix" => &["actix-cors"],
        "poem" => &["poem's Cors"],
        "rocket" => &["rocket_cors"],
        _ => &["warp::cors()"],
    }
}

/// Instructions, allocations in brackets, nanoseconds where they were measured.
fn table(rows: &[Row]) -> String {
    let peers = peers(&rows[0].cell.framework);
    let mut head = vec!["", "ours"];
    head.extend(peers);
    head.extend(["floor", "of the peer", "of the floor"]);
    let mut lines = vec![head.iter().map(|&text| text.to_owned()).collect()];
    let mut setting = "";
    for row in rows {
        if row.cell.setting != setting {
            setting = &row.cell.setting;
            let mut line = vec![String::new(); head.len()];
            line[0] = format!("**{setting}**");
            lines.push(line);
        }
        let mut line = vec![row.cell.case.clone()];
        let contenders = ["ours", "peer", "other peer"];
        line.extend(
            contenders[..=peers.len()]
                .iter()
                .map(|name| figures(row.of(name))),
        );
        line.extend([
            figures(row.floor.as_ref()),
            ratio(row, row.peer.as_ref(), of_peer(row)),
            ratio(row, row.floor.as_ref(), Some(of_floor(row))),
        ]);
        lines.push(line);
    }
    aligned(&lines)
}

fn figures(cell: Option<&Cell>) -> String {
    let mut text = String::new();
    let Some(cell) = cell else { return text };
    if let Some(instructions) = cell.instructions {
        text += &grouped(instructions);
    }
    if let Some(allocations) = cell.allocations {
        let _ = write!(text, " ({allocations})");
    }
    if let Some(nanoseconds) = cell.nanoseconds {
        let _ = write!(text, " {} ns", grouped(nanoseconds.round() as i64));
    }
    text.trim_start().to_owned()
}

fn ratio(row: &Row, other: Option<&Cell>, at_most: Option<f64>) -> String {
    let Some(ratio) = other.and_then(|other| row.ratio(other)) else {
        return String::new();
    };
    let mark = match at_most {
        Some(at_most) if ratio <= at_most => " ✓",
        Some(_) => " ✗",
        None => "",
    };
    if ratio < 0.01 {
        format!("{ratio:.4}{mark}")
    } else {
        format!("{ratio:.2}{mark}")
    }
}

fn building(results: &Results) -> String {
    if results.building.is_empty() {
        return String::new();
    }
    let head = [
        "origins",
        "time",
        "per origin",
        "bytes per origin beyond the text",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for one in &results.building {
        let count = f64::from(one.origins);
        lines.push(vec![
            grouped(one.origins.into()),
            format!("{:.2} ms", one.seconds * 1e3),
            format!("{:.0} ns", one.seconds * 1e9 / count),
            format!("{:.0}", one.beyond_text()),
        ]);
    }
    format!("\n## Building a policy\n\n{}", aligned(&lines))
}

fn verdict(results: &Results, rows: &[Row]) -> String {
    let targets = targets(results, rows);
    let missed: Vec<_> = targets.iter().filter(|target| !target.is_met()).collect();
    let met = targets.len() - missed.len();
    let mut text = format!("\n## Targets\n\n{met} met, {} missed.\n\n", missed.len());
    for target in missed {
        let _ = writeln!(
            text,
            "- {}: {:.2} of {}, not {:.2}",
            target.row, target.ratio, target.to, target.at_most
        );
    }
    text
}

/// A table, its first column to the left and the others to the right.
pub(crate) fn aligned(lines: &[Vec<String>]) -> String {
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
pub(crate) fn grouped(number: i64) -> String {
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
