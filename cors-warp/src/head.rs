//! What a decision reads of warp's requests.

use cors_core::adapter::{Field, Head, RequestHead};
use http::HeaderValue;
use warp::{host::Authority, log::Info};

/// A request, as far as warp shows it without copying its headers.
pub(crate) struct RequestParts<'a> {
    info: &'a Info<'a>,
    head: Head<'a>,
    target: Target,
}

/// What is known of the host that a request is for, besides its `Host`.
#[derive(Default)]
pub(crate) enum Target {
    /// Nobody asked: no decision of the policy depends on it.
    #[default]
    NotAsked,
    /// The target's, or the same as in `Host` if the target has none.
    Known(Option<Authority>),
    /// `Host` is malformed, or the target has another one.
    Unclear,
}

impl<'a> RequestParts<'a> {
    pub(crate) fn of(info: &'a Info<'a>, target: Target) -> Self {
        let head = Head::new(info.method(), None, info.request_headers());
        Self { info, head, target }
    }
}

impl RequestHead<HeaderValue> for RequestParts<'_> {
    #[inline]
    fn method(&self) -> &str {
        self.head.method()
    }

    fn authority(&self) -> Option<&str> {
        match &self.target {
            Target::NotAsked => None,
            Target::Known(authority) => authority.as_ref().map(Authority::as_str),
            // No authority is empty: whose is, nobody knows.
            Target::Unclear => Some(""),
        }
    }

    #[inline]
    fn path(&self) -> Option<&str> {
        Some(self.info.path())
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<HeaderValue>> {
        self.head.lines(field)
    }
}
