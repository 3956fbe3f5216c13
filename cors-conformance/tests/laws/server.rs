//! A server that is as small as one can be: the engine, and a handler that answers the same to
//! everything.

use cors_conformance::reference;
use cors_core::{
    Policy,
    adapter::{Head, Responder},
};
use http::{HeaderValue, Request, Response};

pub(crate) struct Server {
    responder: Responder<HeaderValue>,
    /// What the handler answers, whatever is asked.
    pub(crate) handler: Response<()>,
}

impl Server {
    pub(crate) fn new(policy: &Policy, handler: Response<()>) -> Self {
        Self {
            responder: Responder::new(policy),
            handler,
        }
    }

    pub(crate) fn answer(&self, request: &Request<()>) -> Response<()> {
        let head = Head::of(request);
        reference::guard(&self.responder, &head, |_| (), || self.handler.clone())
    }
}
