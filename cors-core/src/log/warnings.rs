//! What is logged of a policy that begins to serve.

use core::fmt;

use crate::{Policy, Setting};

/// The warnings of a policy that begins to serve, and in one line the entries that it does not need.
pub(crate) fn warnings(policy: &Policy) {
    for warning in policy.warnings().iter().filter(|w| !w.is_advice()) {
        tracing::warn!(target: "cors", code = warning.code(), "CORS policy: {warning}");
    }
    let count = { policy.warnings().iter() }
        .filter(|w| w.is_advice())
        .count();
    if count > 0 {
        let entries = NotNeeded(policy);
        tracing::info!(target: "cors", count, "CORS policy: these entries are not needed: {entries}");
    }
}

/// The entries that are always allowed or left out, by their settings: `allow_methods "GET", "POST";
/// allow_headers "dnt"`.
struct NotNeeded<'a>(&'a Policy);

impl fmt::Display for NotNeeded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = None;
        for advice in self.0.warnings().iter().filter(|w| w.is_advice()) {
            let setting = advice.setting();
            match last {
                Some(last) if last == setting => f.write_str(", ")?,
                Some(_) => write!(f, "; {setting} ")?,
                None => write!(f, "{setting} ")?,
            }
            last = Some(setting);
            let settings = self.0.settings();
            let list = match setting {
                Setting::AllowMethods => settings.allow_methods(),
                Setting::AllowHeaders => settings.allow_headers(),
                _ => settings.expose_headers(),
            };
            let entry = advice.entry().and_then(|entry| list.get(entry));
            write!(f, "{:?}", entry.map_or("", String::as_str))?;
        }
        Ok(())
    }
}
