//! Headers that browsers read otherwise than their author meant, in any answer to a trusted page.

use cors_browser::Defect;
use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;

use super::super::{code::Code, finding::Finding, server::Server};
use super::{answers::Answer, asking::Asking, evidence, findings::Findings, grant};

pub(super) const MULTIPLE: &str = "send one Access-Control-Allow-Origin with one origin: if a proxy adds one, take away the server's, or the other way round";
pub(super) const INVALID: &str = "send the page's origin as it is in Origin, if it is allowed: scheme, host and port, without a slash or a pattern";
pub(super) const CREDENTIALS: &str =
    "send Access-Control-Allow-Credentials: true, once and in lower case, or not at all";
pub(super) const LIST: &str = "separate the names with commas";

pub(super) fn judge(asking: &Asking<'_, impl Server>, findings: &mut Findings) {
    let origin = asking.plan.origin;
    // What strangers are told is nobody's loss.
    let ours = asking
        .answers()
        .iter()
        .filter(|answer| answer.origin() == Some(origin));
    for answer in ours {
        for defect in Defect::all(answer.headers()) {
            if let Some((code, advice)) = about(&defect, answer) {
                findings.add(finding(code, defect.to_string(), advice, answer));
            }
        }
        wildcard(answer, findings);
    }
}

fn about(defect: &Defect, answer: &Answer) -> Option<(Code, &'static str)> {
    Some(match defect {
        Defect::MultipleAllowOrigin { .. } => (Code::MultipleAllowOrigin, MULTIPLE),
        Defect::InvalidAllowOrigin { .. } => (Code::InvalidAllowOrigin, INVALID),
        Defect::InvalidAllowCredentials { .. } => (Code::InvalidAllowCredentials, CREDENTIALS),
        // Browsers look for methods and headers in preflights' answers only, and for exposed names in the others.
        Defect::InvalidList { name, .. }
            if answer.is_preflight() != (*name == "Access-Control-Expose-Headers") =>
        {
            (Code::InvalidList, LIST)
        }
        Defect::InvalidMaxAge { .. } if answer.is_preflight() => (
            Code::InvalidMaxAge,
            "send a number of seconds: 600 is honoured everywhere, and 0 turns the preflight cache off",
        ),
        Defect::MaxAgeCapped { .. } if answer.is_preflight() => (
            Code::MaxAgeCapped,
            "send 86400 or less: 600 is honoured everywhere",
        ),
        Defect::PrivateNetwork { .. } => (
            Code::PrivateNetworkLeftover,
            "take the header away: browsers ask the visitor instead",
        ),
        _ => return None,
    })
}

fn wildcard(answer: &Answer, findings: &mut Findings) {
    let allowed = answer.header(&ACCESS_CONTROL_ALLOW_ORIGIN);
    if allowed.as_deref() == Some(b"*") && grant::allows_credentials(answer) {
        let message = "Access-Control-Allow-Origin is * and Access-Control-Allow-Credentials is true: browsers block every request with credentials";
        let advice = "if pages are to send credentials, name the origins that may; if not, take Access-Control-Allow-Credentials away";
        findings.add(finding(
            Code::WildcardWithCredentials,
            message.to_owned(),
            advice,
            answer,
        ));
    }
}

fn finding(code: Code, message: String, advice: &str, answer: &Answer) -> Finding {
    let message = match answer.is_preflight() {
        true => format!("in the answer to the preflight, {message}"),
        false => format!("in the answer, {message}"),
    };
    Finding {
        code,
        severity: code.severity(true),
        message,
        evidence: evidence::of(answer),
        advice: advice.to_owned(),
        request: Some(answer.request.clone()),
    }
}
