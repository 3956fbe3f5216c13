//! A code for each kind of loss, and of what has to be set elsewhere.

use core::fmt;

macro_rules! codes {
    ($($(#[$sentence:meta])* $variant:ident = $code:literal;)*) => {
        /// Names a kind of [`Loss`](crate::Loss) or of [`Requirement`](crate::Requirement). It stays the same from
        /// version to version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$sentence])* $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is written.
            ///
            /// ```
            /// assert_eq!(cors_export::Code::WholePolicyTold.as_str(), "export-whole-policy-told");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

codes! {
    /// A predicate is code, and can't be written.
    Predicate = "export-predicate";
    /// A regex has no form that the target reads.
    Regex = "export-regex";
    /// The target can't say this entry of `allow_origins`.
    Origin = "export-origin";
    /// The target takes fewer entries.
    TooMany = "export-too-many";
    /// The target can't say this method.
    Method = "export-method";
    /// What was written could not be compared with the policy.
    Unproven = "export-unproven";
    /// The target would allow origins that the policy doesn't.
    MoreOrigins = "export-more-origins";
    /// The target would let `*` cover `authorization`.
    CoversAuthorization = "export-covers-authorization";
    /// The target doesn't refuse what a guard does.
    NoGuard = "export-no-guard";
    /// The target doesn't refuse other hosts.
    NoHostCheck = "export-no-host-check";
    /// The target allows fewer origins than the policy.
    FewerOrigins = "export-fewer-origins";
    /// Origins that no browser sends are allowed, too.
    MalformedOrigins = "export-malformed-origins";
    /// The origin is sent in the place of `*`.
    AnyOriginEchoed = "export-any-origin-echoed";
    /// The answer to a preflight is kept for another time.
    MaxAge = "export-max-age";
    /// Preflights' answers name the whole policy.
    WholePolicyTold = "export-whole-policy-told";
    /// Origins that are not allowed are told the policy.
    RefusedTold = "export-refused-told";
    /// Responses don't say that they vary by `Origin`.
    VaryMissing = "export-vary-missing";
    /// `Vary` lines of the server are lost.
    VaryLost = "export-vary-lost";
    /// Preflights are answered with another status.
    PreflightStatus = "export-preflight-status";
    /// Headers in several lines are read differently.
    SeveralLines = "export-several-lines";
    /// What a guard refuses is refused in other words.
    RefusalText = "export-refusal-text";
    /// nginx needs larger buckets for its hash tables.
    HashBucketSize = "export-hash-bucket-size";
    /// Envoy needs a higher limit for regexes.
    RegexProgramSize = "export-regex-program-size";
    /// Headers that stand further outside are lost.
    HeaderInheritance = "export-header-inheritance";
    /// Headers without a value count as absent.
    EmptyLines = "export-empty-lines";
    /// Groups of regexes further outside are lost.
    CaptureGroups = "export-capture-groups";
    /// `*` in a list of names is sent twice, or what was asked for in its place.
    WildcardRespelled = "export-wildcard-respelled";
    /// The target decides by itself which host a request is for.
    HostRead = "export-host-read";
    /// What asks for a WebSocket is read differently.
    Handshake = "export-handshake";
    /// A regex takes the target too long.
    Backtracking = "export-backtracking";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
