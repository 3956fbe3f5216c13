//! The requests that a browser would send, as commands for a shell.

use cors_browser::Browser;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response,
    header::{
        ACCEPT, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_HEADERS,
        ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN,
        TRANSFER_ENCODING,
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
            "command": command(&request, question.has_body() && !is_preflight),
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
    let others: Vec<_> = hosts.iter().filter(|sent| *sent != host).collect();
    let length = exchange.headers().get(CONTENT_LENGTH);
    let has_body = exchange.headers().contains_key(TRANSFER_ENCODING)
        || length.is_some_and(|length| length != "0");
    let mut command = command(&request, has_body);
    for other in others {
        let line = [b"host: ", other.as_bytes()].concat();
        command.push_str(" \\\n  -H ");
        command.push_str(&quoted(&line));
    }
    Some(command)
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

fn command(request: &Request<()>, has_body: bool) -> String {
    let method = request.method();
    let url = request.uri().to_string();
    let mut command = "curl -i".to_owned();
    if *method == Method::HEAD {
        command.push_str(" -I");
    } else if *method != Method::GET {
        command.push_str(" -X ");
        command.push_str(&word(method.as_str().as_bytes()));
    }
    // Patterns of curl's own.
    if url.contains(['[', ']', '{', '}']) {
        command.push_str(" -g");
    }
    command.push(' ');
    command.push_str(&quoted(url.as_bytes()));
    let mut option = |name: &str, value: &[u8]| {
        command.push_str(" \\\n  ");
        command.push_str(name);
        command.push(' ');
        command.push_str(&quoted(value));
    };
    for (name, value) in request.headers() {
        if !is_curls_own(name, value) {
            option("-H", &line(name, value));
        }
    }
    if has_body {
        // A type that the page has not set.
        if !request.headers().contains_key(CONTENT_TYPE) {
            option("-H", b"content-type:");
        }
        option("--data-binary", b"x");
    } else if [Method::POST, Method::PUT].contains(method) {
        option("-H", b"content-length: 0");
    }
    command
}

/// What curl sends by itself.
fn is_curls_own(name: &HeaderName, value: &HeaderValue) -> bool {
    name == HOST || name == ACCEPT && value == "*/*"
}

/// A header as curl takes it: one that is empty would be left out if it ended in a colon.
fn line(name: &HeaderName, value: &HeaderValue) -> Vec<u8> {
    let name = name.as_str().as_bytes();
    match value.as_bytes() {
        [] => [name, b";"].concat(),
        value => [name, b": ", value].concat(),
    }
}

/// Without quotes where none are needed.
fn word(bytes: &[u8]) -> String {
    match core::str::from_utf8(bytes) {
        Ok(text) if bytes.iter().all(u8::is_ascii_alphanumeric) => text.to_owned(),
        _ => quoted(bytes),
    }
}

/// One word for a shell, whatever is in it. bash and zsh read the second form, which is for bytes
/// that nobody can see.
fn quoted(bytes: &[u8]) -> String {
    let is_visible = |byte: &u8| (b' '..=b'~').contains(byte);
    let mut text = String::with_capacity(bytes.len() + 3);
    if bytes.iter().all(is_visible) {
        text.push('\'');
        for &byte in bytes {
            match byte {
                b'\'' => text.push_str("'\\''"),
                byte => text.push(char::from(byte)),
            }
        }
    } else {
        text.push_str("$'");
        for &byte in bytes {
            match byte {
                b'\'' | b'\\' => {
                    text.push('\\');
                    text.push(char::from(byte));
                }
                byte if is_visible(&byte) => text.push(char::from(byte)),
                byte => text.push_str(&format!("\\x{byte:02x}")),
            }
        }
    }
    text.push('\'');
    text
}
