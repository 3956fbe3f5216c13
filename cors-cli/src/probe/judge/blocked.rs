//! Why the named page is blocked, by the browser's own reason and in its words.

use cors_browser::{Blocked, Browser, CorsCheckFailure, Outcome, PageRequest, Reason};
use http::{Request, header::LOCATION};
use url::Url;

use super::super::{code::Code, finding::Finding, server::Server};
use super::{
    answers::Answer, asking::Asking, errors, evidence, findings::Findings, grant::Grant, requests,
};

/// The named page, and the other ones that are trusted: no more than three.
pub(super) async fn named_page(
    asking: &mut Asking<'_, impl Server>,
    findings: &mut Findings,
    outcome: &Outcome,
) {
    if let Err(blocked) = outcome.result() {
        if is_open(blocked, asking.sendable().is_some()) {
            return;
        }
        let last = match blocked {
            Blocked::NoAnswer { .. } => None,
            _ => asking.answers().last().cloned(),
        };
        if let Some(code) = code(asking, blocked, last.as_ref()).await {
            let mut finding = finding(code, blocked, last.as_ref());
            if let Blocked::NoAnswer { preflight, .. } = blocked {
                finding.request = unanswered(asking, *preflight);
            }
            findings.add(finding);
        }
        return;
    }
    let named = asking
        .plan
        .trusted
        .iter()
        .filter(|origin| *origin != asking.plan.origin);
    let named: Vec<_> = named
        .filter(|origin| requests::is_canonical(origin))
        .collect();
    for origin in named.into_iter().take(3) {
        let Some(answer) = asking.get(origin).await else {
            continue;
        };
        let page = requests::page(&asking.url, origin);
        if page != origin {
            continue;
        }
        let mut server = |_| answer.response.clone();
        let request =
            PageRequest::get(asking.url.as_str()).redirect(cors_browser::Redirect::Manual);
        let outcome = Browser::at(page).fetch(&mut server, request);
        if let Err(blocked) = outcome.result()
            && let Some(code) = code(asking, blocked, Some(&answer)).await
        {
            findings.add(finding(code, blocked, Some(&answer)));
        }
    }
}

/// Of a method that was not sent, the preflight is what is known: an error that GET gets in its place is none of it.
fn is_open(blocked: &Blocked, was_sent: bool) -> bool {
    !was_sent
        && matches!(
            blocked,
            Blocked::CorsCheck {
                preflight: false,
                after_preflight: true,
                status: 400..,
                ..
            }
        )
}

/// The request that got no answer.
fn unanswered(asking: &Asking<'_, impl Server>, preflight: bool) -> Option<Request<()>> {
    let plan = asking.plan;
    match preflight {
        true => {
            let asked = PageRequest::new(asking.unsafe_method(), plan.url);
            requests::preflight(asked, plan.url, plan.origin)
        }
        false => requests::actual(asking.sendable().unwrap_or("GET"), plan.url, plan.origin),
    }
}

fn finding(code: Code, blocked: &Blocked, answer: Option<&Answer>) -> Finding {
    let origin = answer.and_then(Answer::origin);
    let redirect = match (code, answer) {
        (Code::HeadersMissingOnRedirect, Some(answer)) => {
            format!(" at a redirect with status {}", answer.status().as_u16())
        }
        _ => String::new(),
    };
    let message = match origin {
        Some(origin) => format!("a page of {origin} is blocked{redirect}: {blocked}"),
        None => format!("the page is blocked: {blocked}"),
    };
    Finding {
        code,
        severity: code.severity(true),
        message,
        evidence: answer.map(evidence::of).unwrap_or_default(),
        advice: advice(code, blocked, origin),
        request: answer.map(|answer| answer.request.clone()),
    }
}

/// `None` where the page itself is to blame.
async fn code(
    asking: &mut Asking<'_, impl Server>,
    blocked: &Blocked,
    last: Option<&Answer>,
) -> Option<Code> {
    Some(match blocked.reason()? {
        Reason::OriginNotAllowed | Reason::NullOrigin | Reason::HeadersMissing => {
            no_allow_origin(asking, blocked, last).await
        }
        Reason::MethodNotAllowed => Code::MethodNotAllowed,
        Reason::HeaderNotAllowed => Code::HeaderNotAllowed,
        Reason::AuthorizationNotCovered => Code::AuthorizationNotCovered,
        Reason::CredentialsNotAllowed => match blocked {
            Blocked::CorsCheck {
                failure:
                    CorsCheckFailure::NoAllowCredentials {
                        found: Some(found), ..
                    },
                ..
            } if found != "false" => Code::InvalidAllowCredentials,
            _ => Code::CredentialsNotAllowed,
        },
        Reason::WildcardWithCredentials => Code::WildcardWithCredentials,
        Reason::WildcardListWithCredentials => Code::WildcardListWithCredentials,
        Reason::NotExposed => Code::NotExposed,
        Reason::PreflightRedirected => Code::PreflightRedirected,
        Reason::PreflightNotOk => match last.map(|answer| answer.status().as_u16()) {
            Some(401 | 407) => Code::PreflightNeedsAuthentication,
            _ => Code::PreflightNotOk,
        },
        Reason::PreflightFailed => Code::PreflightFailed,
        Reason::MultipleAllowOrigin => Code::MultipleAllowOrigin,
        Reason::InvalidAllowOrigin => Code::InvalidAllowOrigin,
        Reason::InvalidList => Code::InvalidList,
        Reason::RedirectBlocked | Reason::SchemeNotSupported => Code::RedirectBlocked,
        Reason::NoResponse => Code::NoResponse,
        // Among them `origin-mismatch`: the server names somebody else.
        _ => Code::OriginNotAllowed,
    })
}

/// An answer without the header says little, and its status more.
async fn no_allow_origin(
    asking: &mut Asking<'_, impl Server>,
    blocked: &Blocked,
    last: Option<&Answer>,
) -> Code {
    let Blocked::CorsCheck {
        preflight,
        status,
        origin,
        after_preflight,
        ..
    } = blocked
    else {
        return Code::OriginNotAllowed;
    };
    let is_missing = blocked.reason() == Some(Reason::HeadersMissing);
    match (*preflight, *status) {
        (true, 401 | 407) => Code::PreflightNeedsAuthentication,
        (true, 400..) if is_missing => Code::PreflightNotOk,
        (true, _) => Code::OriginNotAllowed,
        (false, 300..400) => match *after_preflight || leads_to_a_grant(asking, last, origin).await
        {
            true => Code::HeadersMissingOnRedirect,
            false => Code::OriginNotAllowed,
        },
        (false, 400..) if is_missing => Code::HeadersMissingOnError,
        _ => Code::OriginNotAllowed,
    }
}

/// Whether a redirect that has no headers is the exception: what it leads to on the same host has them, or what is
/// beside it.
async fn leads_to_a_grant(
    asking: &mut Asking<'_, impl Server>,
    redirect: Option<&Answer>,
    origin: &str,
) -> bool {
    let target = redirect.and_then(|redirect| {
        let base = Url::parse(&redirect.request.uri().to_string()).ok()?;
        let location = redirect.headers().get(LOCATION)?.to_str().ok()?;
        let target = base.join(location).ok()?;
        (target.host_str() == base.host_str()).then_some(target)
    });
    if let Some(target) = target
        && is_granted(asking, target.as_str(), origin).await
    {
        // The rest is asked of what the page would read.
        asking.url = target.into();
        return true;
    }
    // Another host is nobody's to judge here, and what CORS does beside the redirect is told by an error.
    match errors::nowhere(&asking.url) {
        Some(url) => is_granted(asking, &url, origin).await,
        None => false,
    }
}

async fn is_granted(asking: &mut Asking<'_, impl Server>, url: &str, origin: &str) -> bool {
    let request = requests::actual("GET", url, origin);
    let answer = asking.ask(request).await;
    answer.is_some_and(|answer| Grant::of(&answer, origin).is_any())
}

/// What to do, in any server's terms.
fn advice(code: Code, blocked: &Blocked, origin: Option<&str>) -> String {
    let origin = origin.unwrap_or("the page's origin");
    let names = |names: &[String]| names.join(", ");
    match (code, blocked) {
        (Code::MethodNotAllowed | Code::HeaderNotAllowed | Code::NotExposed, _)
            if blocked.cures().is_empty() =>
        {
            "mend the page: to allow this would be a mistake".to_owned()
        }
        (_, Blocked::MethodNotAllowed { method, .. }) => {
            format!("add {method} to the methods that preflights are answered with")
        }
        (_, Blocked::HeadersNotAllowed { names: missing, .. }) => format!(
            "add {} to the request headers that preflights are answered with",
            names(missing)
        ),
        (_, Blocked::NotExposed { names: missing, .. }) => {
            format!("add {} to the exposed headers", names(missing))
        }
        (Code::OriginNotAllowed, _) => {
            format!("if the page is meant to read this, add {origin} to the allowed origins")
        }
        (Code::CredentialsNotAllowed, _) => {
            "allow credentials, if the page is to send them".to_owned()
        }
        (Code::WildcardWithCredentials, _) => {
            format!("name {origin} in the place of *, and send Vary: Origin")
        }
        (Code::InvalidAllowCredentials, _) => super::defects::CREDENTIALS.to_owned(),
        (Code::MultipleAllowOrigin, _) => super::defects::MULTIPLE.to_owned(),
        (Code::InvalidAllowOrigin, _) => super::defects::INVALID.to_owned(),
        (Code::InvalidList, _) => super::defects::LIST.to_owned(),
        (Code::PreflightRedirected, _) => {
            "answer OPTIONS before anything redirects, or have the page ask for the URL where it leads".to_owned()
        }
        (Code::PreflightNeedsAuthentication, _) => {
            "put CORS in front of authentication: browsers send no credentials with preflights".to_owned()
        }
        (Code::PreflightNotOk, _) => {
            "have CORS answer OPTIONS before routes, methods and guards do, with 204".to_owned()
        }
        (Code::PreflightFailed, _) => {
            "find out what drops OPTIONS: a firewall, a proxy, a handler that never answers".to_owned()
        }
        (Code::HeadersMissingOnError, _) => errors::ON_ERRORS.to_owned(),
        (Code::HeadersMissingOnRedirect, _) => {
            "send the CORS headers with redirects, too, or have the page ask for the URL where it leads".to_owned()
        }
        (Code::RedirectBlocked, _) => "have the redirect lead to the resource, in one step".to_owned(),
        _ => "find out why there is no answer: the page sees a network error".to_owned(),
    }
}
