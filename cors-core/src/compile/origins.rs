//! The list of origins.

use crate::{
    InvalidOrigin, Origin, OriginFlaw, Problem, ProblemKind, Setting, Severity,
    host::HostKind,
    matcher::Matcher,
    pattern::{OriginPattern, Varying},
    public_suffix::{self, PublicSuffix},
    rules::Origins,
    settings::{Entry, Predicate, Settings},
    variable::{Variable, VariableState},
};

pub(super) fn read(
    settings: &Settings,
    variables: &[Variable],
    problems: &mut Vec<Problem>,
) -> Origins {
    let credentials = settings.allow_credentials;
    let has_consent = settings.origins_may_be_empty
        || settings.dangerously_allow_null_origin
        || settings.dangerously_allow_file_origin
        // Who names a variable means to list origins.
        || (variables.is_empty() && (settings.has_guard() || settings.expect_hosts.is_some()));
    let unreadable = |variable: &&Variable| variable.state == VariableState::NotUnicode;
    for Variable { name, .. } in variables.iter().filter(unreadable) {
        let name = name.clone();
        problems.push(error(ProblemKind::UnreadableVariable { name }));
    }
    // The list is empty only because it could not be read: that has been said.
    let is_unread = variables.iter().any(|variable| unreadable(&variable));
    if settings.allow_origins.is_empty() && !has_consent && !is_unread {
        let states = variables
            .iter()
            .map(|Variable { name, state }| match state {
                VariableState::Unset => format!("the environment variable {name:?} is not set"),
                _ => format!("the environment variable {name:?} is empty"),
            });
        let reason = states.collect::<Vec<_>>().join(", and ");
        let reason = (!reason.is_empty()).then_some(reason);
        problems.push(error(ProblemKind::NoOrigin { reason }));
    }
    if settings.dangerously_allow_null_origin && credentials {
        let kind = ProblemKind::NullWithCredentials;
        problems.push(Problem::error(Setting::DangerouslyAllowNullOrigin, kind));
    }
    if settings.dangerously_allow_file_origin && credentials {
        let kind = ProblemKind::FileWithCredentials;
        problems.push(Problem::error(Setting::DangerouslyAllowFileOrigin, kind));
    }
    if settings.dangerously_allow_null_origin && settings.has_guard() {
        let kind = ProblemKind::GuardNullOrigin;
        problems.push(Problem::error(Setting::DangerouslyAllowNullOrigin, kind));
    }
    if settings.dangerously_allow_file_origin && settings.has_guard() {
        let kind = ProblemKind::GuardFileOrigin;
        problems.push(Problem::error(Setting::DangerouslyAllowFileOrigin, kind));
    }
    let wildcard = settings.allow_origins.iter().position(is_wildcard);
    if let (Some(entry), true) = (wildcard, settings.has_guard()) {
        problems.push(error(ProblemKind::GuardAnyOrigin).at(entry));
    }
    if let (Some(entry), true) = (wildcard, credentials) {
        problems.push(error(ProblemKind::WildcardWithCredentials).at(entry));
    }
    let matcher = read_entries(settings, wildcard, problems);
    if wildcard.is_some() {
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

/// `wildcard` is the first entry that stands for any origin.
fn read_entries(
    settings: &Settings,
    wildcard: Option<usize>,
    problems: &mut Vec<Problem>,
) -> Matcher {
    let any = wildcard.is_some();
    let mut matcher = Matcher::default();
    matcher.reserve(settings.allow_origins.iter().filter(is_exact).count());
    let mut patterns = Vec::new();
    for (index, entry) in settings.allow_origins.iter().enumerate() {
        match entry {
            Entry::Text(text) if &**text == "*" => {
                if wildcard != Some(index) {
                    problems.push(shadowed("*", "*").at(index));
                }
            }
            Entry::Text(text) => match OriginPattern::read(text) {
                Err(invalid) => {
                    let found = corrected(invalid, settings);
                    problems.extend(found.map(|problem| problem.at(index)));
                }
                Ok(pattern) => {
                    let dangers = dangers(&pattern, settings);
                    problems.extend(dangers.map(|problem| problem.at(index)));
                    if !matcher.insert(&pattern, text) {
                        problems.push(shadowed(text, text).at(index));
                    } else if any {
                        problems.push(shadowed(text, "*").at(index));
                    } else {
                        patterns.push((index, pattern));
                    }
                }
            },
            #[cfg(feature = "regex")]
            Entry::Regex(regex) => {
                let (compiled, found) = super::regex::read(regex, settings);
                problems.extend(found.into_iter().map(|problem| problem.at(index)));
                match compiled {
                    Some(_) if any => problems.push(shadowed(regex, "*").at(index)),
                    Some(compiled) => matcher.insert_regex(index, compiled),
                    None => {}
                }
            }
            #[cfg(not(feature = "regex"))]
            Entry::Regex(_) => {}
            Entry::Predicate(predicate) => {
                problems.extend(loose(predicate, settings).map(|problem| problem.at(index)));
                matcher.insert_predicate(index, predicate.clone());
            }
        }
    }
    // Asked only when all are in: an entry may be covered by a later one.
    for (index, pattern) in patterns.iter().filter(|_| matcher.covers()) {
        if let Some(by) = matcher.covering(pattern) {
            problems.push(shadowed(pattern.as_str(), &by).at(*index));
        }
    }
    if settings.dangerously_allow_null_origin {
        matcher.allow_null();
    }
    if !settings.trusts_origins() || settings.dangerously_allow_insecure_origins {
        matcher.ask_about_insecure();
    }
    if settings.dangerously_allow_file_origin {
        matcher.allow_file();
    }
    matcher
}

fn error(kind: ProblemKind) -> Problem {
    Problem::error(Setting::AllowOrigins, kind)
}

fn invalid_origin(invalid: InvalidOrigin) -> Problem {
    let suggestion = invalid.suggestion().map(str::to_owned);
    error(ProblemKind::InvalidOrigin { invalid }).suggesting(suggestion)
}

/// What is wrong with a text that is no origin, and what would be wrong with the origin that is meant: a
/// correction that is rejected is none.
fn corrected(invalid: InvalidOrigin, settings: &Settings) -> impl Iterator<Item = Problem> {
    let meant = invalid.suggestion().map(OriginPattern::parse);
    let dangers: Vec<_> = { meant.into_iter().flatten() }
        .flat_map(|meant| dangers(&meant, settings))
        .filter(|problem| problem.severity() == Severity::Error)
        .collect();
    let invalid = match dangers.is_empty() {
        true => invalid,
        false => invalid.without_suggestion(),
    };
    core::iter::once(invalid_origin(invalid)).chain(dangers)
}

/// What an origin or a pattern lets in that its author may not know.
fn dangers(pattern: &OriginPattern, settings: &Settings) -> impl Iterator<Item = Problem> + use<> {
    insecure(pattern, settings)
        .into_iter()
        .chain(spans_registrants(pattern, settings))
        .chain(spans_scheme(pattern))
}

fn shadowed(origin: &str, by: &str) -> Problem {
    let kind = ProblemKind::ShadowedOrigin {
        origin: origin.to_owned(),
        by: by.to_owned(),
    };
    Problem::warning(Setting::AllowOrigins, kind)
}

fn insecure(pattern: &OriginPattern, settings: &Settings) -> Option<Problem> {
    if !settings.trusts_origins() || !pattern.is_insecure() {
        return None;
    }
    let origin = pattern.as_str().to_owned();
    let secure = { origin.strip_prefix("http://") }
        .map(|rest| format!("https://{rest}"))
        .filter(|secure| OriginPattern::parse(secure).is_ok());
    let accepted = settings.dangerously_allow_insecure_origins;
    let problem = Problem::new(
        super::accepted_or(accepted, settings),
        Setting::AllowOrigins,
        ProblemKind::InsecureOrigin { origin },
    );
    Some(problem.suggesting(secure.filter(|_| !accepted)))
}

/// A varying part that stands for what different people register.
fn spans_registrants(pattern: &OriginPattern, settings: &Settings) -> Option<Problem> {
    let domain = pattern.fixed_domain()?;
    if HostKind::Domain.is_loopback(domain) || is_opaque_host(pattern) {
        return None;
    }
    let suffix = public_suffix::classify(domain)?;
    if matches!(pattern.varying(), Varying::Hole(_)) {
        // One label more than the domain has makes a suffix at most, and not a name below one.
        if matches!(suffix, PublicSuffix::Above { .. }) && !pattern.has_label_before_hole() {
            return None;
        }
        if suffix == PublicSuffix::Registry && !settings.dangerously_allow_public_suffixes {
            let flaw = OriginFlaw::NoFixedDomain;
            return Some(invalid_origin(InvalidOrigin::new(
                pattern.as_str(),
                flaw,
                None,
            )));
        }
    }
    Some(super::suffixes::spanned(
        pattern.as_str(),
        domain,
        suffix,
        settings,
    ))
}

/// A hole with nothing fixed behind it, in a host that nobody registers.
fn spans_scheme(pattern: &OriginPattern) -> Option<Problem> {
    let open = is_opaque_host(pattern) && pattern.fixed_domain() == Some("");
    let kind = || ProblemKind::AnyHost {
        pattern: pattern.as_str().to_owned(),
        scheme: pattern.scheme().to_owned(),
    };
    open.then(|| Problem::warning(Setting::AllowOrigins, kind()))
}

/// Hosts of schemes such as `chrome-extension` are not domains.
fn is_opaque_host(pattern: &OriginPattern) -> bool {
    !crate::origin::is_special(pattern.scheme())
}

/// Origins that a predicate should not admit: strangers', and look-alikes of this machine's.
const STRANGERS: [&str; 22] = [
    // Domains reserved for tests (RFC 2606).
    "https://attacker.test",
    "https://attacker.example",
    "https://attacker.test:3000",
    "https://attacker.test:5173",
    "https://attacker.test:8080",
    "https://attacker.test:8443",
    "http://attacker.test",
    "http://attacker.test:3000",
    "http://attacker.test:8080",
    // Domains that anyone could register.
    "https://attacker-7c1f4e.com",
    "https://attacker-7c1f4e.net",
    "https://attacker-7c1f4e.org",
    "https://attacker-7c1f4e.io",
    "https://attacker-7c1f4e.dev",
    "https://attacker-7c1f4e.co.uk",
    "http://attacker-7c1f4e.com",
    "http://localhost.attacker.test",
    "http://localhost.attacker.test:3000",
    "http://localhost-attacker.test",
    "http://127.0.0.1.attacker.test",
    "https://localhost.attacker.test",
    "https://127.0.0.1.attacker.test",
];

fn loose(predicate: &Predicate, settings: &Settings) -> Option<Problem> {
    if !settings.trusts_origins() {
        return None;
    }
    let admitted = STRANGERS.iter().find(|stranger| {
        Origin::of(stranger.as_bytes()).is_some_and(|origin| predicate.admits(&origin))
    })?;
    Some(error(ProblemKind::LoosePredicate {
        admits: (*admitted).to_owned(),
    }))
}
