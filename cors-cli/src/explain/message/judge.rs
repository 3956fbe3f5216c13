//! Whether a policy would really do what a browser's console said.

use cors_browser::{
    Engine, NoteCode, Outcome, Reason,
    console::{Message, NotCors},
};
use cors_core::{OriginEntry, Policy, adapter::Head};

use super::replay::Replay;
use crate::{
    explain::{origin::Origin, server},
    verdict,
};

/// Whether the policy does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    /// `None` where the text leaves it open.
    pub(super) does_this: Option<bool>,
    /// Why, to follow after "the policy does (not do) this: ".
    pub(super) why: String,
}

/// Judges by the request that the message is about, as far as it tells.
pub(super) fn judge(policy: &Policy, message: &Message) -> Judgement {
    match (message.not_cors(), message.reason()) {
        (Some(NotCors::NoDetail), _) => open("the text does not say why it failed"),
        (Some(_), _) => no("it is not about CORS"),
        // WebKit's one sentence for a missing, a different and an invalid Access-Control-Allow-Origin.
        (None, None) if message.engine() == Some(Engine::WebKit) && message.origin().is_some() => {
            of_origin(policy, message)
        }
        (None, None) => open("the text does not say why it failed"),
        (None, Some(reason)) => of_reason(policy, message, reason),
    }
}

fn of_reason(policy: &Policy, message: &Message, reason: Reason) -> Judgement {
    match reason {
        Reason::OriginNotAllowed | Reason::NullOrigin | Reason::HeadersMissing => {
            of_origin(policy, message)
        }
        Reason::WildcardWithCredentials => replayed(
            policy,
            message,
            Replay {
                credentials: true,
                ..replay(message, Some("https://app.example.com"))
            },
            |outcome| verdict::reason(outcome) == Some(reason),
        ),
        Reason::CredentialsNotAllowed if message.value().is_some_and(|value| !value.is_empty()) => {
            no("it never sends such an Access-Control-Allow-Credentials")
        }
        Reason::CredentialsNotAllowed => after_origin(
            policy,
            message,
            |replay| Replay {
                credentials: true,
                ..replay
            },
            |outcome| verdict::reason(outcome) == Some(reason),
        ),
        Reason::MethodNotAllowed => match message.name() {
            Some(name) => after_origin(
                policy,
                message,
                |replay| Replay {
                    method: name,
                    ..replay
                },
                |outcome| verdict::reason(outcome) == Some(reason),
            ),
            None => unless_any(policy.settings().allow_methods(), "the method"),
        },
        Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered => match message.name() {
            Some(name) => after_origin(
                policy,
                message,
                |replay| Replay {
                    header: Some(name),
                    ..replay
                },
                |outcome| is_of_header(outcome, reason),
            ),
            None => unless_any(policy.settings().allow_headers(), "the header"),
        },
        Reason::NotExposed => match message.name() {
            Some(name) => after_origin(
                policy,
                message,
                |replay| Replay {
                    read: Some(name),
                    ..replay
                },
                |outcome| verdict::reason(outcome) == Some(reason),
            ),
            None => unless_any(policy.settings().expose_headers(), "the header"),
        },
        Reason::PreflightNotOk => of_status(policy, message),
        Reason::OriginMismatch => no("it never names another origin than the page's"),
        Reason::MultipleAllowOrigin => {
            no("it never sends more than one Access-Control-Allow-Origin")
        }
        Reason::InvalidAllowOrigin => {
            no("it never sends an Access-Control-Allow-Origin that is no origin")
        }
        Reason::InvalidList => no("its lists are lists of names"),
        Reason::WildcardListWithCredentials => no("with credentials it spells its lists out"),
        Reason::PreflightRedirected => no("it never redirects a preflight"),
        Reason::PreflightFailed | Reason::NoResponse => no("it always answers"),
        Reason::RedirectBlocked => no("it redirects nobody"),
        Reason::SchemeNotSupported | Reason::LocalNetworkDenied => no("no policy has a say in it"),
        _ => open("the text does not say enough"),
    }
}

/// That the response is not for the page's origin.
fn of_origin(policy: &Policy, message: &Message) -> Judgement {
    let is_null = message.reason() == Some(Reason::NullOrigin);
    let origin = if is_null {
        Some("null")
    } else {
        message.origin()
    };
    if origin.is_none() {
        return match allows_any(policy) {
            true => no(ALLOWED),
            false => open("the text does not name the page's origin"),
        };
    }
    replayed(policy, message, replay(message, origin), |outcome| {
        let reason = verdict::reason(outcome);
        let lacks_it = [
            Reason::OriginNotAllowed,
            Reason::NullOrigin,
            Reason::HeadersMissing,
        ];
        reason.is_some_and(|reason| lacks_it.contains(&reason))
    })
}

/// That the preflight's answer is an error.
fn of_status(policy: &Policy, message: &Message) -> Judgement {
    let status = message.status();
    if message.origin().is_none() {
        return match status {
            // As guards and hosts that are not expected have it, and as origins that are not allowed do.
            None | Some(403 | 421) => open("the text does not name the page's origin"),
            Some(_) => no("it never answers a preflight with this status"),
        };
    }
    let replay = Replay {
        preflight: true,
        status: None,
        ..replay(message, message.origin())
    };
    replayed(policy, message, replay, |outcome| {
        let answer = outcome
            .exchanges()
            .first()
            .map(|exchange| exchange.response().status());
        answer.is_some_and(|found| match status {
            Some(status) => found.as_u16() == status,
            None => !found.is_success(),
        })
    })
}

/// What a browser says only once the origin is allowed: where the text does not name it, it was one that is.
fn after_origin<'a>(
    policy: &Policy,
    message: &'a Message,
    asks: impl FnOnce(Replay<'a>) -> Replay<'a>,
    is_this: impl Fn(&Outcome) -> bool,
) -> Judgement {
    match message.origin() {
        Some(_) => replayed(policy, message, asks(replay(message, None)), is_this),
        None => {
            let policy = for_one_origin(policy);
            replayed(
                &policy,
                message,
                asks(replay(message, Some(ONE_ORIGIN))),
                is_this,
            )
        }
    }
}

fn replayed(
    policy: &Policy,
    message: &Message,
    replay: Replay<'_>,
    is_this: impl Fn(&Outcome) -> bool,
) -> Judgement {
    let Some(outcome) = replay.ask(policy) else {
        return open("no browser sends such an origin");
    };
    if is_this(&outcome) {
        return Judgement {
            does_this: Some(true),
            why: why(policy, replay.origin, &outcome),
        };
    }
    match verdict::is_allowed(&outcome) {
        true => no(ALLOWED),
        false if message.is_warning() => no("it allows the request"),
        false => no(format!(
            "it would block the page too, but for another reason: {}",
            why(policy, replay.origin, &outcome)
        )),
    }
}

/// Why the page is blocked, in the words of whoever knows more of it: the browser or the policy.
fn why(policy: &Policy, origin: &str, outcome: &Outcome) -> String {
    let last = outcome
        .exchanges()
        .last()
        .map(|last| policy.explain(&Head::of(last.request())));
    if let Some(explanation) = last.filter(|explanation| explanation.is_refused()) {
        return explanation.to_string();
    }
    let reason = verdict::reason(outcome);
    let of_origin = matches!(reason, Some(Reason::OriginNotAllowed | Reason::NullOrigin));
    let sentence =
        of_origin.then(|| Origin::of(policy, origin, &server::url(policy, origin)).sentence());
    sentence
        .flatten()
        .unwrap_or_else(|| verdict::sentence(outcome))
}

/// Engines let `*` cover `authorization` without credentials, so that such a policy blocks nobody.
fn is_of_header(outcome: &Outcome, said: Reason) -> bool {
    let let_through = outcome
        .notes()
        .iter()
        .any(|note| note.code() == NoteCode::AuthorizationLetThrough);
    match verdict::reason(outcome) {
        Some(Reason::AuthorizationNotCovered) => {
            said == Reason::AuthorizationNotCovered || !let_through
        }
        Some(reason) => reason == said,
        None => false,
    }
}

/// The request as far as the message tells, for a page of this origin unless the message names one.
fn replay<'a>(message: &'a Message, origin: Option<&'a str>) -> Replay<'a> {
    Replay {
        origin: match (message.reason(), message.origin()) {
            (Some(Reason::NullOrigin), _) => "null",
            (_, named) => named.or(origin).unwrap_or(ONE_ORIGIN),
        },
        url: message.url(),
        method: if message.is_preflight() {
            "POST"
        } else {
            "GET"
        },
        header: None,
        read: None,
        credentials: false,
        preflight: message.is_preflight(),
        status: message.status(),
    }
}

const ONE_ORIGIN: &str = "https://app.example.com";

const ALLOWED: &str = "it would allow that";

/// The policy, with one origin instead of its own.
fn for_one_origin(policy: &Policy) -> Policy {
    let settings = policy.settings();
    let builder = Policy::builder()
        .allow_origins(ONE_ORIGIN)
        .allow_credentials(settings.allow_credentials())
        .allow_methods(settings.allow_methods())
        .allow_headers(settings.allow_headers())
        .expose_headers(settings.expose_headers());
    // What one origin has in error, the policy would have had.
    builder.build().unwrap_or_else(|_| policy.clone())
}

/// Where the name is missing: whether one can be missing from the list.
fn unless_any(listed: &[String], what: &str) -> Judgement {
    match listed.iter().any(|name| name == "*") {
        true => no(ALLOWED),
        false => open(format!("the text does not name {what}")),
    }
}

fn allows_any(policy: &Policy) -> bool {
    policy
        .settings()
        .allow_origins()
        .any(|entry| matches!(entry, OriginEntry::Text("*")))
}

fn no(why: impl Into<String>) -> Judgement {
    Judgement {
        does_this: Some(false),
        why: why.into(),
    }
}

fn open(why: impl Into<String>) -> Judgement {
    Judgement {
        does_this: None,
        why: why.into(),
    }
}
