//! The conformance suite on every framework: in process, and over a socket.

mod actix;
mod agreement;
mod axum;
#[path = "../common/mod.rs"]
mod common;
mod poem;
mod rocket;
mod warp;

use ::axum::{body::Bytes, http};
use common::Server;
use cors_conformance::{Reply, Request, Skip, Spy, Suite};
use cors_examples::app::{Framework, Named};

/// Runs the suite through a framework's in-process client, which `start` makes.
#[track_caller]
fn in_process<S>(framework: Framework, skips: &[Skip], start: impl FnOnce(&[Named], Spy) -> S)
where
    S: FnMut(&Request) -> Reply,
{
    let suite = Suite::builtin();
    let send = start(&named(&suite), Spy::new());
    let name = format!("{framework} in process");
    println!("{}", suite.run(&name, skips, send).unwrap());
}

/// Runs the suite over one connection: what an answer leaves behind would show in the next one.
#[track_caller]
fn over_http_1(framework: Framework, skips: &[Skip]) {
    let suite = Suite::builtin();
    let server = Server::start(framework, &named(&suite));
    let mut client = server.connect();
    let name = format!("{framework} over HTTP/1.1");
    let report = suite.run(&name, skips, |request| {
        let response = client.send(http_request(request));
        reply(&response, server.spy.take())
    });
    println!("{}", report.unwrap());
}

/// The suite's policies, as the application takes them.
fn named(suite: &Suite) -> Vec<Named> {
    suite
        .policies()
        .map(|(name, policy)| (name.to_owned(), policy.into()))
        .collect()
}

/// The request in `http` 1's types, without a body.
fn http_request<B: Default>(request: &Request) -> http::Request<B> {
    let sent = http::Request::builder()
        .method(request.method())
        .uri(request.target());
    let headers = request.headers();
    headers
        .fold(sent, |sent, (name, value)| sent.header(name, value))
        .body(B::default())
        .unwrap()
}

fn reply(response: &http::Response<Bytes>, handler_runs: u32) -> Reply {
    Reply::new(
        response.status().as_u16(),
        response.headers(),
        Some(handler_runs),
    )
}
