//! What each request costs, on each framework.

use super::{
    super::{
        results::Results,
        table::{Row, grouped, rows},
    },
    CONTENDERS,
    origins::of,
    svg::{Anchor, Svg},
};

const COLUMNS: usize = 2;
const WIDTH: f64 = 470.0;
/// Where bars begin, right of the cases' names.
const NAMES: f64 = 178.0;
/// The longest bar.
const BAR: f64 = 210.0;
/// A bar's height, and a case's.
const THICKNESS: f64 = 8.0;
const CASE: f64 = 34.0;

pub(crate) fn plot(results: &Results) -> String {
    let rows: Vec<_> = rows(results)
        .into_iter()
        .filter(|row| row.cell.setting == "10 origins" && !row.cell.case.contains("60 KiB"))
        .collect();
    let panels: Vec<_> = rows
        .chunk_by(|one, next| one.cell.framework == next.cell.framework)
        .collect();
    let cases = panels.iter().map(|panel| panel.len()).max().unwrap_or(0);
    let step = CASE * cases as f64 + 52.0;
    let height = 70.0 + step * panels.len().div_ceil(COLUMNS) as f64;
    let mut svg = Svg::new(
        WIDTH * COLUMNS as f64,
        height,
        "Instructions per request, ten exact origins: beyond the bare handler; of preflights, all",
    );
    let entries = [
        ("ours", "ours"),
        ("peer", "peer"),
        ("floor", "floor, written by hand"),
    ];
    svg.legend([16.0, 48.0], &entries);
    for (number, panel) in panels.iter().enumerate() {
        let place = [number % COLUMNS, number / COLUMNS].map(|n| n as f64);
        draw(&mut svg, panel, [WIDTH * place[0], 84.0 + step * place[1]]);
    }
    svg.finish()
}

/// One framework's bars, on a scale of its own: to the longest bar but those of hostile headers,
/// which are cut off where they are longer.
fn draw(svg: &mut Svg, panel: &[Row], [x, y]: [f64; 2]) {
    let usual = panel.iter().filter(|row| !row.cell.case.contains("KiB"));
    let bars = usual.flat_map(|row| CONTENDERS.map(|name| instructions(row, name)));
    let longest = bars.flatten().max().unwrap_or(1).max(1);
    svg.text(
        [x + 16.0, y],
        Anchor::Start,
        "head",
        &panel[0].cell.framework,
    );
    for (number, row) in panel.iter().enumerate() {
        let top = y + 14.0 + CASE * number as f64;
        let middle = top + 1.5 * THICKNESS + 4.0;
        let name = [x + NAMES - 8.0, middle];
        svg.text(name, Anchor::End, "", &row.cell.case);
        for (bar, contender) in CONTENDERS.into_iter().enumerate() {
            let Some(count) = instructions(row, contender) else {
                continue;
            };
            let top = top + (THICKNESS + 1.0) * bar as f64;
            let length = BAR * count.clamp(0, longest) as f64 / longest as f64;
            let is_cut = count > longest;
            let end = if is_cut { BAR + 14.0 } else { length };
            svg.rectangle([x + NAMES, top], [length.max(1.0), THICKNESS], contender);
            if is_cut {
                let rest = [x + NAMES + BAR + 4.0, top];
                svg.rectangle(rest, [10.0, THICKNESS], contender);
            }
            let label = [x + NAMES + end + 4.0, top + THICKNESS];
            svg.text(label, Anchor::Start, "faint", grouped(count));
        }
    }
}

fn instructions(row: &Row, contender: &str) -> Option<i64> {
    of(row, contender)?.instructions
}
