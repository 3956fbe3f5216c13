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
    table::Claim,
};
pub use self::{
    table::GuardRule,
    verdict::{GuardVerdict, RefusedBy},
};
use crate::{
    RequestKind,
    adapter::{Field, RequestHead},
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
    /// The verdict on a request. `claim` is what the list says about its `Origin`, whose first line is
    /// `line`.
    ///
    /// It reads only what a guard needs to know, allocates nothing and never panics.
    // Apart, as is what it calls: where no guard covers a request, little has to be put aside. And the path
    // of policies without guards is as if there were none.
    #[inline(never)]
    pub(crate) fn verdict<V>(
        &self,
        head: &impl RequestHead<V>,
        kind: RequestKind,
        claim: Claim,
        line: Option<&[u8]>,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        if let Some(hosts) = &self.hosts
            && let Some(by) = refused_host(hosts, head)
        {
            return GuardVerdict::Refused { by };
        }
        // A preflight changes nothing, carries no credentials, and is answered by CORS.
        if kind == RequestKind::Preflight || !self.cover(head) {
            return GuardVerdict::NotGuarded;
        }
        self.judge(head, claim, line, origins)
    }

    /// Whether one of the guards covers a request.
    #[inline]
    fn cover<V>(&self, head: &impl RequestHead<V>) -> bool {
        let by_method = if is_safe(head.method()) {
            self.safe_methods
        } else {
            self.unsafe_methods
        };
        by_method || (self.websockets && is_handshake(head))
    }

    /// The verdict on a request that a guard covers: by the [table](table), and by what stands beside it.
    #[inline(never)]
    fn judge<V>(
        &self,
        head: &impl RequestHead<V>,
        claim: Claim,
        line: Option<&[u8]>,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        // Whatever the site: nothing more is read of most requests of other origins.
        if claim == Claim::Listed {
            return GuardVerdict::Passed {
                rule: GuardRule::Listed,
            };
        }
        let site = Site::of(head);
        let sender = Sender::of(claim, line, site, |line| is_own(head, line, origins));
        let (rule, passes) = table::look_up(site, sender);
        if passes {
            return GuardVerdict::Passed { rule };
        }
        self.refuse(head, sender, rule)
    }

    /// What refuses a request that the table does not let pass, unless a link leads to it.
    #[inline(never)]
    fn refuse<V>(
        &self,
        head: &impl RequestHead<V>,
        sender: Sender,
        rule: GuardRule,
    ) -> GuardVerdict {
        let is_handshake = is_handshake(head);
        let by = if self.websockets && is_handshake {
            RefusedBy::WebSocket { rule }
        } else if !is_safe(head.method()) {
            RefusedBy::UnsafeMethod { rule }
        } else if sender == Sender::Absent && !is_handshake && navigates(head) {
            return GuardVerdict::Passed {
                rule: GuardRule::NoOrigin,
            };
        } else {
            RefusedBy::SafeMethod { rule }
        };
        GuardVerdict::Refused { by }
    }
}

/// Why a request is for no host that is expected. `None` if it is for one.
#[inline(never)]
fn refused_host<V>(hosts: &Hosts, head: &impl RequestHead<V>) -> Option<RefusedBy> {
    match is_for(head, |authority| hosts.expect(authority)) {
        Some(true) => None,
        Some(false) => Some(RefusedBy::UnexpectedHost),
        None => Some(RefusedBy::UnknownHost),
    }
}

/// The methods that change nothing: <https://httpwg.org/specs/rfc9110.html#safe.methods>. Not `TRACE`, which
/// no page can send.
#[inline]
fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// Links from elsewhere still lead here: a read without `Origin` that navigates passes, whatever its site.
/// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header>
fn navigates<V>(head: &impl RequestHead<V>) -> bool {
    let mut modes = head.lines(Field::SecFetchMode);
    let only = (modes.next(), modes.next());
    matches!(head.method(), "GET" | "HEAD")
        && matches!(only, (Some(mode), None) if mode.as_ref() == b"navigate")
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
