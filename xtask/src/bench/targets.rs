//! What must hold, as ratios of counts that one run made.

use super::{
    results::{Cell, Results},
    table::Row,
};

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

/// How much of the peer ours may be, where the peer sends the same headers: of `warp::cors()` and
/// poem's `Cors`, `Vary` is missing.
pub(crate) fn of_peer(row: &Row) -> Option<f64> {
    let case = row.cell.case.as_str();
    match row.cell.framework.as_str() {
        "warp" | "poem" => None,
        "axum" if matches!(case, "not CORS" | "allowed" | "refused") => Some(1.0 / 3.0),
        "actix" => Some(0.6),
        "rocket" if matches!(case, "allowed" | "refused") => Some(0.3),
        _ => Some(1.0),
    }
}

/// All of them.
pub(crate) fn targets(results: &Results, rows: &[Row]) -> Vec<Target> {
    let mut targets = Vec::new();
    for row in rows {
        let mut add = |other: Option<&Cell>, to: &str, at_most: f64| {
            if let Some(ratio) = other.and_then(|other| row.ratio(other)) {
                targets.push(Target {
                    row: row.name(),
                    to: to.to_owned(),
                    ratio,
                    at_most,
                });
            }
        };
        add(row.floor.as_ref(), "the floor", of_floor(row));
        if let Some(at_most) = of_peer(row) {
            add(row.peer.as_ref(), "the peer", at_most);
        }
        let ours = |setting: &str, case: &str| {
            let cell = Cell {
                setting: setting.to_owned(),
                case: case.to_owned(),
                ..row.cell.clone()
            };
            results.of("ours", &cell).map(|cell| results.cost(cell))
        };
        if row.cell.origins == Some(100_000) {
            add(ours("10 origins", &row.cell.case).as_ref(), "ten", 1.1);
        }
        if row.cell.case.contains(" KiB of ") {
            let small = ours(&row.cell.setting, "preflight");
            add(small.as_ref(), "a preflight for two headers", 1.2);
        }
    }
    let million = results
        .building
        .iter()
        .filter(|one| one.origins == 1_000_000);
    for one in million {
        let mut add = |to: &str, ratio, at_most| {
            targets.push(Target {
                row: "building a policy of a million origins".to_owned(),
                to: to.to_owned(),
                ratio,
                at_most,
            });
        };
        add("a second", one.seconds, 1.0);
        add("a byte beyond an origin's text", one.beyond_text(), 100.0);
    }
    targets
}
