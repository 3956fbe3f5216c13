//! What an allowed origin's request costs, against the number of origins.

use super::{
    super::{
        results::Results,
        rows::{Row, rows},
    },
    CONTENDERS, LEGEND, excuses, notes,
    panel::{Axis, Panel, short},
    svg::{Anchor, Svg},
};
use crate::Contender;

const COLUMNS: usize = 4;
const FIELD: [f64; 2] = [165.0, 150.0];
const STEP: [f64; 2] = [228.0, 222.0];

pub(super) fn plot(results: &Results) -> String {
    let rows: Vec<_> = rows(results)
        .into_iter()
        .filter(|row| row.ours.origins.is_some() && row.ours.case == "allowed")
        .collect();
    let panels: Vec<_> = rows
        .chunk_by(|one, next| one.ours.framework == next.ours.framework)
        .collect();
    let lines = panels.len().div_ceil(COLUMNS);
    let [width, height] = [
        STEP[0] * COLUMNS as f64 + 12.0,
        STEP[1] * lines as f64 + 98.0,
    ];
    let mut svg = Svg::new(
        width,
        height,
        "Instructions beyond the bare handler, for a GET of an allowed origin",
    );
    svg.legend([16.0, 48.0], &LEGEND);
    let all = rows
        .iter()
        .flat_map(|row| CONTENDERS.map(|(contender, _)| point(row, contender)));
    // One axis for all, so that they compare.
    let vertical = Axis::around(all.flatten().map(|[_, up]| up));
    for (number, panel) in panels.iter().enumerate() {
        let place = [number % COLUMNS, number / COLUMNS].map(|n| n as f64);
        let framework = panel[0].ours.framework.to_string();
        let field = Panel {
            at: [54.0 + STEP[0] * place[0], 92.0 + STEP[1] * place[1]],
            size: FIELD,
            head: &framework,
            horizontal: Axis { from: 0, to: 5 },
            vertical,
            unit: short,
        };
        field.draw(&mut svg);
        // Ours last, so that nothing covers it.
        for (contender, class) in CONTENDERS.into_iter().rev() {
            let figures: Vec<_> = panel
                .iter()
                .filter_map(|row| point(row, contender))
                .collect();
            field.curve(&mut svg, &figures, class);
        }
    }
    let below = [width / 2.0, height - 14.0];
    svg.text(
        below,
        Anchor::Middle,
        "faint",
        "exact origins that the policy allows",
    );
    excuses(&mut svg);
    notes(&mut svg, results);
    svg.finish()
}

/// Origins and instructions, if a logarithm can show them.
fn point(row: &Row, contender: Contender) -> Option<[f64; 2]> {
    let record = row.of(contender)?;
    let instructions = record.instructions.filter(|&count| count > 0)?;
    Some([record.origins? as f64, instructions as f64])
}
