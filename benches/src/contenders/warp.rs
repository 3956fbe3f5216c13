//! warp: one filter, as a service.

use core::{cell::Cell, future::ready};
use std::sync::Arc;

use ::warp::{Filter, Rejection, Reply, reply::Response};
use http::HeaderValue;

use super::{Contender, Subject, floor::Floor, floor_map::Answer, peer::METHODS, tower::InProcess};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
};

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    let methods = ::warp::get().or(::warp::options()).unify();
    let bare = ::warp::path::end().and(methods).map(|| "ok");
    match contender {
        Contender::Bare => Some(boxed(bare)),
        Contender::Ours => {
            let ours = cors_warp::Cors::new(policy.build()).wrap(bare);
            Some(Box::new(InProcess::<_, String>::new(::warp::service(ours))))
        }
        Contender::Peer => Some(boxed(bare.with(peer(policy)))),
        Contender::OtherPeer => None,
        Contender::Floor => Some(boxed(floor(policy, bare))),
    }
}

fn boxed<F>(filter: F) -> Box<dyn Subject>
where
    F: Filter<Extract: Reply, Error = Rejection> + Clone + Send + Sync + 'static,
{
    Box::new(InProcess::<_, String>::new(::warp::service(filter)))
}

/// warp's own.
///
/// It leaves out `Vary`, and echoes the origin where any is allowed. A refused request is answered
/// with 403, and the handler does not run.
fn peer(policy: PolicyKind) -> ::warp::cors::Cors {
    let cors = ::warp::cors()
        .allow_methods(METHODS)
        .allow_headers(HEADERS)
        .expose_headers(EXPOSED)
        .allow_credentials(policy.credentials())
        .max_age(MAX_AGE);
    let cors = match policy {
        PolicyKind::Any => cors.allow_any_origin(),
        _ => cors.allow_origins(policy.origins().iter().map(String::as_str)),
    };
    cors.build()
}

/// The floor: a filter that looks at the request's headers before the other one runs, without
/// copying them, and rejects preflights. Nothing else in warp answers some requests in the place of
/// a filter without a rejection for all the others.
fn floor<F, R>(
    policy: PolicyKind,
    filter: F,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<F, R>
where
    F: Filter<Extract = (R,), Error = Rejection> + Clone + Send + Sync,
    R: Reply,
{
    thread_local! {
        static ANSWER: Cell<Option<Answer>> = const { Cell::new(None) };
        static PREFLIGHT: Cell<Option<Response>> = const { Cell::new(None) };
    }
    let floor = Arc::new(Floor::of(policy));
    let read = {
        let floor = Arc::clone(&floor);
        ::warp::log::custom(move |request| {
            let answer = floor.answer(request.method(), request.request_headers());
            if answer.is_preflight() {
                PREFLIGHT.set(Some(granted(&floor, answer)));
            } else {
                ANSWER.set(Some(answer));
            }
        })
    };
    let decided = ::warp::any()
        .map(::warp::reply)
        .with(read)
        .and_then(|_| ready(ANSWER.take().ok_or_else(::warp::reject::not_found)));
    decided
        .and(filter)
        .map(move |answer, reply: R| {
            let mut response = reply.into_response();
            floor.decorate(answer, response.headers_mut());
            response
        })
        .recover(|rejection: Rejection| ready(PREFLIGHT.take().ok_or(rejection)))
        .unify()
}

/// The response to a preflight.
fn granted(floor: &Floor<HeaderValue>, answer: Answer) -> Response {
    let mut response = answer.status().into_response();
    floor.grant(answer, response.headers_mut());
    response
}
