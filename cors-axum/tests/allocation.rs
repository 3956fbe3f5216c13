//! What the layer adds to a request, in allocations: none of its own.

mod common;

use core::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Method, Request, Response, header},
    routing::get,
};
use common::cors;
use cors_axum::{CorsLayer, Policy};
use tower::{Layer, Service, layer::util::Identity};

/// A handler that answers with room for headers: the map's growth is the handler's.
#[derive(Clone)]
struct Handler;

impl Service<Request<()>> for Handler {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new(());
        response
            .headers_mut()
            .insert("x-request-id", HeaderValue::from_static("42"));
        response.headers_mut().reserve(8);
        ready(Ok(response))
    }
}

fn request(method: Method, origin: Option<&'static str>) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method;
    if let Some(origin) = origin {
        request
            .headers_mut()
            .insert("origin", HeaderValue::from_static(origin));
    }
    request
}

/// Allocations of one request, the service cloned for it as axum does.
fn count<S, B, R>(service: &S, request: Request<B>) -> u64
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone,
{
    let mut request = Some(request);
    let mut response = None;
    let info = allocation_counter::measure(|| {
        let mut service = service.clone();
        let mut context = Context::from_waker(core::task::Waker::noop());
        assert!(service.poll_ready(&mut context).is_ready());
        let mut future = core::pin::pin!(service.call(request.take().unwrap()));
        if let Poll::Ready(ready) = future.as_mut().poll(&mut context) {
            response = Some(ready.unwrap());
        }
    });
    assert!(response.is_some(), "the handler is always ready");
    info.count_total
}

#[test]
fn the_layer_adds_none() {
    let wrapped = cors().layer(Handler);
    for origin in [None, Some(common::APP), Some("https://evil.test")] {
        let bare = count(&Handler, request(Method::GET, origin));
        assert_eq!(
            count(&wrapped, request(Method::GET, origin)),
            bare,
            "{origin:?}"
        );
    }
}

/// A preflight costs its response's map of headers, and nothing else.
#[test]
fn a_preflight_costs_its_headers() {
    let mut preflight = request(Method::OPTIONS, Some(common::APP));
    preflight.headers_mut().insert(
        "access-control-request-method",
        HeaderValue::from_static("PUT"),
    );
    let map = allocation_counter::measure(|| {
        let mut response = Response::new(());
        for name in [header::VARY, header::AGE, header::ETAG, header::DATE] {
            response
                .headers_mut()
                .append(name, HeaderValue::from_static("x"));
        }
        assert_eq!(response.headers().len(), 4);
    });
    assert_eq!(count(&cors().layer(Handler), preflight), map.count_total);
}

/// Guards add none: what passes is decided without an allocation, be it by the list, by the host or by
/// neither header.
#[test]
fn guards_add_none() {
    let policy = Policy::builder()
        .allow_origins([common::APP])
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com"]);
    let wrapped = CorsLayer::new(policy.build().unwrap()).layer(Handler);
    for origin in [None, Some(common::APP), Some("https://api.example.com")] {
        for method in [Method::GET, Method::POST] {
            let request = || {
                let mut request = request(method.clone(), origin);
                let host = HeaderValue::from_static("api.example.com");
                request.headers_mut().insert("host", host);
                request
            };
            let bare = count(&Handler, request());
            assert_eq!(count(&wrapped, request()), bare, "{method} {origin:?}");
        }
    }
}

/// In a router, every layer costs what axum pays for calling it, the one that does nothing too.
#[test]
fn in_a_router_it_costs_what_any_layer_does() {
    let routes = || Router::new().route("/", get(|| async { "hello" }));
    let bare = routes();
    let identity = routes().layer(Identity::new());
    let wrapped = routes().layer(cors());
    for origin in [None, Some(common::APP), Some("https://evil.test")] {
        let count = |router: &Router| {
            let request = request(Method::GET, origin).map(|()| Body::empty());
            count(&router.clone().with_state(()), request)
        };
        let [bare, identity, wrapped] = [&bare, &identity, &wrapped].map(count);
        assert_eq!(wrapped, identity, "{origin:?}");
        // The figure differs by axum's features, the difference does not.
        assert_eq!(wrapped, bare + 2, "{origin:?}");
    }
}

/// With the log at `info`, it is said once, and from then on costs nothing.
#[test]
fn what_was_said_adds_none() {
    let subscriber = tracing_subscriber::fmt()
        .with_writer(std::io::sink)
        .finish();
    let _subscribed = tracing::subscriber::set_default(subscriber);
    // Where there is only one, a test beside this one, which has none, decides for all threads.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let wrapped = cors().layer(Handler);
    let stranger = || request(Method::GET, Some("https://stranger.test"));
    let bare = count(&Handler, stranger());
    assert!(count(&wrapped, stranger()) > bare);
    assert_eq!(count(&wrapped, stranger()), bare);
}
