//! What a preflight refuses that is answered without CORS headers: the answers to other requests tell.

use cors_browser::{Blocked, PageRequest};
use http::{
    Request,
    header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD},
};

use super::super::{code::Code, finding::Finding, server::Server};
use super::{answers::Answer, asking::Asking, evidence, grant::Grant, requests};

/// More than the preflight's own answer says, if the others say more.
///
/// Many servers refuse a method or a header name with a preflight's answer that has no header at all, as they refuse
/// an origin. Others have never heard of CORS, and answer `OPTIONS` with 405.
pub(super) async fn by_preflight(
    asking: &mut Asking<'_, impl Server>,
    blocked: &Blocked,
    preflight: &Answer,
) -> Option<Finding> {
    let Blocked::CorsCheck {
        preflight: true, ..
    } = blocked
    else {
        return None;
    };
    // What needs no more words: authentication comes first, or an error handler.
    let status = preflight.status().as_u16();
    let has_no_headers = blocked.reason() == Some(cors_browser::Reason::HeadersMissing);
    if matches!(status, 401 | 407) || preflight.has_cors_headers() {
        return None;
    }
    let origin = preflight.origin()?.to_owned();
    let get = asking.get(&origin).await?;
    let is_granted = Grant::of(&get, &origin).is_any();
    let found = match (is_granted, has_no_headers) {
        (true, false) => refused(asking, preflight, &origin).await,
        (false, true) if get.status().is_success() && !get.has_cors_headers() => Found {
            code: Code::OriginNotAllowed,
            what: format!(
                "neither the preflight's answer, {status}, nor GET's has any CORS header: the server allows no page"
            ),
            advice: format!(
                "if the page is meant to use this, add CORS for {origin}, and have it answer OPTIONS"
            ),
        },
        _ => return None,
    };
    Some(Finding {
        code: found.code,
        severity: found.code.severity(true),
        message: format!("a page of {origin} is blocked: {}", found.what),
        evidence: evidence::of(preflight),
        advice: found.advice,
        request: Some(preflight.request.clone()),
    })
}

struct Found {
    code: Code,
    what: String,
    advice: String,
}

/// The origin is allowed in the answer to GET.
async fn refused(asking: &mut Asking<'_, impl Server>, preflight: &Answer, origin: &str) -> Found {
    let status = preflight.status().as_u16();
    let asked = |name| {
        let value = preflight.request.headers().get(name);
        evidence::shown(value.map_or(b"", |value| value.as_bytes()))
    };
    let method = asked(ACCESS_CONTROL_REQUEST_METHOD);
    let names = asked(ACCESS_CONTROL_REQUEST_HEADERS);
    let without_names = PageRequest::new(asking.method(), asking.url.as_str()).upload_listener();
    if !names.is_empty() && grants(asking, without_names, origin).await {
        return Found {
            code: Code::HeaderNotAllowed,
            what: format!(
                "the preflight for {method} with {names} is answered with {status} and no CORS headers, and without {names} it is allowed"
            ),
            advice: format!("add {names} to the request headers that preflights are answered with"),
        };
    }
    let safe = PageRequest::get(asking.url.as_str()).upload_listener();
    match grants(asking, safe, origin).await {
        true => Found {
            code: Code::MethodNotAllowed,
            what: format!(
                "the preflight for {method} is answered with {status} and no CORS headers, and the preflight for GET is allowed"
            ),
            advice: format!("add {method} to the methods that preflights are answered with"),
        },
        false => Found {
            code: match status {
                300.. => Code::PreflightNotOk,
                _ => Code::OriginNotAllowed,
            },
            what: format!(
                "the preflight is answered with {status} and no CORS headers, and GET's answer has them"
            ),
            advice: format!(
                "have CORS answer OPTIONS, too, and allow {method}{}",
                match names.is_empty() {
                    true => String::new(),
                    false => format!(" with {names}"),
                }
            ),
        },
    }
}

/// Whether the answer to a preflight allows the origin.
async fn grants(asking: &mut Asking<'_, impl Server>, asked: PageRequest, origin: &str) -> bool {
    let request: Option<Request<()>> = requests::preflight(asked, &asking.url, origin);
    let answer = asking.ask(request).await;
    answer.is_some_and(|answer| Grant::of(&answer, origin).is_any())
}
