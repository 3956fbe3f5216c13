//! Plots of the figures, as SVG that suits a light page and a dark one.

mod building;
mod cases;
mod origins;
mod panel;
mod svg;

use super::{results::Results, table::peers};

/// The contenders that are drawn, and the classes of what stands for them.
const CONTENDERS: [(&str, &str); 4] = [
    ("ours", "ours"),
    ("peer", "peer"),
    ("other peer", "other"),
    ("floor", "floor"),
];

/// What the legends say.
const LEGEND: [(&str, &str); 4] = [
    ("ours", "ours"),
    ("peer", "the usual middleware"),
    ("other", "another one"),
    ("floor", "floor, written by hand"),
];

/// A panel's heading.
fn heading(framework: &str) -> String {
    format!("{framework}: {}", peers(framework).join(", "))
}

/// The files' names, and what belongs into them.
pub(crate) fn plots(results: &Results) -> [(&'static str, String); 3] {
    [
        ("origins.svg", origins::plot(results)),
        ("cases.svg", cases::plot(results)),
        ("building.svg", building::plot(results)),
    ]
}
