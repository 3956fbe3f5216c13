//! What a policy's guards say about a request.

use super::GuardRule;
use crate::{Outcome, Setting};

/// What a policy's guards say about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardVerdict {
    /// No guard of the policy covers it.
    NotGuarded,
    /// A guard covers it, and it passes.
    #[non_exhaustive]
    Passed {
        /// The rule that decides.
        rule: GuardRule,
    },
    /// It is refused.
    #[non_exhaustive]
    Refused {
        /// What refuses it.
        by: RefusedBy,
    },
}

/// What refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusedBy {
    /// [`guard_unsafe_methods`](crate::PolicyBuilder::guard_unsafe_methods).
    #[non_exhaustive]
    UnsafeMethod {
        /// The rule that decides.
        rule: GuardRule,
    },
    /// [`guard_safe_methods`](crate::PolicyBuilder::guard_safe_methods).
    #[non_exhaustive]
    SafeMethod {
        /// The rule that decides.
        rule: GuardRule,
    },
    /// [`guard_websockets`](crate::PolicyBuilder::guard_websockets).
    #[non_exhaustive]
    WebSocket {
        /// The rule that decides.
        rule: GuardRule,
    },
    /// [`expect_hosts`](crate::PolicyBuilder::expect_hosts): it is for another host.
    UnexpectedHost,
    /// [`expect_hosts`](crate::PolicyBuilder::expect_hosts): nobody knows the host that it is for. It
    /// names none, several, or a malformed one, or its target and its `Host` differ.
    UnknownHost,
}

impl RefusedBy {
    /// The setting that refuses it.
    #[must_use]
    pub const fn setting(self) -> Setting {
        match self {
            Self::UnsafeMethod { .. } => Setting::GuardUnsafeMethods,
            Self::SafeMethod { .. } => Setting::GuardSafeMethods,
            Self::WebSocket { .. } => Setting::GuardWebsockets,
            Self::UnexpectedHost | Self::UnknownHost => Setting::ExpectHosts,
        }
    }

    /// The rule that decides. `None` where the host does.
    #[must_use]
    pub const fn rule(self) -> Option<GuardRule> {
        match self {
            Self::UnsafeMethod { rule } | Self::SafeMethod { rule } | Self::WebSocket { rule } => {
                Some(rule)
            }
            Self::UnexpectedHost | Self::UnknownHost => None,
        }
    }

    /// The label of the log and of metrics.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::UnsafeMethod { .. } => Outcome::UnsafeMethodRefused,
            Self::SafeMethod { .. } => Outcome::SafeMethodRefused,
            Self::WebSocket { .. } => Outcome::WebSocketRefused,
            Self::UnexpectedHost => Outcome::UnexpectedHost,
            Self::UnknownHost => Outcome::UnknownHost,
        }
    }
}

impl RefusedBy {
    /// One line for whoever reads the response. The page can't, since it is shared with nobody. A constant:
    /// what repeats what was sent would be script, or a line of a log, in waiting.
    pub(crate) const fn body(self) -> &'static str {
        match self {
            Self::UnsafeMethod { .. } => {
                "refused: this request may change something, and no page of this server or of an origin \
                 that it allows has sent it; the server's log says what to do"
            }
            Self::SafeMethod { .. } => {
                "refused: no page of this server or of an origin that it allows has sent this request; \
                 the server's log says what to do"
            }
            Self::WebSocket { .. } => {
                "refused: no page of this server or of an origin that it allows opens this WebSocket; \
                 the server's log says what to do"
            }
            Self::UnexpectedHost => {
                "refused: this server does not answer for the host that the request is for; the server's \
                 log says what to do"
            }
            Self::UnknownHost => {
                "refused: the request does not say clearly which host it is for: one Host, which agrees \
                 with its target, is needed"
            }
        }
    }
}

impl GuardVerdict {
    /// What refuses it, if it is refused.
    #[must_use]
    pub const fn refused_by(self) -> Option<RefusedBy> {
        match self {
            Self::Refused { by } => Some(by),
            _ => None,
        }
    }

    /// The rule that decides, where one does.
    #[must_use]
    pub const fn rule(self) -> Option<GuardRule> {
        match self {
            Self::NotGuarded => None,
            Self::Passed { rule } => Some(rule),
            Self::Refused { by } => by.rule(),
        }
    }
}
