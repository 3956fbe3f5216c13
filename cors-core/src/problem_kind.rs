//! The kinds of problems, each with the values that it is about.

use crate::{InvalidHost, InvalidOrigin};

/// The kinds of [`Problem`](crate::Problem).
///
/// Later versions may add kinds, and fields to each of them: patterns end in `..`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The policy allows no origin at all.
    #[non_exhaustive]
    NoOrigin {
        /// Why there is none, where that is known: the environment variables that were read for it, and
        /// that they are empty or not set.
        reason: Option<String>,
    },
    /// An environment variable that should list origins is not Unicode.
    #[non_exhaustive]
    UnreadableVariable {
        /// The variable.
        name: String,
    },
    /// An entry is neither an origin nor a pattern.
    #[non_exhaustive]
    InvalidOrigin {
        /// The entry, and what is wrong with it.
        invalid: InvalidOrigin,
    },
    /// Any origin is allowed, with credentials.
    #[non_exhaustive]
    WildcardWithCredentials,
    /// `null` is allowed, with credentials.
    #[non_exhaustive]
    NullWithCredentials,
    /// `file://` is allowed, with credentials.
    #[non_exhaustive]
    FileWithCredentials,
    /// An origin without TLS is allowed, with credentials or a guard.
    #[non_exhaustive]
    InsecureOrigin {
        /// The entry.
        origin: String,
    },
    /// A pattern or regex spans what different people register; an error with credentials or a guard and
    /// among the hosts, unless a flag accepts it.
    #[non_exhaustive]
    PublicSuffix {
        /// The entry.
        pattern: String,
        /// The public suffix below which its variable part stands.
        suffix: String,
        /// Whether `dangerously_allow_public_suffixes` accepts it.
        accepted: bool,
    },
    /// A pattern spans public suffixes, and what different people register below them; an error with
    /// credentials or a guard and among the hosts.
    #[non_exhaustive]
    AbovePublicSuffixes {
        /// The entry.
        pattern: String,
        /// The domain below which its variable part stands.
        domain: String,
        /// One of the suffixes below that domain.
        suffix: String,
        /// Whether `dangerously_allow_public_suffixes` accepts it.
        accepted: bool,
    },
    /// A pattern spans what anyone can have below a domain that the Public Suffix List lacks: a
    /// tunnel, a name by wildcard DNS; an error with credentials or a guard and among the hosts.
    #[non_exhaustive]
    SharedDomain {
        /// The entry.
        pattern: String,
        /// The domain below which anyone can get a name.
        domain: String,
        /// Whether that may be at any depth, or is directly below the domain.
        any_depth: bool,
        /// Whether `dangerously_allow_public_suffixes` accepts it.
        accepted: bool,
    },
    /// A hole is the whole host of a scheme such as `chrome-extension`, or the end of it: any page of
    /// the scheme can match.
    #[non_exhaustive]
    AnyHost {
        /// The entry.
        pattern: String,
        /// Its scheme.
        scheme: String,
    },
    /// An entry allows nothing that another one does not.
    #[non_exhaustive]
    ShadowedOrigin {
        /// The entry that could go.
        origin: String,
        /// The entry that covers it.
        by: String,
    },
    /// A regex does not compile.
    #[non_exhaustive]
    InvalidRegex {
        /// The regex.
        regex: String,
        /// What the regex engine says, in one line.
        reason: String,
    },
    /// A regex matches no origin; an error with credentials or a guard.
    #[non_exhaustive]
    DeadRegex {
        /// The regex.
        regex: String,
        /// An example of what it matches instead. `None` if it matches nothing at all.
        matches: Option<String>,
    },
    /// One of a regex's branches matches no origin.
    #[non_exhaustive]
    DeadBranch {
        /// The regex.
        regex: String,
        /// An example of what it matches on the way through that branch.
        matches: String,
    },
    /// A regex that is a pattern by its looks, and means something else.
    #[non_exhaustive]
    PatternAsRegex {
        /// The regex, and the pattern that was meant.
        regex: String,
    },
    /// A regex could not be searched for look-alikes, since it is too large or has word boundaries; an
    /// error with credentials or a guard.
    #[non_exhaustive]
    UntriedRegex {
        /// The regex.
        regex: String,
    },
    /// A regex admits origins of others than those it is meant for; an error with credentials or a guard.
    #[non_exhaustive]
    LooseRegex {
        /// The regex.
        regex: String,
        /// The origin that it should not match.
        admits: String,
    },
    /// A predicate admits an origin made up for the purpose, with credentials or a guard.
    #[non_exhaustive]
    LoosePredicate {
        /// The origin that it should not admit.
        admits: String,
    },
    /// A method that is not a token.
    #[non_exhaustive]
    InvalidMethod {
        /// The entry.
        method: String,
    },
    /// A method that browsers do not let pages use.
    #[non_exhaustive]
    ForbiddenMethod {
        /// The entry.
        method: String,
    },
    /// A method not in upper case: an error where browsers would send it in upper case whatever
    /// the page says.
    #[non_exhaustive]
    MethodCase {
        /// The entry.
        method: String,
    },
    /// A method that is allowed without being listed.
    #[non_exhaustive]
    SafelistedMethod {
        /// The entry.
        method: String,
    },
    /// A header name that is not a token.
    #[non_exhaustive]
    InvalidHeaderName {
        /// The entry.
        name: String,
    },
    /// A method or header name in quotes, or a list of them, that could be a name itself: `'PUT'`,
    /// `GET|PUT`.
    #[non_exhaustive]
    PunctuatedName {
        /// The entry.
        name: String,
    },
    /// `*` inside a name, where it is a character like any other.
    #[non_exhaustive]
    WildcardInName {
        /// The entry.
        name: String,
        /// Whether `*` by itself would stand for every name.
        wildcard: bool,
    },
    /// A word such as `ALL`, which is a name like any other.
    #[non_exhaustive]
    WordForAny {
        /// The entry.
        name: String,
        /// Whether `*` would stand for every name.
        wildcard: bool,
    },
    /// A method that resembles a registered one.
    #[non_exhaustive]
    MisspeltMethod {
        /// The entry.
        method: String,
    },
    /// Among the exposed headers, one that only answers to preflights have.
    #[non_exhaustive]
    PreflightHeader {
        /// The entry.
        name: String,
    },
    /// A header that pages cannot set, or cannot read. Request headers that mean nothing else where they
    /// are listed are a warning, and are left out of the answer.
    #[non_exhaustive]
    ForbiddenHeader {
        /// The entry.
        name: String,
    },
    /// A response header in the list of request headers, or the reverse.
    #[non_exhaustive]
    MisplacedHeader {
        /// The entry.
        name: String,
    },
    /// A header that needs no listing.
    #[non_exhaustive]
    SafelistedHeader {
        /// The entry.
        name: String,
    },
    /// All response headers exposed, with credentials.
    #[non_exhaustive]
    ExposeWildcardWithCredentials,
    /// A max-age that no browser honours.
    #[non_exhaustive]
    MaxAgeTooLong {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// A max-age that some browsers cut.
    #[non_exhaustive]
    MaxAgeCapped {
        /// The max-age in seconds.
        seconds: u64,
    },
    /// A preflight's status that some browser or client takes for a failure.
    #[non_exhaustive]
    InvalidPreflightStatus {
        /// The status.
        status: u16,
    },
    /// Any origin is allowed, with a guard.
    #[non_exhaustive]
    GuardAnyOrigin,
    /// `null` is allowed, with a guard.
    #[non_exhaustive]
    GuardNullOrigin,
    /// `file://` is allowed, with a guard.
    #[non_exhaustive]
    GuardFileOrigin,
    /// Reads are guarded, and requests that may change something are not.
    #[non_exhaustive]
    GuardReadsOnly,
    /// The list of hosts is empty.
    #[non_exhaustive]
    NoHost,
    /// An entry is no host.
    #[non_exhaustive]
    InvalidHost {
        /// The entry, and what is wrong with it.
        invalid: InvalidHost,
    },
    /// An entry expects no host that another one does not.
    #[non_exhaustive]
    ShadowedHost {
        /// The entry that could go.
        host: String,
        /// The entry that covers it.
        by: String,
    },
    /// An origin of this machine is allowed, and a guard is set, but any host is expected: a page of a rebound
    /// name passes for the server's own.
    #[non_exhaustive]
    ExpectHostsMissing {
        /// The origin's entry.
        origin: String,
    },
    /// WebSocket handshakes are guarded, and no `https` origin is listed that could be the server's own: its
    /// `http` twin passes for it.
    #[non_exhaustive]
    OwnOriginMissing {
        /// The origin that the first expected host has over TLS, unless only this machine has that host.
        origin: Option<String>,
    },
    /// Methods with a body are allowed, JSON as the body is not.
    #[non_exhaustive]
    ContentTypeMissing,
    /// `*` in the list of request headers, which never covers `authorization`.
    #[non_exhaustive]
    AuthorizationNotCovered,
}
