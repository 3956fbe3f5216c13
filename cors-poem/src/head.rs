//! What a decision reads of poem's requests.

use cors_core::adapter::{Field, Head, RequestHead};
use poem::{Request, http::HeaderValue};

/// A request, for the decision about it.
pub(crate) struct RequestParts<'a> {
    request: &'a Request,
    head: Head<'a>,
}

impl<'a> RequestParts<'a> {
    pub(crate) fn of(request: &'a Request) -> Self {
        let head = Head::new(request.method(), request.uri(), request.headers());
        Self { request, head }
    }
}

impl RequestHead<HeaderValue> for RequestParts<'_> {
    #[inline]
    fn method(&self) -> &str {
        self.head.method()
    }

    #[inline]
    fn authority(&self) -> Option<&str> {
        self.head.authority()
    }

    /// The whole one: nested routes cut the URI's. A request that no server made has only that.
    fn path(&self) -> Option<&str> {
        let cut = self.request.uri().path();
        let whole = self.request.original_uri().path();
        Some(if whole.ends_with(cut) { whole } else { cut })
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<HeaderValue>> {
        self.head.lines(field)
    }
}
