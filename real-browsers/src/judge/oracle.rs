//! The modelled browser, sent to the same server with the same case.

use core::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result};
use cors_browser::{Browser, Engine, Mode, PageRequest};
use http::{HeaderValue, Request, Response, Uri, header::HOST};
use http_body_util::{BodyExt, Empty};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::seen::{Seen, SeenRequest, SeenResult};
use crate::{
    browse::Place,
    plan::{Ask, Body, Case, Hop, Step},
};

/// What the model does, and how it explains that.
pub(crate) struct Modelled {
    pub(crate) seen: Seen,
    /// The requests that a browser needs not send, having stored the response.
    pub(crate) may_be_stored: Vec<usize>,
    pub(crate) explanation: String,
}

pub(crate) async fn model(
    case: &Case,
    place: &Place,
    engine: Engine,
    server: SocketAddr,
) -> Result<Modelled> {
    let mut browser = Browser::at(&place.origin).engine(engine);
    if place.origin != "null" {
        browser = browser.cookie("session=1");
    }
    let mut modelled = Modelled {
        seen: Seen::default(),
        may_be_stored: Vec::new(),
        explanation: String::new(),
    };
    for step in &case.steps {
        let request = match step {
            Step::Ask(ask) => page_request(ask, place.url(&ask.hops)),
            Step::Script(hops) => script(hops, place),
            Step::Wait(seconds) => {
                browser.wait(Duration::from_secs(*seconds));
                modelled.seen.results.push(SeenResult::Waited);
                modelled.explanation += &format!("- {seconds} seconds pass\n");
                continue;
            }
        };
        let mut fetch = browser.start(request);
        while let Some(request) = fetch.next_request() {
            fetch.receive(&send(&request, server).await?);
        }
        let outcome = fetch.finish();
        for exchange in outcome.exchanges() {
            let requests = &mut modelled.seen.requests;
            if matches!(step, Step::Ask(ask) if ask.may_be_stored) {
                modelled.may_be_stored.push(requests.len());
            }
            requests.push(SeenRequest::modelled(exchange.request(), place));
        }
        let result = match step {
            Step::Script(_) if outcome.result().is_ok() => SeenResult::Loaded,
            Step::Ask(ask) => SeenResult::modelled(&outcome, ask.upload_listener),
            _ => SeenResult::Blocked,
        };
        modelled.seen.results.push(result);
        modelled.explanation += &outcome.to_string();
    }
    Ok(modelled)
}

fn page_request(ask: &Ask, url: String) -> PageRequest {
    let request = PageRequest::new(&ask.method, url)
        .credentials(ask.credentials)
        .mode(ask.mode)
        .redirect(ask.redirect);
    let request = ask.headers.iter().fold(request, |request, (name, value)| {
        let bytes: Vec<u8> = value.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        request.header(name, bytes)
    });
    let request = match ask.body {
        Body::None => request,
        Body::Bytes => request.body(),
        Body::Stream => request.streamed_body(),
    };
    match ask.upload_listener {
        true => request.upload_listener(),
        false => request,
    }
}

/// <https://html.spec.whatwg.org/#fetch-a-classic-script>
fn script(hops: &[Hop], place: &Place) -> PageRequest {
    use cors_browser::Credentials;

    PageRequest::get(place.url(hops))
        .mode(Mode::NoCors)
        .credentials(Credentials::Include)
}

/// Sends to the server what is meant for it by any of its names.
async fn send(request: &Request<()>, server: SocketAddr) -> Result<Response<()>> {
    let stream = TcpStream::connect(server).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut sent = request.clone().map(|()| Empty::<Bytes>::new());
    let authority = request.uri().authority().context("an absolute URI")?;
    let host = HeaderValue::from_str(authority.as_str())?;
    sent.headers_mut().insert(HOST, host);
    *sent.uri_mut() = Uri::try_from(request.uri().path_and_query().map_or("/", |t| t.as_str()))?;
    let (head, body) = sender.send_request(sent).await?.into_parts();
    body.collect().await?;
    Ok(Response::from_parts(head, ()))
}
