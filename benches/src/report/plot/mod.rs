//! Plots of the figures, as SVG that suits a light page and a dark one.

mod building;
mod cases;
mod origins;
mod panel;
mod svg;

use self::svg::Svg;
use super::{results::Results, versions::names_itself};
use crate::{Contender, Framework};

/// The contenders that are drawn, and the classes of what stands for them.
const CONTENDERS: [(Contender, &str); 4] = [
    (Contender::Ours, "ours"),
    (Contender::Peer, "peer"),
    (Contender::OtherPeer, "other"),
    (Contender::Floor, "floor"),
];

/// What the legends say.
const LEGEND: [(&str, &str); 4] = [
    ("ours", "ours"),
    ("peer", "the usual middleware"),
    ("other", "another one"),
    ("floor", "floor, written by hand"),
];

/// When the figures were made, and of what: a plot is shown far from the tables that say so too.
fn notes(svg: &mut Svg, results: &Results) {
    let day = results.date.get(5..16).unwrap_or(&results.date);
    let (mut tools, mut crates) = (vec![day.to_owned()], Vec::new());
    for (name, version) in &results.versions {
        if names_itself(name, version) {
            tools.push(version.clone());
        } else {
            crates.push(format!("{name} {version}"));
        }
    }
    svg.note(&tools.join(" · "));
    for line in crates.chunks(8) {
        svg.note(&line.join(" · "));
    }
}

/// Why some peers cost less than the least.
fn excuses(svg: &mut Svg) {
    svg.note(
        "poem's Cors and warp::cors() leave Vary out. \
         Peers that answer refusals by themselves save the handler.",
    );
}

/// A panel's heading.
fn heading(framework: Framework) -> String {
    format!("{framework}: {}", framework.peers().join(", "))
}

/// The files' names, and what belongs into them.
pub(super) fn plots(results: &Results) -> [(&'static str, String); 3] {
    [
        ("origins.svg", origins::plot(results)),
        ("cases.svg", cases::plot(results)),
        ("building.svg", building::plot(results)),
    ]
}
