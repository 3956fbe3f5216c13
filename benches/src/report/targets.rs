//! Targets: what must hold, as ratios of counts that one run made, and the table of them.

use core::fmt::Write as _;

use super::{loads::OF_NONE, record::Record, results::Results, rows::Row};
use crate::{Framework, PolicyKind};

/// A ratio, and what it may be at most.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Whose.
    pub(super) row: String,
    /// To what.
    pub(super) to: String,
    pub(super) ratio: f64,
    pub(super) at_most: f64,
}

impl Target {
    pub(super) fn is_met(&self) -> bool {
        self.ratio <= self.at_most
    }
}

/// How much of the hand-written floor ours may be: a preflight's floor reads lists that ours need
/// not.
pub(super) fn of_floor(row: &Row) -> f64 {
    if row.ours.preflight && !row.ours.policy.has_guards() {
        1.0
    } else {
        1.3
    }
}

/// How much of the peer ours may be, where the peer sends the same headers. `Vary` is what is left
/// out: by `warp::cors()` and poem's `Cors` always, by others where there is no `Origin`.
pub(super) fn of_peer(row: &Row) -> Option<f64> {
    let case = row.ours.case.as_str();
    let without_origin = matches!(case, "not CORS" | "plain OPTIONS");
    match row.ours.framework {
        Framework::Warp | Framework::Poem => None,
        Framework::Decision | Framework::Core | Framework::Rocket if without_origin => None,
        Framework::Axum if matches!(case, "not CORS" | "allowed" | "refused") => Some(1.0 / 3.0),
        Framework::Actix => Some(0.6),
        Framework::Rocket if !row.ours.preflight => Some(0.3),
        _ => Some(1.0),
    }
}

/// How many are met, and those that are missed.
pub(super) fn table(results: &Results, rows: &[Row]) -> String {
    let targets = targets(results, rows);
    let missed: Vec<_> = targets.iter().filter(|target| !target.is_met()).collect();
    let met = targets.len() - missed.len();
    let mut text = format!("\n## Targets\n\n{met} met, {} missed.\n\n", missed.len());
    for target in missed {
        let _ = writeln!(
            text,
            "- {}: {:.2} of {}, not {:.2}",
            target.row, target.ratio, target.to, target.at_most
        );
    }
    text
}

/// All of them.
fn targets(results: &Results, rows: &[Row]) -> Vec<Target> {
    let of_rows = rows.iter().flat_map(|row| of_row(results, row));
    let million = results
        .building
        .iter()
        .filter(|one| one.origins == 1_000_000);
    let of_building = million.flat_map(|one| {
        let target = |to: &str, ratio, at_most| Target {
            row: "building a policy of a million origins".to_owned(),
            to: to.to_owned(),
            ratio,
            at_most,
        };
        [
            target("a second", one.seconds, 1.0),
            target("a byte beyond an origin's text", one.beyond_text(), 100.0),
        ]
    });
    let loads = results
        .load
        .iter()
        .flat_map(|load| &load.figures.frameworks);
    let of_loads = loads.flat_map(|load| {
        let programs = [
            ("hello", load.policy_of_none),
            ("serve", load.serve_of_none),
        ];
        programs.map(|(program, part)| Target {
            row: format!("{}'s {program} over real sockets", load.framework),
            to: "the time per request without a policy".to_owned(),
            ratio: part.median.recip(),
            at_most: OF_NONE.recip(),
        })
    });
    of_rows.chain(of_building).chain(of_loads).collect()
}

fn of_row(results: &Results, row: &Row) -> Vec<Target> {
    let ours = |policy: PolicyKind, case: &str| {
        let like = Record {
            policy,
            case: case.to_owned(),
            ..row.ours.clone()
        };
        row.ratio(&results.cost(results.find(&like)?))
    };
    let case = row.ours.case.as_str();
    let to = |other: &Option<Record>| other.as_ref().and_then(|other| row.ratio(other));
    let mut targets = vec![("the floor", to(&row.floor), of_floor(row))];
    if let Some(at_most) = of_peer(row) {
        targets.push(("the peer", to(&row.peer), at_most));
        targets.push(("the other peer", to(&row.other_peer), at_most));
    }
    if row.ours.policy == PolicyKind::Exact(100_000) {
        targets.push((
            "what it is with ten",
            ours(PolicyKind::Exact(10), case),
            1.1,
        ));
    }
    if let Some((_, what)) = case.split_once(" KiB of ") {
        let policy = row.ours.policy;
        targets.push(if policy == PolicyKind::Minimal {
            // Where they are read, no more than 4 KiB of them.
            let less = ours(policy, &format!("preflight, 8 KiB of {what}"));
            ("what it is for 8 KiB", less, 2.0)
        } else {
            let usual = ours(policy, "preflight");
            ("what it is for two headers", usual, 1.2)
        });
    }
    if matches!(
        case,
        "allowed, in random order" | "allowed, not in any cache"
    ) {
        let ratio = row.ours.nanoseconds.map(|time| time / 500.0);
        targets.push(("half a microsecond", ratio, 1.0));
    }
    let target = |(to, ratio, at_most): (&str, Option<f64>, f64)| {
        Some(Target {
            row: row.ours.name(),
            to: to.to_owned(),
            ratio: ratio?,
            at_most,
        })
    };
    targets.into_iter().filter_map(target).collect()
}
