//! What each setting holds, and how the builder gets it.

use cors_core::{PolicyBuilder, Setting};

/// What stands behind a key.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A list of texts, given to the builder one by one.
    List(fn(PolicyBuilder, &str) -> PolicyBuilder),
    /// Yes or no.
    Flag(fn(PolicyBuilder, bool) -> PolicyBuilder),
    /// A number of seconds.
    Seconds,
    /// The status of a response.
    Status,
}

impl Kind {
    /// `None` for settings that a later version of the core may have: their keys are unknown here,
    /// and said to be.
    pub(super) fn of(setting: Setting) -> Option<Self> {
        Some(match setting {
            Setting::AllowOrigins => Self::List(|builder, text| builder.allow_origins([text])),
            Setting::OriginsMayBeEmpty => Self::Flag(PolicyBuilder::origins_may_be_empty),
            Setting::AllowMethods => Self::List(|builder, text| builder.allow_methods([text])),
            Setting::AllowHeaders => Self::List(|builder, text| builder.allow_headers([text])),
            Setting::ExposeHeaders => Self::List(|builder, text| builder.expose_headers([text])),
            Setting::AllowCredentials => Self::Flag(PolicyBuilder::allow_credentials),
            Setting::MinimalDisclosure => Self::Flag(PolicyBuilder::minimal_disclosure),
            Setting::DangerouslyAllowInsecureOrigins => {
                Self::Flag(PolicyBuilder::dangerously_allow_insecure_origins)
            }
            Setting::DangerouslyAllowPublicSuffixes => {
                Self::Flag(PolicyBuilder::dangerously_allow_public_suffixes)
            }
            Setting::DangerouslyAllowNullOrigin => {
                Self::Flag(PolicyBuilder::dangerously_allow_null_origin)
            }
            Setting::DangerouslyAllowFileOrigin => {
                Self::Flag(PolicyBuilder::dangerously_allow_file_origin)
            }
            Setting::GuardUnsafeMethods => Self::Flag(PolicyBuilder::guard_unsafe_methods),
            Setting::GuardSafeMethods => Self::Flag(PolicyBuilder::guard_safe_methods),
            Setting::GuardWebsockets => Self::Flag(PolicyBuilder::guard_websockets),
            Setting::ExpectHosts => Self::List(|builder, text| builder.expect_hosts([text])),
            Setting::MaxAge => Self::Seconds,
            Setting::PreflightStatus => Self::Status,
            _ => return None,
        })
    }
}

/// The settings that policy files have, in the order of the documentation.
pub(super) fn known() -> impl Iterator<Item = Setting> {
    Setting::ALL
        .iter()
        .copied()
        .filter(|setting| Kind::of(*setting).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let known: Vec<_> = known().collect();
        assert_eq!(known, Setting::ALL);
    }
}
