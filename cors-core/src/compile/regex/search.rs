//! The shortest origin that a regex matches outside of a territory: decided, not guessed.

use core::iter;
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;
use regex_automata::{
    nfa::thompson::{self, NFA, State, WhichCaptures},
    util::{look::Look, primitives::StateID},
};
use regex_syntax::hir::Hir;

use super::{
    syntax::MAX_COMPILED,
    territory::{At, Territory},
};
use crate::Origin;

/// The most places that are looked at, each a set of the regex's states and a place in an origin.
const MAX_PLACES: usize = 50_000;

/// The most states that are visited.
const MAX_VISITS: usize = 4_000_000;

/// The search came to its bounds.
pub(super) struct Undecided;

/// An origin that the regex matches and that `territory` lacks.
///
/// It walks through the regex and an origin at the same time, from their ends: the states in which the
/// regex may be, and what can be said of the origin. So it comes to the end of all that the regex
/// matches, however much that is. `regex` itself, which is the same, has the last word.
pub(super) fn foreign(
    hir: &Hir,
    territory: &Territory,
    regex: &regex::Regex,
) -> Result<Option<String>, Undecided> {
    let config = thompson::Config::new()
        .reverse(true)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(MAX_COMPILED));
    let mut compiler = thompson::Compiler::new();
    let nfa = compiler.configure(config).build_from_hir(hir);
    let nfa = nfa.map_err(|_| Undecided)?;
    let mut states = States::new(&nfa);
    let mut places = Places::default();
    let start = states.start();
    territory.begin(|at| places.add(start, at, None));
    let mut doubtful = false;
    let mut next = 0;
    while let Some(place) = places.all.get(next).copied() {
        let index = next;
        next += 1;
        if territory.is_end(place.at) && states.may_end(place.states) {
            let text = places.text(index);
            let origin = Origin::of(text.as_bytes());
            if origin.is_some_and(|origin| territory.is_foreign(origin)) && regex.is_match(&text) {
                return Ok(Some(text));
            }
            // What this place stands for otherwise can't be told.
            doubtful = true;
            continue;
        }
        if place.length >= Origin::MAX_LEN {
            continue;
        }
        states.look_ahead(place.states);
        for &(byte, to) in states.steps(place.states) {
            territory.step(place.at, byte, |at| places.add(to, at, Some((index, byte))));
        }
        if places.all.len() > MAX_PLACES || states.visits > MAX_VISITS {
            return Err(Undecided);
        }
    }
    if doubtful { Err(Undecided) } else { Ok(None) }
}

/// Where the search has been.
#[derive(Default)]
struct Places {
    all: Vec<Place>,
    known: HashSet<(u32, At), RandomState>,
}

#[derive(Clone, Copy)]
struct Place {
    states: u32,
    at: At,
    from: Option<(usize, u8)>,
    length: usize,
}

impl Places {
    fn add(&mut self, states: u32, at: At, from: Option<(usize, u8)>) {
        if self.known.insert((states, at)) {
            let length = from.map_or(0, |(place, _)| self.all[place].length + 1);
            self.all.push(Place {
                states,
                at,
                from,
                length,
            });
        }
    }

    /// The origin that led here.
    fn text(&self, place: usize) -> String {
        let steps = iter::successors(self.all[place].from, |(place, _)| self.all[*place].from);
        steps.map(|(_, byte)| char::from(byte)).collect()
    }
}

/// Bytes, and the set that each leads to.
type Steps = Box<[(u8, u32)]>;

/// Sets of the states in which the regex may be, each with a number, and where a byte leads from each.
struct States<'a> {
    nfa: &'a NFA,
    sets: Vec<Box<[StateID]>>,
    numbers: HashMap<Box<[StateID]>, u32, RandomState>,
    /// The bytes that each set goes on with, and where to, once they were looked for.
    steps: Vec<Option<Steps>>,
    /// When each state was last in a closure.
    seen: Vec<usize>,
    closures: usize,
    visits: usize,
}

impl<'a> States<'a> {
    fn new(nfa: &'a NFA) -> Self {
        Self {
            nfa,
            sets: Vec::new(),
            numbers: HashMap::default(),
            steps: Vec::new(),
            seen: vec![0; nfa.states().len()],
            closures: 0,
            visits: 0,
        }
    }

    fn start(&mut self) -> u32 {
        let set = self.closure([self.nfa.start_anchored()], true, false);
        self.number(set)
    }

    fn number(&mut self, set: Box<[StateID]>) -> u32 {
        let new = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(set).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            self.steps.push(None);
            new
        })
    }

    fn look_ahead(&mut self, from: u32) {
        if self.steps[from as usize].is_some() {
            return;
        }
        let states = self.sets[from as usize].clone();
        let mut steps = Vec::new();
        // Neighbours usually lead to the same states.
        let mut last = (Vec::new(), 0);
        for byte in 0x21..=0x7e {
            let reached = self.step(&states, byte);
            if reached.is_empty() {
                continue;
            }
            if last.0 != reached {
                let set = self.closure(reached.iter().copied(), false, false);
                last = (reached, self.number(set));
            }
            steps.push((byte, last.1));
        }
        self.steps[from as usize] = Some(steps.into());
    }

    /// The bytes that a set goes on with, and where to.
    fn steps(&self, from: u32) -> &[(u8, u32)] {
        self.steps[from as usize].as_deref().unwrap_or_default()
    }

    fn step(&mut self, from: &[StateID], byte: u8) -> Vec<StateID> {
        self.visits += from.len();
        { from.iter() }
            .filter_map(|&state| match self.nfa.state(state) {
                State::ByteRange { trans } if trans.matches_byte(byte) => Some(trans.next),
                State::Sparse(sparse) => sparse.matches_byte(byte),
                State::Dense(dense) => dense.matches_byte(byte),
                _ => None,
            })
            .collect()
    }

    /// Whether the regex matches if nothing follows.
    fn may_end(&mut self, set: u32) -> bool {
        let states = self.sets[set as usize].to_vec();
        let closure = self.closure(states, false, true);
        { closure.iter() }.any(|&state| matches!(self.nfa.state(state), State::Match { .. }))
    }

    /// What is reached without a byte. What has to stand at an end stays in the set, until it is there.
    fn closure(
        &mut self,
        from: impl IntoIterator<Item = StateID>,
        is_start: bool,
        is_end: bool,
    ) -> Box<[StateID]> {
        self.closures += 1;
        let mut open: Vec<_> = from.into_iter().collect();
        let mut set = Vec::new();
        while let Some(id) = open.pop() {
            if core::mem::replace(&mut self.seen[id.as_usize()], self.closures) == self.closures {
                continue;
            }
            self.visits += 1;
            match self.nfa.state(id) {
                State::ByteRange { .. } | State::Sparse(_) | State::Dense(_) => set.push(id),
                State::Match { .. } => set.push(id),
                State::Look { look, next } => match look {
                    Look::Start | Look::StartLF | Look::StartCRLF if !is_start => {}
                    Look::End | Look::EndLF | Look::EndCRLF if !is_end => set.push(id),
                    // Whether words end here is left to the regex itself.
                    _ => open.push(*next),
                },
                State::Union { alternates } => open.extend(alternates.iter().rev()),
                State::BinaryUnion { alt1, alt2 } => open.extend([alt2, alt1]),
                State::Capture { next, .. } => open.push(*next),
                State::Fail => {}
            }
        }
        set.sort_unstable();
        set.into_boxed_slice()
    }
}
