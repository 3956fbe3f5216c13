//! Which members of the workspace depend on which: no arrow runs up.

use std::collections::{BTreeMap, BTreeSet};

use crate::metadata::{Dependency, Metadata};

/// Each member, the others that it depends on, and after `+` those that only its tests do.
const ARROWS: &str = "
cors-core →
cors-browser →
cors-actix → cors-core
cors-axum → cors-core
cors-poem → cors-core
cors-rocket → cors-core
cors-warp → cors-core + cors-axum
cors-policy-file → cors-core
cors-conformance → cors-core + cors-browser
cors-examples → cors-actix cors-axum cors-poem cors-rocket cors-warp cors-core cors-policy-file cors-conformance
cors-playground → cors-examples cors-policy-file cors-browser cors-core
cors-real-browsers → cors-playground cors-examples cors-conformance cors-browser cors-policy-file cors-core
cors-benches → cors-actix cors-axum cors-poem cors-rocket cors-warp cors-core
xtask →
";

type Names<'a> = BTreeSet<&'a str>;

pub(super) fn check(workspace: &Metadata) -> Vec<String> {
    let listed: BTreeMap<_, _> = ARROWS.trim().lines().filter_map(parse).collect();
    let is_dev = |dependency: &Dependency| dependency.kind.as_deref() == Some("dev");
    let mut found = Vec::new();
    for member in &workspace.packages {
        let normal: Names<'_> = member.members(|d| !is_dev(d)).collect();
        let dev: Names<'_> = member.members(is_dev).collect();
        let arrows = (normal, dev);
        if listed.get(&*member.name) != Some(&arrows) {
            let (normal, dev) = arrows;
            let name = &member.name;
            found.push(format!(
                "{name} → {normal:?} + {dev:?}: the arrows of xtask/src/tidy/arrows.rs are others"
            ));
        }
    }
    found
}

fn parse<'a>(line: &'a str) -> Option<(&'a str, (Names<'a>, Names<'a>))> {
    let (name, others) = line.split_once(" →")?;
    let (normal, dev) = others.split_once('+').unwrap_or((others, ""));
    let names = |text: &'a str| text.split_whitespace().collect();
    Some((name, (names(normal), names(dev))))
}
