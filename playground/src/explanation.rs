//! What a browser makes of a server's answers, as the model of it tells.

use core::time::Duration;

use cors_browser::{Browser, Cure, CureValue, Outcome, Reason};
use http::{HeaderMap, Request, Response, Uri};
use http_body_util::Empty;
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};

use super::{Origins, Policies, Servers, cure, question::Question, reasons};

/// Why there is no explanation.
#[derive(Debug)]
pub(super) enum Unexplained {
    /// The page is none of ours.
    Origin(String),
    /// The request, or a redirect, leads elsewhere.
    Elsewhere(Uri),
    /// The server has not answered.
    Unanswered(String),
    /// No page may ask for this.
    NotSent(String),
}

/// Has the modelled browser send the request to the server, past the recorder.
pub(super) async fn explain(
    question: &Question,
    origins: &Origins,
    servers: &Servers,
) -> Result<Outcome, Unexplained> {
    let origin = question
        .origin(origins)
        .map_err(|other| Unexplained::Origin(other.to_owned()))?;
    let mut browser = Browser::at(origin).set_cookie(COOKIE);
    let mut fetch = browser.start(question.request());
    while let Some(request) = fetch.next_request() {
        fetch.receive(&ask(request, servers).await?);
    }
    Ok(fetch.finish())
}

/// What `/echo` sets on every server, and what a browser has that has been there.
const COOKIE: &str = "seen=1; Path=/; SameSite=Lax";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The head of the server's answer. Its body makes no difference to who may read it.
async fn ask(request: Request<()>, servers: &Servers) -> Result<Response<()>, Unexplained> {
    let uri = request.uri();
    let authority = uri.authority();
    let Some(upstream) = authority.and_then(|authority| servers.upstream(authority)) else {
        return Err(Unexplained::Elsewhere(uri.clone()));
    };
    let answer = async {
        let stream = TcpStream::connect(upstream).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let mut sent = Request::new(Empty::<Bytes>::new());
        *sent.method_mut() = request.method().clone();
        *sent.uri_mut() = target.parse()?;
        *sent.headers_mut() = request.headers().clone();
        // It ends when the sender and the answer are gone. What fails here fails there, too.
        tokio::spawn(connection);
        Ok(sender.send_request(sent).await?.map(drop))
    };
    let answer: Result<_, Box<dyn core::error::Error + Send + Sync>> =
        match timeout(PATIENCE, answer).await {
            Ok(answer) => answer,
            Err(elapsed) => Err(elapsed.into()),
        };
    answer.map_err(|error| Unexplained::Unanswered(error.to_string()))
}

/// An outcome as the page reads it.
pub(super) fn to_json(outcome: &Outcome, policies: &Policies) -> Value {
    let steps: Vec<_> = outcome
        .steps()
        .iter()
        .map(|step| json!({ "sentence": step.to_string(), "citation": step.citation() }))
        .collect();
    let exchanges: Vec<_> = outcome
        .exchanges()
        .iter()
        .map(|exchange| {
            let request = exchange.request();
            json!({
                "preflight": exchange.is_preflight(),
                "method": request.method().as_str(),
                "url": request.uri().to_string(),
                "status": exchange.response().status().as_u16(),
                "policy": reasons::of(request, policies),
            })
        })
        .collect();
    let (response, blocked) = match outcome.result() {
        Ok(response) => {
            let response = json!({
                "type": response.kind().as_str(),
                "url": response.url(),
                "status": response.status(),
                "headers": lines(response.headers()),
                "redirected": response.redirected(),
            });
            (response, Value::Null)
        }
        Err(blocked) => {
            let cures: Vec<_> = blocked.cures().iter().filter_map(addition).collect();
            let additions = cures.iter().map(|(setting, addition)| (*setting, addition));
            let needs = blocked.needs();
            let dangerous = needs.map(|setting| (setting, &cure::Value::Flag(true)));
            let objections = policy_of(outcome)
                .map(|policy| policies.objections(policy, additions.clone().chain(dangerous)))
                .unwrap_or_default();
            let cures: Vec<_> = additions
                .map(|(setting, addition)| cure::to_json(setting, addition))
                .collect();
            let blocked = json!({
                "code": blocked.reason().map(Reason::as_str),
                "needs": needs,
                "sentence": blocked.to_string(),
                "citation": blocked.citation(),
                "cures": cures,
                "objections": objections,
            });
            (Value::Null, blocked)
        }
    };
    let notes: Vec<_> = outcome
        .notes()
        .iter()
        .map(|note| {
            json!({
                "code": note.code().as_str(),
                "sentence": note.to_string(),
                "citation": note.citation(),
            })
        })
        .collect();
    json!({
        "notes": notes,
        "readable": outcome.is_readable(),
        "response": response,
        "blocked": blocked,
        "steps": steps,
        "exchanges": exchanges,
    })
}

/// A cure as it is put into a policy's text. `None` for what texts can't say yet.
pub(super) fn addition(cure: &Cure) -> Option<(&'static str, cure::Value)> {
    let addition = match cure.value() {
        CureValue::List(entries) => cure::Value::List(entries.clone()),
        CureValue::Flag(flag) => cure::Value::Flag(*flag),
        _ => return None,
    };
    Some((cure.setting(), addition))
}

/// The policy whose answer was the last one, if any was.
fn policy_of(outcome: &Outcome) -> Option<&str> {
    let last = outcome.exchanges().last()?;
    Policies::guarding(last.request().uri().path())
}

/// Every line, in the order of the map.
pub(super) fn lines(headers: &HeaderMap) -> Vec<(&str, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str(), value.into_owned())
        })
        .collect()
}

impl core::fmt::Display for Unexplained {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Origin(origin) => write!(f, "the page is not served from {origin:?}"),
            Self::Elsewhere(uri) => write!(f, "the model asks no other servers, and not {uri}"),
            Self::Unanswered(error) => write!(f, "the server has not answered: {error}"),
            Self::NotSent(reason) => f.write_str(reason),
        }
    }
}
