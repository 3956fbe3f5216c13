//! The sentence of each [`Problem`]: what is wrong, and the cure. Part of the product, tested
//! verbatim.

mod names;

use core::fmt;

use crate::{Origin, OriginPattern, Problem, ProblemKind as Kind, Setting, Severity, shown::shown};

impl Problem {
    /// The input and what is wrong with it, in lower case and without a full stop.
    #[must_use]
    pub fn message(&self) -> String {
        match self.kind() {
            Kind::NoOrigin { reason: None } => "no origin is allowed".to_owned(),
            Kind::NoOrigin {
                reason: Some(reason),
            } => format!("no origin is allowed: {reason}"),
            Kind::UnreadableVariable { name } => {
                format!(
                    "the environment variable {name}, which lists origins, is not Unicode",
                    name = shown(name)
                )
            }
            Kind::InvalidOrigin { invalid } => invalid.message(),
            Kind::WildcardWithCredentials => {
                "origin \"*\" with credentials: every site could act as its visitors".to_owned()
            }
            Kind::NullWithCredentials => {
                "origin \"null\" with credentials: any site can send it from a sandboxed frame"
                    .to_owned()
            }
            Kind::FileWithCredentials => {
                "origin \"file://\" with credentials: every page on a visitor's disk can send it"
                    .to_owned()
            }
            Kind::InsecureOrigin { origin } => format!(
                "insecure origin {} with credentials: whoever controls the network can pose as it",
                shown(origin)
            ),
            Kind::PublicSuffix {
                pattern, suffix, ..
            } => format!(
                "{}{}: anyone can register a name below the public suffix {suffix}",
                regex_or_pattern(pattern),
                self.with_credentials(),
                suffix = shown(suffix)
            ),
            Kind::AbovePublicSuffixes {
                pattern,
                domain,
                suffix,
                ..
            } => format!(
                "{}{}: below {domain} are domains such as {suffix}, where anyone can register a \
                 name",
                regex_or_pattern(pattern),
                self.with_credentials(),
                suffix = shown(suffix),
                domain = shown(domain)
            ),
            Kind::SharedDomain {
                pattern,
                domain,
                any_depth,
                ..
            } => format!(
                "{}{}: anyone can get a name below {domain}{}",
                regex_or_pattern(pattern),
                self.with_credentials(),
                if *any_depth {
                    ", at different depths"
                } else {
                    ""
                },
                domain = shown(domain)
            ),
            Kind::AnyHost { pattern, scheme } if scheme.ends_with("-extension") => format!(
                "{}: any extension that a visitor installs can match",
                regex_or_pattern(pattern)
            ),
            Kind::AnyHost { pattern, scheme } => format!(
                "{}: any page of the scheme {scheme} whose host fits can match",
                regex_or_pattern(pattern),
                scheme = shown(scheme)
            ),
            Kind::ShadowedOrigin { origin, by } if origin == by => {
                format!("origin {origin} is listed twice", origin = shown(origin))
            }
            Kind::ShadowedOrigin { origin, by } => {
                format!(
                    "origin {origin} is covered by {by}",
                    origin = shown(origin),
                    by = shown(by)
                )
            }
            Kind::InvalidRegex { regex, reason } => {
                format!("invalid regex {}: {reason}", shown(regex))
            }
            Kind::DeadRegex { regex, matches } => {
                let instead = match matches {
                    Some(text) => format!("matches {}, which is not one", shown(text)),
                    None => "matches nothing at all".to_owned(),
                };
                format!(
                    "regex {} matches no origin: it has to match the whole origin, and {instead}",
                    shown(regex)
                )
            }
            Kind::DeadBranch { regex, matches } => format!(
                "regex {} has a branch that matches no origin: it has to match the whole origin, and \
                 one of its branches matches {}, which is not one",
                shown(regex),
                shown(matches)
            ),
            Kind::PatternAsRegex { regex } => format!(
                "regex {} reads like a pattern, and means something else as a regex",
                shown(regex)
            ),
            Kind::UntriedRegex { regex } => format!(
                "regex {} could not be tried out: it is too large, or asks where words end",
                shown(regex)
            ),
            Kind::LooseRegex { regex, admits } => {
                let with = self.with_credentials();
                format!(
                    "loose regex {}{with}: it admits {admits}",
                    shown(regex),
                    admits = shown(admits)
                )
            }
            Kind::LoosePredicate { admits } => format!(
                "loose predicate with credentials: it admits {admits}, which was made up to test \
                 it",
                admits = shown(admits)
            ),
            Kind::InvalidMethod { method } => {
                format!(
                    "invalid method {method}: a method is {WORD}",
                    method = shown(method)
                )
            }
            Kind::ForbiddenMethod { method } => {
                format!(
                    "forbidden method {method}: browsers do not let pages send it",
                    method = shown(method)
                )
            }
            Kind::MethodCase { method } => match self.severity() {
                Severity::Error => format!(
                    "method {method} never matches: browsers send {:?} whatever its case in the \
                     page, and methods are case-sensitive",
                    method.to_ascii_uppercase(),
                    method = shown(method)
                ),
                Severity::Warning => format!(
                    "method {method} matches only if the page writes it in this case: methods \
                     are case-sensitive",
                    method = shown(method)
                ),
            },
            Kind::SafelistedMethod { method } => {
                format!(
                    "method {method} needs no listing: GET, HEAD and POST are always allowed",
                    method = shown(method)
                )
            }
            Kind::InvalidHeaderName { name } => format!(
                "invalid header name {name} in {}: a header name is {WORD}",
                self.setting(),
                name = shown(name)
            ),
            Kind::ForbiddenHeader { name } => names::forbidden_header(self, name),
            Kind::PunctuatedName { name } => names::punctuated(self, name),
            Kind::WildcardInName { name, .. } => names::wildcard_within(self, name),
            Kind::WordForAny { name, .. } => names::word_for_any(self, name),
            Kind::MisspeltMethod { method } => {
                format!(
                    "method {method} is not a registered one",
                    method = shown(method)
                )
            }
            Kind::PreflightHeader { name } => format!(
                "header {name} in {}: only answers to preflights have it, and pages never see \
                 them",
                self.setting(),
                name = shown(name)
            ),
            Kind::MisplacedHeader { name } => {
                let (kind, other) = match self.setting() {
                    Setting::ExposeHeaders => ("request", "response"),
                    _ => ("response", "request"),
                };
                format!(
                    "{kind} header {name} in {}, which lists {other} headers",
                    self.setting(),
                    name = shown(name)
                )
            }
            Kind::SafelistedHeader { name } => {
                let reason = match self.setting() {
                    Setting::ExposeHeaders => ": pages may always read it",
                    _ => ", except for values over 128 bytes or with unusual characters",
                };
                format!(
                    "header {name} needs no listing in {}{reason}",
                    self.setting(),
                    name = shown(name)
                )
            }
            Kind::ExposeWildcardWithCredentials => {
                "expose_headers \"*\" with credentials: browsers take it for a header named \"*\""
                    .to_owned()
            }
            Kind::MaxAgeTooLong { seconds } => format!(
                "max_age {seconds}: no browser caches a preflight for more than 86400 seconds (one \
                 day)"
            ),
            Kind::MaxAgeCapped { seconds } => {
                let who = if *seconds > CHROMIUM_MAX_AGE {
                    "Chromium cuts it to 7200 and WebKit to 600"
                } else {
                    "WebKit cuts it to 600"
                };
                format!("max_age {seconds}: {who} seconds")
            }
            Kind::InvalidPreflightStatus { status } => format!(
                "preflight_status {status}: a preflight of an allowed origin is answered with 200 or \
                 204"
            ),
            Kind::GuardAnyOrigin => {
                "origin \"*\" with a guard: it would keep nobody out".to_owned()
            }
            Kind::GuardNullOrigin => {
                "origin \"null\" with a guard: any site can send it from a sandboxed frame".to_owned()
            }
            Kind::GuardFileOrigin => {
                "origin \"file://\" with a guard: every page on a visitor's disk can send it".to_owned()
            }
            Kind::GuardReadsOnly => {
                "guard_safe_methods without guard_unsafe_methods: reads would be guarded, and changes not"
                    .to_owned()
            }
            Kind::NoHost => "no host is expected: every request would be refused".to_owned(),
            Kind::InvalidHost { host } => format!("invalid host {}", shown(host)),
            Kind::ContentTypeMissing => {
                "allow_methods goes beyond GET, HEAD and POST, but allow_headers lacks \
                 \"content-type\": pages cannot send JSON"
                    .to_owned()
            }
            Kind::AuthorizationNotCovered => {
                "\"*\" in allow_headers does not cover \"authorization\"".to_owned()
            }
        }
    }

    fn with_credentials(&self) -> &'static str {
        match self.severity() {
            Severity::Error => " with credentials",
            Severity::Warning => "",
        }
    }

    /// What to do about it, as an instruction: `remove it`, `write "https://app.example.com"`.
    #[must_use]
    pub fn cure(&self) -> String {
        let cure = match self.kind() {
            Kind::InvalidOrigin { invalid } => return invalid.cure(),
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
            Kind::NoOrigin { reason: Some(_) } => {
                "list at least one in it, or \"*\" for any, or share with nobody by \
                 origins_may_be_empty"
            }
            Kind::NoOrigin { .. } => {
                "list at least one in allow_origins, or \"*\" for any, or share with nobody by \
                 origins_may_be_empty"
            }
            Kind::WildcardWithCredentials => "list the origins, or leave out allow_credentials",
            Kind::NullWithCredentials => {
                "leave out dangerously_allow_null_origin or allow_credentials"
            }
            Kind::PublicSuffix { accepted: true, .. }
            | Kind::AbovePublicSuffixes { accepted: true, .. }
            | Kind::SharedDomain { accepted: true, .. } => {
                "dangerously_allow_public_suffixes accepts this: make sure that it is meant for this \
                 entry, too"
            }
            Kind::FileWithCredentials => {
                "leave out dangerously_allow_file_origin or allow_credentials"
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
            Kind::ShadowedOrigin { origin, by } if origin == by => "remove one",
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
            Kind::GuardAnyOrigin => "list the origins, or leave out the guards",
            Kind::GuardNullOrigin => "leave out dangerously_allow_null_origin or the guards",
            Kind::GuardFileOrigin => "leave out dangerously_allow_file_origin or the guards",
            Kind::GuardReadsOnly => "set guard_unsafe_methods to true, too",
            Kind::NoHost => "list the names of this server, or leave out expect_hosts",
            Kind::InvalidHost { .. } => "write a host, or host:port",
            Kind::ContentTypeMissing => "add \"content-type\"",
            Kind::AuthorizationNotCovered => "if pages send it, list it beside \"*\"",
        };
        cure.to_owned()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.cure())
    }
}

fn regex_or_pattern(entry: &str) -> String {
    let what = match OriginPattern::parse(entry) {
        Ok(_) => "pattern",
        Err(_) => "regex",
    };
    format!("{what} {}", shown(entry))
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

/// What a method or header name is.
const WORD: &str = "one word of letters, digits and !#$%&'*+-.^_`|~";

/// What Chromium cuts a max-age to, in seconds.
const CHROMIUM_MAX_AGE: u64 = 7200;
