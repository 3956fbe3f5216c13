//! The sentence of each [`Problem`]: the input, what is wrong, the cure. Part of the product,
//! tested verbatim.

use core::fmt;

use crate::{Problem, Setting, Severity, names::is_normalised_method};

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrigin => f.write_str(
                "no origin is allowed; list at least one in allow_origins, or \"*\" for any",
            ),
            Self::InvalidOrigin(invalid) => fmt::Display::fmt(invalid, f),
            Self::WildcardWithCredentials => f.write_str(
                "origin \"*\" with credentials: every site could act as its visitors; list the \
                 origins, or leave allow_credentials out",
            ),
            Self::NullWithCredentials => f.write_str(
                "origin \"null\" with credentials: any site can send it from a sandboxed frame; \
                 leave dangerously_allow_null_origin or allow_credentials out",
            ),
            Self::InsecureOrigin { origin, suggestion } => {
                write!(
                    f,
                    "insecure origin {origin:?} with credentials: whoever controls the network can \
                     pose as it; "
                )?;
                match suggestion {
                    Some(corrected) => write!(f, "write {corrected:?}, ")?,
                    None => f.write_str("allow https only, ")?,
                }
                f.write_str("or accept it by dangerously_allow_insecure_origins")
            }
            Self::PublicSuffix {
                pattern,
                suffix,
                severity,
            } => {
                let with = match severity {
                    Severity::Error => " with credentials",
                    Severity::Warning => "",
                };
                write!(
                    f,
                    "pattern {pattern:?}{with}: anyone can register a name below the public suffix \
                     {suffix:?}; put a domain of yours in front of it, or accept it by \
                     dangerously_allow_public_suffixes"
                )
            }
            Self::ShadowedOrigin { origin, by } if origin == by => {
                write!(f, "origin {origin:?} is listed twice; remove one")
            }
            Self::ShadowedOrigin { origin, by } => {
                write!(f, "origin {origin:?} is covered by {by:?}; remove it")
            }
            Self::InvalidRegex { regex, reason } => {
                write!(f, "invalid regex {regex:?}: {reason}; mend it, or list the origins")
            }
            Self::DeadRegex { regex, matches, .. } => write!(
                f,
                "regex {regex:?} seems to match no origin: it is compared with the whole origin, and \
                 matches {matches:?}, which is none; begin it with the scheme and end it with the \
                 host or port"
            ),
            Self::LooseRegex { regex, admits } => write!(
                f,
                "loose regex {regex:?} with credentials: it admits {admits:?}; keep a domain of \
                 yours fixed at the end, each of its dots escaped as \\."
            ),
            Self::LoosePredicate { admits } => write!(
                f,
                "loose predicate with credentials: it admits {admits:?}, which was made up to \
                 test it; admit only origins that you know"
            ),
            Self::InvalidMethod { method } => {
                write!(f, "invalid method {method:?}: a method is {WORD}; ")?;
                write_cure(f, self, method)
            }
            Self::ForbiddenMethod { method } => write!(
                f,
                "forbidden method {method:?}: browsers let no page send it; remove it"
            ),
            Self::MethodCase { method } => {
                let corrected = method.to_ascii_uppercase();
                if is_normalised_method(method) {
                    write!(
                        f,
                        "method {method:?} never matches: browsers send {corrected:?} whatever its \
                         case in the page, and methods are case-sensitive; write {corrected:?}"
                    )
                } else {
                    write!(
                        f,
                        "method {method:?} matches only where the page writes it in this case: \
                         methods are case-sensitive; write {corrected:?} if that is meant"
                    )
                }
            }
            Self::SafelistedMethod { method } => write!(
                f,
                "method {method:?} needs no listing: GET, HEAD and POST are always allowed; remove it"
            ),
            Self::InvalidHeaderName { setting, name } => {
                write!(f, "invalid header name {name:?} in {setting}: a header name is {WORD}; ")?;
                write_cure(f, self, name)
            }
            Self::ForbiddenHeader { setting, name } => {
                let reason = match setting {
                    Setting::ExposeHeaders => "browsers let no page read it",
                    _ => "browsers set it themselves and let no page do so",
                };
                write!(f, "forbidden header {name:?} in {setting}: {reason}; remove it")
            }
            Self::MisplacedHeader { setting, name } => {
                let (kind, other) = match setting {
                    Setting::ExposeHeaders => ("request", "responses"),
                    _ => ("response", "requests"),
                };
                write!(
                    f,
                    "{kind} header {name:?} in {setting}, which is about headers of {other}; remove it"
                )
            }
            Self::SafelistedHeader { setting, name } => match setting {
                Setting::ExposeHeaders => write!(
                    f,
                    "header {name:?} needs no listing in {setting}: pages may always read it; remove it"
                ),
                _ => write!(
                    f,
                    "header {name:?} needs no listing in {setting} but for values over 128 bytes or \
                     with unusual characters; remove it"
                ),
            },
            Self::ExposeWildcardWithCredentials => f.write_str(
                "expose_headers \"*\" with credentials: browsers take it for a header named \"*\"; \
                 list the headers",
            ),
            Self::MaxAgeTooLong { seconds } => write!(
                f,
                "max_age {seconds}: no browser caches a preflight for more than 86400 seconds, a \
                 day; write 86400 or less"
            ),
            Self::MaxAgeCapped { seconds } => {
                let who = if *seconds > CHROMIUM_MAX_AGE {
                    "Chromium cuts it to 7200 and WebKit to 600"
                } else {
                    "WebKit cuts it to 600"
                };
                write!(f, "max_age {seconds}: {who} seconds; write 600 to have it everywhere alike")
            }
            Self::ContentTypeMissing => f.write_str(
                "allow_methods goes beyond GET, HEAD and POST, but allow_headers lacks \
                 \"content-type\": pages can send no JSON; add \"content-type\"",
            ),
            Self::AuthorizationNotCovered => f.write_str(
                "\"*\" in allow_headers does not cover \"authorization\"; if pages send it, list it \
                 beside \"*\"",
            ),
        }
    }
}

/// What a method or header name is.
const WORD: &str = "one word of letters, digits and !#$%&'*+-.^_`|~";

/// The cure for what is not one word.
fn write_cure(f: &mut fmt::Formatter<'_>, problem: &Problem, text: &str) -> fmt::Result {
    match problem.suggestion() {
        Some(word) => write!(f, "write {word:?}"),
        None if text.trim().is_empty() => f.write_str("remove it"),
        None => f.write_str("give each its own entry"),
    }
}

/// What Chromium cuts a max-age to, in seconds.
const CHROMIUM_MAX_AGE: u64 = 7200;
