//! Plots of the figures, as SVG that suits a light page and a dark one.

mod building;
mod cases;
mod origins;
mod panel;
mod svg;

use super::results::Results;

/// The contenders that are drawn, and so the classes of what stands for them.
const CONTENDERS: [&str; 3] = ["ours", "peer", "floor"];

/// The files' names, and what belongs into them.
pub(crate) fn plots(results: &Results) -> [(&'static str, String); 3] {
    [
        ("origins.svg", origins::plot(results)),
        ("cases.svg", cases::plot(results)),
        ("building.svg", building::plot(results)),
    ]
}
