//! Rows: ours, and what stands beside it.

use super::{record::Record, results::Results};
use crate::Contender;

/// The same request to each contender: what it costs beyond the bare handler, or, of preflights,
/// the whole.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) ours: Record,
    pub(super) peer: Option<Record>,
    /// Where there is no framework, there are two.
    pub(super) other_peer: Option<Record>,
    pub(super) floor: Option<Record>,
}

impl Row {
    /// One contender's. None of the bare handler, which all of them stand beside.
    pub(super) fn of(&self, contender: Contender) -> Option<&Record> {
        match contender {
            Contender::Bare => None,
            Contender::Ours => Some(&self.ours),
            Contender::Peer => self.peer.as_ref(),
            Contender::OtherPeer => self.other_peer.as_ref(),
            Contender::Floor => self.floor.as_ref(),
        }
    }

    /// How much of another's instructions ours are. Nothing, where the other costs no more than the
    /// bare handler.
    pub(super) fn ratio(&self, other: &Record) -> Option<f64> {
        let (ours, other) = self.ours.instructions.zip(other.instructions)?;
        (other > 0).then(|| ours as f64 / other as f64)
    }
}

/// All rows, in the order in which they were measured.
pub(super) fn rows(results: &Results) -> Vec<Row> {
    let row = |ours: &Record| {
        let cost = |contender| results.of(contender, ours).map(|other| results.cost(other));
        Row {
            ours: results.cost(ours),
            peer: cost(Contender::Peer),
            other_peer: cost(Contender::OtherPeer),
            floor: cost(Contender::Floor),
        }
    };
    results.ours().map(row).collect()
}
