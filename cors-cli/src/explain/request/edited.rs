//! The file with cures in it.

use cors_core::Setting;
use cors_policy_file::{NotEdited, edit};

use crate::{explain::cures::Cures, input::Loaded};

/// The text of a file with cures for one of its policies.
#[derive(Debug)]
pub(super) struct Edited(String);

impl Edited {
    pub(super) fn of(file: &Loaded, name: &str, cures: &Cures) -> Result<Self, NotEdited> {
        let additions = cures.additions().iter().cloned();
        edit(&file.text, file.format, name, additions).map(Self)
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The lines with something new.
    pub(super) fn preview(&self, _colour: bool) -> String {
        String::new()
    }

    /// Where a setting of the policy stands now.
    pub(super) fn place(
        &self,
        _file: &Loaded,
        _name: &str,
        _setting: Setting,
    ) -> Option<(usize, usize)> {
        None
    }
}
