//! The stable names of problems, each with a description: one table for programs and for the
//! documentation.

use crate::{Problem, ProblemKind};

macro_rules! codes {
    ($($code:literal: $description:literal;)*) => {
        impl Problem {
            /// Every [code](Self::code) that a problem can have, with a description of what it
            /// stands for.
            ///
            /// | code | what it stands for |
            /// |---|---|
            $(#[doc = concat!("| `", $code, "` | ", $description, " |")])*
            pub const CODES: &'static [(&'static str, &'static str)] = &[$(($code, $description)),*];
        }
    };
}

codes! {
    "no-origin": "The policy allows no origin at all.";
    "unreadable-variable": "An environment variable that lists origins is not Unicode.";
    "origin-empty": "An origin is an empty text.";
    "origin-white-space": "An origin contains white space or control characters.";
    "origin-several": "Several origins stand in one entry.";
    "origin-keyword": "A word of other libraries' settings stands among the origins, such as `any` or `'self'`.";
    "origin-quoted": "Quotes are part of an origin.";
    "origin-placeholder": "A placeholder such as `${NAME}` or `{{ name }}` stands among the origins, and nothing is substituted.";
    "origin-regex": "A regex stands among the origins, where it is not read as one.";
    "origin-address-range": "A range of addresses stands among the origins: `10.1.0.0/16`, `192.168.1.*`.";
    "origin-invisible": "An origin contains a character that nobody sees, such as a zero-width space.";
    "origin-look-alike": "An origin contains a character that only looks like ASCII, such as a Cyrillic letter.";
    "origin-null": "`null` stands among the origins: every sandboxed frame and local file has it.";
    "origin-no-scheme": "An origin does not start with a scheme and `://`.";
    "origin-invalid-scheme": "An origin's scheme has characters or a length that no scheme has.";
    "origin-opaque-scheme": "In browsers, pages of this scheme have the origin `null`: `file`, `data`, `blob`, `about`, `javascript`.";
    "origin-websocket-scheme": "`ws` or `wss`: the page that opens a WebSocket has an `http` or `https` origin.";
    "origin-ftp-scheme": "Browsers no longer show pages over FTP.";
    "origin-mistyped-scheme": "An origin's scheme is `http` or `https` except for a letter or two.";
    "origin-user-info": "An origin contains a user name or a password.";
    "origin-path": "An origin has a path, which may be only a slash.";
    "origin-query": "An origin has a query.";
    "origin-fragment": "An origin has a fragment.";
    "origin-no-host": "An origin has no host.";
    "origin-upper-case": "An origin's scheme or host has upper-case letters, which browsers never send.";
    "origin-unicode": "An origin's host has characters outside ASCII, which browsers never send.";
    "origin-invalid-host": "An origin's host contains a character that host names cannot have.";
    "origin-empty-label": "Two dots in an origin's host have nothing between them, or the host begins with a dot.";
    "origin-too-long": "An origin's host or one of its labels is longer than the DNS allows.";
    "origin-non-canonical-ip": "An IP address is not in the form in which browsers send it.";
    "origin-invalid-port": "An origin's port is not a number from 1 to 65535.";
    "origin-default-port": "An origin names its scheme's default port, which browsers leave out.";
    "origin-misplaced-wildcard": "`*` stands where it has no meaning: it goes before the host's first dot, or in place of the port.";
    "origin-wildcard-before-ip": "`*.` stands in front of an IP address, which has no subdomains.";
    "origin-unknown-hole": "A hole is none of `{digits}`, `{hex}` and `{slug}`.";
    "origin-several-holes": "A pattern has more than one hole, or a hole beside `*.`.";
    "origin-no-fixed-domain": "A hole leaves no fixed registrable domain: anyone can register a match.";
    "wildcard-with-credentials": "Any origin is allowed, with credentials: every site could act as its visitors.";
    "null-with-credentials": "`null` is allowed, with credentials: any site can send it from a sandboxed frame.";
    "file-with-credentials": "`file://` is allowed, with credentials: every page on a disk has this origin.";
    "insecure-origin": "An origin without TLS is allowed, with credentials or a guard.";
    "public-suffix": "A pattern spans the names below a public suffix, which anyone can register.";
    "above-public-suffixes": "A pattern spans public suffixes, and the names below them, which anyone can register.";
    "shared-domain": "A pattern spans what anyone can have below a domain that the Public Suffix List lacks: a tunnel, a name by wildcard DNS.";
    "any-host": "What varies is the whole host of a scheme such as `chrome-extension`: any extension matches, or any page of the scheme.";
    "shadowed-origin": "An entry allows nothing that another entry does not.";
    "invalid-regex": "A regex does not compile.";
    "dead-regex": "A regex matches no origin.";
    "dead-branch": "A branch of a regex matches no origin.";
    "pattern-as-regex": "A regex looks like a pattern, which belongs among the origins.";
    "untried-regex": "A regex could not be searched for look-alikes: it is too large, or asks where words end.";
    "loose-regex": "A regex admits origins of others than those it is meant for.";
    "loose-predicate": "A predicate admits origins made up to test it, with credentials or a guard.";
    "invalid-method": "A method is not one word of the characters that methods have.";
    "forbidden-method": "Browsers do not let pages use this method.";
    "method-case": "A method is not in upper case, and methods are case-sensitive.";
    "safelisted-method": "A method is always allowed and needs no listing.";
    "invalid-header-name": "A header name is not one word of the characters that header names have.";
    "punctuated-name": "A method or header name is in quotes or looks like a list, and would be taken for one name.";
    "wildcard-in-name": "`*` inside a name is a character like any other.";
    "word-for-any": "A word such as `ALL` or `any` is a name like any other.";
    "misspelt-method": "A method is not registered, and resembles one that is.";
    "preflight-header": "Only answers to preflights have this header, and pages never see them.";
    "forbidden-header": "Browsers do not let pages set this request header, or read this response header.";
    "misplaced-header": "A response header stands among the request headers, or the reverse.";
    "safelisted-header": "A header is always allowed and needs no listing.";
    "expose-wildcard-with-credentials": "`*` among the exposed headers has no special meaning with credentials.";
    "max-age-too-long": "No browser caches a preflight for so long.";
    "max-age-capped": "Some browsers cache a preflight for a shorter time.";
    "preflight-status": "The status of a preflight's answer is neither 200 nor 204.";
    "guard-any-origin": "Any origin is allowed, with a guard: it would keep nobody out.";
    "guard-null-origin": "`null` is allowed, with a guard: any site can send it from a sandboxed frame.";
    "guard-file-origin": "`file://` is allowed, with a guard: every page on a disk has this origin.";
    "guard-reads-only": "Reads are guarded, and requests that may change something are not.";
    "no-host": "The list of expected hosts is empty: every request would be refused.";
    "host-empty": "An expected host is an empty text, or only a port.";
    "host-white-space": "An expected host contains white space or control characters.";
    "host-several": "Several hosts stand in one entry.";
    "host-keyword": "A word of other programs' settings stands among the hosts, such as `any`, `none` or `null`.";
    "host-quoted": "Quotes are part of an expected host.";
    "host-placeholder": "A placeholder such as `${NAME}` or `{{ name }}` stands among the hosts, and nothing is substituted.";
    "host-regex": "A regex stands among the hosts, which have none.";
    "host-address-range": "A range of addresses stands among the hosts: `10.1.0.0/16`, `192.168.1.*`.";
    "host-invisible": "An expected host contains a character that nobody sees, such as a zero-width space.";
    "host-look-alike": "An expected host contains a character that only looks like ASCII, such as a Cyrillic letter.";
    "host-wildcard": "`*` stands among the hosts: every host would be expected.";
    "host-misplaced-wildcard": "`*` stands where it has no meaning: it goes before the host's first dot, or in place of the port.";
    "host-wildcard-before-ip": "`*.` stands in front of an IP address, which has no subdomains.";
    "host-hole": "A hole such as `{digits}` stands in an expected host: only origins have holes.";
    "host-scheme": "An expected host has a scheme.";
    "host-user-info": "An expected host has a user name or a password.";
    "host-path": "An expected host has a path, which may be only a slash.";
    "host-query": "An expected host has a query.";
    "host-fragment": "An expected host has a fragment.";
    "host-case": "An expected host has upper-case letters.";
    "host-punycode": "An expected host has letters outside ASCII, which clients send as Punycode.";
    "host-ipv6-brackets": "An IPv6 address among the hosts lacks its brackets.";
    "host-non-canonical-ip": "An IP address among the hosts is not in canonical form.";
    "host-invalid-port": "An expected host's port is not a number from 1 to 65535.";
    "host-empty-label": "Two dots in an expected host have nothing between them, or it begins with a dot.";
    "host-too-long": "An expected host or one of its labels is longer than the DNS allows.";
    "host-invalid": "An expected host contains a character that host names cannot have.";
    "shadowed-host": "An entry expects no host that another entry does not.";
    "expect-hosts-missing": "An origin of this machine is allowed and a guard is set, but any host is expected: nothing stops DNS rebinding.";
    "own-origin-missing": "WebSocket handshakes are guarded, but no `https` origin is listed that could be the server's own: its `http` twin passes for it.";
    "content-type-missing": "Methods with a body are allowed, but not `content-type`: pages cannot send JSON.";
    "authorization-not-covered": "`*` among the request headers never covers `authorization`.";
}

impl Problem {
    /// A stable name: `origin-path`, `wildcard-with-credentials`. [`CODES`](Self::CODES) has them
    /// all.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind().code()
    }
}

impl ProblemKind {
    /// See [`Problem::code`].
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::UnreadableVariable { .. } => "unreadable-variable",
            Self::NoOrigin { .. } => "no-origin",
            Self::InvalidOrigin { invalid } => invalid.flaw().code(),
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::NullWithCredentials => "null-with-credentials",
            Self::FileWithCredentials => "file-with-credentials",
            Self::InsecureOrigin { .. } => "insecure-origin",
            Self::PublicSuffix { .. } => "public-suffix",
            Self::AbovePublicSuffixes { .. } => "above-public-suffixes",
            Self::SharedDomain { .. } => "shared-domain",
            Self::AnyHost { .. } => "any-host",
            Self::ShadowedOrigin { .. } => "shadowed-origin",
            Self::InvalidRegex { .. } => "invalid-regex",
            Self::DeadRegex { .. } => "dead-regex",
            Self::DeadBranch { .. } => "dead-branch",
            Self::PatternAsRegex { .. } => "pattern-as-regex",
            Self::UntriedRegex { .. } => "untried-regex",
            Self::LooseRegex { .. } => "loose-regex",
            Self::LoosePredicate { .. } => "loose-predicate",
            Self::InvalidMethod { .. } => "invalid-method",
            Self::ForbiddenMethod { .. } => "forbidden-method",
            Self::MethodCase { .. } => "method-case",
            Self::SafelistedMethod { .. } => "safelisted-method",
            Self::InvalidHeaderName { .. } => "invalid-header-name",
            Self::PunctuatedName { .. } => "punctuated-name",
            Self::WildcardInName { .. } => "wildcard-in-name",
            Self::WordForAny { .. } => "word-for-any",
            Self::MisspeltMethod { .. } => "misspelt-method",
            Self::PreflightHeader { .. } => "preflight-header",
            Self::ForbiddenHeader { .. } => "forbidden-header",
            Self::MisplacedHeader { .. } => "misplaced-header",
            Self::SafelistedHeader { .. } => "safelisted-header",
            Self::ExposeWildcardWithCredentials => "expose-wildcard-with-credentials",
            Self::MaxAgeTooLong { .. } => "max-age-too-long",
            Self::MaxAgeCapped { .. } => "max-age-capped",
            Self::InvalidPreflightStatus { .. } => "preflight-status",
            Self::GuardAnyOrigin => "guard-any-origin",
            Self::GuardNullOrigin => "guard-null-origin",
            Self::GuardFileOrigin => "guard-file-origin",
            Self::GuardReadsOnly => "guard-reads-only",
            Self::NoHost => "no-host",
            Self::InvalidHost { invalid } => invalid.flaw().code(),
            Self::ShadowedHost { .. } => "shadowed-host",
            Self::ExpectHostsMissing { .. } => "expect-hosts-missing",
            Self::OwnOriginMissing { .. } => "own-origin-missing",
            Self::ContentTypeMissing => "content-type-missing",
            Self::AuthorizationNotCovered => "authorization-not-covered",
        }
    }
}
