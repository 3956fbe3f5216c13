//! Deterministic machines that read from the end of a text, and whose states are made when they are reached.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use regex_automata::{
    Anchored, MatchKind,
    hybrid::{
        LazyStateID,
        dfa::{Cache, DFA},
    },
    nfa::thompson::{Compiler, Config, WhichCaptures},
    util::start,
};
use regex_syntax::hir::Hir;

use super::{MAX_EXPRESSION, MAX_WORK};

/// There is no room for more states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// Where a machine is. `None` where it can't match any more.
pub(super) type At = Option<LazyStateID>;

/// Several patterns, each of which may match the whole of a text.
pub(super) struct Machine(DFA);

impl Machine {
    /// `None` if it takes too much room.
    pub(super) fn new(patterns: &[Hir]) -> Option<Self> {
        let config = Config::new()
            .reverse(true)
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(MAX_EXPRESSION));
        let mut compiler = Compiler::new();
        let nfa = compiler.configure(config).build_many_from_hir(patterns);
        let config = DFA::config()
            // Each pattern is asked, whether one in front of it matches or not.
            .match_kind(MatchKind::All)
            .cache_capacity(MAX_EXPRESSION)
            .skip_cache_capacity_check(true)
            // States that were forgotten could not be compared.
            .minimum_cache_clear_count(Some(0));
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa.ok()?);
        dfa.ok().map(Self)
    }

    pub(super) fn of_texts(texts: &[String]) -> Option<Self> {
        let patterns = texts.iter().map(|text| regex_syntax::parse(text).ok());
        Self::new(&patterns.collect::<Option<Vec<_>>>()?)
    }
}

/// A machine and the states that it has so far.
pub(super) struct Lazy<'a> {
    dfa: &'a DFA,
    cache: Cache,
    /// The bytes with which each state may go on, where that was asked.
    bytes: HashMap<LazyStateID, u128, RandomState>,
    /// About how much has been worked out.
    work: usize,
}

impl<'a> Lazy<'a> {
    pub(super) fn new(Machine(dfa): &'a Machine) -> Self {
        let cache = dfa.create_cache();
        Self {
            dfa,
            cache,
            bytes: HashMap::default(),
            work: 0,
        }
    }

    pub(super) fn start(&mut self) -> Result<At, Full> {
        let config = start::Config::new().anchored(Anchored::Yes);
        let at = self.dfa.start_state(&mut self.cache, &config);
        at.map(alive).map_err(|_| Full)
    }

    pub(super) fn step(&mut self, at: At, byte: u8) -> Result<At, Full> {
        let Some(at) = at else {
            return Ok(None);
        };
        let next = self.dfa.next_state(&mut self.cache, at, byte);
        next.map(alive).map_err(|_| Full)
    }

    /// The bytes with which something may go on, of those that origins have.
    pub(super) fn bytes(&mut self, at: At) -> Result<u128, Full> {
        let Some(state) = at else {
            return Ok(0);
        };
        if let Some(known) = self.bytes.get(&state) {
            return Ok(*known);
        }
        let (mut bytes, mut tried) = (0, HashMap::<u8, bool, RandomState>::default());
        for byte in b'!'..=b'~' {
            let class = self.dfa.byte_classes().get(byte);
            let goes_on = match tried.get(&class) {
                Some(known) => *known,
                None => {
                    let goes_on = self.step(at, byte)?.is_some();
                    tried.insert(class, goes_on);
                    goes_on
                }
            };
            bytes |= u128::from(goes_on) << byte;
        }
        // What a step takes to be worked out depends on how large states are.
        let states = self.bytes.len() + 1;
        let size = self.cache.memory_usage() / states;
        self.work = self.work.saturating_add(size.saturating_mul(tried.len()));
        if self.work > MAX_WORK {
            return Err(Full);
        }
        self.bytes.insert(state, bytes);
        Ok(bytes)
    }

    /// The places of the patterns that match what has been read.
    pub(super) fn matches(&mut self, at: At, mut found: impl FnMut(usize)) -> Result<(), Full> {
        let Some(at) = at else {
            return Ok(());
        };
        let end = self.dfa.next_eoi_state(&mut self.cache, at);
        let end = end.map_err(|_| Full)?;
        if end.is_match() {
            let count = self.dfa.match_len(&self.cache, end);
            (0..count).for_each(|index| {
                found(self.dfa.match_pattern(&self.cache, end, index).as_usize());
            });
        }
        Ok(())
    }
}

fn alive(at: LazyStateID) -> At {
    (!at.is_dead()).then_some(at)
}
