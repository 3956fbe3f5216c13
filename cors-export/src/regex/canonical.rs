//! What origins look like, for targets that need it said.

use cors_core::{Policy, Setting};

/// The origins that a regex may be asked about: those that browsers write, or of them those that nobody in the network
/// can speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    /// Not `http`, unless it is this machine: what the engine asks regexes about where an origin that is allowed can
    /// act as its visitors.
    pub(crate) is_secure: bool,
}

impl Canonical {
    pub(crate) fn for_regex(_regex: &str, policy: &Policy) -> Self {
        let settings = policy.settings();
        let is_on = |setting| settings.flag(setting) == Some(true);
        let trusts = [
            Setting::AllowCredentials,
            Setting::GuardUnsafeMethods,
            Setting::GuardSafeMethods,
            Setting::GuardWebsockets,
        ];
        Self {
            is_secure: trusts.into_iter().any(is_on)
                && !is_on(Setting::DangerouslyAllowInsecureOrigins),
        }
    }

    /// A portable regex that whole origins match.
    pub(crate) fn regex(self) -> String {
        const LABEL: &str = "[a-z0-9_-]+";
        const OCTET: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        let name = format!(r"(?:{LABEL}\.)*(?:[0-9]*[a-z_-][a-z0-9_-]*)\.?");
        let address = format!(r"{OCTET}(?:\.{OCTET}){{3}}");
        let port = "(?::[1-9][0-9]{0,4})?";
        let https = format!("https://(?:{name}|{address}){port}");
        let http = match self.is_secure {
            true => format!(r"http://(?:(?:{LABEL}\.)*localhost\.?|127(?:\.{OCTET}){{3}}){port}"),
            false => format!("http://(?:{name}|{address}){port}"),
        };
        format!("{https}|{http}")
    }
}
