//! The requests that a browser would send, as commands for a shell.

use cors_browser::{Browser, curl};
use http::{
    HeaderMap, HeaderValue, Request, Response,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, HOST, ORIGIN, TRANSFER_ENCODING,
    },
};
use serde_json::{Value, json};

use super::{Origins, explanation::Unexplained, question::Question};
use crate::recorder::Exchange;

/// Every request that the modelled browser sends where all is allowed: the preflight, if there is
/// one, and the request itself. No server is asked.
pub(super) fn commands(question: &Question, origins: &Origins) -> Result<Vec<Value>, Unexplained> {
    let origin = question
        .origin(origins)
        .map_err(|other| Unexplained::Origin(other.to_owned()))?;
    let mut browser = Browser::at(origin);
    let mut fetch = browser.start(question.request());
    let mut commands = Vec::new();
    while let Some(mut request) = fetch.next_request() {
        let headers = request.headers_mut();
        for name in [
            "sec-fetch-site",
            "sec-fetch-mode",
            "sec-fetch-dest",
            "sec-fetch-user",
        ] {
            // Only a browser has to say these: no answer of CORS depends on them.
            headers.remove(name);
        }
        let is_preflight = request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        fetch.receive(&allow(request.headers()));
        commands.push(json!({
            "preflight": is_preflight,
            "command": command(&request, question.has_body() && !is_preflight).to_string(),
        }));
    }
    match fetch.finish().result() {
        Err(blocked) if commands.is_empty() => Err(Unexplained::NotSent(blocked.to_string())),
        _ => Ok(commands),
    }
}

/// What a browser has sent, as far as a policy's decision reads it: the same request once more, with its
/// `Host` and what the browser says of the site. `None` if it can't be told.
pub(super) fn again(server: &str, exchange: &Exchange) -> Option<String> {
    let mut request = Request::builder()
        .method(exchange.method())
        .uri(format!("{server}{}", exchange.target()))
        .body(())
        .ok()?;
    for (name, value) in exchange.headers() {
        if READ.contains(&name.as_str()) {
            request.headers_mut().append(name, value.clone());
        }
    }
    // curl names the host of the URL by itself.
    let host = server.split_once("://").map_or(server, |(_, host)| host);
    let hosts = exchange.headers().get_all(HOST);
    let others = hosts.iter().filter(|sent| *sent != host);
    let length = exchange.headers().get(CONTENT_LENGTH);
    let has_body = exchange.headers().contains_key(TRANSFER_ENCODING)
        || length.is_some_and(|length| length != "0");
    let command = others.fold(command(&request, has_body), |command, other| {
        command.header(HOST, other.clone())
    });
    Some(command.to_string())
}

/// The headers that decisions read, and the content type, without which a body would get curl's.
const READ: [&str; 7] = [
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "sec-fetch-site",
    "sec-fetch-mode",
    "upgrade",
    "content-type",
];

/// Whatever was asked for.
fn allow(asked: &HeaderMap) -> Response<()> {
    let mut answer = Response::new(());
    let headers = answer.headers_mut();
    headers.insert(
        ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
    for (name, from) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN),
        (ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_REQUEST_METHOD),
        (ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS),
    ] {
        if let Some(value) = asked.get(from) {
            headers.insert(name, value.clone());
        }
    }
    answer
}

fn command(request: &Request<()>, has_body: bool) -> curl::Command {
    let command = curl::Command::new(request);
    if has_body { command.body() } else { command }
}
