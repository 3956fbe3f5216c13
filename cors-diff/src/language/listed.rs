//! Origins and patterns as a machine that reads from the end, and whose states are made when they are
//! reached.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::{
    MAX_THREADS,
    entry::{Entry, Varying},
    lazy::Full,
    sorted::{Alike, Sorted, reversed},
};

/// A list of origins and patterns.
pub(super) struct Listed {
    /// Texts that stand behind what varies, and whole origins, with their ports.
    tails: Tails,
    /// The same of entries with any port, without it.
    any_port: Tails,
    /// What stands in front of what varies. Many patterns share theirs.
    fronts: Vec<Front>,
    sets: Vec<Box<[Thread]>>,
    numbers: HashMap<Box<[Thread]>, u32, RandomState>,
    steps: HashMap<(u32, u8), u32, RandomState>,
    followed: usize,
}

#[derive(Default)]
struct Tails {
    texts: Sorted,
    /// What each text is the end of.
    ends: Vec<End>,
}

#[derive(Default)]
struct End {
    /// An origin, as a whole.
    is_whole: bool,
    fronts: Vec<u32>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Clone)]
struct Front {
    varying: Varying,
    heads: Sorted,
}

/// One of the ways in which a text may be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Thread {
    Port,
    Tail(Alike),
    AnyPortTail(Alike),
    /// In what varies. `may_end` unless it is empty, or has read a dot.
    Middle {
        front: u32,
        may_end: bool,
    },
    Head {
        front: u32,
        alike: Alike,
    },
}

/// The state in which nothing can match any more.
pub(super) const DEAD: u32 = 0;

impl Listed {
    /// `None` if an entry can't be read.
    pub(super) fn new(texts: &[&str]) -> Option<Self> {
        let entries = texts.iter().map(|text| Entry::parse(text));
        let entries = entries.collect::<Option<Vec<_>>>()?;
        let mut fronts = Vec::new();
        let mut numbers = BTreeMap::new();
        let [tails, any_port] = [false, true].map(|any_port| {
            let of = entries.iter().filter(|entry| entry.any_port == any_port);
            let of: Vec<_> = of.copied().collect();
            Tails::new(&of, &mut fronts, &mut numbers)
        });
        let mut listed = Self {
            tails,
            any_port,
            fronts,
            sets: Vec::new(),
            numbers: HashMap::default(),
            steps: HashMap::default(),
            followed: 0,
        };
        listed.number(Vec::new());
        Some(listed)
    }

    pub(super) fn start(&mut self) -> u32 {
        let mut threads = Vec::new();
        if let Some(alike) = self.tails.texts.all() {
            self.tails.reach(alike, Thread::Tail, &mut threads);
        }
        if let Some(alike) = self.any_port.texts.all() {
            threads.push(Thread::Port);
            self.any_port
                .reach(alike, Thread::AnyPortTail, &mut threads);
        }
        self.number(threads)
    }

    pub(super) fn step(&mut self, from: u32, byte: u8) -> Result<u32, Full> {
        if from == DEAD {
            return Ok(DEAD);
        }
        if let Some(known) = self.steps.get(&(from, byte)) {
            return Ok(*known);
        }
        let mut reached = Vec::new();
        for &thread in &self.sets[from as usize] {
            self.advance(thread, byte, &mut reached);
        }
        self.followed += reached.len() + 1;
        if self.followed > MAX_THREADS {
            return Err(Full);
        }
        let to = self.number(reached);
        self.steps.insert((from, byte), to);
        Ok(to)
    }

    /// The bytes with which something may go on.
    pub(super) fn bytes(&self, at: u32) -> u128 {
        const PORT: u128 = 0x7ff << b'0';
        let threads = self.sets[at as usize].iter();
        threads.fold(0, |bytes, &thread| {
            bytes
                | match thread {
                    Thread::Port => PORT,
                    Thread::Tail(alike) => self.tails.texts.bytes(alike),
                    Thread::AnyPortTail(alike) => self.any_port.texts.bytes(alike),
                    Thread::Middle { front, .. } => self.fronts[front as usize].varying.bytes(),
                    Thread::Head { front, alike } => self.fronts[front as usize].heads.bytes(alike),
                }
        })
    }

    /// Whether what has been read is one of the origins.
    pub(super) fn matches(&self, at: u32) -> bool {
        let whole = |tails: &Tails, alike| {
            let place = tails.texts.whole(alike);
            place.is_some_and(|place| tails.ends[place].is_whole)
        };
        { self.sets[at as usize].iter() }.any(|&thread| match thread {
            Thread::Tail(alike) => whole(&self.tails, alike),
            Thread::AnyPortTail(alike) => whole(&self.any_port, alike),
            Thread::Head { front, alike } => {
                self.fronts[front as usize].heads.whole(alike).is_some()
            }
            Thread::Port | Thread::Middle { .. } => false,
        })
    }

    fn number(&mut self, mut threads: Vec<Thread>) -> u32 {
        threads.sort_unstable();
        threads.dedup();
        let new = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let threads = threads.into_boxed_slice();
        *self.numbers.entry(threads).or_insert_with_key(|threads| {
            self.sets.push(threads.clone());
            new
        })
    }

    fn advance(&self, thread: Thread, byte: u8, reached: &mut Vec<Thread>) {
        match thread {
            Thread::Port if byte.is_ascii_digit() => reached.push(Thread::Port),
            Thread::Port if byte == b':' => {
                if let Some(alike) = self.any_port.texts.all() {
                    self.any_port.reach(alike, Thread::AnyPortTail, reached);
                }
            }
            Thread::Port => {}
            Thread::Tail(alike) => self.tails.advance(alike, byte, Thread::Tail, reached),
            Thread::AnyPortTail(alike) => {
                self.any_port
                    .advance(alike, byte, Thread::AnyPortTail, reached);
            }
            Thread::Middle { front, may_end } => {
                let Front { varying, heads } = &self.fronts[front as usize];
                let is_dot = *varying == Varying::Labels && byte == b'.';
                let fits =
                    1_u128.checked_shl(byte.into()).unwrap_or_default() & varying.bytes() != 0;
                if !fits || (is_dot && !may_end) {
                    return;
                }
                let may_end = !is_dot;
                reached.push(Thread::Middle { front, may_end });
                if may_end {
                    reached.extend(heads.all().map(|alike| Thread::Head { front, alike }));
                }
            }
            Thread::Head { front, alike } => {
                let alike = self.fronts[front as usize].heads.step(alike, byte);
                reached.extend(alike.map(|alike| Thread::Head { front, alike }));
            }
        }
    }
}

impl Tails {
    fn new(
        entries: &[Entry<'_>],
        fronts: &mut Vec<Front>,
        numbers: &mut BTreeMap<Front, u32>,
    ) -> Self {
        let texts = Sorted::new(entries.iter().map(|entry| reversed(entry.tail)).collect());
        let mut ends: Vec<_> = (0..texts.len()).map(|_| End::default()).collect();
        let mut heads: Vec<BTreeMap<Varying, BTreeSet<Box<[u8]>>>> = Vec::new();
        heads.resize_with(texts.len(), BTreeMap::new);
        for entry in entries {
            let Some(place) = texts.position(&reversed(entry.tail)) else {
                continue;
            };
            match entry.varying {
                None => ends[place].is_whole = true,
                Some(varying) => {
                    let heads = heads[place].entry(varying).or_default();
                    heads.insert(reversed(entry.head));
                }
            }
        }
        for (end, heads) in ends.iter_mut().zip(heads) {
            end.fronts = { heads.into_iter() }
                .map(|(varying, heads)| {
                    let heads = Sorted::new(heads.into_iter().collect());
                    let front = Front { varying, heads };
                    let new = u32::try_from(fronts.len()).unwrap_or(u32::MAX);
                    *numbers.entry(front).or_insert_with_key(|front| {
                        fronts.push(front.clone());
                        new
                    })
                })
                .collect();
        }
        Self { texts, ends }
    }

    fn advance(
        &self,
        alike: Alike,
        byte: u8,
        thread: impl Fn(Alike) -> Thread,
        reached: &mut Vec<Thread>,
    ) {
        if let Some(next) = self.texts.step(alike, byte) {
            self.reach(next, thread, reached);
        }
    }

    /// Where one text has been read, what varies begins.
    fn reach(&self, alike: Alike, thread: impl Fn(Alike) -> Thread, reached: &mut Vec<Thread>) {
        reached.push(thread(alike));
        let fronts = { self.texts.whole(alike) }.map(|place| &self.ends[place].fronts);
        reached.extend(fronts.into_iter().flatten().map(|&front| Thread::Middle {
            front,
            may_end: false,
        }));
    }
}
