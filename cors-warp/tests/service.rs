//! Over real connections: warp's own server, and a tower layer around `warp::service`.

mod common;

use core::net::SocketAddr;

use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, policy, preflight};
use cors_axum::CorsLayer;
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};
use tower::Layer;
use warp::{Filter, Rejection, Reply};

fn routes() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("a").and(warp::get()).map(|| "hello")
}

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// One keep-alive connection, `requests` one after the other.
async fn send(address: SocketAddr, requests: Vec<Request<String>>) -> Vec<Response<String>> {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut responses = Vec::new();
    for request in requests {
        let (head, body) = sender.send_request(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        responses.push(Response::from_parts(head, body));
    }
    responses
}

/// Every kind of answer, the preflight again after a 404.
async fn covers_everything(address: SocketAddr) {
    let requests = vec![
        preflight("/a"),
        actual("GET", "/a"),
        actual("PUT", "/a"),
        actual("GET", "/unknown"),
        preflight("/unknown"),
    ];
    let responses = send(address, requests).await;
    let statuses = responses.iter().map(|response| response.status().as_u16());
    assert_eq!(statuses.collect::<Vec<_>>(), [204, 200, 405, 404, 204]);
    let lines: Vec<_> = responses.iter().map(cors_lines).collect();
    assert_eq!(lines[0], PREFLIGHT);
    assert_eq!(lines[1..4], [SHARED; 3]);
    assert_eq!(lines[4], PREFLIGHT);
    assert_eq!(responses[1].body(), "hello");
    assert_eq!(responses[2].body(), "HTTP method not allowed");
    assert!(!responses[4].headers().contains_key("content-length"));
}

#[tokio::test]
async fn served_by_warp() {
    let (listener, address) = listener().await;
    let app = cors().wrap(routes());
    tokio::spawn(warp::serve(app).incoming(listener).run());
    covers_everything(address).await;
}

#[tokio::test]
async fn a_layer_around_the_service_served_by_hyper() {
    let (listener, address) = listener().await;
    let app = CorsLayer::new(policy()).layer(warp::service(routes()));
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app))
            .await
            .unwrap();
    });
    covers_everything(address).await;
}
