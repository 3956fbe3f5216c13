//! Hosts that are almost a trusted one's, and that somebody else can have.

use cors_core::{Policy, ProblemKind};

use super::{Attack, Trusted};
use crate::probe::code::Code;

/// What an attacker calls what is theirs.
const ATTACKER: &str = "attacker";

/// A domain of an attacker's.
const DOMAIN: &str = "attacker.example";

/// What may stand in the name of a host besides letters, digits and hyphens: in Chromium and Firefox only the first.
const SPECIAL: [(char, &str); 5] = [
    ('_', "every browser"),
    ('}', "Safari"),
    ('!', "Safari"),
    ('`', "Safari"),
    ('~', "Safari"),
];

pub(super) fn attacks(trusted: &Trusted) -> Vec<Attack> {
    let (host, text) = (&trusted.host, &trusted.text);
    let mut attacks = Vec::new();
    let mut add = |code, host: String, why: String| {
        let origin = trusted.with_host(&host);
        if origin != *text {
            attacks.push(Attack { code, origin, why });
        }
    };
    // What follows an address in brackets is no name.
    if !host.starts_with('[') {
        add(
            Code::AllowsPrefix,
            format!("{host}.{DOMAIN}"),
            format!("it only begins like {text}, and anybody can have such a name"),
        );
    }
    let has_others = trusted.is_name && !trusted.is_loopback;
    let registrable = has_others.then(|| registrable(host)).flatten();
    if let Some((own, suffix)) = registrable {
        add(
            Code::AllowsSharedSuffix,
            format!("{ATTACKER}.{suffix}"),
            format!("anybody can have a name below {suffix}"),
        );
        add(
            Code::AllowsSuffix,
            format!("{ATTACKER}{own}"),
            format!("it only ends like {text}, and anybody can register it"),
        );
        if let Some(front) = host
            .strip_suffix(own)
            .and_then(|front| front.strip_suffix('.'))
        {
            add(
                Code::UnescapedDot,
                format!("{front}x{own}"),
                format!(
                    "a dot of {text} stands for any character, and anybody can register such a name"
                ),
            );
        }
    }
    if trusted.is_name {
        for (character, browsers) in SPECIAL {
            add(
                Code::AllowsSpecialCharacters,
                format!("{host}{character}.{DOMAIN}"),
                format!(
                    "it begins like {text}, a {character} follows, which {browsers} lets stand in a name, and the rest is anybody's"
                ),
            );
        }
    }
    if has_others && let Some((_, above)) = host.split_once('.') {
        // The top of a network of one's own is nobody's to give out.
        let own = registrable.map_or(above, |(own, _)| own);
        for host in siblings(host, above, own) {
            add(
                Code::AllowsAnySubdomain,
                host,
                "nobody named it, and one forgotten subdomain that is taken over, or one injected script, reads the answers".to_owned(),
            );
        }
    }
    attacks
}

/// Below the registrable domain, below what the host is in, and below the host.
fn siblings(host: &str, above: &str, own: &str) -> Vec<String> {
    let mut parents = vec![own];
    if above.len() > own.len() {
        parents.push(above);
    }
    if host != own {
        parents.push(host);
    }
    parents
        .into_iter()
        .map(|parent| format!("{ATTACKER}.{parent}"))
        .collect()
}

/// Neither begins nor ends like the trusted origin, which stands in it.
pub(super) fn anywhere(trusted: &Trusted) -> Option<String> {
    registrable(&trusted.host)?;
    let host = format!("{ATTACKER}{}.{DOMAIN}", trusted.host);
    Some(trusted.with_host(&host))
}

/// What somebody registered, and the suffix below which they did: by the library's own judgement, which rejects
/// patterns that span it.
fn registrable(host: &str) -> Option<(&str, &str)> {
    let mut own = host;
    let mut found = None;
    while let Some((_, suffix)) = own.split_once('.') {
        // Nothing above a shared name is anybody's own.
        if is_shared(suffix) {
            found = found.or(Some((own, suffix)));
            break;
        }
        own = suffix;
    }
    found
}

/// Whether different people have the names below a domain.
fn is_shared(domain: &str) -> bool {
    let policy = Policy::builder()
        .allow_origins([format!("https://*.{domain}")])
        .allow_credentials(true);
    let is_shared = |kind: &ProblemKind| {
        matches!(
            kind,
            ProblemKind::PublicSuffix { .. }
                | ProblemKind::AbovePublicSuffixes { .. }
                | ProblemKind::SharedDomain { .. }
        )
    };
    match policy.build() {
        Ok(policy) => policy
            .warnings()
            .iter()
            .any(|problem| is_shared(problem.kind())),
        Err(error) => error
            .problems()
            .iter()
            .any(|problem| is_shared(problem.kind())),
    }
}
