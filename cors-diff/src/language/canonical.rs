//! The origins that browsers write, as regexes: what `cors_core::Origin` reads, except for its lengths.

use std::sync::{LazyLock, Mutex, PoisonError};

use super::lazy::{At, Full, Lazy, Machine};
use crate::grammar::{IPV4_NUMBER, LABEL, LAST_LABEL, OPAQUE_HOST, PORT, SCHEME, ipv6};

/// What kind of origin has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// `http` or `https`.
    pub(super) is_web: bool,
    /// Whether an attacker in the network can speak for it.
    pub(super) is_insecure: bool,
}

/// The patterns of the machine, by their places: hosts with any scheme, and schemes with any host.
const NAME: usize = 0;
const IPV6: usize = 1;
const OPAQUE: usize = 2;
const LOOPBACK: usize = 3;
const HTTPS: usize = 4;
const HTTP: usize = 5;
const SPECIAL: usize = 6;
const DEFAULT_PORT: usize = 7;
const NULL: usize = 8;

static MACHINE: LazyLock<Option<Machine>> = LazyLock::new(|| Machine::of_texts(&regexes()));

/// Machines that nobody uses now, with the states that they have: all comparisons go through the same ones.
static READY: Mutex<Vec<Lazy<'static>>> = Mutex::new(Vec::new());

/// The most of them, some megabytes each.
const MAX_READY: usize = 4;

/// Reads origins from their ends.
pub(super) struct Canonical(Option<Lazy<'static>>);

impl Drop for Canonical {
    fn drop(&mut self) {
        let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
        if ready.len() < MAX_READY {
            ready.extend(self.0.take());
        }
    }
}

impl Canonical {
    pub(super) fn new() -> Result<Self, Full> {
        let ready = { READY.lock().unwrap_or_else(PoisonError::into_inner) }.pop();
        let machine = || MACHINE.as_ref().map(Lazy::new);
        ready.or_else(machine).map(Some).map(Self).ok_or(Full)
    }

    pub(super) fn start(&mut self) -> Result<At, Full> {
        self.lazy()?.start()
    }

    pub(super) fn step(&mut self, at: At, byte: u8) -> Result<At, Full> {
        self.lazy()?.step(at, byte)
    }

    pub(super) fn bytes(&mut self, at: At) -> Result<u128, Full> {
        self.lazy()?.bytes(at)
    }

    fn lazy(&mut self) -> Result<&mut Lazy<'static>, Full> {
        self.0.as_mut().ok_or(Full)
    }

    /// What has been read, if it is a whole origin.
    pub(super) fn kind(&mut self, at: At) -> Result<Option<Kind>, Full> {
        let mut read = [false; 9];
        self.lazy()?.matches(at, |pattern| read[pattern] = true)?;
        let is_origin = match read[SPECIAL] {
            true => (read[NAME] || read[IPV6]) && !read[DEFAULT_PORT],
            false => (read[OPAQUE] || read[IPV6]) && !read[NULL],
        };
        Ok(is_origin.then_some(Kind {
            is_web: read[HTTPS] || read[HTTP],
            is_insecure: read[HTTP] && !read[LOOPBACK],
        }))
    }
}

/// Whatever stands between the slashes and the end.
const ANYTHING: &str = "[!-~&&[^/]]*";

fn regexes() -> [String; 9] {
    let ipv6 = ipv6();
    let ipv4 = |first: &str| format!(r"{first}(?:\.{IPV4_NUMBER}){{3}}");
    let [any_ipv4, own_ipv4] = [IPV4_NUMBER, "127"].map(ipv4);
    let host = |host: &str| format!("{SCHEME}://(?:{host})(?::{PORT})?");
    let scheme = |scheme: &str| format!("(?:{scheme})://{ANYTHING}");
    [
        host(&format!(r"(?:{LABEL}\.)*{LAST_LABEL}\.?|{any_ipv4}")),
        host(&format!(r"\[{ipv6}\]")),
        host(OPAQUE_HOST),
        host(&format!(r"(?:{LABEL}\.)*localhost\.?|{own_ipv4}|\[::1\]")),
        scheme("https"),
        scheme("http"),
        scheme("https?|wss?|ftp"),
        format!("(?:https|wss)://{ANYTHING}:443|(?:http|ws)://{ANYTHING}:80|ftp://{ANYTHING}:21"),
        // Their origins are `null`.
        scheme("about|blob|data|file|javascript"),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Canonical;

    #[test]
    fn there_is_room_for_all_origins() {
        let mut canonical = Canonical::new().unwrap();
        let start = canonical.start().unwrap();
        let (mut places, mut known) = (vec![start], HashSet::from([start]));
        while let Some(place) = places.pop() {
            canonical.kind(place).unwrap();
            for byte in b'!'..=b'~' {
                let to = canonical.step(place, byte).unwrap();
                if known.insert(to) {
                    places.push(to);
                }
            }
        }
        assert!(known.len() < 20_000, "{}", known.len());
    }
}
