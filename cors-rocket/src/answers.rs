//! What answers preflights and refuses requests, and what puts the headers into every response.

use std::{io::Cursor, sync::Arc};

use cors_core::{
    Outcome,
    adapter::{Answer, Decision, Field},
};
use rocket::{
    Data, Orbit, Request, Response, Rocket, Route,
    fairing::{Fairing, Info, Kind},
    http::{Method, Status},
    route::{self, Handler},
};

use super::{
    head::{Refused, Value},
    scopes::Scopes,
};

/// The routes that answer preflights and refuse requests, and the fairing that puts the headers into every
/// response.
///
/// A request does not change once it is routed, so that both of them come to the same decision. All that
/// has to be remembered between them is that a request was refused.
///
/// Both hold the policies, which Rocket would look up by their type for each request.
#[derive(Clone, Default)]
pub(super) struct Answers(pub(super) Arc<Scopes>);

impl Answers {
    /// No rank comes before the lowest, so that none of the application's routes and guards runs.
    pub(super) fn route(&self, method: Method, name: &'static str) -> Route {
        let mut route = Route::ranked(isize::MIN, method, "/<path..>", self.clone());
        route.name = Some(name.into());
        route
    }

    /// Whether its routes guard nothing yet.
    pub(super) fn become_guards(&self) -> bool {
        self.0.become_guards()
    }
}

#[rocket::async_trait]
impl Handler for Answers {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        match self.0.peek(request) {
            Some(Decision::Answer(answer)) => {
                let mut response = Response::new();
                if let Some(by) = answer.refused_by() {
                    request.local_cache(|| Some(by.outcome()));
                    refuse(answer, &mut response, false);
                } else {
                    // Its headers come with those of every response.
                    response.set_status(Status::new(answer.status()));
                }
                route::Outcome::Success(response)
            }
            // As if there were no such route.
            _ => route::Outcome::forward(data, Status::NotFound),
        }
    }
}

/// Whether the route has refused the request. It allocates where it hasn't.
fn was_refused(request: &Request<'_>) -> bool {
    request.local_cache(|| None::<Outcome>).is_some()
}

/// Makes a response the refusal that the answer is. Where it was refused before, it may have been given
/// another page since, which stays.
#[cold]
#[inline(never)]
fn refuse(answer: Answer<Value>, response: &mut Response<'_>, was_refused: bool) {
    response.set_status(Status::new(answer.status()));
    if !was_refused {
        response.remove_header(Field::ContentType.as_str());
        let line = answer.body();
        // Of none, which `HEAD` gets, the length is not said: it would have to be that of the line.
        // https://httpwg.org/specs/rfc9110.html#field.content-length
        if !line.is_empty() {
            response.set_sized_body(line.len(), Cursor::new(line));
        }
    }
    answer.apply(&mut Refused(response));
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
        // It stays refused if another policy has taken the place of the one that refused it.
        let is_refused = matches!(response.status().code, 403 | 421) && was_refused(request);
        match self.0.respond(request) {
            Some(Decision::Forward(headers)) if !is_refused => {
                headers.apply(&mut (request, response));
            }
            Some(Decision::Answer(answer)) if answer.refused_by().is_some() => {
                refuse(answer, response, was_refused(request));
            }
            Some(Decision::Answer(answer)) if !is_refused => {
                response.set_status(Status::new(answer.status()));
                answer.apply(&mut (request, response));
            }
            _ => {}
        }
    }
}
