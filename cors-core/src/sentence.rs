//! The sentence of each [`Problem`]: what is wrong, and the [cure](cure). Part of the product, tested
//! verbatim.

mod cure;
mod names;

use core::fmt;

use crate::{
    OriginPattern, Problem, ProblemKind as Kind, Setting, Severity, settings::Trust, shown::shown,
};

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
                "insecure origin {} {}: whoever controls the network can pose as it",
                shown(origin),
                self.with()
            ),
            Kind::PublicSuffix {
                pattern, suffix, ..
            } => format!(
                "{}: anyone can register a name below the public suffix {suffix}",
                self.spanning(pattern),
                suffix = shown(suffix)
            ),
            Kind::AbovePublicSuffixes {
                pattern,
                domain,
                suffix,
                ..
            } => format!(
                "{}: below {domain} are domains such as {suffix}, where anyone can register a \
                 name",
                self.spanning(pattern),
                suffix = shown(suffix),
                domain = shown(domain)
            ),
            Kind::SharedDomain {
                pattern,
                domain,
                any_depth,
                ..
            } => format!(
                "{}: anyone can get a name below {domain}{}",
                self.spanning(pattern),
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
                let with = self.with_trust();
                format!(
                    "loose regex {}{with}: it admits {admits}",
                    shown(regex),
                    admits = shown(admits)
                )
            }
            Kind::LoosePredicate { admits } => format!(
                "loose predicate {}: it admits {admits}, which was made up to test it",
                self.with(),
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
            Kind::InvalidHost { invalid } => invalid.message(),
            Kind::ShadowedHost { host, by } if host == by => {
                format!("host {host} is listed twice", host = shown(host))
            }
            Kind::ShadowedHost { host, by } => format!(
                "host {host} is covered by {by}",
                host = shown(host),
                by = shown(by)
            ),
            Kind::ExpectHostsMissing { origin } => format!(
                "any host is expected, and origin {} is this machine's: a page of a name that an \
                 attacker leads here passes for the server's own",
                shown(origin)
            ),
            Kind::OwnOriginMissing { .. } => {
                "guard_websockets without an https origin of the server's own: whoever controls the \
                 network can open WebSockets from its http twin"
                    .to_owned()
            }
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

    /// The entry at fault, which spans what different people register.
    fn spanning(&self, entry: &str) -> String {
        if self.setting() == Setting::ExpectHosts {
            return format!("host {}", shown(entry));
        }
        [&regex_or_pattern(entry), self.with_trust()].concat()
    }

    /// Why it is an error, if it is one.
    fn with_trust(&self) -> &'static str {
        match (self.severity(), self.trust()) {
            (Severity::Warning, _) => "",
            (_, Trust::Guard) => " with a guard",
            _ => " with credentials",
        }
    }

    fn with(&self) -> &'static str {
        match self.trust() {
            Trust::Guard => "with a guard",
            _ => "with credentials",
        }
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

/// What a method or header name is.
const WORD: &str = "one word of letters, digits and !#$%&'*+-.^_`|~";

/// What Chromium cuts a max-age to, in seconds.
const CHROMIUM_MAX_AGE: u64 = 7200;
