//! A server that is as small as one can be: the engine, and a handler that answers the same to
//! everything.

use cors_core::{
    Policy,
    adapter::{Decision, Responder},
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
        match self
            .responder
            .respond(&(request.method(), request.headers()))
        {
            Decision::Preflight(preflight) => {
                let mut response = Response::new(());
                *response.status_mut() = preflight.status().try_into().expect("a status");
                preflight.apply(response.headers_mut());
                response
            }
            Decision::Forward(decided) => {
                let mut response = self.handler.clone();
                decided.apply(response.headers_mut());
                response
            }
        }
    }
}
