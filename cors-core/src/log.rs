//! The log, in one place: through `tracing`, with the target `cors`, if that feature is on.

use crate::{Policy, adapter::Field};

/// The warnings of a policy that begins to serve.
#[cfg(feature = "tracing")]
pub(crate) fn warnings(policy: &Policy) {
    for warning in policy.warnings() {
        tracing::warn!(target: "cors", code = warning.code(), "CORS policy: {warning}");
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
