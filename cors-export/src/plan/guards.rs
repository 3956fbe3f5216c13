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

    /// Whether anything is refused because of the page that it comes from.
    pub(crate) fn guard(&self) -> bool {
        self.unsafe_methods || self.safe_methods || self.websockets
    }
}
