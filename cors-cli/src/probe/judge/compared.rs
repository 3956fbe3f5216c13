//! Whether every answer is what a policy decides.

use std::collections::BTreeSet;

use cors_core::{
    Policy, RequestKind,
    adapter::{Decision, Head, Responder},
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE,
    },
};

use super::super::{code::Code, finding::Finding, server::Server};
use super::{answers::Answer, asking::Asking, evidence, findings::Findings, grant::Grant};

/// What differs. Of each, the first answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// A guard refuses the request, and the server answers it.
    Unguarded,
    LooserOrigin,
    StricterOrigin,
    Credentials,
    Status,
    Methods,
    Headers,
    MaxAge,
    Exposed,
}

pub(super) fn judge(asking: &Asking<'_, impl Server>, policy: &Policy, findings: &mut Findings) {
    let responder = Responder::<HeaderValue>::new(policy.clone());
    let mut found = BTreeSet::new();
    for answer in asking.answers() {
        // What no policy has seen is a finding of its own.
        if is_foreign(answer) {
            continue;
        }
        let expected = Expected::of(&responder, policy, answer);
        for (difference, sentence) in expected.differences(answer) {
            if found.insert(difference) {
                findings.add(finding(answer, sentence));
            }
        }
    }
}

/// Errors and redirects that carry no CORS headers.
fn is_foreign(answer: &Answer) -> bool {
    let mut names = answer.headers().keys();
    let is_silent = !names.any(|name| name.as_str().starts_with("access-control-"));
    !answer.is_preflight() && !answer.status().is_success() && is_silent
}

/// What the policy decides.
struct Expected {
    answer: Answer,
    /// By a guard.
    refused: Option<StatusCode>,
}

impl Expected {
    fn of(responder: &Responder<HeaderValue>, policy: &Policy, live: &Answer) -> Self {
        let head = Head::of(&live.request);
        let mut headers = HeaderMap::new();
        let mut status = live.status();
        let mut refused = None;
        match responder.peek(&head) {
            Decision::Forward(decided) => {
                decided.apply(&mut headers);
            }
            Decision::Answer(decided) => {
                status = decided.status_code();
                let is_guards = decided.refused_by().is_some()
                    && policy.decide(&head).kind() != RequestKind::Preflight
                    || status == StatusCode::MISDIRECTED_REQUEST;
                refused = is_guards.then_some(status);
                decided.apply(&mut headers);
            }
        }
        let mut response = Response::new(());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        let request = live.request.clone();
        Self {
            answer: Answer { request, response },
            refused,
        }
    }

    fn differences(&self, live: &Answer) -> Vec<(Difference, String)> {
        let status = live.status();
        if let Some(refused) = self.refused {
            let sentence = format!(
                "the policy refuses this request with {}, and the server answers it with {}",
                refused.as_u16(),
                status.as_u16()
            );
            let difference = (refused != status).then_some((Difference::Unguarded, sentence));
            return difference.into_iter().collect();
        }
        let mut differences = Vec::from_iter(self.grant(live));
        let is_granted = |answer: &Answer| {
            let origin = answer.origin();
            origin.is_some_and(|origin| Grant::of(answer, origin).is_any())
        };
        // What is allowed to nobody is not looked at.
        if is_granted(&self.answer) && is_granted(live) {
            match live.is_preflight() {
                true => differences.extend(self.preflight(live)),
                false => differences.extend(self.exposed(live)),
            }
        }
        differences
    }

    /// By what it means for a page: a refusal is a refusal, whatever its status and its other headers.
    fn grant(&self, live: &Answer) -> Option<(Difference, String)> {
        let origin = live.origin().unwrap_or("null");
        let (expected, found) = (Grant::of(&self.answer, origin), Grant::of(live, origin));
        // To what has no `Origin`, only `*` means something, and only to caches.
        if live.origin().is_none() || expected == found {
            return None;
        }
        let allows = |grant| match grant {
            Grant::Nobody => "allows nothing".to_owned(),
            Grant::Anybody => "sends *".to_owned(),
            Grant::Named { credentials: true } => "names the origin, with credentials".to_owned(),
            Grant::Named { credentials: false } => {
                "names the origin, without credentials".to_owned()
            }
        };
        let difference = match (expected, found) {
            (Grant::Nobody, _) => Difference::LooserOrigin,
            (_, Grant::Nobody) => Difference::StricterOrigin,
            (Grant::Named { .. }, Grant::Named { .. }) => Difference::Credentials,
            (Grant::Anybody, _) | (_, Grant::Anybody) => Difference::LooserOrigin,
        };
        let what = what(live);
        let sentence = format!(
            "to {what} of {} the policy {}, and the server {}",
            evidence::shown(origin.as_bytes()),
            allows(expected),
            allows(found)
        );
        Some((difference, sentence))
    }

    fn preflight(&self, live: &Answer) -> Vec<(Difference, String)> {
        let (expected, found) = (self.answer.status(), live.status());
        if expected.is_success() != found.is_success() {
            let (expected, found) = (expected.as_u16(), found.as_u16());
            let sentence = format!(
                "the policy answers the preflight with {expected}, and the server with {found}"
            );
            return vec![(Difference::Status, sentence)];
        }
        let methods = self.list(
            live,
            &ACCESS_CONTROL_ALLOW_METHODS,
            ToOwned::to_owned,
            |name| !matches!(name, "GET" | "HEAD" | "POST"),
            Difference::Methods,
        );
        let headers = self.list(
            live,
            &ACCESS_CONTROL_ALLOW_HEADERS,
            str::to_ascii_lowercase,
            |_| true,
            Difference::Headers,
        );
        let differences = [methods, headers, self.max_age(live)];
        differences.into_iter().flatten().collect()
    }

    fn max_age(&self, live: &Answer) -> Option<(Difference, String)> {
        let age = |answer: &Answer| {
            let value = answer.header(&ACCESS_CONTROL_MAX_AGE);
            value.map(|value| evidence::shown(&value))
        };
        let (expected, found) = (age(&self.answer), age(live));
        // Browsers take none for 5 seconds.
        let seconds = |age: &Option<String>| age.clone().unwrap_or_else(|| "5".to_owned());
        let shown = |age: &Option<String>| age.clone().unwrap_or_else(|| "not sent".to_owned());
        (seconds(&expected) != seconds(&found)).then(|| {
            let (expected, found) = (shown(&expected), shown(&found));
            let sentence = format!(
                "access-control-max-age is {expected} by the policy, and {found} by the server"
            );
            (Difference::MaxAge, sentence)
        })
    }

    fn exposed(&self, live: &Answer) -> Option<(Difference, String)> {
        self.list(
            live,
            &ACCESS_CONTROL_EXPOSE_HEADERS,
            str::to_ascii_lowercase,
            |name| !SAFELISTED.contains(&name),
            Difference::Exposed,
        )
    }

    /// Lists are the same in any order, whatever is in them that needs no listing.
    fn list(
        &self,
        live: &Answer,
        name: &HeaderName,
        spelt: fn(&str) -> String,
        is_kept: fn(&str) -> bool,
        difference: Difference,
    ) -> Option<(Difference, String)> {
        let entries = |answer: &Answer| -> BTreeSet<String> {
            let value = answer.header(name).unwrap_or_default();
            let value = String::from_utf8_lossy(&value).into_owned();
            let entries = value.split(',').map(str::trim).map(spelt);
            entries
                .filter(|entry| !entry.is_empty() && is_kept(entry))
                .collect()
        };
        let (expected, found) = (entries(&self.answer), entries(live));
        let shown = |list: Vec<&String>| {
            let list: Vec<_> = list
                .iter()
                .map(|entry| evidence::shown(entry.as_bytes()))
                .collect();
            evidence::shown(list.join(", ").as_bytes())
        };
        let lacks: Vec<_> = expected.difference(&found).collect();
        let has: Vec<_> = found.difference(&expected).collect();
        let sentence = match (lacks.is_empty(), has.is_empty()) {
            (true, true) => return None,
            (false, true) => format!("{name} of the server lacks {}", shown(lacks)),
            (true, false) => format!(
                "{name} of the server has {}, and the policy's has not",
                shown(has)
            ),
            (false, false) => {
                format!(
                    "{name} of the server has {} in the place of {}",
                    shown(has),
                    shown(lacks)
                )
            }
        };
        Some((difference, sentence))
    }
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

fn what(answer: &Answer) -> &'static str {
    match answer.is_preflight() {
        true => "a preflight",
        false => "a request",
    }
}

fn finding(answer: &Answer, sentence: String) -> Finding {
    let code = Code::DiffersFromPolicy;
    Finding {
        code,
        severity: code.severity(true),
        message: format!("the server does not do what the policy says: {sentence}"),
        evidence: evidence::of(answer),
        advice: "deploy the policy, or find out what answers in its place: a proxy, another middleware, an older version".to_owned(),
        request: Some(answer.request.clone()),
    }
}
