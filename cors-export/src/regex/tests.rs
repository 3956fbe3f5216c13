//! What tests of regexes share.

use core::{cell::RefCell, net::Ipv6Addr};
use std::collections::{HashSet, VecDeque};

use cors_core::Origin;
use proptest::prelude::*;
use regex_automata::{
    Anchored, Input,
    hybrid::{
        CacheError,
        dfa::{Cache, DFA},
    },
    nfa::thompson::Compiler,
    util::{start, syntax},
};

use super::subset::RANGES;

/// A regex that matches whole texts, as PCRE, RE2 and Go read it: bytes, and words of ASCII.
pub(crate) struct Whole(DFA, RefCell<Cache>);

impl Whole {
    pub(crate) fn new(regex: &str) -> Self {
        Self::with(regex, syntax::Config::new().unicode(false).utf8(false))
    }

    /// As this crate's users mean it.
    pub(crate) fn in_unicode(regex: &str) -> Self {
        Self::with(regex, syntax::Config::new())
    }

    fn with(regex: &str, syntax: syntax::Config) -> Self {
        let mut compiler = Compiler::new();
        let nfa = compiler.syntax(syntax).build(&format!("^(?:{regex})$"));
        let config = DFA::config()
            .unicode_word_boundary(true)
            .cache_capacity(32 << 20)
            .minimum_cache_clear_count(Some(0));
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa.unwrap());
        let dfa = dfa.unwrap();
        let cache = dfa.create_cache().into();
        Self(dfa, cache)
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let input = Input::new(text).anchored(Anchored::Yes);
        let found = self.0.try_search_fwd(&mut self.1.borrow_mut(), &input);
        found.unwrap().is_some()
    }
}

/// A text of the bytes that origins have, no longer than they are, that one of two regexes matches.
pub(crate) fn difference(left: &Whole, right: &Whole) -> Result<Option<String>, CacheError> {
    let mut caches = [left.1.borrow_mut(), right.1.borrow_mut()];
    let [left_cache, right_cache] = &mut caches;
    let config = start::Config::new().anchored(Anchored::Yes);
    let start = |whole: &Whole, cache: &mut Cache| whole.0.start_state(cache, &config).unwrap();
    let start = (start(left, left_cache), start(right, right_cache));
    let mut known = HashSet::from([start]);
    let mut places = VecDeque::from([(start, String::new())]);
    while let Some(((one, other), text)) = places.pop_front() {
        let ends = [
            left.0.next_eoi_state(left_cache, one)?.is_match(),
            right.0.next_eoi_state(right_cache, other)?.is_match(),
        ];
        if ends[0] != ends[1] {
            return Ok(Some(text));
        }
        if text.len() == Origin::MAX_LEN || known.len() > 5_000 {
            continue;
        }
        for byte in RANGES.iter().flat_map(|(first, last)| *first..=*last) {
            let to = (
                left.0.next_state(left_cache, one, byte)?,
                right.0.next_state(right_cache, other, byte)?,
            );
            if known.insert(to) {
                places.push_back((to, format!("{text}{}", char::from(byte))));
            }
        }
    }
    Ok(None)
}

/// Texts near the borders of the grammar.
pub(crate) fn near_origin() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        8 => prop::sample::select(vec!["https", "http", "ws", "wss", "ftp", "app", "a+b-c.d"]),
        1 => prop::sample::select(vec!["file", "data", "blob", "about", "javascript", "A", "1a", "", "httpss", "htt", "files"]),
    ];
    let label = prop_oneof![
        4 => "[a-z0-9_-]{1,3}".prop_map(String::from),
        1 => prop::sample::select(vec!["localhost", "0x", "0xf", "0x1g", "00", "08", "1", "255", "256", "A", "~!", "%C3", ""]).prop_map(str::to_owned),
    ];
    let name = (
        prop::collection::vec(label, 1..5),
        prop_oneof![5 => Just(""), 1 => Just(".")],
    )
        .prop_map(|(labels, dot)| labels.join(".") + dot);
    let ipv4 = (
        prop::sample::select(vec![0, 9, 10, 99, 100, 127, 199, 249, 255, 256_u16]),
        any::<[u8; 3]>(),
    )
        .prop_map(|(a, [b, c, d])| format!("{a}.{b}.{c}.{d}"));
    let pieces = prop::collection::vec(
        prop_oneof![2 => Just(0_u16), 1 => any::<u16>(), 1 => 0..20_u16],
        8,
    );
    let ipv6 = pieces.prop_map(|pieces| {
        let pieces: [u16; 8] = pieces.try_into().unwrap();
        format!("[{}]", Ipv6Addr::from(pieces))
    });
    let broken_ipv6 = "\\[[0-9a-f:]{1,12}\\]";
    let host = prop_oneof![5 => name, 2 => ipv4, 2 => ipv6, 1 => broken_ipv6, 1 => Just("[::1]".to_owned())];
    let port = prop_oneof![
        4 => Just(String::new()),
        1 => prop::sample::select(vec![":80", ":443", ":21", ":0", ":", ":080", ":65535", ":65536", ":99999", ":4430"]).prop_map(str::to_owned),
        1 => (1..70_000_u32).prop_map(|port| format!(":{port}")),
    ];
    let end = prop_oneof![20 => Just(""), 1 => prop::sample::select(vec!["/", " ", "?", "é"])];
    (scheme, host, port, end)
        .prop_map(|(scheme, host, port, end)| format!("{scheme}://{host}{port}{end}"))
}
