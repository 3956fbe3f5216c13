//! What a developer wrote, in their order.

use core::fmt;
use std::sync::Arc;

use crate::{Origin, Setting};

/// What a developer wrote, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) allow_origins: Vec<OriginEntry>,
    pub(crate) allow_credentials: bool,
    pub(crate) allow_methods: Vec<String>,
    pub(crate) allow_headers: Vec<String>,
    pub(crate) expose_headers: Vec<String>,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
    pub(crate) dangerously_allow_insecure_origins: bool,
    pub(crate) dangerously_allow_public_suffixes: bool,
    pub(crate) dangerously_allow_null_origin: bool,
}

impl Settings {
    /// Every yes-or-no setting.
    pub(crate) fn flags(&self) -> [(Setting, bool); 5] {
        [
            (Setting::AllowCredentials, self.allow_credentials),
            (Setting::MinimalDisclosure, self.minimal_disclosure),
            (
                Setting::DangerouslyAllowInsecureOrigins,
                self.dangerously_allow_insecure_origins,
            ),
            (
                Setting::DangerouslyAllowPublicSuffixes,
                self.dangerously_allow_public_suffixes,
            ),
            (
                Setting::DangerouslyAllowNullOrigin,
                self.dangerously_allow_null_origin,
            ),
        ]
    }
}

/// One entry of the list of origins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OriginEntry {
    /// An origin, a pattern, or `*`. Shared with the matcher: there may be a million.
    Text(Arc<str>),
    #[cfg_attr(
        not(feature = "regex"),
        expect(dead_code, reason = "needs the feature")
    )]
    Regex(Arc<str>),
    Predicate(Predicate),
}

/// Equal to itself and its clones alone.
#[derive(Clone)]
pub(crate) struct Predicate(Arc<dyn Fn(&Origin<'_>) -> bool + Send + Sync>);

impl Predicate {
    pub(crate) fn new(predicate: impl Fn(&Origin<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(predicate))
    }

    pub(crate) fn admits(&self, origin: &Origin<'_>) -> bool {
        (self.0)(origin)
    }
}

impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fn(&Origin) -> bool")
    }
}
