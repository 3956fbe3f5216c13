//! What was found until now: one finding of each code.

use super::super::{code::Code, finding::Finding};

/// The findings, the first of each code.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn has(&self, code: Code) -> bool {
        self.0.iter().any(|finding| finding.code == code)
    }

    pub(super) fn add(&mut self, finding: Finding) {
        // A comparison finds several things that have one cause each.
        if finding.code == Code::DiffersFromPolicy || !self.has(finding.code) {
            self.0.push(finding);
        }
    }

    /// The worst first, and of the same severity those that were found first.
    pub(super) fn all(mut self) -> Vec<Finding> {
        self.0
            .sort_by_key(|finding| core::cmp::Reverse(finding.severity));
        self.0
    }
}
