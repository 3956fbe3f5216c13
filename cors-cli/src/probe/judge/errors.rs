//! Errors: what CORS looks like where no handler answers.

use url::Url;

use super::super::{code::Code, finding::Finding, server::Server};
use super::{
    answers::Answer,
    asking::Asking,
    evidence,
    findings::Findings,
    grant::Grant,
    requests::{self, STRANGERS},
    strangers,
};

pub(super) const ON_ERRORS: &str = "have CORS see every answer, errors too: put it outside of routing and authentication, or use what says \"always\"";

/// Below the URL, and nobody's.
const NOWHERE: &str = "cors-probe-no-such-thing";

pub(super) async fn ask(asking: &mut Asking<'_, impl Server>, findings: &mut Findings) {
    let origin = asking.plan.origin;
    let Some(url) = nowhere(&asking.url) else {
        return;
    };
    let granted = granted_elsewhere(asking, origin);
    let request = requests::actual("GET", &url, origin);
    let error = asking.ask(request).await;
    let get = asking.get(origin).await;
    let lacking = [get.as_ref(), error.as_ref()];
    let mut lacking = lacking.into_iter().flatten();
    if granted && let Some(answer) = lacking.find(|answer| lacks_headers(answer)) {
        findings.add(missing(answer));
    }
    if findings.has(Code::ReflectsAnyOrigin) || asking.trust.covers(STRANGERS[0]) {
        return;
    }
    // What is an error for a page of a trusted origin may be one for a stranger's, with the headers of any.
    let request = requests::actual("GET", &url, STRANGERS[0]);
    let first = asking.ask(request).await;
    let is_named = |answer: &Answer| Grant::of(answer, STRANGERS[0]).is_named();
    if first.as_ref().is_some_and(is_named) {
        let request = requests::actual("GET", &url, STRANGERS[1]);
        let second = asking.ask(request).await;
        strangers::reflection(findings, first.as_ref(), second.as_ref());
    }
}

/// Whether the server allows the page anything: where it doesn't, its errors lack nothing.
pub(super) fn granted_elsewhere(asking: &Asking<'_, impl Server>, origin: &str) -> bool {
    let mut answers = asking.answers().iter();
    answers.any(|answer| answer.origin() == Some(origin) && Grant::of(answer, origin).is_any())
}

/// An error that no policy has seen. A refusal of its own has no headers, either, and says what it varies by.
fn lacks_headers(answer: &Answer) -> bool {
    let mut names = answer.headers().keys();
    answer.is_error() && !names.any(|name| name.as_str().starts_with("access-control-"))
}

fn missing(answer: &Answer) -> Finding {
    let (status, path) = (answer.status().as_u16(), answer.request.uri().path());
    let code = Code::HeadersMissingOnError;
    Finding {
        code,
        severity: code.severity(true),
        message: format!(
            "the answer for {} has status {status} and no CORS headers, which other answers have: the page can't tell it from a broken connection",
            evidence::shown(path.as_bytes())
        ),
        evidence: evidence::of(answer),
        advice: ON_ERRORS.to_owned(),
        request: Some(answer.request.clone()),
    }
}

/// A URL that no handler is for.
pub(super) fn nowhere(url: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_query(None);
    url.path_segments_mut().ok()?.pop_if_empty().push(NOWHERE);
    Some(url.into())
}
