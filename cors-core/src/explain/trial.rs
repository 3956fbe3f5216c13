//! Whether a policy with one entry more would build, and allow what was asked for, or let it pass.
//!
//! It is found out with a small policy that has nothing but the entry: a policy may have 100,000 others,
//! and an entry is never in error because of them.

use crate::{
    OriginFlaw, OriginPattern, Policy, PolicyBuilder, ProblemKind, Setting, adapter::RequestHead,
    pattern::Varying,
};

/// What comes of an origin that is added to a policy.
pub(super) enum Trial {
    /// It is allowed.
    Builds,
    /// The policy does not build without this setting.
    Needs(Setting),
    /// No page has this scheme, because of this flaw.
    Invalid(OriginFlaw),
    /// As an entry it is something else, such as a pattern.
    Pattern,
    /// The policy does not build.
    Fails,
}

/// `origin` is canonical.
pub(super) fn try_origin(policy: &Policy, origin: &str) -> Trial {
    match OriginPattern::parse(origin) {
        Err(invalid) => match invalid.flaw() {
            flaw @ (OriginFlaw::WebSocketScheme
            | OriginFlaw::FtpScheme
            | OriginFlaw::MistypedScheme) => return Trial::Invalid(flaw),
            _ => return Trial::Pattern,
        },
        Ok(pattern) if pattern.any_port() || pattern.varying() != Varying::Nothing => {
            return Trial::Pattern;
        }
        Ok(_) => {}
    }
    match listing(policy, origin).build() {
        Ok(policy) if policy.allows_origin(origin) => Trial::Builds,
        Ok(_) => Trial::Fails,
        Err(error) => {
            let insecure = |kind: &ProblemKind| matches!(kind, ProblemKind::InsecureOrigin { .. });
            let mut problems = error.problems().iter();
            if problems.any(|problem| insecure(problem.kind())) {
                Trial::Needs(Setting::DangerouslyAllowInsecureOrigins)
            } else {
                Trial::Fails
            }
        }
    }
}

/// A policy with this entry, which is checked as strictly as `policy`.
fn listing(policy: &Policy, entry: &str) -> PolicyBuilder {
    let settings = policy.settings();
    Policy::builder()
        .allow_origins(entry)
        .allow_credentials(settings.allow_credentials)
        .guard_unsafe_methods(settings.has_guard())
        .dangerously_allow_insecure_origins(settings.dangerously_allow_insecure_origins)
}

/// Whether a pattern builds, and allows this origin.
pub(super) fn allows_pattern(policy: &Policy, pattern: &str, origin: &str) -> bool {
    let built = listing(policy, pattern).build();
    built.is_ok_and(|policy| policy.allows_origin(origin))
}

/// Whether a policy that expects this host builds, and does not refuse the request for its host.
pub(super) fn expects<V>(host: &str, head: &impl RequestHead<V>) -> bool {
    let built = Policy::builder().expect_hosts(host).build();
    built.is_ok_and(|policy| policy.decide(head).guard().refused_by().is_none())
}

/// Whether a policy that lists this name, and not `*`, builds and allows it.
pub(super) fn allows_name(setting: Setting, name: &str) -> bool {
    let builder = Policy::builder().allow_origins("https://app.example.com");
    let builder = match setting {
        _ if name == "*" => return false,
        Setting::AllowMethods => builder.allow_methods(name),
        _ => builder.allow_headers(name),
    };
    builder.build().is_ok_and(|policy| match setting {
        Setting::AllowMethods => policy.rules().allows_method(name.as_bytes()),
        _ => policy.rules().allows_header(name.as_bytes()),
    })
}
