//! For authors of adapters: what a framework shows of a request, and does with the decision.
//!
//! An adapter implements [`RequestHead`] and [`ResponseHead`] for its framework's types, makes a
//! [`Responder`] of a policy once, asks it about each request before the handler runs, and obeys
//! the [`Decision`]. Header values stay the framework's own. Constants are made once, and a value that
//! is echoed is a clone of the request's, usually one reference count. Nothing borrows the request, so
//! it can be moved into the handler.
//!
//! With the `http` feature, `http`'s types implement both traits.
//!
//! # Example
//!
//! A framework whose header values are strings, and the whole of its adapter:
//!
//! ```
//! use cors_core::{
//!     Policy,
//!     adapter::{Decision, Field, RequestHead, Responder, ResponseHead},
//! };
//!
//! struct Request {
//!     method: &'static str,
//!     headers: Vec<(&'static str, String)>,
//! }
//!
//! #[derive(Default)]
//! struct Response {
//!     status: u16,
//!     headers: Vec<(&'static str, String)>,
//!     body: String,
//! }
//!
//! impl RequestHead<String> for Request {
//!     fn method(&self) -> &str {
//!         self.method
//!     }
//!
//!     fn authority(&self) -> Option<&str> {
//!         None
//!     }
//!
//!     fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<String>> {
//!         let lines = self.headers.iter().filter(move |(name, _)| *name == field.as_str());
//!         lines.map(|(_, value)| value.as_str())
//!     }
//! }
//!
//! impl ResponseHead<String> for Response {
//!     fn any_name(&self, test: impl FnMut(&str) -> bool) -> bool {
//!         self.headers.iter().map(|(name, _)| *name).any(test)
//!     }
//!
//!     fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>> {
//!         let lines = self.headers.iter().filter(move |(name, _)| *name == field.as_str());
//!         lines.map(|(_, value)| value)
//!     }
//!
//!     fn append(&mut self, field: Field, value: String) {
//!         self.headers.push((field.as_str(), value));
//!     }
//!
//!     fn remove(&mut self, field: Field) {
//!         self.headers.retain(|(name, _)| *name != field.as_str());
//!     }
//! }
//!
//! fn serve(cors: &Responder<String>, request: Request, handler: fn(Request) -> Response) -> Response {
//!     match cors.respond(&request) {
//!         Decision::Forward(headers) => {
//!             let mut response = handler(request);
//!             headers.apply(&mut response);
//!             response
//!         }
//!         Decision::Answer(answer) => {
//!             let mut response = Response {
//!                 status: answer.status(),
//!                 headers: Vec::new(),
//!                 body: answer.body().to_owned(),
//!             };
//!             answer.apply(&mut response);
//!             response
//!         }
//!     }
//! }
//!
//! let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
//! let request = Request {
//!     method: "GET",
//!     headers: vec![("origin", "https://app.example.com".to_owned())],
//! };
//! let response = serve(&Responder::new(&policy), request, |_| Response::default());
//! assert_eq!(
//!     response.headers,
//!     [
//!         ("access-control-allow-origin", "https://app.example.com".to_owned()),
//!         ("vary", "Origin".to_owned()),
//!     ]
//! );
//! # Ok::<(), cors_core::PolicyError>(())
//! ```

mod answer;
mod decision;
mod field;
mod head;
mod headers;
#[cfg(feature = "http")]
mod http;
mod overridden;
mod plain;
mod requested;
mod responder;
mod response_headers;
mod seldom;
mod sharing;
mod values;

#[cfg(feature = "http")]
pub use self::http::Head;
pub(crate) use self::seldom::Seldom;
use self::values::Values;
pub use self::{
    answer::Answer,
    decision::Decision,
    field::Field,
    head::{RequestHead, ResponseHead},
    headers::Headers,
    overridden::{Overridden, OverriddenFields},
    plain::PlainHead,
    responder::Responder,
    response_headers::ResponseHeaders,
};
