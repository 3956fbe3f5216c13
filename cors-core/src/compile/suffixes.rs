//! What is said of an entry that spans what different people register.

use crate::{
    Problem, ProblemKind, Setting, Severity, public_suffix::PublicSuffix, settings::Settings,
};

/// The problem of a pattern or regex of origins with a varying part above `domain`.
pub(super) fn spanned(
    entry: &str,
    domain: &str,
    suffix: PublicSuffix,
    settings: &Settings,
) -> Problem {
    let accepted = settings.dangerously_allow_public_suffixes;
    let kind = kind(entry, domain, suffix, accepted);
    let severity = super::accepted_or(accepted, settings);
    Problem::new(severity, Setting::AllowOrigins, kind)
}

/// The same of an expected host: whoever has a name there can lead it to this server.
pub(super) fn spanned_by_host(
    entry: &str,
    domain: &str,
    suffix: PublicSuffix,
    settings: &Settings,
) -> Problem {
    let accepted = settings.dangerously_allow_public_suffixes;
    let severity = if accepted {
        Severity::Warning
    } else {
        Severity::Error
    };
    let kind = kind(entry, domain, suffix, accepted);
    Problem::new(severity, Setting::ExpectHosts, kind)
}

fn kind(entry: &str, domain: &str, suffix: PublicSuffix, accepted: bool) -> ProblemKind {
    let pattern = entry.to_owned();
    match suffix {
        PublicSuffix::Registry | PublicSuffix::Private => ProblemKind::PublicSuffix {
            pattern,
            suffix: domain.to_owned(),
            accepted,
        },
        PublicSuffix::Shared { name, any_depth } => ProblemKind::SharedDomain {
            pattern,
            domain: name.to_owned(),
            any_depth,
            accepted,
        },
        PublicSuffix::Above { example } => ProblemKind::AbovePublicSuffixes {
            pattern,
            domain: domain.to_owned(),
            suffix: [example, domain].join("."),
            accepted,
        },
    }
}
