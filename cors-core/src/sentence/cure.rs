//! What to do about each [`Problem`].

use super::names;
use crate::{
    Origin, OriginPattern, Problem, ProblemKind as Kind, Setting, Severity, settings::Trust,
};

impl Problem {
    /// What to do about it, as an instruction: `remove it`, `write "https://app.example.com"`.
    #[must_use]
    pub fn cure(&self) -> String {
        let cure = match self.kind() {
            Kind::InvalidOrigin { invalid } => return self.without_guards(invalid.cure()),
            Kind::InvalidHost { invalid } => return invalid.cure(),
            Kind::InsecureOrigin { .. } if self.severity() == Severity::Warning => {
                "dangerously_allow_insecure_origins accepts this: make sure that it is meant for this \
                 entry, too"
            }
            Kind::InsecureOrigin { .. } => {
                let instead = match self.suggestion() {
                    Some(corrected) => format!("write {corrected:?}"),
                    None => "allow https only".to_owned(),
                };
                return format!(
                    "{instead}, or accept this with dangerously_allow_insecure_origins"
                );
            }
            Kind::InvalidMethod { method: name }
            | Kind::InvalidHeaderName { name }
            | Kind::PunctuatedName { name } => return names::separate(self, name),
            Kind::WildcardInName { wildcard, .. } | Kind::WordForAny { wildcard, .. } => {
                return names::instead_of_wildcard(self, *wildcard);
            }
            Kind::MisspeltMethod { .. } => {
                let meant = self.suggestion().unwrap_or_default();
                return format!("write {meant:?} if that is what you mean");
            }
            Kind::ForbiddenHeader { name } if names::is_cookie(self, name) => {
                "remove it, and set allow_credentials to true if pages need cookies"
            }
            Kind::MethodCase { method } => {
                let corrected = method.to_ascii_uppercase();
                return match self.severity() {
                    Severity::Error => format!("write {corrected:?}"),
                    Severity::Warning => format!("write {corrected:?} if that is what you mean"),
                };
            }
            Kind::UnreadableVariable { .. } => {
                "write the origins in ASCII, with commas between them"
            }
            Kind::NoOrigin { .. } if self.trust().has_guard() => {
                "list at least one in it, or share with nobody by origins_may_be_empty"
            }
            Kind::NoOrigin { reason: Some(_) } => {
                "list at least one in it, or \"*\" for any, or share with nobody by \
                 origins_may_be_empty"
            }
            Kind::NoOrigin { .. } => {
                "list at least one in allow_origins, or \"*\" for any, or share with nobody by \
                 origins_may_be_empty"
            }
            Kind::WildcardWithCredentials | Kind::GuardAnyOrigin => {
                return format!("list the origins, or leave out {}", self.trusted_by());
            }
            Kind::NullWithCredentials | Kind::GuardNullOrigin => {
                return self.leave_out(Setting::DangerouslyAllowNullOrigin);
            }
            Kind::FileWithCredentials | Kind::GuardFileOrigin => {
                return self.leave_out(Setting::DangerouslyAllowFileOrigin);
            }
            Kind::PublicSuffix { accepted: true, .. }
            | Kind::AbovePublicSuffixes { accepted: true, .. }
            | Kind::SharedDomain { accepted: true, .. } => {
                "dangerously_allow_public_suffixes accepts this: make sure that it is meant for this \
                 entry, too"
            }
            Kind::PublicSuffix { .. } => {
                "put a domain of your own in front of it, or accept this with \
                 dangerously_allow_public_suffixes"
            }
            Kind::AbovePublicSuffixes { .. } | Kind::SharedDomain { .. } => {
                "list the hosts that are yours, or accept this with \
                 dangerously_allow_public_suffixes"
            }
            Kind::AnyHost { scheme, .. } if scheme.ends_with("-extension") => {
                "list the ids of your own extensions where these are fixed"
            }
            Kind::AnyHost { .. } => "list the hosts that you know",
            Kind::ShadowedOrigin { origin: entry, by } | Kind::ShadowedHost { host: entry, by }
                if entry == by =>
            {
                "remove one"
            }
            Kind::InvalidRegex { .. } => "correct it, or list the origins",
            Kind::DeadRegex { regex: text, .. }
                if text.len() > 1 && text.starts_with('/') && text.ends_with('/') =>
            {
                "remove the slashes around it"
            }
            Kind::DeadRegex { .. } => "begin it with the scheme and end it with the host or port",
            Kind::DeadBranch { .. } => {
                "write each branch as a whole origin, or put parentheses around what differs"
            }
            Kind::UntriedRegex { .. } => "shorten it and leave out \\b, or list the origins",
            Kind::PatternAsRegex { regex: text } => return as_text(text),
            Kind::LooseRegex { regex: text, .. } if OriginPattern::parse(text).is_ok() => {
                return as_text(text);
            }
            Kind::LooseRegex { admits, .. } if is_address(admits) => {
                "list each address: only those of private networks and of this machine may vary"
            }
            Kind::LooseRegex { .. } => {
                "keep a domain of your own fixed at the end, with each of its dots escaped as \\."
            }
            Kind::LoosePredicate { .. } => "admit only origins that you know",
            Kind::ShadowedOrigin { .. }
            | Kind::ShadowedHost { .. }
            | Kind::ForbiddenMethod { .. }
            | Kind::SafelistedMethod { .. }
            | Kind::ForbiddenHeader { .. }
            | Kind::PreflightHeader { .. }
            | Kind::MisplacedHeader { .. }
            | Kind::SafelistedHeader { .. } => "remove it",
            Kind::ExposeWildcardWithCredentials => "list the headers",
            Kind::MaxAgeTooLong { .. } => "write 86400 or less",
            Kind::MaxAgeCapped { .. } => "write 600 to get the same time in every browser",
            Kind::InvalidPreflightStatus { .. } => "write 200, or leave it out for 204",
            Kind::GuardReadsOnly => "set guard_unsafe_methods to true, too",
            Kind::NoHost => "list the names of this server, or leave out expect_hosts",
            Kind::ExpectHostsMissing { .. } => {
                "list the names of this server in expect_hosts, such as \"localhost\", \"127.0.0.1\" \
                 and \"[::1]\""
            }
            Kind::OwnOriginMissing { origin } => {
                let origin = origin.as_deref().unwrap_or("https://api.example.com");
                return format!(
                    "if this server is reached by https, add its origin to allow_origins, such as \
                     {origin:?}"
                );
            }
            Kind::ContentTypeMissing => "add \"content-type\"",
            Kind::AuthorizationNotCovered => "if pages send it, list it beside \"*\"",
        };
        cure.to_owned()
    }

    /// What makes an allowed origin as good as its visitors: all of it, since a part leaves the rest.
    fn trusted_by(&self) -> &'static str {
        match self.trust() {
            Trust::Guard => "the guards",
            Trust::Both => "allow_credentials and the guards",
            _ => "allow_credentials",
        }
    }

    fn leave_out(&self, flag: Setting) -> String {
        let comma = if self.trust() == Trust::Both { "," } else { "" };
        format!("leave out {flag}{comma} or {}", self.trusted_by())
    }

    /// Where leaving out credentials is not enough, the same with the guards.
    fn without_guards(&self, mut cure: String) -> String {
        if self.trust().has_guard() && cure.ends_with(", without credentials") {
            cure.push_str(" and guards");
        }
        cure
    }
}

/// Whether the host of an origin is an address.
fn is_address(origin: &str) -> bool {
    let host = Origin::parse(origin).map_or("", |origin| origin.host());
    host.starts_with('[') || host.parse::<core::net::Ipv4Addr>().is_ok()
}

/// For an origin or a pattern that was written as a regex.
fn as_text(text: &str) -> String {
    format!("list {text:?} as it is among the origins, where nothing has to be escaped")
}
