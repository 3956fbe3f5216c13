//! The text of a refusal, in the bodies that can hold one.

use core::any::Any;

use axum_core::body::Body;
use bytes::Bytes;
use http_body_util::Full;

/// Puts `text` into an empty body, if it is axum's, a `Full<Bytes>` or a `String`. Any other stays empty.
///
/// A bound that asks bodies for a text, such as `From<&'static str>`, would shut out tonic's and those that
/// hyper's users make themselves: only `Default` is common to all.
#[cold]
pub(crate) fn write(body: &mut impl Any, text: &'static str) {
    let body: &mut dyn Any = body;
    if let Some(body) = body.downcast_mut::<Body>() {
        *body = Body::from(text);
    } else if let Some(body) = body.downcast_mut::<Full<Bytes>>() {
        *body = Full::from(text);
    } else if let Some(body) = body.downcast_mut::<String>() {
        text.clone_into(body);
    }
}
