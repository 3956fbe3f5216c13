//! The list of origins.

use crate::{
    InvalidOrigin, Origin, OriginFlaw, Problem, Severity,
    host::HostKind,
    matcher::Matcher,
    pattern::{OriginPattern, Varying},
    public_suffix::{self, PublicSuffix},
    rules::Origins,
    settings::{Entry, Predicate, Settings},
};

pub(super) fn read(settings: &Settings, problems: &mut Vec<Problem>) -> Origins {
    let credentials = settings.allow_credentials;
    if settings.allow_origins.is_empty() && !settings.dangerously_allow_null_origin {
        problems.push(Problem::NoOrigin);
    }
    if settings.dangerously_allow_null_origin && credentials {
        problems.push(Problem::NullWithCredentials);
    }
    let any = settings.allow_origins.iter().any(is_wildcard);
    if any && credentials {
        problems.push(Problem::WildcardWithCredentials);
    }
    let matcher = read_entries(settings, any, problems);
    if any {
        Origins::Any
    } else {
        Origins::Listed(Box::new(matcher))
    }
}

fn is_wildcard(entry: &Entry) -> bool {
    matches!(entry, Entry::Text(text) if &**text == "*")
}

/// As far as can be told without reading it.
fn is_exact(entry: &&Entry) -> bool {
    matches!(entry, Entry::Text(text) if !text.bytes().any(|byte| matches!(byte, b'*' | b'{')))
}

fn read_entries(settings: &Settings, any: bool, problems: &mut Vec<Problem>) -> Matcher {
    let mut matcher = Matcher::default();
    matcher.reserve(settings.allow_origins.iter().filter(is_exact).count());
    let mut patterns = Vec::new();
    let mut wildcards = 0;
    for (place, entry) in settings.allow_origins.iter().enumerate() {
        match entry {
            Entry::Text(text) if &**text == "*" => {
                wildcards += 1;
                if wildcards > 1 {
                    problems.push(shadowed("*", "*"));
                }
            }
            Entry::Text(text) => match OriginPattern::read(text) {
                Err(invalid) => problems.push(Problem::InvalidOrigin(invalid)),
                Ok(pattern) => {
                    problems.extend(insecure(&pattern, settings));
                    problems.extend(spans_registrants(&pattern, settings));
                    if !matcher.insert(&pattern, text) {
                        problems.push(shadowed(text, text));
                    } else if any {
                        problems.push(shadowed(text, "*"));
                    } else {
                        patterns.push(pattern);
                    }
                }
            },
            #[cfg(feature = "regex")]
            Entry::Regex(regex) => match super::regex::read(regex, settings, problems) {
                Some(_) if any => problems.push(shadowed(regex, "*")),
                Some(compiled) => matcher.insert_regex(place, compiled),
                None => {}
            },
            #[cfg(not(feature = "regex"))]
            Entry::Regex(_) => {}
            Entry::Predicate(predicate) => {
                problems.extend(loose(predicate, settings));
                matcher.insert_predicate(place, predicate.clone());
            }
        }
    }
    // Asked only when all are in: an entry may be covered by a later one.
    for pattern in patterns.iter().filter(|_| matcher.covers()) {
        if let Some(by) = matcher.covering(pattern) {
            problems.push(shadowed(pattern.as_str(), &by));
        }
    }
    if settings.dangerously_allow_null_origin {
        matcher.allow_null();
    }
    matcher
}

fn shadowed(origin: &str, by: &str) -> Problem {
    Problem::ShadowedOrigin {
        origin: origin.to_owned(),
        by: by.to_owned(),
    }
}

fn insecure(pattern: &OriginPattern, settings: &Settings) -> Option<Problem> {
    if !settings.allow_credentials
        || settings.dangerously_allow_insecure_origins
        || !pattern.is_insecure()
    {
        return None;
    }
    let text = pattern.as_str();
    let secure = text
        .strip_prefix("http://")
        .map(|rest| format!("https://{rest}"));
    Some(Problem::InsecureOrigin {
        origin: text.to_owned(),
        suggestion: secure.filter(|secure| secure.parse::<OriginPattern>().is_ok()),
    })
}

/// A varying part directly below a public suffix: what varies is what people register.
fn spans_registrants(pattern: &OriginPattern, settings: &Settings) -> Option<Problem> {
    let domain = pattern.fixed_domain()?;
    if settings.dangerously_allow_public_suffixes
        || HostKind::Domain.is_loopback(domain)
        || is_opaque_host(pattern)
    {
        return None;
    }
    let suffix = public_suffix::classify(domain)?;
    if suffix == PublicSuffix::Registry && matches!(pattern.varying(), Varying::Hole(_)) {
        let flaw = OriginFlaw::NoFixedDomain;
        let invalid = InvalidOrigin::new(pattern.as_str(), flaw, None);
        return Some(Problem::InvalidOrigin(invalid));
    }
    Some(Problem::PublicSuffix {
        pattern: pattern.as_str().to_owned(),
        suffix: domain.to_owned(),
        severity: if settings.allow_credentials {
            Severity::Error
        } else {
            Severity::Warning
        },
    })
}

/// Hosts of schemes such as `chrome-extension` are no domains.
fn is_opaque_host(pattern: &OriginPattern) -> bool {
    !crate::origin::is_special(pattern.scheme())
}

/// Origins that nobody has, below a domain reserved for tests (RFC 2606).
const NOBODY: [&str; 2] = ["https://attacker.test", "https://attacker.example"];

fn loose(predicate: &Predicate, settings: &Settings) -> Option<Problem> {
    if !settings.allow_credentials {
        return None;
    }
    let admitted = NOBODY.iter().find(|nobody| {
        Origin::of(nobody.as_bytes()).is_some_and(|origin| predicate.admits(&origin))
    })?;
    Some(Problem::LoosePredicate {
        admits: (*admitted).to_owned(),
    })
}
