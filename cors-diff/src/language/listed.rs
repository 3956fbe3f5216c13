//! Origins and patterns as a machine that reads from the end, and whose states are made when they are
//! reached.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::{
    MAX_THREADS,
    entry::{Entry, Varying},
    lazy::Full,
    sorted::{Alike, Sorted, reversed},
};

/// A list of origins and patterns.
pub(super) struct Listed {
    /// What stands behind what varies, or behind the scheme, with ports.
    tails: Tails,
    /// The same of entries with any port, without it.
    any_port: Tails,
    /// What stands in front of it. Many entries share theirs, and so most of their states.
    fronts: Vec<Front>,
    sets: Vec<Box<[Thread]>>,
    numbers: HashMap<Box<[Thread]>, u32, RandomState>,
    steps: HashMap<(u32, u8), u32, RandomState>,
    followed: usize,
}

struct Tails {
    texts: Sorted,
    /// What may stand in front of each text.
    fronts: Vec<Vec<u32>>,
}

struct Front {
    varying: Option<Varying>,
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
        // The first is the dead one.
        listed.number(Vec::new());
        Some(listed)
    }

    pub(super) fn start(&mut self) -> u32 {
        let mut threads = Vec::new();
        if let Some(alike) = self.tails.texts.all() {
            self.reach(&self.tails, alike, Thread::Tail, &mut threads);
        }
        if let Some(alike) = self.any_port.texts.all() {
            threads.push(Thread::Port);
            self.reach(&self.any_port, alike, Thread::AnyPortTail, &mut threads);
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
                    Thread::Middle { front, .. } => self.fronts[front as usize].bytes(),
                    Thread::Head { front, alike } => self.fronts[front as usize].heads.bytes(alike),
                }
        })
    }

    /// Whether what has been read is one of the origins.
    pub(super) fn matches(&self, at: u32) -> bool {
        { self.sets[at as usize].iter() }.any(|&thread| match thread {
            Thread::Head { front, alike } => {
                self.fronts[front as usize].heads.whole(alike).is_some()
            }
            _ => false,
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

    /// Where one text has been read, what may stand in front of it begins.
    fn reach(
        &self,
        tails: &Tails,
        alike: Alike,
        thread: impl Fn(Alike) -> Thread,
        reached: &mut Vec<Thread>,
    ) {
        reached.extend(tails.texts.goes_on(alike).then(|| thread(alike)));
        let fronts = tails.texts.whole(alike).map(|place| &tails.fronts[place]);
        for &front in fronts.into_iter().flatten() {
            let Front { varying, heads } = &self.fronts[front as usize];
            match varying {
                None => reached.extend(heads.all().map(|alike| Thread::Head { front, alike })),
                Some(_) => reached.push(Thread::Middle {
                    front,
                    may_end: false,
                }),
            }
        }
    }

    fn advance(&self, thread: Thread, byte: u8, reached: &mut Vec<Thread>) {
        match thread {
            Thread::Port if byte.is_ascii_digit() => reached.push(Thread::Port),
            Thread::Port if byte == b':' => {
                if let Some(alike) = self.any_port.texts.all() {
                    self.reach(&self.any_port, alike, Thread::AnyPortTail, reached);
                }
            }
            Thread::Port => {}
            Thread::Tail(alike) => {
                if let Some(next) = self.tails.texts.step(alike, byte) {
                    self.reach(&self.tails, next, Thread::Tail, reached);
                }
            }
            Thread::AnyPortTail(alike) => {
                if let Some(next) = self.any_port.texts.step(alike, byte) {
                    self.reach(&self.any_port, next, Thread::AnyPortTail, reached);
                }
            }
            Thread::Middle { front, may_end } => {
                let Front { varying, heads } = &self.fronts[front as usize];
                let is_dot = *varying == Some(Varying::Labels) && byte == b'.';
                if self.fronts[front as usize].bytes() >> byte & 1 == 0 || (is_dot && !may_end) {
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
    fn new<'a>(
        entries: &[Entry<'a>],
        fronts: &mut Vec<Front>,
        numbers: &mut BTreeMap<(Option<Varying>, Vec<&'a str>), u32>,
    ) -> Self {
        let texts = Sorted::new(entries.iter().map(|entry| reversed(entry.tail)).collect());
        let place = |entry: &Entry<'_>| texts.position(&reversed(entry.tail));
        let mut heads: Vec<_> = { entries.iter() }
            .filter_map(|entry| Some((place(entry)?, entry.varying, entry.head)))
            .collect();
        heads.sort_unstable();
        heads.dedup();
        let mut of_texts = vec![Vec::new(); texts.len()];
        for alike in heads.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (place, varying, _) = alike[0];
            let heads: Vec<_> = alike.iter().map(|(_, _, head)| *head).collect();
            let new = u32::try_from(fronts.len()).unwrap_or(u32::MAX);
            let front = numbers
                .entry((varying, heads))
                .or_insert_with_key(|(_, heads)| {
                    let heads = Sorted::new(heads.iter().map(|head| reversed(head)).collect());
                    fronts.push(Front { varying, heads });
                    new
                });
            of_texts[place].push(*front);
        }
        Self {
            texts,
            fronts: of_texts,
        }
    }
}

impl Front {
    /// The bytes that may stand in the place of what varies.
    fn bytes(&self) -> u128 {
        self.varying.map_or(0, Varying::bytes)
    }
}
