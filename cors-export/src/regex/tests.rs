//! What tests of regexes share.

use core::{cell::RefCell, net::Ipv6Addr};

use proptest::prelude::*;
use regex_automata::{
    Anchored, Input,
    hybrid::dfa::{Cache, DFA},
    nfa::thompson::Compiler,
    util::syntax,
};

/// A regex that matches whole texts, as PCRE, RE2 and Go read it: bytes, and words of ASCII.
pub(crate) struct Whole(DFA, RefCell<Cache>);

impl Whole {
    pub(crate) fn new(regex: &str) -> Self {
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let mut compiler = Compiler::new();
        let nfa = compiler
            .syntax(syntax)
            .build(&format!("^(?:{regex})$"))
            .unwrap();
        let dfa = DFA::builder().build_from_nfa(nfa).unwrap();
        let cache = dfa.create_cache().into();
        Self(dfa, cache)
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let input = Input::new(text).anchored(Anchored::Yes);
        let found = self.0.try_search_fwd(&mut self.1.borrow_mut(), &input);
        found.unwrap().is_some()
    }
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
