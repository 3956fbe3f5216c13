//! What was sent, as a line to paste.

use cors_browser::curl::Command;
use http::{
    HeaderMap, Request,
    header::{HOST, USER_AGENT},
};

use super::{
    client::{AGENT, Http, Settings, Target},
    page,
};

/// The `curl` command that sends the same request to the same place. It never has a method that was not sent.
pub(super) fn line(settings: &Settings, request: &Request<()>) -> String {
    let request = match settings.may_send(request.method()) {
        true => request.clone(),
        false => page::in_the_place_of(request.clone()),
    };
    let Some(target) = Target::of(request.uri()) else {
        return Command::new(&request).title_case().to_string();
    };
    let mut complete = settings.complete(&target, &request);
    *complete.headers_mut() = without_agent(complete.headers());
    let mut command = Command::new(&complete).title_case();
    if settings.insecure && target.tls {
        command = command.flag("-k");
    }
    command = match (settings.http, target.tls) {
        (Http::Either, _) => command,
        (Http::One, _) => command.flag("--http1.1"),
        (Http::Two, true) => command.flag("--http2"),
        (Http::Two, false) => command.flag("--http2-prior-knowledge"),
    };
    for resolve in &settings.resolve {
        if resolve.is_for(&target) {
            command = command.option("--resolve", resolve.as_str());
        }
    }
    let host = settings
        .added(&target, &request)
        .find(|(name, _)| name == HOST);
    match host {
        Some((name, value)) => command.header(name.clone(), value.clone()),
        None => command,
    }
    .to_string()
}

/// Servers seldom care who asks. What a person has given stays.
fn without_agent(headers: &HeaderMap) -> HeaderMap {
    let mut others = HeaderMap::new();
    for (name, value) in headers {
        if name != USER_AGENT || value != AGENT {
            others.append(name, value.clone());
        }
    }
    others
}
