//! What answers preflights, and what puts the headers into every response.

use std::sync::Arc;

use cors_core::adapter::Decision;
use rocket::{
    Data, Orbit, Request, Response, Rocket,
    fairing::{Fairing, Info, Kind},
    http::Status,
    route::{Handler, Outcome},
};

use super::scopes::Scopes;

/// The route that answers preflights, and the fairing that puts the headers into every response.
///
/// A request does not change once it is routed, so that both of them come to the same decision,
/// and nothing has to be remembered between them.
///
/// Both hold the policies, which Rocket would look up by their type for each request.
#[derive(Clone, Default)]
pub(super) struct Answers(pub(super) Arc<Scopes>);

#[rocket::async_trait]
impl Handler for Answers {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        match self.0.peek(request) {
            // Its headers come with those of every response.
            Some(Decision::Answer(answer)) => {
                let mut response = Response::new();
                response.set_status(Status::new(answer.status()));
                Outcome::Success(response)
            }
            // As if there were no such route.
            _ => Outcome::forward(data, Status::NotFound),
        }
    }
}

#[rocket::async_trait]
impl Fairing for Answers {
    fn info(&self) -> Info {
        let (name, kind) = ("CORS answers", Kind::Liftoff | Kind::Response);
        Info { name, kind }
    }

    async fn on_liftoff(&self, _: &Rocket<Orbit>) {
        self.0.serve();
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        match self.0.respond(request) {
            Some(Decision::Forward(headers)) => {
                headers.apply(&mut (request, response));
            }
            Some(Decision::Answer(answer)) => {
                response.set_status(Status::new(answer.status()));
                answer.apply(&mut (request, response));
            }
            None => {}
        }
    }
}
