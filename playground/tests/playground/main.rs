//! What the playground's page is served, and asks its own server for.

mod access;
#[path = "../../../examples/tests/common/mod.rs"]
mod common;
mod console;
mod cures;
mod curl;
mod explanation;
mod log;
mod page;
mod policies;
mod reasons;

use core::net::SocketAddr;
use std::sync::LazyLock;

use axum::{body::Bytes, http::Response};
use common::Client;
use cors_examples::app::Framework;
use cors_playground::{Playground, Policies};
use cors_policy_file::Format;
use serde_json::{Value, json};

const EXAMPLE: &str = include_str!("../../../examples/policies/example.toml");

fn start() -> Playground {
    let policies = Policies::parse("example.toml", EXAMPLE, Format::Toml).unwrap();
    Playground::start(policies, 0).unwrap()
}

/// One for the tests that replace nothing.
static SHARED: LazyLock<Playground> = LazyLock::new(start);

fn host(url: &str) -> &str {
    url.strip_prefix("http://").unwrap()
}

fn connect(url: &str) -> Client {
    let (_, port) = url.rsplit_once(':').unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
    Client::connect(address)
}

fn get(playground: &Playground, target: &str) -> Response<Bytes> {
    let page = playground.page();
    connect(page).ask("GET", target, &[("host", host(page).as_bytes())])
}

/// As the page itself asks.
fn send(playground: &Playground, method: &str, target: &str, body: &Value) -> (u16, Value) {
    let page = playground.page();
    let headers = [("host", host(page)), ("origin", page)];
    let response = send_as(page, &headers, method, target, body);
    (response.status().as_u16(), read(&response))
}

fn send_as(
    page: &str,
    headers: &[(&str, &str)],
    method: &str,
    target: &str,
    body: &Value,
) -> Response<Bytes> {
    let mut lines = vec![("content-type", &b"application/json"[..])];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes())),
    );
    connect(page).ask_with(method, target, &lines, body.to_string())
}

fn read(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

fn address(playground: &Playground, framework: Framework) -> String {
    let mut addresses = playground.servers().addresses();
    addresses.find(|(one, _)| *one == framework).unwrap().1
}

/// A question of the page about axum's server.
fn question(playground: &Playground, origin: &str, target: &str, more: &Value) -> Value {
    let mut question = json!({
        "origin": origin,
        "url": address(playground, Framework::Axum) + target,
        "method": "GET",
        "headers": [],
        "credentials": "same-origin",
        "uploadListener": false,
    });
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    question
}
