//! Regexes: compiled to match the whole origin, and tried with look-alikes of what they are for.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::{
    Origin, Problem, builder::Settings, host::HostKind, public_suffix::registrable_domain,
};

/// How many strings a regex is tried with: enough for each of its branches.
const MAX_SAMPLES: usize = 64;

pub(super) fn read(
    text: &str,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<regex::Regex> {
    let (regex, hir) = match compile(text) {
        Ok(compiled) => compiled,
        Err(reason) => {
            problems.push(Problem::InvalidRegex {
                regex: text.to_owned(),
                reason,
            });
            return None;
        }
    };
    let samples = samples_of(&hir);
    let origins: Vec<_> = samples
        .iter()
        .filter(|sample| regex.is_match(sample))
        .filter_map(|sample| Origin::parse(sample.as_bytes()))
        .collect();
    if let (true, Some(sample)) = (origins.is_empty(), samples.first()) {
        problems.push(Problem::DeadRegex {
            regex: text.to_owned(),
            matches: sample.clone(),
        });
    }
    if settings.allow_credentials {
        problems.extend(loose(text, &regex, &origins));
        if !settings.dangerously_allow_insecure_origins {
            problems.extend(insecure(text, &regex, &origins));
        }
    }
    Some(regex)
}

fn compile(text: &str) -> Result<(regex::Regex, Hir), String> {
    // First by itself: `a)|(b` is a regex only between the parentheses that are added here.
    let hir = regex_syntax::parse(text).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => one_line(&other.to_string()),
    })?;
    let whole = regex::Regex::new(&format!(r"\A(?:{text})\z"));
    let regex = whole.map_err(|error| one_line(&error.to_string()))?;
    Ok((regex, hir))
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first look-alike that `regex` admits although nobody who owns one of `origins` owns it.
fn loose(text: &str, regex: &regex::Regex, origins: &[Origin<'_>]) -> Option<Problem> {
    let meant: Vec<_> = origins
        .iter()
        .filter_map(|o| registrable_domain(o.host()))
        .collect();
    let is_foreign = |probe: &str| {
        Origin::parse(probe.as_bytes()).is_some_and(|origin| {
            HostKind::of(origin.host(), true) == Some(HostKind::Domain)
                && registrable_domain(origin.host()).is_none_or(|domain| !meant.contains(&domain))
        })
    };
    let admits = origins
        .iter()
        .filter(|origin| !is_loopback(origin))
        .flat_map(look_alikes)
        .find(|probe| is_foreign(probe) && regex.is_match(probe))?;
    Some(Problem::LooseRegex {
        regex: text.to_owned(),
        admits,
    })
}

/// What an attacker would register to be taken for `origin`.
fn look_alikes(origin: &Origin<'_>) -> Vec<String> {
    let host = origin.host();
    let domain = registrable_domain(host).unwrap_or(host);
    let mut hosts: Vec<_> = host
        .match_indices('.')
        .map(|(dot, _)| format!("{}x{}", &host[..dot], &host[dot + 1..]))
        .collect();
    hosts.push(format!("evil-{domain}"));
    hosts.push(format!("evil{domain}"));
    hosts.push(format!("{host}.evil.test"));
    hosts.push("evil.test".to_owned());
    hosts
        .into_iter()
        .map(|host| with_host(origin, origin.scheme(), &host))
        .collect()
}

fn with_host(origin: &Origin<'_>, scheme: &str, host: &str) -> String {
    match origin.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

fn insecure(text: &str, regex: &regex::Regex, origins: &[Origin<'_>]) -> Option<Problem> {
    let found = origins.iter().any(|origin| {
        let probe = with_host(origin, "http", origin.host());
        !is_loopback(origin) && Origin::parse(probe.as_bytes()).is_some() && regex.is_match(&probe)
    });
    found.then(|| Problem::InsecureOrigin {
        origin: text.to_owned(),
        suggestion: None,
    })
}

fn is_loopback(origin: &Origin<'_>) -> bool {
    HostKind::of(origin.host(), true).is_some_and(|kind| kind.is_loopback(origin.host()))
}

/// Strings that the expression matches, one way through each of its branches.
fn samples_of(hir: &Hir) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        // A dot that was meant as one comes first: what it makes looks like what was meant.
        HirKind::Class(class) if contains(class, '.') => {
            vec![".".to_owned(), sample_of_class(class).into()]
        }
        HirKind::Class(class) => vec![sample_of_class(class).into()],
        HirKind::Capture(capture) => samples_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let once = match repetition.sub.kind() {
                HirKind::Class(class) => vec![sample_of_class(class).into()],
                _ => samples_of(&repetition.sub),
            };
            let times = repetition.min.max(1) as usize;
            let mut samples: Vec<_> = once
                .iter()
                // What is longer than any origin is no sample of one.
                .filter(|sample| sample.len().saturating_mul(times) <= Origin::MAX_LEN)
                .map(|sample| sample.repeat(times))
                .collect();
            if repetition.min == 0 {
                samples.push(String::new());
            }
            samples
        }
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |samples, part| {
            let next = samples_of(part);
            samples
                .iter()
                .flat_map(|head| next.iter().map(move |tail| [head.as_str(), tail].concat()))
                .take(MAX_SAMPLES)
                .collect()
        }),
        HirKind::Alternation(branches) => branches
            .iter()
            .flat_map(samples_of)
            .take(MAX_SAMPLES)
            .collect(),
    }
}

/// A character of the class that may stand in a host, if there is one.
fn sample_of_class(class: &Class) -> char {
    let first = match class {
        Class::Unicode(class) => class.iter().next().map(|range| range.start()),
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    };
    "abcdefghijklmnopqrstuvwxyz1234567890-."
        .chars()
        .find(|&c| contains(class, c))
        .or(first)
        .unwrap_or('a')
}

fn contains(class: &Class, wanted: char) -> bool {
    match class {
        Class::Unicode(class) => class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => u8::try_from(wanted).is_ok_and(|byte| {
            class
                .iter()
                .any(|range| (range.start()..=range.end()).contains(&byte))
        }),
    }
}
