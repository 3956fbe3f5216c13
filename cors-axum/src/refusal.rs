//! The text of a refusal, in the bodies that can hold one.

use core::any::Any;

use axum_core::body::Body;
use bytes::Bytes;
use http_body_util::{BodyDataStream, Empty, Full};

/// Puts `text` into an empty body, if it is axum's, a `Full<Bytes>` or a `String`. Any other stays empty.
///
/// A bound that asks bodies for a text, such as `From<&'static str>`, would shut out tonic's and those that
/// hyper's users make themselves: only `Default` is common to all.
#[cold]
pub(crate) fn write(body: &mut impl Any, text: &'static str) {
    let body: &mut dyn Any = body;
    if let Some(body) = body.downcast_mut::<Body>() {
        *body = match text {
            // Of none, which `HEAD` gets, the length is not said: it would have to be that of the line, and
            // axum's router writes down what it knows.
            // https://httpwg.org/specs/rfc9110.html#field.content-length
            "" => Body::from_stream(BodyDataStream::new(Empty::<Bytes>::new())),
            line => Body::from(line),
        };
    } else if let Some(body) = body.downcast_mut::<Full<Bytes>>() {
        *body = Full::from(text);
    } else if let Some(body) = body.downcast_mut::<String>() {
        text.clone_into(body);
    }
}
