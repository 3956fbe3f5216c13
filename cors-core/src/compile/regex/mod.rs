//! Regexes: anchored to the whole origin, and probed with look-alikes of the origins they are meant
//! for.

mod samples;

use std::collections::HashSet;

use self::samples::{Filling, samples_of};
use crate::{
    Origin, Problem, ProblemKind, Setting, host::HostKind, origin::is_special,
    public_suffix::registrable_domain, settings::Settings,
};

/// The compiled regex, if it compiles, and its problems.
pub(super) fn read(text: &str, settings: &Settings) -> (Option<regex::Regex>, Vec<Problem>) {
    let regex = text.to_owned();
    let (compiled, hir) = match compile(text) {
        Ok(compiled) => compiled,
        Err(reason) => {
            let kind = ProblemKind::InvalidRegex { regex, reason };
            return (None, vec![Problem::error(Setting::AllowOrigins, kind)]);
        }
    };
    let problems = probe(regex, &compiled, &hir, settings);
    (Some(compiled), problems)
}

fn probe(
    text: String,
    compiled: &regex::Regex,
    hir: &regex_syntax::hir::Hir,
    settings: &Settings,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let samples = samples_of(hir, Filling::First);
    let origins: Vec<_> = samples.iter().map(|s| as_origin(s, compiled)).collect();
    if let (true, Some(sample)) = (origins.iter().all(Option::is_none), samples.first()) {
        let kind = ProblemKind::DeadRegex {
            regex: text.clone(),
            matches: sample.clone(),
        };
        // What can't be probed can't be trusted.
        let severity = super::error_with_credentials(settings);
        problems.push(Problem::new(severity, Setting::AllowOrigins, kind));
    }
    if !settings.allow_credentials {
        return problems;
    }
    let others = samples_of(hir, Filling::Second);
    let others: Vec<_> = others.iter().map(|s| as_origin(s, compiled)).collect();
    if let Some(admits) = look_alike(compiled, &origins, &others) {
        let kind = ProblemKind::LooseRegex {
            regex: text.clone(),
            admits,
        };
        problems.push(Problem::error(Setting::AllowOrigins, kind));
    }
    if !settings.dangerously_allow_insecure_origins && admits_insecure(compiled, &origins) {
        let kind = ProblemKind::InsecureOrigin { origin: text };
        problems.push(Problem::error(Setting::AllowOrigins, kind));
    }
    problems
}

fn compile(text: &str) -> Result<(regex::Regex, regex_syntax::hir::Hir), String> {
    // First by itself: `a)|(b` is a regex only between the parentheses that are added here.
    let hir = regex_syntax::parse(text).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    });
    let hir = hir.map_err(|error| one_line(&error))?;
    let whole = regex::Regex::new(&format!(r"\A(?:{text})\z"))
        // A comment at the end, which `(?x)` allows, has to end before the parenthesis.
        .or_else(|error| regex::Regex::new(&format!("\\A(?:{text}\n)\\z")).map_err(|_| error));
    let regex = whole.map_err(|error| one_line(&error.to_string()))?;
    Ok((regex, hir))
}

fn one_line(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches('.').to_owned()
}

/// An origin that the regex matches, made of a string that it does: what stands for the scheme,
/// an IPv6 address or the port in it may be any character.
fn as_origin(sample: &str, regex: &regex::Regex) -> Option<String> {
    let mut candidates = vec![sample.to_owned()];
    let port = sample
        .rfind(':')
        .filter(|&colon| !sample[colon..].starts_with("://"));
    candidates.extend(port.map(|colon| format!("{}:8443", &sample[..colon])));
    if let (Some(start), Some(end)) = (sample.find('['), sample.rfind(']')) {
        candidates.push(format!(
            "{}[2001:db8::1{}",
            &sample[..start],
            &sample[end..]
        ));
    }
    let mut schemed = candidates.iter().flat_map(|candidate| {
        ["", "https://", "http://"].map(|scheme| format!("{scheme}{candidate}"))
    });
    schemed.find(|origin| Origin::of(origin.as_bytes()).is_some() && regex.is_match(origin))
}

fn parse(origin: &Option<String>) -> Option<Origin<'_>> {
    Origin::of(origin.as_deref()?.as_bytes())
}

/// An origin that the regex admits, and that others can have than those whom it is meant for.
fn look_alike(
    regex: &regex::Regex,
    origins: &[Option<String>],
    others: &[Option<String>],
) -> Option<String> {
    let nobody = ["https", "http"]
        .into_iter()
        .flat_map(|scheme| ["", ":8443"].map(|port| format!("{scheme}://evil.test{port}")));
    let meant: HashSet<_> = origins
        .iter()
        .filter_map(parse)
        .filter_map(domain_of)
        .collect();
    // The same way through the regex, filled differently, leads to somebody else's domain.
    let filled = origins.iter().zip(others).filter_map(|(one, other)| {
        let (domain, other) = (domain_of(parse(one)?)?, parse(other)?);
        (domain_of(other) != Some(domain)).then(|| other.as_str().to_owned())
    });
    let varied = origins
        .iter()
        .filter_map(parse)
        .filter_map(variations)
        .flatten();
    let is_foreign = |probe: &String| {
        let origin = Origin::of(probe.as_bytes());
        origin.is_some_and(|o| domain_of(o).is_some_and(|domain| !meant.contains(domain)))
    };
    nobody
        .chain(varied.filter(is_foreign))
        .filter(|probe| regex.is_match(probe))
        .chain(filled)
        .next()
}

/// The part of the origin's host that somebody registered, or the host where it is all of that.
/// `None` for addresses, names of this machine, and the hosts of schemes such as
/// `chrome-extension`, which nobody can.
fn domain_of<'a>(origin: Origin<'a>) -> Option<&'a str> {
    let host = origin.host();
    let registered = is_special(origin.scheme())
        && HostKind::of(host, true) == Some(HostKind::Domain)
        && !is_loopback(&origin);
    registered.then(|| registrable_domain(host).unwrap_or(host))
}

/// What an attacker would register to be taken for `origin`.
fn variations(origin: Origin<'_>) -> Option<Vec<String>> {
    let (host, domain) = (origin.host(), domain_of(origin)?);
    let mut hosts: Vec<_> = host
        .match_indices('.')
        .map(|(dot, _)| format!("{}x{}", &host[..dot], &host[dot + 1..]))
        .collect();
    hosts.push(format!("evil-{domain}"));
    hosts.push(format!("evil{domain}"));
    hosts.push(format!("{host}.evil.test"));
    Some(
        hosts
            .iter()
            .map(|host| with_host(&origin, origin.scheme(), host))
            .collect(),
    )
}

fn with_host(origin: &Origin<'_>, scheme: &str, host: &str) -> String {
    match origin.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

fn admits_insecure(regex: &regex::Regex, origins: &[Option<String>]) -> bool {
    origins.iter().filter_map(parse).any(|origin| {
        let probe = with_host(&origin, "http", origin.host());
        !is_loopback(&origin) && Origin::of(probe.as_bytes()).is_some() && regex.is_match(&probe)
    })
}

fn is_loopback(origin: &Origin<'_>) -> bool {
    HostKind::of(origin.host(), true).is_some_and(|kind| kind.is_loopback(origin.host()))
}
