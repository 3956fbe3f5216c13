//! Which kinds of origins a regex matches, and whether it matches anything else.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

use cors_diff::grammar::{IPV4_NUMBER, LABEL, LAST_LABEL, OPAQUE_HOST, PORT, ipv6};
use regex_automata::{
    Anchored, MatchKind,
    hybrid::{
        CacheError, LazyStateID,
        dfa::{Cache, DFA},
    },
    nfa::thompson::{Compiler, Config, WhichCaptures},
    util::{start, syntax},
};

/// What a regex matches, as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// Of `http`, `https`, `ws`, `wss`, `ftp`, in this order: names, IPv4 and IPv6 addresses.
    pub(super) special: [Hosts; SPECIAL.len()],
    /// Of any other scheme. It has no IPv4 addresses.
    pub(super) other: Hosts,
    /// Origins with a port.
    pub(super) ports: bool,
    /// Origins that an attacker in the network can speak for.
    pub(super) insecure: bool,
    /// Origins that none can.
    pub(super) secure: bool,
    /// What is no origin.
    pub(super) malformed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hosts {
    pub(super) names: bool,
    pub(super) ipv4: bool,
    pub(super) ipv6: bool,
}

impl Hosts {
    const ALL: Self = Self {
        names: true,
        ipv4: true,
        ipv6: true,
    };
}

/// Schemes with domains, and default ports.
pub(super) const SPECIAL: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

/// The most states that are looked at.
const MAX_STATES: usize = 20_000;

/// The most that they take, in bytes.
const MAX_SIZE: usize = 16 << 20;

// The places of the patterns behind the special schemes.
const NAME: usize = 5;
const IPV4: usize = 6;
const IPV6: usize = 7;
const OPAQUE: usize = 8;
const LOOPBACK: usize = 9;
const DEFAULT_PORT: usize = 10;
const WITH_PORT: usize = 11;
const NULL: usize = 12;
const PATTERNS: usize = 13;

/// What is known of all origins.
static GRAMMAR: LazyLock<Option<DFA>> = LazyLock::new(|| {
    let host = |host: &str| format!("[a-z][a-z0-9+.-]*://(?:{host})(?::{PORT})?");
    let ipv4 = |first: &str| format!(r"{first}(?:\.{IPV4_NUMBER}){{3}}");
    let [http, https, ws, wss, ftp] = SPECIAL.map(|scheme| format!("{scheme}://[!-~]*"));
    let patterns: [String; PATTERNS] = [
        http,
        https,
        ws,
        wss,
        ftp,
        host(&format!(r"(?:{LABEL}\.)*{LAST_LABEL}\.?")),
        host(&ipv4(IPV4_NUMBER)),
        host(&format!(r"\[{}\]", ipv6())),
        host(OPAQUE_HOST),
        host(&format!(
            r"(?:{LABEL}\.)*localhost\.?|{}|\[::1\]",
            ipv4("127")
        )),
        "(?:https|wss)://[!-~]*:443|(?:http|ws)://[!-~]*:80|ftp://[!-~]*:21".to_owned(),
        "[!-~]*:[0-9]+".to_owned(),
        "(?:about|blob|data|file|javascript)://[!-~]*".to_owned(),
    ];
    machine(&patterns.each_ref().map(String::as_str))
});

impl Reach {
    /// Of a portable regex. What takes too long to find out may be.
    pub(super) fn of(regex: &str) -> Self {
        Self::look(regex).unwrap_or(Self::ANYTHING)
    }

    /// Origins with the first two of the special schemes, and nothing else.
    pub(super) fn web() -> Self {
        let mut web = Self {
            other: Hosts::default(),
            malformed: false,
            ..Self::ANYTHING
        };
        web.special[2..].fill(Hosts::default());
        web
    }

    const ANYTHING: Self = {
        Self {
            special: [Hosts::ALL; SPECIAL.len()],
            other: Hosts::ALL,
            ports: true,
            insecure: true,
            secure: true,
            malformed: true,
        }
    };

    fn look(regex: &str) -> Option<Self> {
        let grammar = GRAMMAR.as_ref()?;
        let ready = { READY.lock().unwrap_or_else(PoisonError::into_inner) }.take();
        let mut cache = ready.unwrap_or_else(|| grammar.create_cache());
        let reach = Self::walk(&machine(&[regex])?, grammar, &mut cache);
        *READY.lock().unwrap_or_else(PoisonError::into_inner) = Some(cache);
        reach
    }

    fn walk(regex: &DFA, grammar: &DFA, grammar_cache: &mut Cache) -> Option<Self> {
        let mut cache = regex.create_cache();
        let start = start::Config::new().anchored(Anchored::Yes);
        let start = (
            regex.start_state(&mut cache, &start).ok()?,
            grammar.start_state(grammar_cache, &start).ok()?,
        );
        // The regex has an end of what it goes on with; the grammar of all origins would be a long way.
        let bytes = bytes(&[regex, grammar]);
        let mut reach = Self::default();
        let mut places = vec![start];
        let mut known: HashSet<_> = places.iter().copied().collect();
        while let Some(place) = places.pop() {
            if read::<1>(regex, &mut cache, place.0).ok()?[0] {
                reach.add(&read(grammar, grammar_cache, place.1).ok()?);
                if reach == Self::ANYTHING {
                    break;
                }
            }
            for &byte in &bytes {
                let to = regex.next_state(&mut cache, place.0, byte).ok()?;
                if to.is_dead() {
                    continue;
                }
                let to = (to, grammar.next_state(grammar_cache, place.1, byte).ok()?);
                if known.insert(to) {
                    places.push(to);
                }
            }
            if known.len() > MAX_STATES {
                return None;
            }
        }
        Some(reach)
    }

    /// Adds a kind of text that the regex matches.
    fn add(&mut self, read: &[bool; PATTERNS]) {
        let special = (0..SPECIAL.len()).find(|&scheme| read[scheme]);
        let is_name = match special {
            Some(_) => read[NAME],
            None => read[OPAQUE],
        };
        let is_ipv4 = special.is_some() && read[IPV4];
        let is_ipv6 = read[IPV6];
        let is_none = match special {
            Some(_) => read[DEFAULT_PORT],
            None => read[NULL],
        };
        if is_none || !(is_name || is_ipv4 || is_ipv6) {
            self.malformed = true;
            return;
        }
        let hosts = match special {
            Some(scheme) => &mut self.special[scheme],
            None => &mut self.other,
        };
        hosts.names |= is_name;
        hosts.ipv4 |= is_ipv4;
        hosts.ipv6 |= is_ipv6;
        self.ports |= read[WITH_PORT];
        let is_insecure = special == Some(0) && !read[LOOPBACK];
        self.insecure |= is_insecure;
        self.secure |= !is_insecure;
    }
}

/// The states of the grammar that were looked at before: there is room for all that it has.
static READY: Mutex<Option<Cache>> = Mutex::new(None);

/// Bytes that stand for all that both machines tell apart.
fn bytes(machines: &[&DFA; 2]) -> Vec<u8> {
    let mut seen = HashSet::new();
    let class = |byte: u8| machines.map(|dfa| dfa.byte_classes().get(byte));
    (b'!'..=b'~')
        .filter(|&byte| seen.insert(class(byte)))
        .collect()
}

/// Each pattern is asked about all of a text.
fn machine(patterns: &[&str]) -> Option<DFA> {
    let nfa = Compiler::new()
        .configure(
            Config::new()
                .which_captures(WhichCaptures::None)
                .nfa_size_limit(Some(MAX_SIZE)),
        )
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .build_many(patterns)
        .ok()?;
    let config = DFA::config()
        .match_kind(MatchKind::All)
        .cache_capacity(MAX_SIZE)
        .skip_cache_capacity_check(true)
        // States that were forgotten would be looked at again.
        .minimum_cache_clear_count(Some(0));
    DFA::builder().configure(config).build_from_nfa(nfa).ok()
}

/// Which patterns match what has been read.
fn read<const N: usize>(
    dfa: &DFA,
    cache: &mut Cache,
    place: LazyStateID,
) -> Result<[bool; N], CacheError> {
    let mut read = [false; N];
    let end = dfa.next_eoi_state(cache, place)?;
    if end.is_match() {
        for index in 0..dfa.match_len(cache, end) {
            read[dfa.match_pattern(cache, end, index).as_usize()] = true;
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use regex_automata::{Anchored, util::start};

    use super::{GRAMMAR, MAX_SIZE};

    #[test]
    fn there_is_room_for_the_whole_grammar() {
        let grammar = GRAMMAR.as_ref().unwrap();
        let mut cache = grammar.create_cache();
        let start = start::Config::new().anchored(Anchored::Yes);
        let mut places = vec![grammar.start_state(&mut cache, &start).unwrap()];
        let mut known = HashSet::from([places[0]]);
        while let Some(place) = places.pop() {
            grammar.next_eoi_state(&mut cache, place).unwrap();
            for byte in b'!'..=b'~' {
                let to = grammar.next_state(&mut cache, place, byte).unwrap();
                if known.insert(to) {
                    places.push(to);
                }
            }
        }
        assert!(cache.memory_usage() < MAX_SIZE, "{}", cache.memory_usage());
    }
}
