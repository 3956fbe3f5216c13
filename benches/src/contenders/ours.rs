//! Ours: the policies, built.

use cors_core::{Policy, PolicyBuilder};

use super::elsewhere;
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE, METHODS},
};

impl PolicyKind {
    /// A policy of this kind.
    ///
    /// # Panics
    ///
    /// If it doesn't build, which a test rules out.
    pub(super) fn build(self) -> Policy {
        elsewhere(move || self.built())
    }

    fn built(self) -> Policy {
        let builder = Policy::builder()
            .allow_credentials(self.credentials())
            .allow_methods(METHODS)
            .allow_headers(HEADERS)
            .expose_headers(EXPOSED)
            .max_age(MAX_AGE)
            .minimal_disclosure(self == Self::Minimal)
            .guard_unsafe_methods(self == Self::Guarded);
        let builder = match self {
            Self::Hosts(_) => builder.expect_hosts(self.hosts()),
            _ => builder,
        };
        let origins = self.origins();
        let builder = match self {
            Self::Regex => origins
                .into_iter()
                .fold(builder, PolicyBuilder::allow_origin_regex),
            _ => builder.allow_origins(origins),
        };
        builder.build().expect("a policy that builds")
    }
}
