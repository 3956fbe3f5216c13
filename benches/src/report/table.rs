//! Tables of the frameworks, one each, and of building a policy.

use core::fmt::Write as _;

use super::{
    loads,
    markdown::{aligned, grouped},
    record::Record,
    results::{Results, Section},
    rows::{Row, rows},
    targets::{self, of_floor, of_peer},
    versions::names_itself,
    weights,
};
use crate::Contender;

/// A table for each framework, and one for whatever else was measured.
#[must_use]
pub fn tables(results: &Results) -> String {
    let rows = rows(results);
    let mut text = String::new();
    for of_one in rows.chunk_by(|one, next| one.ours.framework == next.ours.framework) {
        let _ = writeln!(text, "\n## {}\n", of_one[0].ours.framework);
        text += &table(of_one);
    }
    text += &building(results);
    if let Some(section) = &results.load {
        text += &of_section("Over real sockets", section, loads::table);
    }
    if let Some(section) = &results.weight {
        text += &of_section("Builds and binaries", section, |figures| {
            weights::table(figures)
        });
    }
    text + &targets::table(results, &rows)
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
pub(super) fn page(results: &Results) -> String {
    let mut text =
        "# Figures\n\nWritten by `cargo xtask bench`, `load` and `weigh`. [What they mean](README.md).\n\n".to_owned();
    let _ = writeln!(text, "{}.\n", results.date);
    for (name, version) in &results.versions {
        let _ = writeln!(text, "- {name}: {version}");
    }
    text + &tables(results)
}

/// Instructions, allocations in brackets, nanoseconds where they were measured.
fn table(rows: &[Row]) -> String {
    let peers = rows[0].ours.framework.peers();
    let mut head = vec!["", "ours"];
    head.extend(peers);
    head.extend(["floor", "of the peer", "of the floor"]);
    let mut lines = vec![head.iter().map(|&text| text.to_owned()).collect()];
    let mut policy = None;
    for row in rows {
        if policy != Some(row.ours.policy) {
            policy = Some(row.ours.policy);
            let mut line = vec![String::new(); head.len()];
            line[0] = format!("**{}**", row.ours.policy);
            lines.push(line);
        }
        let mut line = vec![row.ours.case.clone()];
        let contenders = [Contender::Ours, Contender::Peer, Contender::OtherPeer];
        line.extend(
            contenders[..=peers.len()]
                .iter()
                .map(|&contender| figures(row.of(contender))),
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

fn figures(record: Option<&Record>) -> String {
    let mut text = String::new();
    let Some(record) = record else { return text };
    if let Some(instructions) = record.instructions {
        text += &grouped(instructions);
    }
    if let Some(allocations) = record.allocations {
        let _ = write!(text, " ({allocations})");
    }
    if let Some(nanoseconds) = record.nanoseconds {
        let _ = write!(text, " {} ns", grouped(nanoseconds.round() as i64));
    }
    text.trim_start().to_owned()
}

fn ratio(row: &Row, other: Option<&Record>, at_most: Option<f64>) -> String {
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
