//! What a cache between browser and server would do with the answers: whether it would give one page's to another.

use cors_browser::shared_cache::{Handling, SharedCache};
use http::{
    HeaderName, HeaderValue,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL,
    },
};

use super::super::{code::Code, finding::Finding};
use super::{answers::Answer, evidence, findings::Findings, strangers::Seen};

pub(super) fn judge(seen: &Seen<'_>, findings: &mut Findings) {
    let pairs = [
        (&seen.plain, &seen.trusted),
        (&seen.trusted, &seen.plain),
        (&seen.stranger, &seen.trusted),
        (&seen.trusted, &seen.stranger),
        (&seen.plain, &seen.stranger),
    ];
    for (first, second) in pairs {
        let (Some(first), Some(second)) = (first, second) else {
            continue;
        };
        if differ(first, second) && is_confused(first, second) {
            findings.add(finding(first, second));
            return;
        }
    }
}

/// What a page may read depends on these.
const DECISIVE: [HeaderName; 3] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
];

fn differ(one: &Answer, other: &Answer) -> bool {
    DECISIVE
        .iter()
        .any(|name| one.header(name) != other.header(name))
}

/// Whether a cache that stored the first answer gives it to whoever should get the second.
fn is_confused(first: &Answer, second: &Answer) -> bool {
    let mut cache = SharedCache::new();
    let mut server = |_| first.response.clone();
    cache.answer(first.request.clone(), &mut server);
    let mut again = second.request.clone();
    // How long an answer is fresh is not the point: caches have rules of their own for those that don't say.
    again
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("max-stale"));
    let mut server = |_| second.response.clone();
    cache.answer(again, &mut server);
    cache.last() == Some(Handling::Hit)
}

fn finding(first: &Answer, second: &Answer) -> Finding {
    let code = Code::MissingVary;
    let page = |answer: &Answer| match answer.origin() {
        Some(origin) => format!("a page of {origin}"),
        None => "a request without Origin".to_owned(),
    };
    let mut shown = evidence::of(first);
    shown.extend(evidence::of(second));
    Finding {
        code,
        severity: code.severity(true),
        message: format!(
            "the answer depends on Origin, may be stored, and has no Vary: Origin: a cache gives what {} got to {}",
            page(first),
            page(second)
        ),
        evidence: shown,
        advice:
            "send Vary: Origin with every answer of this URL, those to requests without Origin too"
                .to_owned(),
        request: Some(first.request.clone()),
    }
}
