//! Which members of the workspace depend on which: no arrow runs up.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Dependency, DependencyKind};

use crate::members;

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
cors-diff → cors-core
cors-export → cors-core cors-diff + cors-policy-file cors-conformance
cors-cli → cors-policy-file cors-browser cors-core cors-diff cors-export
cors-conformance → cors-core + cors-browser
cors-examples → cors-actix cors-axum cors-poem cors-rocket cors-warp cors-core cors-policy-file cors-conformance
cors-playground → cors-examples cors-policy-file cors-browser cors-core
cors-real-browsers → cors-playground cors-examples cors-conformance cors-browser cors-policy-file cors-core
cors-real-servers → cors-examples cors-policy-file cors-core
cors-real-gateways → cors-export cors-examples cors-real-servers cors-real-browsers cors-conformance cors-browser cors-core
cors-benches → cors-actix cors-axum cors-poem cors-rocket cors-warp cors-core
xtask →
";

type Names<'a> = BTreeSet<&'a str>;

#[test]
fn no_arrow_runs_up() {
    let listed: BTreeMap<_, _> = ARROWS.trim().lines().filter_map(parse).collect();
    let is_dev = |dependency: &&Dependency| dependency.kind == DependencyKind::Development;
    for member in &members().packages {
        let of_members = member.dependencies.iter().filter(|d| d.path.is_some());
        let (dev, normal): (Vec<_>, Vec<_>) = of_members.partition(is_dev);
        let [normal, dev] = [normal, dev].map(|them| them.iter().map(|d| &*d.name).collect());
        let arrows: (Names<'_>, Names<'_>) = (normal, dev);
        assert_eq!(
            listed.get(member.name.as_str()),
            Some(&arrows),
            "{}",
            member.name
        );
    }
}

fn parse<'a>(line: &'a str) -> Option<(&'a str, (Names<'a>, Names<'a>))> {
    let (name, others) = line.split_once(" →")?;
    let (normal, dev) = others.split_once('+').unwrap_or((others, ""));
    let names = |text: &'a str| text.split_whitespace().collect();
    Some((name, (names(normal), names(dev))))
}
