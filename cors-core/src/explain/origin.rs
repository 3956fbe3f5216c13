//! Why an origin is not allowed: the entry that is most like it, what is wrong with it, and the cure.

use super::{
    Cure, Nearest, Reason, ReasonKind,
    nearest::{Clause, Search, place_of},
    trial::{Trial, try_origin},
};
use crate::{Origin, OriginFlaw, OriginPattern, Policy, Setting, matcher::Matcher, rules::Origins};

/// Why an origin is not allowed. It is neither `null` nor one of several.
pub(super) fn not_allowed(policy: &Policy, value: &[u8]) -> Reason {
    if value == b"file://" {
        return file(policy);
    }
    let Origins::Listed(matcher) = &policy.rules().origins else {
        return reason(None, true, None);
    };
    match Origin::of(value) {
        Some(origin) => canonical(policy, matcher, origin),
        None => malformed(policy, matcher, value),
    }
}

fn reason(nearest: Option<Nearest>, is_canonical: bool, note: Option<String>) -> Reason {
    Reason {
        kind: ReasonKind::OriginNotAllowed {
            nearest,
            is_canonical,
        },
        cure: None,
        needs: None,
        note,
    }
}

fn canonical(policy: &Policy, matcher: &Matcher, origin: Origin<'_>) -> Reason {
    let trial = try_origin(policy, origin.as_str());
    let note = match &trial {
        Trial::Invalid(flaw) => Some(nobody_sends(what_is_wrong(*flaw))),
        Trial::Pattern => Some(NOT_AN_ENTRY.to_owned()),
        Trial::Builds | Trial::Needs(_) | Trial::Fails => None,
    };
    let is_sent = !matches!(trial, Trial::Invalid(_));
    let nearest = Search::new(policy, matcher, origin).nearest();
    let is_strangers = nearest.as_ref().is_none_or(Nearest::is_anyones);
    let mut reason = reason(nearest, is_sent, note);
    match trial {
        Trial::Builds => {
            let cure = Cure::entry(Setting::AllowOrigins, origin.as_str());
            reason.cure = Some(if is_strangers {
                cure.only_if("that page is yours")
            } else {
                cure
            });
        }
        Trial::Needs(setting) => reason.needs = Some(setting),
        _ => {}
    }
    reason
}

/// What no browser sends has no cure.
fn malformed(policy: &Policy, matcher: &Matcher, value: &[u8]) -> Reason {
    if value.len() > Origin::MAX_LEN {
        return reason(None, false, Some(nobody_sends("no origin is as long")));
    }
    let Ok(text) = core::str::from_utf8(value) else {
        return reason(None, false, Some(nobody_sends("it is not text")));
    };
    let Err(invalid) = OriginPattern::parse(text) else {
        return reason(None, false, Some(nobody_sends(PATTERN)));
    };
    let flaw = invalid.flaw();
    let meant = invalid
        .suggestion()
        .and_then(|text| Origin::of(text.as_bytes()));
    let nearest = meant.and_then(|meant| nearest_to_meant(policy, matcher, text, flaw, meant));
    reason(nearest, false, Some(nobody_sends(what_is_wrong(flaw))))
}

/// The entry that allows what was meant, or is most like it.
fn nearest_to_meant(
    policy: &Policy,
    matcher: &Matcher,
    text: &str,
    flaw: OriginFlaw,
    meant: Origin<'_>,
) -> Option<Nearest> {
    let Some(matched) = matcher.find(meant.as_str().as_bytes()) else {
        return Search::new(policy, matcher, meant).nearest();
    };
    let clause = match flaw {
        OriginFlaw::UpperCase => Clause::Case,
        OriginFlaw::Path if text.ends_with('/') && text.matches('/').count() == 3 => {
            Clause::TrailingSlash
        }
        OriginFlaw::Path => Clause::Path,
        OriginFlaw::DefaultPort => Clause::DefaultPort,
        OriginFlaw::NoScheme => Clause::BeginsWithScheme,
        _ => return None,
    };
    Nearest::at(
        policy,
        place_of(policy, matched)?,
        clause,
        None,
        meant.as_str(),
    )
}

fn nobody_sends(what_is_wrong: &str) -> String {
    format!("no browser sends an origin like this: {what_is_wrong}")
}

const NOT_AN_ENTRY: &str = "no entry can name it, because in a policy some of its characters mean \
     something else; a predicate can allow it";

const PATTERN: &str = "this is a pattern, and not an origin";

/// What is wrong with the text of a request, where patterns are out of place.
fn what_is_wrong(flaw: OriginFlaw) -> &'static str {
    match flaw {
        OriginFlaw::Null => "null is in lower case",
        OriginFlaw::AddressRange => "this is a range of addresses",
        OriginFlaw::MisplacedWildcard
        | OriginFlaw::WildcardBeforeIp
        | OriginFlaw::UnknownHole
        | OriginFlaw::SeveralHoles
        | OriginFlaw::NoFixedDomain => PATTERN,
        other => other.reason(),
    }
}

/// `file://`, which some web views send, and each program's pages with it.
fn file(policy: &Policy) -> Reason {
    let never = never(policy);
    let note = match never {
        Some(never) => format!("{FILE}, and {never}"),
        None => FILE.to_owned(),
    };
    Reason {
        needs: never
            .is_none()
            .then_some(Setting::DangerouslyAllowFileOrigin),
        ..reason(None, true, Some(note))
    }
}

/// `null`, whoever sends it.
pub(super) fn null(policy: &Policy) -> Reason {
    let never = never(policy);
    Reason {
        kind: ReasonKind::NullOrigin,
        cure: None,
        needs: never
            .is_none()
            .then_some(Setting::DangerouslyAllowNullOrigin),
        note: Some(match never {
            Some(never) => format!("{NULL}; {never}"),
            None => NULL.to_owned(),
        }),
    }
}

const NULL: &str = "browsers send it for sandboxed frames, local files and data: URLs, \
     after a redirect across origins, and under some referrer policies";

const FILE: &str = "web views send it for every local file";

/// Why no policy like this one can allow what anybody can send.
fn never(policy: &Policy) -> Option<&'static str> {
    if policy.rules().credentials {
        Some("with credentials no policy can allow it")
    } else if policy.settings().has_guard() {
        Some("with a guard no policy can allow it")
    } else {
        None
    }
}
