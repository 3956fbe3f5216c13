//! The policies of the suite, each exported for a gateway, below its name.

use core::net::SocketAddr;

use cors_conformance::Suite;
use cors_core::Policy;
use cors_export::{Code, Export, File, Loss, LossKind, Target, export};

/// What a gateway stands in front of.
pub(crate) struct Mounts {
    /// Where the server is.
    pub(crate) upstream: SocketAddr,
    pub(crate) policies: Vec<Mounted>,
    /// Whether gateways set what the exporter says has to be set elsewhere.
    pub(crate) sets_what_is_told: bool,
}

/// A policy, and what it became. It guards what is below `/NAME/`.
pub(crate) struct Mounted {
    pub(crate) name: String,
    pub(crate) export: Export,
}

impl Mounts {
    pub(crate) fn new(suite: &Suite, target: Target, upstream: SocketAddr) -> Self {
        Self::of(suite.policies(), target, upstream)
    }

    /// The same for other policies.
    pub(crate) fn of<'a>(
        policies: impl Iterator<Item = (&'a str, &'a Policy)>,
        target: Target,
        upstream: SocketAddr,
    ) -> Self {
        let policies = policies.map(|(name, policy)| Mounted {
            name: name.to_owned(),
            export: export(name, policy, target),
        });
        Self {
            upstream,
            policies: policies.collect(),
            sets_what_is_told: true,
        }
    }

    /// What has to be set elsewhere for the policies that are written, in the exporter's sentences.
    pub(crate) fn told(&self, code: Code) -> impl Iterator<Item = String> {
        let written = self.written().filter(|_| self.sets_what_is_told);
        let requirements = written.flat_map(|mounted| mounted.export.requirements());
        let of_code = requirements.filter(move |requirement| requirement.code() == code);
        of_code.map(ToString::to_string)
    }

    /// The policies that the exporter writes, without being told to let more pass.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Mounted> {
        self.policies.iter().filter(|mounted| mounted.is_written())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Mounted> {
        self.policies.iter().find(|mounted| mounted.name == name)
    }
}

impl Mounted {
    pub(crate) fn is_written(&self) -> bool {
        self.prohibitive().next().is_none()
    }

    /// Why it isn't, if it is not written.
    pub(crate) fn refusals(&self) -> Vec<String> {
        let losses = self.prohibitive();
        losses
            .map(|loss| format!("{}: {loss}", loss.kind()))
            .collect()
    }

    fn prohibitive(&self) -> impl Iterator<Item = &Loss> {
        let losses = self.export.losses().iter();
        losses.filter(|loss| matches!(loss.kind(), LossKind::Impossible | LossKind::Looser))
    }

    /// The file whose name ends like this.
    pub(crate) fn file(&self, end: &str) -> &File {
        let mut files = self.export.files().iter();
        let file = files.find(|file| file.name().ends_with(end));
        file.unwrap_or_else(|| panic!("{} has no file {end}", self.name))
    }
}
