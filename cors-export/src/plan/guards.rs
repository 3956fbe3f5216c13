//! What a policy refuses.

use cors_core::{Setting, Settings};

/// The guards of a policy, and the hosts that it expects.
#[derive(Debug)]
pub(crate) struct Guards<'a> {
    pub(crate) unsafe_methods: bool,
    pub(crate) safe_methods: bool,
    pub(crate) websockets: bool,
    /// Empty if any host is expected.
    pub(crate) hosts: &'a [String],
}

impl<'a> Guards<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        let is_on = |setting| settings.flag(setting) == Some(true);
        Self {
            unsafe_methods: is_on(Setting::GuardUnsafeMethods),
            safe_methods: is_on(Setting::GuardSafeMethods),
            websockets: is_on(Setting::GuardWebsockets),
            hosts: settings.expect_hosts(),
        }
    }

    /// The first of the settings by which something is refused.
    pub(crate) fn first(&self) -> Option<Setting> {
        let settings = [
            (self.unsafe_methods, Setting::GuardUnsafeMethods),
            (self.safe_methods, Setting::GuardSafeMethods),
            (self.websockets, Setting::GuardWebsockets),
            (!self.hosts.is_empty(), Setting::ExpectHosts),
        ];
        let (_, first) = settings.into_iter().find(|(is_on, _)| *is_on)?;
        Some(first)
    }

    /// Whether anything is refused because of the page that it comes from.
    pub(crate) fn guard(&self) -> bool {
        self.unsafe_methods || self.safe_methods || self.websockets
    }
}
