//! What was measured over real sockets, and its table.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{
    markdown::{aligned, grouped},
    spread::Spread,
};
use crate::{Framework, named};

/// All of one run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Loads {
    /// How often each way had its turn.
    pub rounds: usize,
    /// How long a turn took.
    pub seconds: u64,
    /// One after the other.
    pub frameworks: Vec<Load>,
}

/// Of one framework.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Load {
    /// Which one.
    #[serde(with = "named")]
    pub framework: Framework,
    /// Without CORS.
    pub none: Rate,
    /// With lines that the handler adds.
    pub by_hand: Rate,
    /// With a policy.
    pub policy: Rate,
    /// Requests per second with a policy, as a part of those of the same round without CORS.
    pub policy_of_none: Spread,
    /// The same as a part of those with lines written by hand.
    pub policy_of_by_hand: Spread,
    /// Of the program `serve`, a route with a policy as a part of the same one without.
    pub serve_of_none: Spread,
    /// Of the server with a policy.
    pub memory: Memory,
}

/// The medians of one way.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Rate {
    /// All that the load generator gets answered.
    pub requests_per_second: f64,
    /// The server's own for a request.
    pub cpu_microseconds: f64,
}

/// What a server has of it, in KiB.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Memory {
    /// Before the turns.
    pub before: u64,
    /// After all requests.
    pub after: u64,
    /// How many were answered in between.
    pub requests: u64,
}

/// What a policy has to leave of the rate that there is without one.
pub(super) const OF_NONE: f64 = 0.97;

impl Load {
    fn keeps_its_rate(&self) -> bool {
        self.policy_of_none.median >= OF_NONE
    }

    fn keeps_the_rate_of_serve(&self) -> bool {
        self.serve_of_none.median >= OF_NONE
    }
}

impl Memory {
    /// What a request keeps would add up to more than a byte for each.
    fn is_flat(self) -> bool {
        self.after.saturating_sub(self.before) * 1024 < self.requests
    }
}

/// The table, and what it shows.
#[must_use]
pub fn table(loads: &Loads) -> String {
    let head = [
        "",
        "none",
        "by hand",
        "policy",
        "of none",
        "of by hand",
        "`serve`, of none",
        "memory, KiB",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for load in &loads.frameworks {
        lines.push(vec![
            load.framework.to_string(),
            rate(load.none),
            rate(load.by_hand),
            rate(load.policy),
            ratio(load.policy_of_none) + mark(load.keeps_its_rate()),
            ratio(load.policy_of_by_hand),
            ratio(load.serve_of_none) + mark(load.keeps_the_rate_of_serve()),
            memory(load.memory) + mark(load.memory.is_flat()),
        ]);
    }
    let mut text = format!(
        "Requests per second, and the server's CPU time for one: medians of {} rounds of {} s. In \
         brackets, the rounds' least and most.\n\n",
        loads.rounds, loads.seconds
    );
    let _ = write!(text, "{}", aligned(&lines));
    text
}

fn rate(rate: Rate) -> String {
    let per_second = grouped(rate.requests_per_second.round() as i64);
    format!("{per_second}/s {:.1} µs", rate.cpu_microseconds)
}

fn ratio(ratio: Spread) -> String {
    let Spread {
        least,
        median,
        most,
    } = ratio;
    format!("{median:.3} ({least:.2}–{most:.2})")
}

fn memory(memory: Memory) -> String {
    let [before, after] = [memory.before, memory.after].map(|kib| grouped(kib as i64));
    format!("{before} → {after}")
}

fn mark(is_met: bool) -> &'static str {
    if is_met { " ✓" } else { " ✗" }
}

#[cfg(test)]
mod tests {
    use super::{Framework, Load, Loads, Memory, Rate, Spread, table};

    #[test]
    fn targets_are_marked() {
        let rate = |requests_per_second| Rate {
            requests_per_second,
            cpu_microseconds: 12.34,
        };
        let load = |framework, ratio, after| Load {
            framework,
            none: rate(10_000.0),
            by_hand: rate(9_900.0),
            policy: rate(9_800.4),
            policy_of_none: Spread::of([ratio]),
            policy_of_by_hand: Spread::of([0.98, 0.99, 1.01]),
            serve_of_none: Spread::of([0.98]),
            memory: Memory {
                before: 5_000,
                after,
                requests: 1_024_000,
            },
        };
        let loads = Loads {
            rounds: 3,
            seconds: 2,
            frameworks: vec![
                load(Framework::Axum, 0.97, 5_999),
                load(Framework::Warp, 0.969, 6_000),
            ],
        };
        let text = table(&loads);
        let rows: Vec<_> = text.lines().skip(4).collect();
        assert_eq!(
            rows,
            [
                "| axum | 10,000/s 12.3 µs | 9,900/s 12.3 µs | 9,800/s 12.3 µs | 0.970 (0.97–0.97) ✓ | 0.990 (0.98–1.01) | 0.980 (0.98–0.98) ✓ | 5,000 → 5,999 ✓ |",
                "| warp | 10,000/s 12.3 µs | 9,900/s 12.3 µs | 9,800/s 12.3 µs | 0.969 (0.97–0.97) ✗ | 0.990 (0.98–1.01) | 0.980 (0.98–0.98) ✓ | 5,000 → 6,000 ✗ |",
            ]
        );
    }
}
