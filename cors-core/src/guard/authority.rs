//! The host that a request is for.

use core::net::Ipv6Addr;

use crate::{
    adapter::{Field, RequestHead},
    host::MAX_DOMAIN,
    origin::parse_port,
};

/// Host and port of a target or of `Host`, as they were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authority<'a> {
    /// In whatever case.
    pub(crate) host: &'a [u8],
    pub(crate) port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// No name that anybody has is longer, with a dot at its end.
    pub(super) const MAX_HOST: usize = MAX_DOMAIN + ".".len();

    /// `None` if it is malformed, except that [the host](Self::is_malformed) is not looked at.
    pub(crate) fn read(text: &'a [u8]) -> Option<Self> {
        if text.len() > Self::MAX_HOST + ":65535".len() {
            return None;
        }
        let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit());
        let (host, digits) = text.split_at(text.len() - digits.count());
        let (host, port) = match host {
            // A colon with nothing behind it is allowed, and says nothing.
            [host @ .., b':'] if digits.is_empty() => (host, None),
            [host @ .., b':'] => (host, Some(parse_port(core::str::from_utf8(digits).ok()?)?)),
            _ => (text, None),
        };
        (!host.is_empty() && host.len() <= Self::MAX_HOST).then_some(Self { host, port })
    }

    /// Whether the host is none by the grammar of `Host`
    /// (<https://httpwg.org/specs/rfc9110.html#field.host>). Percent-encoded ones, which no browser sends,
    /// count as none.
    pub(crate) fn is_malformed(self) -> bool {
        if let [b'[', address @ .., b']'] = self.host {
            let address = core::str::from_utf8(address).map(str::parse::<Ipv6Addr>);
            return !matches!(address, Ok(Ok(_)));
        }
        let is_other =
            |byte: &u8| !(byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte));
        self.host.iter().any(is_other)
    }

    /// What `test` says. What does not hold may be so because the host is malformed, and only then that is
    /// looked at: what passes does not pay for it.
    fn tested(self, test: impl Fn(Self) -> bool) -> Option<bool> {
        if test(self) {
            Some(true)
        } else if self.is_malformed() {
            None
        } else {
            Some(false)
        }
    }

    /// Whether both name one host. A port that is left out is the default of one scheme or the other:
    /// which one the server speaks, nobody knows.
    fn agrees(self, other: Self) -> bool {
        let is_default = |port| matches!(port, 80 | 443);
        self.host.eq_ignore_ascii_case(other.host)
            && match (self.port, other.port) {
                (Some(port), None) | (None, Some(port)) => is_default(port),
                (one, other) => one == other,
            }
    }
}

/// Whether `test` holds for the host that a request is for: the authority of its target, or else its
/// `Host` (<https://httpwg.org/specs/rfc9112.html#reconstructing.target.uri>). `None` if nobody knows it:
/// where there is neither, where there are several `Host` lines or a malformed one, and where target and
/// `Host` differ.
///
/// `Forwarded`, `X-Forwarded-Host` and their kin are never read: anybody can send them.
pub(crate) fn is_for<V>(
    head: &impl RequestHead<V>,
    test: impl Fn(Authority<'_>) -> bool,
) -> Option<bool> {
    let mut lines = head.lines(Field::Host);
    let (line, more) = (lines.next(), lines.next());
    if more.is_some() {
        return None;
    }
    let target = match head.authority() {
        Some(target) => Some(Authority::read(target.as_bytes())?),
        None => None,
    };
    let host = match &line {
        Some(line) => Some(Authority::read(line.as_ref())?),
        None => None,
    };
    match (target, host) {
        (None, None) => None,
        (Some(only), None) | (None, Some(only)) => only.tested(test),
        (Some(target), Some(host)) if target.agrees(host) => {
            host.tested(|host| test(target) && test(host))
        }
        _ => None,
    }
}
