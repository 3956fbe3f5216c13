//! A record: the figures of one request to one application, as bench targets print them and as
//! they are kept.

use serde::{Deserialize, Serialize};

use crate::{Application, Case, Contender, Framework, PolicyKind, named};

/// The figures of one request to one application.
///
/// A bench target prints one in each line, in JSON, with those figures that it measures. The
/// results of a run have them all.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
pub struct Record {
    /// Where.
    #[serde(with = "named")]
    pub framework: Framework,
    /// What stands before the handler.
    #[serde(with = "named")]
    pub contender: Contender,
    /// Its policy.
    #[serde(with = "named")]
    pub policy: PolicyKind,
    /// How many exact origins the policy allows, where it has only such.
    pub origins: Option<usize>,
    /// The [`Case`], or a request that is named by itself.
    pub case: String,
    /// Whether it is answered without the handler.
    pub preflight: bool,
    /// Executed during one call, as callgrind counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<i64>,
    /// Blocks of memory, as an allocator counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocations: Option<i64>,
    /// The sizes of the blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<i64>,
    /// By the clock: criterion's estimate of the median.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nanoseconds: Option<f64>,
}

/// What it takes to build a policy of so many origins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Building {
    /// How many.
    pub origins: u32,
    /// From the list to the policy.
    pub seconds: f64,
    /// What the policy keeps.
    pub bytes: f64,
    /// The most that is in use while it is built.
    pub bytes_while_building: f64,
    /// The length of all origins.
    pub text: f64,
}

impl Record {
    /// For this request to this application. No figures yet.
    #[must_use]
    pub fn of(application: Application, case: Case) -> Self {
        let Application {
            framework,
            contender,
            policy,
        } = application;
        Self {
            framework,
            contender,
            policy,
            origins: match policy {
                PolicyKind::Exact(count) => Some(count),
                _ => None,
            },
            case: case.to_string(),
            preflight: case.is_preflight(),
            instructions: None,
            allocations: None,
            bytes: None,
            nanoseconds: None,
        }
    }

    /// Whether both are of the same request to the same application.
    pub(super) fn is(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.framework, one.contender, one.policy);
        key(self) == key(other) && self.case == other.case
    }

    /// Takes over what only the other has.
    pub(super) fn add(&mut self, other: &Self) {
        self.instructions = self.instructions.or(other.instructions);
        self.allocations = self.allocations.or(other.allocations);
        self.bytes = self.bytes.or(other.bytes);
        self.nanoseconds = self.nanoseconds.or(other.nanoseconds);
    }

    /// What it takes beyond the other.
    pub(super) fn beyond(&self, other: &Self) -> Self {
        let less = |figure: Option<i64>, by: Option<i64>| Some(figure? - by?);
        let nanoseconds = self.nanoseconds.zip(other.nanoseconds);
        Self {
            instructions: less(self.instructions, other.instructions),
            allocations: less(self.allocations, other.allocations),
            bytes: less(self.bytes, other.bytes),
            nanoseconds: nanoseconds.map(|(figure, by)| figure - by),
            ..self.clone()
        }
    }

    /// Its name in the baseline, and where a target is missed.
    pub(super) fn name(&self) -> String {
        format!("{}, {}: {}", self.framework, self.policy, self.case)
    }
}

impl Building {
    /// Bytes that each origin takes, its text aside.
    pub(super) fn beyond_text(self) -> f64 {
        (self.bytes - self.text) / f64::from(self.origins)
    }
}

/// Prints a line that the report reads.
///
/// # Panics
///
/// Never: names and numbers are JSON.
pub fn print(line: &impl Serialize) {
    let line = serde_json::to_string(line).expect("names and numbers");
    println!("{line}");
}
