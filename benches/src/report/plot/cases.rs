//! What each request costs, on each framework.

use super::{
    super::{
        markdown::grouped,
        results::Results,
        rows::{Row, rows},
    },
    CONTENDERS, LEGEND, excuses, heading, notes,
    svg::{Anchor, Svg},
};
use crate::PolicyKind;

const COLUMNS: usize = 2;
const WIDTH: f64 = 470.0;
/// Where bars begin, right of the cases' names.
const NAMES: f64 = 178.0;
/// The longest bar.
const BAR: f64 = 210.0;
/// A bar's height, and from one to the next.
const THICKNESS: f64 = 9.0;
const PITCH: f64 = 11.0;
/// Between cases.
const GAP: f64 = 9.0;

pub(super) fn plot(results: &Results) -> String {
    let rows: Vec<_> = rows(results)
        .into_iter()
        .filter(|row| row.ours.policy == PolicyKind::Exact(10) && !row.ours.case.contains("60 KiB"))
        .collect();
    let panels: Vec<_> = rows
        .chunk_by(|one, next| one.ours.framework == next.ours.framework)
        .collect();
    let height = |panel: &[Row]| 56.0 + case_height(panel) * panel.len() as f64;
    let lines: Vec<_> = panels.chunks(COLUMNS).collect();
    let of_line = |line: &[&[Row]]| line.iter().map(|panel| height(panel)).fold(0.0, f64::max);
    let mut svg = Svg::new(
        WIDTH * COLUMNS as f64,
        66.0 + lines.iter().map(|line| of_line(line)).sum::<f64>(),
        "Instructions per request, ten exact origins: beyond the bare handler; of preflights, all",
    );
    svg.legend([16.0, 48.0], &LEGEND);
    let mut top = 84.0;
    for line in lines {
        for (column, panel) in line.iter().enumerate() {
            draw(&mut svg, panel, [WIDTH * column as f64, top]);
        }
        top += of_line(line);
    }
    excuses(&mut svg);
    notes(&mut svg, results);
    svg.finish()
}

/// Room for a bar of each contender.
fn case_height(panel: &[Row]) -> f64 {
    let bars = panel.iter().map(|row| bars(row).count()).max();
    GAP + PITCH * bars.unwrap_or(0) as f64
}

/// One framework's bars, on a scale of its own: to the longest bar but those of hostile headers,
/// which are cut off where they are longer.
fn draw(svg: &mut Svg, panel: &[Row], [x, y]: [f64; 2]) {
    let usual = panel.iter().filter(|row| !row.ours.case.contains("KiB"));
    let counts = usual.flat_map(bars).map(|(count, _)| count);
    let longest = counts.max().unwrap_or(1).max(1);
    let head = heading(panel[0].ours.framework);
    svg.text([x + 16.0, y], Anchor::Start, "head", head);
    let case_height = case_height(panel);
    for (number, row) in panel.iter().enumerate() {
        let top = y + 14.0 + case_height * number as f64;
        let middle = top + (case_height - GAP) / 2.0 + 4.0;
        let name = [x + NAMES - 8.0, middle];
        svg.text(name, Anchor::End, "", &row.ours.case);
        for (bar, (count, class)) in bars(row).enumerate() {
            let top = top + PITCH * bar as f64;
            let length = BAR * count.clamp(0, longest) as f64 / longest as f64;
            let is_cut = count > longest;
            let end = if is_cut { BAR + 14.0 } else { length };
            svg.rectangle([x + NAMES, top], [length.max(1.0), THICKNESS], class);
            if is_cut {
                let rest = [x + NAMES + BAR + 4.0, top];
                svg.rectangle(rest, [10.0, THICKNESS], class);
            }
            let label = [x + NAMES + end + 4.0, top + THICKNESS];
            svg.text(label, Anchor::Start, "faint", grouped(count));
        }
    }
}

/// Instructions, and whose they are.
fn bars(row: &Row) -> impl Iterator<Item = (i64, &'static str)> {
    let count = |(contender, class)| Some((row.of(contender)?.instructions?, class));
    CONTENDERS.into_iter().filter_map(count)
}
