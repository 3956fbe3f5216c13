//! What a policy refuses beyond CORS: requests that may change something, reads and WebSocket
//! handshakes of pages of other origins, and requests for other hosts.

mod authority;
mod hosts;
mod own;
mod site;
mod table;
mod verdict;

use self::table::Sender;
pub(crate) use self::{
    authority::{Authority, is_for},
    hosts::Hosts,
    own::is_own,
    site::Site,
};
pub use self::{
    table::GuardRule,
    verdict::{GuardVerdict, RefusedBy},
};
use crate::{
    RequestKind,
    adapter::{Field, RequestHead},
    decide::Found,
    matcher::Matcher,
};

/// What the decision needs of a policy's guards.
#[derive(Default)]
pub(crate) struct Guards {
    pub(crate) unsafe_methods: bool,
    pub(crate) safe_methods: bool,
    pub(crate) websockets: bool,
    /// `None` for any.
    pub(crate) hosts: Option<Hosts>,
}

impl Guards {
    /// The verdict on a request. `origin` is what the list says about its `Origin`, whose first line is
    /// `line`.
    ///
    /// It reads only what a guard needs to know, allocates nothing and never panics.
    pub(crate) fn verdict<V>(
        &self,
        head: &impl RequestHead<V>,
        kind: RequestKind,
        origin: Found<'_>,
        line: Option<&[u8]>,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        if let Some(hosts) = &self.hosts {
            match is_for(head, |authority| hosts.expect(authority)) {
                Some(true) => {}
                Some(false) => {
                    return GuardVerdict::Refused {
                        by: RefusedBy::UnexpectedHost,
                    };
                }
                None => {
                    return GuardVerdict::Refused {
                        by: RefusedBy::UnknownHost,
                    };
                }
            }
        }
        // A preflight changes nothing, carries no credentials, and is answered by CORS.
        if kind == RequestKind::Preflight {
            return GuardVerdict::NotGuarded;
        }
        let Some(guarded) = self.covering(head) else {
            return GuardVerdict::NotGuarded;
        };
        let site = Site::of(head);
        let is_own = |line: &[u8]| is_own(head, line, origins);
        let sender = Sender::of(origin, line, site, is_own);
        let (rule, passes) = table::look_up(site, sender);
        if passes {
            return GuardVerdict::Passed { rule };
        }
        if sender == Sender::Absent && guarded.lets_through(head) {
            let rule = GuardRule::NoOrigin;
            return GuardVerdict::Passed { rule };
        }
        GuardVerdict::Refused {
            by: guarded.refusal(rule),
        }
    }

    /// The guard that covers a request.
    #[inline]
    fn covering<V>(&self, head: &impl RequestHead<V>) -> Option<Guarded> {
        let method = head.method();
        let is_safe = matches!(method, "GET" | "HEAD" | "OPTIONS");
        let is_handshake = (self.websockets || self.safe_methods) && is_handshake(head);
        if self.websockets && is_handshake {
            Some(Guarded::Handshake)
        } else if self.unsafe_methods && !is_safe {
            Some(Guarded::UnsafeMethod)
        } else if self.safe_methods && is_safe {
            let may_navigate = !is_handshake && method != "OPTIONS";
            Some(Guarded::SafeMethod { may_navigate })
        } else {
            None
        }
    }
}

/// By what a request is guarded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guarded {
    UnsafeMethod,
    /// Whether it may be the following of a link.
    SafeMethod {
        may_navigate: bool,
    },
    Handshake,
}

impl Guarded {
    /// Links from elsewhere still lead here: a read without `Origin` that navigates passes, whatever its
    /// site. <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header>
    fn lets_through<V>(self, head: &impl RequestHead<V>) -> bool {
        let navigates = || {
            let mut modes = head.lines(Field::SecFetchMode);
            let only = (modes.next(), modes.next());
            matches!(only, (Some(mode), None) if mode.as_ref() == b"navigate")
        };
        self == (Self::SafeMethod { may_navigate: true }) && navigates()
    }

    fn refusal(self, rule: GuardRule) -> RefusedBy {
        match self {
            Self::UnsafeMethod => RefusedBy::UnsafeMethod { rule },
            Self::SafeMethod { .. } => RefusedBy::SafeMethod { rule },
            Self::Handshake => RefusedBy::WebSocket { rule },
        }
    }
}

/// Whether a request asks for a WebSocket, by the widest of the readings that servers have: `websocket`
/// in whatever case anywhere in an `Upgrade` line, or `CONNECT`
/// (<https://httpwg.org/specs/rfc8441.html>). No page can set `Upgrade`
/// (<https://fetch.spec.whatwg.org/#forbidden-request-header>), so that nobody else is hit.
pub(crate) fn is_handshake<V>(head: &impl RequestHead<V>) -> bool {
    const NAME: &[u8] = b"websocket";
    let names_it = |line: &[u8]| {
        let mut windows = line.windows(NAME.len());
        windows.any(|window| window.eq_ignore_ascii_case(NAME))
    };
    head.method() == "CONNECT"
        || head
            .lines(Field::Upgrade)
            .any(|line| names_it(line.as_ref()))
}
