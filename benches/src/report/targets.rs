//! What must hold, as ratios of counts that one run made.

use super::{
    results::{Cell, Results},
    table::Row,
};
use crate::report::load::OF_NONE;

/// A ratio, and what it may be at most.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// Whose.
    pub(crate) row: String,
    /// To what.
    pub(crate) to: String,
    pub(crate) ratio: f64,
    pub(crate) at_most: f64,
}

impl Target {
    pub(crate) fn is_met(&self) -> bool {
        self.ratio <= self.at_most
    }
}

/// How much of the hand-written floor ours may be: a preflight's floor reads lists that ours need
/// not.
pub(crate) fn of_floor(row: &Row) -> f64 {
    if row.cell.preflight { 1.0 } else { 1.3 }
}

/// How much of the peer ours may be, where the peer sends the same headers. `Vary` is what is left
/// out: by `warp::cors()` and poem's `Cors` always, by others where there is no `Origin`.
pub(crate) fn of_peer(row: &Row) -> Option<f64> {
    let case = row.cell.case.as_str();
    let without_origin = matches!(case, "not CORS" | "plain OPTIONS");
    match row.cell.framework.as_str() {
        "warp" | "poem" => None,
        "decision" | "core" | "rocket" if without_origin => None,
        "axum" if matches!(case, "not CORS" | "allowed" | "refused") => Some(1.0 / 3.0),
        "actix" => Some(0.6),
        "rocket" if !row.cell.preflight => Some(0.3),
        _ => Some(1.0),
    }
}

/// All of them.
pub(crate) fn targets(results: &Results, rows: &[Row]) -> Vec<Target> {
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
    let ours = |setting: &str, case: &str| {
        let cell = Cell {
            setting: setting.to_owned(),
            case: case.to_owned(),
            ..row.cell.clone()
        };
        let cell = results.of("ours", &cell)?;
        row.ratio(&results.cost(cell))
    };
    let case = row.cell.case.as_str();
    let to = |other: &Option<Cell>| other.as_ref().and_then(|other| row.ratio(other));
    let mut targets = vec![("the floor", to(&row.floor), of_floor(row))];
    if let Some(at_most) = of_peer(row) {
        targets.push(("the peer", to(&row.peer), at_most));
        targets.push(("the other peer", to(&row.other_peer), at_most));
    }
    if row.cell.origins == Some(100_000) {
        targets.push(("what it is with ten", ours("10 origins", case), 1.1));
    }
    if let Some((_, what)) = case.split_once(" KiB of ") {
        let setting = row.cell.setting.as_str();
        targets.push(if !setting.ends_with("minimal disclosure") {
            let usual = ours(setting, "preflight");
            ("what it is for two headers", usual, 1.2)
        } else {
            // Where they are read, no more than 16 KiB of them.
            let less = ours(setting, &format!("preflight, 8 KiB of {what}"));
            ("what it is for 8 KiB", less, 2.0)
        });
    }
    if matches!(
        case,
        "allowed, in random order" | "allowed, not in any cache"
    ) {
        let ratio = row.cell.nanoseconds.map(|time| time / 500.0);
        targets.push(("half a microsecond", ratio, 1.0));
    }
    let target = |(to, ratio, at_most): (&str, Option<f64>, f64)| {
        Some(Target {
            row: row.name(),
            to: to.to_owned(),
            ratio: ratio?,
            at_most,
        })
    };
    targets.into_iter().filter_map(target).collect()
}
