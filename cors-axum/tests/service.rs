//! The layer around plain services: tower's, and hyper's over a real connection.

mod common;

use core::convert::Infallible;

use axum::{
    Router,
    body::Body,
    http::{Request, Response},
    routing::get,
};
use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, preflight};
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tower::{Layer, Service, ServiceExt, service_fn};

#[tokio::test]
async fn around_a_service_fn() {
    let hello =
        service_fn(async |_: Request<Body>| Ok::<_, Infallible>(Response::new("hello".to_owned())));
    let service = cors().layer(hello);
    let response = service.clone().oneshot(actual("GET", "/")).await.unwrap();
    assert_eq!(cors_lines(&response), SHARED);
    assert_eq!(response.body(), "hello");
    let response = service.oneshot(preflight("/")).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), cors_lines(&response)),
        (204, PREFLIGHT.map(String::from).to_vec())
    );
    assert_eq!(response.body(), "");
}

/// A service's own error is no response: it passes through as it is.
#[tokio::test]
async fn errors_pass_through() {
    let failing = service_fn(async |_: Request<Body>| Err::<Response<String>, _>("broken"));
    let error = cors()
        .layer(failing)
        .oneshot(actual("GET", "/"))
        .await
        .unwrap_err();
    assert_eq!(error, "broken");
}

/// A preflight is answered by a service that would never be called.
#[tokio::test]
async fn preflights_do_not_call_the_service() {
    let never = service_fn(
        async |_: Request<Body>| -> Result<Response<String>, Infallible> {
            panic!("a preflight must not get here")
        },
    );
    let response = cors().layer(never).oneshot(preflight("/")).await.unwrap();
    assert_eq!(cors_lines(&response), PREFLIGHT);
}

/// The clone that was polled ready is the one that is called.
#[tokio::test]
async fn readiness_is_the_inner_services() {
    #[derive(Default)]
    struct OnceReady(bool);

    impl Clone for OnceReady {
        fn clone(&self) -> Self {
            Self(false)
        }
    }

    impl Service<Request<Body>> for OnceReady {
        type Response = Response<String>;
        type Error = Infallible;
        type Future = core::future::Ready<Result<Response<String>, Infallible>>;

        fn poll_ready(
            &mut self,
            _: &mut core::task::Context<'_>,
        ) -> core::task::Poll<Result<(), Infallible>> {
            self.0 = true;
            core::task::Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            assert!(self.0, "called without having been polled ready");
            core::future::ready(Ok(Response::default()))
        }
    }

    let mut service = cors().layer(OnceReady::default());
    let response = service
        .ready()
        .await
        .unwrap()
        .call(actual("GET", "/"))
        .await
        .unwrap();
    assert_eq!(cors_lines(&response), SHARED);
}

/// One keep-alive connection to hyper, `requests` one after the other.
async fn over_http_1<S, B>(service: S, requests: Vec<Request<Body>>) -> Vec<Response<Bytes>>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
    B: hyper::body::Body<Data = Bytes, Error: core::error::Error + Send + Sync> + Send + 'static,
{
    let (client, server) = tokio::io::duplex(64 * 1024);
    tokio::spawn(async move {
        let io = TokioIo::new(server);
        let service = TowerToHyperService::new(service);
        hyper::server::conn::http1::Builder::new()
            .serve_connection(io, service)
            .await
            .unwrap();
    });
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(client))
        .await
        .unwrap();
    tokio::spawn(connection);
    let mut responses = Vec::new();
    for request in requests {
        let request = request.map(|_| Empty::<Bytes>::new());
        let (head, body) = sender.send_request(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        responses.push(Response::from_parts(head, body));
    }
    responses
}

#[tokio::test]
async fn around_a_hyper_service() {
    let hello = service_fn(async |_: Request<Incoming>| {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"hello"))))
    });
    let requests = vec![preflight("/"), actual("PUT", "/"), preflight("/")];
    let responses = over_http_1(cors().layer(hello), requests).await;
    assert_eq!(cors_lines(&responses[0]), PREFLIGHT);
    assert_eq!(cors_lines(&responses[1]), SHARED);
    assert_eq!(responses[1].body(), "hello");
    assert_eq!(responses[2].status(), 204);
    assert!(!responses[2].headers().contains_key("content-length"));
}

#[tokio::test]
async fn around_a_router_served_by_hyper() {
    let app = Router::new().route("/", get(|| async { "hello" }));
    let requests = vec![
        preflight("/"),
        actual("GET", "/"),
        actual("GET", "/unknown"),
    ];
    let responses = over_http_1(cors().layer(app), requests).await;
    assert_eq!(cors_lines(&responses[0]), PREFLIGHT);
    assert_eq!(cors_lines(&responses[1]), SHARED);
    assert_eq!(
        (responses[2].status().as_u16(), cors_lines(&responses[2])),
        (404, SHARED.map(String::from).to_vec())
    );
}
