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

const LISTED: GuardVerdict = GuardVerdict::Passed {
    rule: GuardRule::Listed,
};

impl Guards {
    /// The verdict on a request. `claim` is what the list says about its `Origin`.
    ///
    /// It reads only what a guard needs to know, allocates nothing and never panics. The line itself is read
    /// again by the few requests that depend on it.
    // What needs no header is decided in place, which saves a call and what has to be put aside for it.
    #[inline(always)]
    pub(crate) fn verdict<V>(
        &self,
        head: &impl RequestHead<V>,
        kind: RequestKind,
        claim: Claim,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        if self.hosts.is_some() {
            return self.judge_with_host(head, kind, claim, origins);
        }
        match self.cover(head, kind) {
            Some(false) => GuardVerdict::NotGuarded,
            Some(true) if claim == Claim::Listed => LISTED,
            Some(true) => self.judge(head, claim, origins),
            None => self.judge_handshake(head, claim, origins),
        }
    }

    /// Whether one of the guards covers a request. `None` if that depends on whether it is a handshake.
    #[inline(always)]
    fn cover<V>(&self, head: &impl RequestHead<V>, kind: RequestKind) -> Option<bool> {
        // A preflight changes nothing, carries no credentials, and is answered by CORS.
        if kind == RequestKind::Preflight {
            return Some(false);
        }
        let by_method = if is_safe(head.method()) {
            self.safe_methods
        } else {
            self.unsafe_methods
        };
        match by_method {
            false if self.websockets => None,
            by_method => Some(by_method),
        }
    }

    /// The verdict, if only some hosts are expected.
    #[inline(never)]
    fn judge_with_host<V>(
        &self,
        head: &impl RequestHead<V>,
        kind: RequestKind,
        claim: Claim,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        if let Some(by) = self.hosts.as_ref().and_then(|hosts| hosts.refuse(head)) {
            return GuardVerdict::Refused { by };
        }
        match self.cover(head, kind) {
            Some(false) => GuardVerdict::NotGuarded,
            Some(true) => self.judge(head, claim, origins),
            None => self.judge_handshake(head, claim, origins),
        }
    }

    /// The verdict, if a guard covers only handshakes.
    #[inline(never)]
    fn judge_handshake<V>(
        &self,
        head: &impl RequestHead<V>,
        claim: Claim,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        if is_handshake(head) {
            self.judge(head, claim, origins)
        } else {
            GuardVerdict::NotGuarded
        }
    }

    /// The verdict on what a guard covers: by the [table](table), and by what stands beside that.
    #[inline(never)]
    fn judge<V>(
        &self,
        head: &impl RequestHead<V>,
        claim: Claim,
        origins: Option<&Matcher>,
    ) -> GuardVerdict {
        // Whatever the site: nothing more is read of most requests of other origins.
        if claim == Claim::Listed {
            return LISTED;
        }
        let site = Site::of(head);
        let sender = Sender::of(claim, site, || unlisted(head, origins));
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
        let is_handshake = (self.websockets || self.safe_methods) && is_handshake(head);
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

/// Who sent a request whose only `Origin` line is not listed.
fn unlisted<V>(head: &impl RequestHead<V>, origins: Option<&Matcher>) -> Sender {
    let line = head.lines(Field::Origin).next();
    match line.as_ref().map(|line| line.as_ref()) {
        Some(b"null") => Sender::Null,
        Some(line) if is_own(head, line, origins) => Sender::Own,
        _ => Sender::Other,
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
