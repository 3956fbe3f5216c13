//! The exports of the policies of a file, and whether they may be written.

use cors_export::{Export, File, Loss, LossKind, Requirement, Target};
use cors_policy_file::{Level, Remark};

use super::{Arguments, progress};
use crate::{exit::Cannot, input::Loaded, verdict::plain};

/// Every policy that was asked for, in a target's words.
pub(super) struct Exported {
    pub(super) target: Target,
    allow_looser: bool,
    /// Each with its name.
    pub(super) policies: Vec<(String, Export)>,
}

impl Exported {
    /// Exports one policy, or all of them.
    pub(super) fn of(
        file: &Loaded,
        name: Option<&str>,
        arguments: &Arguments,
    ) -> Result<Self, Cannot> {
        let policies = match name {
            Some(_) => vec![file.policy(name)?],
            None => { file.policies.iter() }
                .map(|(name, policy)| (name.as_str(), policy))
                .collect(),
        };
        let target = arguments.to;
        let policies = progress::shown(&format!("exporting to {target}"), || {
            { policies.into_iter() }
                .map(|(name, policy)| (name.to_owned(), cors_export::export(name, policy, target)))
                .collect()
        });
        Ok(Self {
            target,
            allow_looser: arguments.allow_looser,
            policies,
        })
    }

    /// Whether nothing of it is to be written.
    pub(super) fn is_refused(&self) -> bool {
        self.losses().any(|(_, loss)| self.is_refused_for(loss))
    }

    /// Whether a loss is one that keeps everything from being written.
    pub(super) fn is_refused_for(&self, loss: &Loss) -> bool {
        match loss.kind() {
            LossKind::Narrower | LossKind::Different => false,
            LossKind::Looser => !self.allow_looser,
            // A kind that is not known yet is no less than impossible.
            _ => true,
        }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        let exports = self.policies.iter().map(|(_, export)| export);
        exports.flat_map(Export::files)
    }

    /// Each with its policy's name.
    pub(super) fn losses(&self) -> impl Iterator<Item = (&str, &Loss)> {
        { self.policies.iter() }.flat_map(|(name, export)| {
            export
                .losses()
                .iter()
                .map(move |loss| (name.as_str(), loss))
        })
    }

    /// Each with the name of the first policy that needs it: what has to be set is set once.
    pub(super) fn requirements(&self) -> Vec<(&str, &Requirement)> {
        let mut found: Vec<(&str, &Requirement)> = Vec::new();
        for (name, export) in &self.policies {
            for requirement in export.requirements() {
                if !found.iter().any(|(_, other)| *other == requirement) {
                    found.push((name, requirement));
                }
            }
        }
        found
    }

    /// A loss as it is shown in the policy file.
    pub(super) fn remark(&self, policy: &str, loss: &Loss) -> Remark {
        let level = match loss.kind() {
            _ if self.is_refused_for(loss) => Level::Error,
            LossKind::Different => Level::Note,
            _ => Level::Warning,
        };
        let sentence = loss.to_string();
        let message = format!("{}: {}", loss.kind(), plain(&sentence));
        let mut remark =
            Remark::new(level, loss.code().as_str(), message, policy).about(loss.setting());
        remark.entry = loss.entry();
        match loss.witness() {
            Some(witness) if !sentence.contains(witness) => {
                remark.with_help(format!("an example is {}", plain(witness)))
            }
            _ => remark,
        }
    }
}
