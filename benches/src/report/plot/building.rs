//! What it takes to build a policy, against the number of its origins.

use super::{
    super::results::Results,
    notes,
    panel::{Axis, Panel, short},
    svg::{Anchor, Svg},
};

const FIELD: [f64; 2] = [370.0, 220.0];

pub(super) fn plot(results: &Results) -> String {
    let mut svg = Svg::new(924.0, 366.0, "Building a policy of exact origins");
    let seconds = results.building.iter().map(|one| one.seconds);
    let time = Panel {
        at: [64.0, 78.0],
        size: FIELD,
        head: "time",
        horizontal: Axis { from: 0, to: 6 },
        vertical: Axis::around(seconds),
        unit: duration,
    };
    let times: Vec<_> = results
        .building
        .iter()
        .map(|one| [one.origins.into(), one.seconds])
        .collect();
    time.draw(&mut svg);
    time.curve(&mut svg, &times, "ours");
    let memory: Vec<_> = results
        .building
        .iter()
        .map(|one| [one.origins.into(), one.beyond_text()])
        .collect();
    let bytes = Panel {
        at: [526.0, 78.0],
        head: "bytes that each origin takes beyond its text",
        vertical: Axis::around(memory.iter().map(|&[_, bytes]| bytes)),
        unit: short,
        ..time
    };
    bytes.draw(&mut svg);
    bytes.curve(&mut svg, &memory, "ours");
    svg.text([462.0, 346.0], Anchor::Middle, "faint", "exact origins");
    notes(&mut svg, results);
    svg.finish()
}

fn duration(seconds: f64) -> String {
    match seconds {
        1.0.. => format!("{} s", short(seconds)),
        1e-3.. => format!("{} ms", short(seconds * 1e3)),
        1e-6.. => format!("{} µs", short(seconds * 1e6)),
        _ => format!("{} ns", short(seconds * 1e9)),
    }
}
