//! What the middleware adds to a request, in allocations.

mod common;

use core::task::{Context, Poll, Waker};

use actix_web::{
    App, Error, HttpResponse, Resource, Responder,
    dev::{Service, ServiceRequest, ServiceResponse},
    error::ErrorConflict,
    http::{Method, header::HeaderValue},
    rt::System,
    test::{TestRequest, init_service},
    web,
};
use common::{APP, cors};
use cors_actix::{Cors, Policy};

async fn ok() -> impl Responder {
    HttpResponse::Ok()
}

fn resource() -> Resource {
    web::resource("/").get(ok)
}

/// A request with values that count references, as those that a server reads do.
fn request(method: Method, origin: Option<&'static str>) -> TestRequest {
    let request = TestRequest::with_uri("/").method(method);
    match origin {
        Some(origin) => request.insert_header(("origin", HeaderValue::from_static(origin))),
        None => request,
    }
}

fn preflight() -> TestRequest {
    let method = HeaderValue::from_static("PUT");
    request(Method::OPTIONS, Some(APP)).insert_header(("access-control-request-method", method))
}

/// Allocations of one request, once the pools of requests and responses are warm.
fn count<S, R, B>(app: &S, request: impl Fn() -> R) -> u64
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
{
    let mut context = Context::from_waker(Waker::noop());
    let mut once = || {
        let mut request = Some(request());
        let mut answered = false;
        let info = allocation_counter::measure(|| {
            let mut future = core::pin::pin!(app.call(request.take().unwrap()));
            if let Poll::Ready(response) = future.as_mut().poll(&mut context) {
                answered = true;
                let error = response.err();
                drop(error.map(|error| error.error_response()));
            }
        });
        assert!(answered, "the handler is always ready");
        info.count_total
    };
    for _ in 0..3 {
        once();
    }
    once()
}

/// The numbers of the documentation, for a handler and a response without headers.
#[test]
fn the_middleware_adds_none() {
    let system = System::new();
    let bare = system.block_on(init_service(App::new().service(resource())));
    let app = system.block_on(init_service(App::new().service(resource()).wrap(cors())));
    let inside = system.block_on(init_service(App::new().service(resource().wrap(cors()))));
    for origin in [None, Some(APP), Some("https://evil.test")] {
        let request = || request(Method::GET, origin).to_request();
        let counts = (
            count(&bare, request),
            count(&app, request),
            count(&inside, request),
        );
        assert_eq!(counts, (6, 6, 6), "{origin:?}");
    }
    // Nor a guard that lets it pass.
    let policy = Policy::builder().allow_origins([APP]);
    let policy = policy.guard_unsafe_methods(true).guard_websockets(true);
    let guard = Cors::new(policy.build().unwrap());
    let guarded = || web::resource("/").post(ok);
    let bare = system.block_on(init_service(App::new().service(guarded())));
    let app = system.block_on(init_service(App::new().service(guarded()).wrap(guard)));
    for origin in [None, Some(APP)] {
        let request = || request(Method::POST, origin).to_request();
        assert_eq!((count(&bare, request), count(&app, request)), (6, 6));
    }

    let scope = || web::scope("").service(resource());
    let bare = system.block_on(init_service(App::new().service(scope())));
    let wrapped = system.block_on(init_service(App::new().service(scope().wrap(cors()))));
    let request = || request(Method::GET, Some(APP)).to_request();
    assert_eq!((count(&bare, request), count(&wrapped, request)), (7, 7));
}

/// A preflight costs what actix-web takes to get an empty answer from a middleware.
#[test]
fn a_preflight_adds_none() {
    fn answer<S>(
        request: ServiceRequest,
        _: &S,
    ) -> core::future::Ready<Result<ServiceResponse, Error>> {
        core::future::ready(Ok(request.into_response(HttpResponse::NoContent())))
    }
    let system = System::new();
    let preflight = || preflight().to_request();
    let bare = system.block_on(init_service(App::new().wrap_fn(answer)));
    let app = system.block_on(init_service(App::new().service(resource()).wrap(cors())));
    assert_eq!((count(&bare, preflight), count(&app, preflight)), (1, 1));
    let bare = App::new().service(resource().wrap_fn(answer));
    let bare = system.block_on(init_service(bare));
    let app = App::new().service(resource().wrap(cors()));
    let app = system.block_on(init_service(app));
    assert_eq!((count(&bare, preflight), count(&app, preflight)), (2, 2));
}

/// actix-web keeps a list of boxes for what is done with errors.
#[test]
fn an_error_of_inner_middleware_costs_two() {
    fn refuse<S>(_: ServiceRequest, _: &S) -> core::future::Ready<Result<ServiceResponse, Error>> {
        core::future::ready(Err(ErrorConflict("no")))
    }
    let system = System::new();
    let app = || App::new().service(resource()).wrap_fn(refuse);
    let bare = system.block_on(init_service(app()));
    let wrapped = system.block_on(init_service(app().wrap(cors())));
    let request = || request(Method::GET, Some(APP)).to_request();
    assert_eq!(count(&wrapped, request), count(&bare, request) + 2);
}
