//! What is logged, in one place: through `tracing`, with the target `cors`, where that feature is on.

use crate::{Policy, adapter::Field};

/// What the author of a policy that begins to be served may not expect of it.
#[cfg(feature = "tracing")]
pub(crate) fn warnings(policy: &Policy) {
    for warning in policy.warnings() {
        tracing::warn!(target: "cors", code = warning.code(), "CORS policy: {warning}");
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn warnings(_: &Policy) {}

/// A header of a handler's own that a policy took out of its response.
#[cfg(feature = "tracing")]
pub(crate) fn overridden(header: Field) {
    tracing::debug!(
        target: "cors",
        %header,
        "removed a CORS header that the handler had set; put it in the policy instead"
    );
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn overridden(_: Field) {}
