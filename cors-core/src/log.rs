//! The log, in one place: through `tracing`, with the target `cors`, if that feature is on.

#[cfg(feature = "tracing")]
use core::fmt;

use crate::{Policy, adapter::Field};
#[cfg(feature = "tracing")]
use crate::{Problem, Setting};

/// The warnings of a policy that begins to serve, and in one line the entries that it does not need.
#[cfg(feature = "tracing")]
pub(crate) fn warnings(policy: &Policy) {
    for warning in policy.warnings().iter().filter(|w| !w.is_advice()) {
        tracing::warn!(target: "cors", code = warning.code(), "CORS policy: {warning}");
    }
    if policy.warnings().iter().any(Problem::is_advice) {
        let entries = NotNeeded(policy);
        tracing::info!(target: "cors", "CORS policy: these entries are not needed: {entries}");
    }
}

/// The entries that are always allowed or left out, by their settings: `allow_methods "GET", "POST";
/// allow_headers "dnt"`.
#[cfg(feature = "tracing")]
struct NotNeeded<'a>(&'a Policy);

#[cfg(feature = "tracing")]
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

#[cfg(not(feature = "tracing"))]
pub(crate) fn warnings(_: &Policy) {}

/// A header that a handler, or another policy's middleware inside, had set, and that the policy removed from the response.
#[cfg(feature = "tracing")]
pub(crate) fn overridden(header: Field) {
    tracing::debug!(
        target: "cors",
        %header,
        "removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there"
    );
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn overridden(_: Field) {}
