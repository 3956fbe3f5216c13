//! warp: one filter, as a service.

use core::{cell::Cell, fmt, future::ready};
use std::sync::Arc;

use ::warp::{Filter, Rejection, Reply, reject::Reject, reply::Response};
use http::HeaderValue;

use super::{Contender, Subject, floor::Floor, floor_map::Answer, peer::METHODS, tower::InProcess};
use crate::{
    Setting,
    setting::{EXPOSED, HEADERS, MAX_AGE},
};

pub(super) fn subject(contender: Contender, setting: Setting) -> Option<Box<dyn Subject>> {
    let methods = ::warp::get().or(::warp::options()).unify();
    let bare = ::warp::path::end().and(methods).map(|| "ok");
    match contender {
        Contender::Bare => Some(boxed(bare)),
        Contender::Ours => Some(boxed(cors_warp::Cors::new(setting.policy()).wrap(bare))),
        Contender::Peer => Some(boxed(bare.with(peer(setting)))),
        Contender::OtherPeer => None,
        Contender::Floor => Some(boxed(floor(setting, bare))),
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
fn peer(setting: Setting) -> ::warp::cors::Cors {
    let cors = ::warp::cors()
        .allow_methods(METHODS)
        .allow_headers(HEADERS)
        .expose_headers(EXPOSED)
        .allow_credentials(setting.credentials())
        .max_age(MAX_AGE);
    let cors = match setting {
        Setting::Any => cors.allow_any_origin(),
        _ => cors.allow_origins(setting.origins().iter().map(String::as_str)),
    };
    cors.build()
}

/// The floor: a filter that looks at the request's headers before the other one runs, without
/// copying them, and rejects preflights. Nothing else in warp answers some requests in the place of
/// a filter without a rejection for all the others.
fn floor<F, R>(
    setting: Setting,
    filter: F,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<F, R>
where
    F: Filter<Extract = (R,), Error = Rejection> + Clone + Send + Sync,
    R: Reply,
{
    thread_local! {
        static ANSWER: Cell<Option<Answer>> = const { Cell::new(None) };
    }
    let floor = Arc::new(Floor::of(setting));
    let read = {
        let floor = Arc::clone(&floor);
        ::warp::log::custom(move |request| {
            ANSWER.set(Some(
                floor.answer(request.method(), request.request_headers()),
            ));
        })
    };
    let decided = ::warp::any().map(::warp::reply).with(read).and_then(|_| {
        let answer = ANSWER.take().expect("an answer for every request");
        ready(if answer.is_preflight() {
            Err(::warp::reject::custom(Preflight(answer)))
        } else {
            Ok(answer)
        })
    });
    decided
        .and(filter)
        .map({
            let floor = Arc::clone(&floor);
            move |answer, reply: R| {
                let mut response = reply.into_response();
                floor.decorate(answer, response.headers_mut());
                response
            }
        })
        .recover(move |rejection: Rejection| ready(granted(&floor, rejection)))
        .unify()
}

/// The response to a rejected preflight.
fn granted(floor: &Floor<HeaderValue>, rejection: Rejection) -> Result<Response, Rejection> {
    let Some(Preflight(answer)) = rejection.find() else {
        return Err(rejection);
    };
    let mut response = answer.status().into_response();
    floor.grant(answer.clone(), response.headers_mut());
    Ok(response)
}

struct Preflight(Answer);

impl Reject for Preflight {}

impl fmt::Debug for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Preflight")
    }
}
