//! The conformance suite on every framework: in process, and over a socket.

mod actix;
mod agreement;
mod axum;
#[path = "../common/mod.rs"]
mod common;
mod poem;
mod rocket;
mod warp;

use ::axum::{
    body::Bytes,
    http::{self, header::HOST, uri::Authority},
};
use common::{Client, start};
use cors_conformance::{Filter, Reply, Request, Skip, Spy, Suite};
use cors_examples::app::{Framework, Named};
use http_body_util::Full;

/// Runs the suite through a framework's in-process client, which `mount` makes.
///
/// Handshakes are left out: there is no connection that could be switched to another protocol.
#[track_caller]
fn in_process<S>(framework: Framework, skips: &[Skip], mount: impl FnOnce(&[Named], Spy) -> S)
where
    S: FnMut(&Request) -> Reply,
{
    let suite = Suite::builtin();
    let send = mount(&named(&suite), Spy::new());
    let name = format!("{framework} in process");
    let filter = without(|request| request.is_handshake());
    println!(
        "{}",
        suite.run_filtered(&name, skips, &filter, send).unwrap()
    );
}

/// Runs the suite over one connection: what an answer leaves behind would show in the next one.
#[track_caller]
fn over_http_1(framework: Framework, skips: &[Skip]) {
    let suite = Suite::builtin();
    let server = start(framework, &named(&suite));
    let mut client = Client::of(&server);
    let name = format!("{framework} over HTTP/1.1");
    let summary = suite.run(&name, skips, |request| {
        let response = client.send_as_it_is(with_body(request));
        if ends_the_connection(request, &response) {
            client = Client::of(&server);
        }
        reply(&response, server.spy().take())
    });
    println!("{}", summary.unwrap());
    server.stop().unwrap();
}

/// Whether nothing can be sent after this any more: the protocol is another one, or the server may close
/// the connection, as some do where a body is left unread, an upgrade is asked for or a request is malformed.
fn ends_the_connection(request: &Request, response: &http::Response<Bytes>) -> bool {
    let upgrades = request.headers().any(|(name, _)| name == "upgrade");
    upgrades || !request.body().is_empty() || response.status() == 400
}

/// The same over HTTP/2, except for requests that are too large for its servers, and those with `Upgrade`,
/// which it doesn't have.
#[track_caller]
fn over_http_2(framework: Framework, skips: &[Skip]) {
    /// What hyper takes by default. Most frameworks give no way to raise it.
    const MAX_HEADER_LIST: usize = 16 * 1024;

    let suite = Suite::builtin();
    let filter = without(|request| {
        // https://httpwg.org/specs/rfc9113.html#SETTINGS_MAX_HEADER_LIST_SIZE
        let lines = request.headers();
        let size: usize = lines
            .map(|(name, value)| name.len() + value.len() + 32)
            .sum();
        // https://httpwg.org/specs/rfc9113.html#ConnectionSpecific
        let upgrades = request.headers().any(|(name, _)| name == "upgrade");
        size > MAX_HEADER_LIST - 256 || upgrades
    });
    let server = start(framework, &named(&suite));
    let mut client = Client::connect_http_2(server.address());
    let name = format!("{framework} over HTTP/2");
    let summary = suite.run_filtered(&name, skips, &filter, |request| {
        let response = client.send_as_it_is(in_http_2(request));
        reply(&response, server.spy().take())
    });
    println!("{}", summary.unwrap());
    server.stop().unwrap();
}

/// The filter of the environment, without these.
fn without(is_left_out: impl Fn(&Request) -> bool) -> Filter {
    let suite = Suite::builtin();
    let left_out = { suite.cases().iter() }.filter(|case| is_left_out(case.request()));
    let left_out: String = left_out.map(|case| format!(",-/{}", case.name())).collect();
    let text = std::env::var(Filter::VARIABLE).unwrap_or_default();
    Filter::parse(&[text, left_out].concat())
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
        .uri(request.uri());
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

/// The same as HTTP/2 has it: the host is `:authority`, unless it can't be or another one is.
fn in_http_2(request: &Request) -> http::Request<Full<Bytes>> {
    let mut sent = with_body(request);
    let hosts: Vec<_> = sent.headers().get_all(HOST).into_iter().collect();
    let authority = match (request.authority(), &hosts[..]) {
        (None, [host]) => host
            .to_str()
            .ok()
            .filter(|host| host.parse::<Authority>().is_ok()),
        _ => None,
    };
    if let Some(authority) = authority {
        let uri = format!("http://{authority}{}", request.target());
        *sent.uri_mut() = uri.parse().unwrap();
        sent.headers_mut().remove(HOST);
    }
    sent
}

fn reply(response: &http::Response<Bytes>, handler_runs: u32) -> Reply {
    let (status, headers) = (response.status().as_u16(), response.headers());
    Reply::new(status, headers, Some(handler_runs)).with_body(response.body().to_vec())
}
