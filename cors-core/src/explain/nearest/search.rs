//! The search for the nearest entry: what is most likely first, and less likely things only where nothing
//! better was found.

use super::{
    Clause, Nearest,
    owner::is_of_one_owner,
    place_of, place_of_text,
    rank::{BELOW, Host, ONE_LETTER, rank},
    typo::{is_lookalike, letters_apart},
};
use crate::{
    Origin, Policy,
    cards::{Cards, HalvesBefore, Parts, Scheme, Shape, is_loopback},
    host::above,
    matcher::{Matched, Matcher},
};

/// A search for the entry that is most like an origin.
///
/// Exact entries and wildcards are found by their cards. All others are asked, on the decision's own
/// path, about origins that differ in one thing or two: so it holds for regexes and predicates too.
pub(in crate::explain) struct Search<'p, 'o> {
    policy: &'p Policy,
    pub(super) matcher: &'p Matcher,
    pub(super) cards: &'p Cards,
    pub(super) origin: Origin<'o>,
    best: Option<Found<'p>>,
}

/// An entry that is like the origin.
struct Found<'p> {
    rank: u16,
    entry: Entry<'p>,
    clauses: [Option<Clause>; 2],
}

pub(super) enum Entry<'p> {
    At(usize),
    Text(&'p str),
    /// With the origin that it allows.
    Matched(Matched<'p>, String),
}

/// How many entries are looked at that have the same host, or are below it: of a host with thousands
/// of ports, or thousands of names below it, the first ones say enough.
const MOST_ALIKE: usize = 2_000;

/// How many hosts are compared letter by letter, of those that share half of a label, and of others.
const MOST_LIKELY: usize = 1_000;
const MOST_UNLIKELY: usize = 500;

fn take_one(left: &mut usize) -> bool {
    let has_one = *left > 0;
    *left -= usize::from(has_one);
    has_one
}

impl<'p, 'o> Search<'p, 'o> {
    pub(in crate::explain) fn new(
        policy: &'p Policy,
        matcher: &'p Matcher,
        origin: Origin<'o>,
    ) -> Self {
        Self {
            policy,
            matcher,
            cards: policy.cards(),
            origin,
            best: None,
        }
    }

    pub(in crate::explain) fn nearest(mut self) -> Option<Nearest> {
        let forms = self.forms();
        self.by_scheme_or_form(&forms);
        self.by_host(&forms);
        if self.matcher.has_patterns() {
            self.by_variants(&forms);
            self.by_hole();
        }
        self.above();
        if self.may_improve(ONE_LETTER) {
            self.by_letters();
        }
        let Found {
            entry,
            clauses: [first, second],
            ..
        } = self.best?;
        let (place, allows) = match entry {
            Entry::At(place) => (place, String::new()),
            Entry::Text(text) => (place_of_text(self.policy, text)?, String::new()),
            Entry::Matched(matched, allows) => (place_of(self.policy, matched)?, allows),
        };
        let nearest = Nearest::at(self.policy, place, first?, second, &allows)?;
        Some(nearest.judged(self.origin))
    }

    pub(super) fn may_improve(&self, rank: u16) -> bool {
        self.best.as_ref().is_none_or(|best| rank < best.rank)
    }

    /// Whether `rank` is better than the best, which is then replaced by `entry` if that is there.
    pub(super) fn improve(
        &mut self,
        host: &Host,
        scheme: bool,
        port: bool,
        entry: impl FnOnce(&Self) -> Option<Entry<'p>>,
    ) {
        let Some(rank) = rank(host, scheme, port).filter(|rank| self.may_improve(*rank)) else {
            return;
        };
        let Some(entry) = entry(self) else {
            return;
        };
        let mut clauses = [
            scheme.then_some(Clause::Scheme),
            port.then_some(Clause::Port),
            match host {
                Host::Same => None,
                Host::Other(clause) => Some(clause.clone()),
            },
        ]
        .into_iter()
        .flatten();
        self.best = Some(Found {
            rank,
            entry,
            clauses: [clauses.next(), clauses.next()],
        });
    }

    /// Other hosts that stand for the same: with or without `www.` and the dot at the end, and other names of
    /// this machine.
    fn forms(&self) -> Vec<(String, Host)> {
        let host = self.origin.host();
        let (www, www_clause) = match host.strip_prefix("www.") {
            Some(rest) => (rest.to_owned(), Clause::WithoutWww),
            None => (["www.", host].concat(), Clause::Www),
        };
        let mut forms = vec![(host.to_owned(), Host::Same)];
        let is_ones_own = is_of_one_owner(self.origin.scheme(), host, &www);
        let (dot, clause) = match host.strip_suffix('.') {
            Some(rest) => (rest.to_owned(), Clause::WithoutDot),
            None => ([host, "."].concat(), Clause::TrailingDot),
        };
        forms.push((dot, Host::Other(clause)));
        if is_ones_own {
            forms.push((www, Host::Other(www_clause)));
        }
        if is_loopback(host, self.origin.scheme()) {
            let names = ["localhost", "127.0.0.1", "[::1]"].into_iter();
            let others = names.filter(|name| *name != host);
            forms.extend(others.map(|name| (name.to_owned(), Host::Other(Clause::Loopback))));
        }
        forms
    }

    /// Entries that differ in nothing but the scheme, or the form of the host.
    fn by_scheme_or_form(&mut self, forms: &[(String, Host)]) {
        let port = self.origin.port();
        for (place, scheme) in self.schemes().iter().enumerate() {
            for (host, is) in forms {
                self.improve_by_asking(scheme, host, port, is, (place > 0, false));
            }
        }
    }

    /// The origin's, and the other one of the web.
    pub(super) fn schemes(&self) -> Vec<&'o str> {
        match self.origin.scheme() {
            "https" => vec!["https", "http"],
            "http" => vec!["http", "https"],
            other => vec![other],
        }
    }

    /// Exact entries and wildcards with the same host, or one of its forms, or below it.
    fn by_host(&mut self, forms: &[(String, Host)]) {
        let cards = self.cards;
        let hashes = [0, 1, 2].map(|form| cards.hash(forms.get(form).map(|(host, _)| &**host)));
        let [same, ..] = hashes;
        let (mut alike, mut below) = (MOST_ALIKE, MOST_ALIKE);
        for (card, [host, above, higher]) in cards.hosts() {
            if let Some(form) = hashes.iter().position(|hash| hash == host) {
                if take_one(&mut alike) {
                    self.consider(card, &forms[form].0, &forms[form].1);
                }
            } else if (same == *above || same == *higher) && take_one(&mut below) {
                self.consider_below(card);
            }
        }
        if is_loopback(self.origin.host(), self.origin.scheme()) {
            for card in cards.loopback().take(MOST_ALIKE) {
                self.consider_loopback(card);
            }
        }
    }

    /// An entry, if it has this host.
    fn consider(&mut self, card: usize, host: &str, is: &Host) {
        let is_wildcard = self.cards.end(card).is_wildcard;
        let is = match is {
            Host::Same if is_wildcard => &Host::Other(Clause::Apex),
            Host::Other(_) if is_wildcard => return,
            other => other,
        };
        self.improve_by_card(card, is, |parts| parts.host == host);
    }

    /// An entry for what is below this host, unless that belongs to many people.
    fn consider_below(&mut self, card: usize) {
        let clause = if !self.cards.end(card).is_wildcard {
            Clause::Parent
        } else if let Some(parts) = self.parts(card).filter(|_| self.may_improve(BELOW)) {
            let base = parts.host.to_owned();
            Clause::Below { base }
        } else {
            return;
        };
        let host = self.origin.host();
        let is_below = |parts: &Parts<'_>| {
            let front = parts.host.strip_suffix(host);
            front.is_some_and(|front| front.ends_with('.'))
                && is_of_one_owner(parts.scheme, parts.host, host)
        };
        self.improve_by_card(card, &Host::Other(clause), is_below);
    }

    fn consider_loopback(&mut self, card: usize) {
        let host = self.origin.host();
        let is_other = |parts: &Parts<'_>| parts.host != host;
        self.improve_by_card(card, &Host::Other(Clause::Loopback), is_other);
    }

    fn parts(&self, card: usize) -> Option<Parts<'p>> {
        let place = usize::try_from(self.cards.end(card).entry).ok()?;
        Parts::of(self.policy.settings().allow_origins.get(place)?)
    }

    fn improve_by_card(&mut self, card: usize, host: &Host, fits: impl Fn(&Parts<'p>) -> bool) {
        let end = *self.cards.end(card);
        let scheme = Scheme::of(self.origin.scheme());
        let is_other_scheme = end.scheme != scheme;
        if is_other_scheme && (end.scheme == Scheme::Other || scheme == Scheme::Other) {
            return;
        }
        let is_other_port = !end.any_port && end.port != self.origin.port();
        self.improve(host, is_other_scheme, is_other_port, |search| {
            let parts = search.parts(card)?;
            let same_scheme = scheme != Scheme::Other || parts.scheme == search.origin.scheme();
            let place = usize::try_from(end.entry).ok()?;
            (same_scheme && fits(&parts)).then_some(Entry::At(place))
        });
    }

    /// Entries that differ in a letter or two: exact ones, and wildcards for what is above the host.
    fn by_letters(&mut self) {
        let host = self.origin.host();
        self.by_letters_of(host, false);
        if let Some(base) = above(host) {
            self.by_letters_of(base, true);
        }
    }

    fn by_letters_of(&mut self, host: &'o str, is_wildcard: bool) {
        let cards = self.cards;
        let shape = Shape::of(host, is_wildcard);
        let halves = HalvesBefore::of(host, cards.seed());
        let (mut likely, mut unlikely) = (MOST_LIKELY, MOST_UNLIKELY);
        for (card, (other, other_halves)) in cards.shapes() {
            let left = if halves.has_one_of(other_halves) {
                &mut likely
            } else {
                &mut unlikely
            };
            if *left == 0 || !shape.may_be(other) {
                continue;
            }
            *left -= 1;
            let Some(parts) = self.parts(card) else {
                continue;
            };
            if let Some(letters) = letters_apart(host, parts.host) {
                let typo = Host::Other(Clause::Typo { letters });
                // It costs more to tell than the letters, and is asked only if it matters.
                self.improve_by_card(card, &typo, |parts| !is_lookalike(host, parts.host));
                if !self.may_improve(ONE_LETTER + 1) {
                    return;
                }
            }
        }
    }
}
