//! Preflights: whether they grant what actual responses don't, and what upload listeners make of them.

use cors_browser::{Blocked, Browser, PageRequest};
use http::{
    HeaderValue,
    header::{ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN},
};

use super::super::{code::Code, finding::Finding, server::Server};
use super::{
    answers::Answer,
    asking::Asking,
    evidence,
    findings::Findings,
    requests::{self, STRANGERS},
    strangers::Seen,
};

pub(super) async fn ask(
    asking: &mut Asking<'_, impl Server>,
    findings: &mut Findings,
    seen: &Seen<'_>,
) {
    let (origin, method) = (asking.plan.origin, asking.unsafe_method());
    let granted = preflight(
        asking,
        PageRequest::new(method, asking.url.as_str()),
        origin,
    )
    .await;
    if let Some((answer, verdict)) = granted {
        upload_listeners(asking, findings, &answer, &verdict).await;
    }
    let is_reading = seen.strangers_grant().is_any() || findings.has(Code::ReflectsAnyOrigin);
    if is_reading || asking.trust.covers(STRANGERS[0]) {
        return;
    }
    let asked = PageRequest::new(method, asking.url.as_str());
    if let Some((answer, Ok(()))) = preflight(asking, asked, STRANGERS[0]).await {
        findings.add(grants_more(&answer, method));
    }
}

/// The answer to a page's preflight, and whether a browser goes on after it.
async fn preflight(
    asking: &mut Asking<'_, impl Server>,
    asked: PageRequest,
    origin: &str,
) -> Option<(Answer, Result<(), Blocked>)> {
    let request = requests::preflight(asked.clone(), &asking.url, origin);
    let answer = asking.ask(request).await?;
    let verdict = verdict(&answer, asked, requests::page(&asking.url, origin));
    Some((answer, verdict))
}

/// What a browser makes of the answer.
fn verdict(answer: &Answer, asked: PageRequest, page: &str) -> Result<(), Blocked> {
    let mut response = answer.response.clone();
    // The server's own page needs no preflight. Another one stands in for it.
    if answer.origin() != Some(page)
        && let Some(allowed) = response.headers_mut().get_mut(ACCESS_CONTROL_ALLOW_ORIGIN)
        && answer.origin().is_some_and(|origin| *allowed == *origin)
        && let Ok(page) = HeaderValue::from_str(page)
    {
        *allowed = page;
    }
    let mut browser = Browser::at(page);
    let mut fetch = browser.start(asked);
    if fetch.next_request().is_some() {
        fetch.receive(&response);
    }
    if fetch.next_request().is_some() {
        return Ok(());
    }
    fetch.finish().result().map(|_| ()).map_err(Clone::clone)
}

async fn upload_listeners(
    asking: &mut Asking<'_, impl Server>,
    findings: &mut Findings,
    answer: &Answer,
    verdict: &Result<(), Blocked>,
) {
    let (origin, method) = (asking.plan.origin, asking.unsafe_method());
    let page = requests::page(&asking.url, origin);
    let listener = PageRequest::new(method, asking.url.as_str())
        .upload_listener()
        .body();
    let lists_methods = answer.headers().contains_key(ACCESS_CONTROL_ALLOW_METHODS);
    if !lists_methods && verdict.is_err() && self::verdict(answer, listener, page).is_ok() {
        findings.add(without_methods(answer, method));
        return;
    }
    // Where preflights are not answered at all, those for GET are none of their own.
    if !matches!(verdict, Ok(()) | Err(Blocked::MethodNotAllowed { .. })) {
        return;
    }
    let asked = PageRequest::get(asking.url.as_str()).upload_listener();
    if let Some((answer, Err(blocked))) = preflight(asking, asked, origin).await {
        findings.add(safelisted(&answer, &blocked));
    }
}

fn without_methods(answer: &Answer, method: &str) -> Finding {
    let code = Code::PreflightWithoutMethods;
    Finding {
        code,
        severity: code.severity(true),
        message: format!(
            "the answer to the preflight for {method} has no Access-Control-Allow-Methods: browsers take that for a refusal, except where the page has an upload listener, and then it may use any method"
        ),
        evidence: evidence::of(answer),
        advice: "send Access-Control-Allow-Methods with every preflight that is allowed, if only with GET".to_owned(),
        request: Some(answer.request.clone()),
    }
}

fn safelisted(answer: &Answer, blocked: &Blocked) -> Finding {
    let code = Code::PreflightSafelistedRefused;
    Finding {
        code,
        severity: code.severity(true),
        message: format!(
            "a preflight for GET without header names is refused, as upload listeners send it, and others are allowed: {blocked}"
        ),
        evidence: evidence::of(answer),
        advice: "allow GET, HEAD and POST in preflights, whatever the list of methods: pages may use them without asking".to_owned(),
        request: Some(answer.request.clone()),
    }
}

fn grants_more(answer: &Answer, method: &str) -> Finding {
    let code = Code::PreflightGrantsMore;
    let [stranger, _] = STRANGERS;
    Finding {
        code,
        severity: code.severity(true),
        message: format!(
            "a preflight of {stranger} for {method} is allowed, and actual answers are not for it: its pages read nothing, but their {method} is sent, and run"
        ),
        evidence: evidence::of(answer),
        advice: "answer preflights by the same list of origins as everything else".to_owned(),
        request: Some(answer.request.clone()),
    }
}
