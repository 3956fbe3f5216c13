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
use common::{Client, Server, start};
use cors_conformance::{Case, Filter, Reply, Request, Skip, Spy, Suite};
use cors_examples::app::{Framework, Named};
use http_body_util::Full;

/// Runs the suite through a framework's in-process client, which `mount` makes.
#[track_caller]
fn in_process<S>(framework: Framework, skips: &[Skip], mount: impl FnOnce(&[Named], Spy) -> S)
where
    S: FnMut(&Request) -> Reply,
{
    let suite = Suite::builtin();
    let send = mount(&named(&suite), Spy::new());
    let name = format!("{framework} in process");
    println!("{}", suite.run(&name, skips, send).unwrap());
}

/// Runs the suite over one connection: what an answer leaves behind would show in the next one.
#[track_caller]
fn over_http_1(framework: Framework, skips: &[Skip]) {
    let server = start(framework, &named(&Suite::builtin()));
    let filter = Filter::from_environment();
    over_a_socket("HTTP/1.1", &server, Client::of(&server), skips, &filter);
    server.stop().unwrap();
}

/// The same over HTTP/2, but for requests that are too large for its servers.
#[track_caller]
fn over_http_2(framework: Framework, skips: &[Skip]) {
    /// What hyper takes by default. Most frameworks give no way to raise it.
    const MAX_HEADER_LIST: usize = 16 * 1024;

    let suite = Suite::builtin();
    let is_too_large = |case: &&Case| {
        // https://httpwg.org/specs/rfc9113.html#SETTINGS_MAX_HEADER_LIST_SIZE
        let lines = case.request().headers();
        let size: usize = lines
            .map(|(name, value)| name.len() + value.len() + 32)
            .sum();
        size > MAX_HEADER_LIST - 256
    };
    let too_large = suite.cases().iter().filter(is_too_large);
    let left_out: String = too_large
        .map(|case| format!(",-/{}", case.name()))
        .collect();
    let text = std::env::var(Filter::VARIABLE).unwrap_or_default();
    let filter = Filter::parse(&[text, left_out].concat());
    let server = start(framework, &named(&suite));
    let client = Client::connect_http_2(server.address());
    over_a_socket("HTTP/2", &server, client, skips, &filter);
    server.stop().unwrap();
}

#[track_caller]
fn over_a_socket(
    protocol: &str,
    server: &Server,
    mut client: Client,
    skips: &[Skip],
    filter: &Filter,
) {
    let name = format!("{} over {protocol}", server.framework());
    let summary = Suite::builtin().run_filtered(&name, skips, filter, |request| {
        // A server may close the connection if its handler leaves a body unread.
        let response = match protocol {
            "HTTP/1.1" if !request.body().is_empty() => Client::of(server).send(with_body(request)),
            _ => client.send(with_body(request)),
        };
        reply(&response, server.spy().take())
    });
    println!("{}", summary.unwrap());
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

/// The same with its body.
fn with_body(request: &Request) -> http::Request<Full<Bytes>> {
    let body = Bytes::copy_from_slice(request.body().as_bytes());
    http_request::<()>(request).map(|()| Full::new(body))
}

fn reply(response: &http::Response<Bytes>, handler_runs: u32) -> Reply {
    Reply::new(
        response.status().as_u16(),
        response.headers(),
        Some(handler_runs),
    )
}
