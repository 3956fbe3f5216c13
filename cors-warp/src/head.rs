//! What a decision reads of warp's requests.

use cors_core::adapter::{Field, Head, RequestHead};
use http::HeaderValue;
use warp::log::Info;

/// A request, as far as warp shows it without copying its headers.
pub(crate) struct RequestParts<'a> {
    info: &'a Info<'a>,
    head: Head<'a>,
}

impl<'a> RequestParts<'a> {
    pub(crate) fn of(info: &'a Info<'a>) -> Self {
        let head = Head::new(info.method(), None, info.request_headers());
        Self { info, head }
    }
}

impl RequestHead<HeaderValue> for RequestParts<'_> {
    #[inline]
    fn method(&self) -> &str {
        self.head.method()
    }

    /// It is shown together with `Host`.
    fn authority(&self) -> Option<&str> {
        None
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
