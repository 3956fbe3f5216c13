//! What one side of a comparison allows, as machines.

use super::{
    Clause, Language, Undecided,
    canonical::{Canonical, Kind},
    expression::{Expressions, Running},
    lazy::{At, Full},
    listed::{DEAD, Listed},
};

/// What one side of a comparison allows, as machines.
pub(super) struct Side {
    any: bool,
    listed: Listed,
    expressions: Expressions,
    asks_about_insecure: bool,
}

impl Side {
    /// Those entries of a language.
    pub(super) fn new(
        language: &Language<'_>,
        texts: &[&str],
        regexes: &[Clause<'_>],
    ) -> Result<Self, Undecided> {
        Ok(Self {
            any: language.any,
            listed: Listed::new(texts).ok_or(Undecided::Unreadable)?,
            expressions: Expressions::new(regexes).map_err(|Full| Undecided::TooLarge)?,
            asks_about_insecure: language.asks_about_insecure,
        })
    }

    pub(super) fn run(&mut self) -> Machines<'_> {
        Machines {
            any: self.any,
            listed: &mut self.listed,
            expressions: self.expressions.run(),
            asks_about_insecure: self.asks_about_insecure,
        }
    }
}

/// A side, with the states that were needed so far.
pub(super) struct Machines<'a> {
    any: bool,
    listed: &'a mut Listed,
    expressions: Running<'a>,
    asks_about_insecure: bool,
}

/// Where the machines of a side are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Where {
    listed: u32,
    expressions: At,
}

impl Machines<'_> {
    pub(super) fn start(&mut self) -> Result<Where, Full> {
        Ok(Where {
            listed: self.listed.start(),
            expressions: self.expressions.start()?,
        })
    }

    pub(super) fn step(&mut self, at: Where, byte: u8) -> Result<Where, Full> {
        Ok(Where {
            listed: self.listed.step(at.listed, byte)?,
            expressions: self.expressions.step(at.expressions, byte)?,
        })
    }

    pub(super) fn is_dead(&self, at: Where) -> bool {
        !self.any && at.listed == DEAD && at.expressions.is_none()
    }

    /// The bytes with which something may go on.
    pub(super) fn bytes(&mut self, at: Where) -> Result<u128, Full> {
        if self.any {
            return Ok(u128::MAX);
        }
        Ok(self.listed.bytes(at.listed) | self.expressions.bytes(at.expressions)?)
    }

    /// Whether an origin of this kind, which has been read, is allowed.
    pub(super) fn allows(&mut self, at: Where, kind: Kind) -> Result<bool, Full> {
        let is_asked = self.asks_about_insecure || !kind.is_insecure;
        Ok(self.any
            || self.listed.matches(at.listed)
            || (is_asked && self.expressions.matches(at.expressions)?))
    }

    /// Whether a text is an origin that is allowed.
    pub(super) fn allows_text(
        &mut self,
        canonical: &mut Canonical,
        text: &str,
    ) -> Result<bool, Full> {
        let mut origin = canonical.start()?;
        let mut at = self.start()?;
        for byte in text.bytes().rev() {
            origin = canonical.step(origin, byte)?;
            at = self.step(at, byte)?;
        }
        match canonical.kind(origin)? {
            Some(kind) => self.allows(at, kind),
            None => Ok(false),
        }
    }
}
