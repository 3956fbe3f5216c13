//! The decision about a guarded request, as a table.

use super::site::Site;

/// Who a request says sent it: the columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// It has no `Origin`.
    Absent,
    /// An origin of the policy's list.
    Listed,
    /// The server's own origin.
    Own,
    /// `null`.
    Null,
    /// Another origin, what is none, or several lines.
    Other,
}

/// What a policy's list says about the `Origin` of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// There is none.
    Absent,
    Listed,
    NotListed,
    SeveralLines,
}

/// The rule that decides about a guarded request: the first that holds.
///
/// The numbers are those of the [manual](crate::manual::guards#the-rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GuardRule {
    /// 1: the policy's list has its `Origin`.
    Listed,
    /// 2: `Sec-Fetch-Site` is `same-origin` or `none`.
    SameOriginOrNone,
    /// 3: `Sec-Fetch-Site` is `same-site` or `cross-site`.
    OtherSite,
    /// 4: it has no `Origin`.
    NoOrigin,
    /// 5: its `Origin` is the server's own.
    Own,
    /// 6: nothing speaks for it.
    Rest,
}

impl GuardRule {
    /// Its number, from 1 to 6.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Listed => 1,
            Self::SameOriginOrNone => 2,
            Self::OtherSite => 3,
            Self::NoOrigin => 4,
            Self::Own => 5,
            Self::Rest => 6,
        }
    }
}

/// The rule that decides, and whether the request passes.
type Cell = (GuardRule, bool);

const L: Cell = (GuardRule::Listed, true);
const S: Cell = (GuardRule::SameOriginOrNone, true);
const X: Cell = (GuardRule::OtherSite, false);
/// Neither header: no browser sends this.
const N: Cell = (GuardRule::NoOrigin, true);
/// A value of `Sec-Fetch-Site` that says nothing, and no `Origin`: nothing speaks for it.
const I: Cell = (GuardRule::NoOrigin, false);
const O: Cell = (GuardRule::Own, true);
const R: Cell = (GuardRule::Rest, false);

/// `Sec-Fetch-Site` by row, `Origin` by column.
#[rustfmt::skip]
const TABLE: [(Site, [Cell; 5]); 6] = [
    //                  absent  listed  own  null  other
    (Site::Absent,     [N,      L,      O,   R,    R]),
    (Site::SameOrigin, [S,      L,      S,   S,    S]),
    (Site::None,       [S,      L,      S,   S,    S]),
    (Site::SameSite,   [X,      L,      X,   X,    X]),
    (Site::CrossSite,  [X,      L,      X,   X,    X]),
    (Site::Unknown,    [I,      L,      O,   R,    R]),
];

const SENDERS: [Sender; 5] = [
    Sender::Absent,
    Sender::Listed,
    Sender::Own,
    Sender::Null,
    Sender::Other,
];

// Nothing but the list decides about a listed origin: its site need not be read.
const _: () = {
    let mut place = 0;
    while place < TABLE.len() {
        assert!(matches!(TABLE[place].1[Sender::Listed as usize], L));
        place += 1;
    }
};

// Rows and columns stand in the order of their types, by which they are looked up.
const _: () = {
    let mut place = 0;
    while place < TABLE.len() {
        assert!(TABLE[place].0 as usize == place);
        place += 1;
    }
    let mut place = 0;
    while place < SENDERS.len() {
        assert!(SENDERS[place] as usize == place);
        place += 1;
    }
};

/// The rule that decides, and whether the request passes.
#[inline]
pub(super) fn look_up(site: Site, sender: Sender) -> Cell {
    TABLE[site as usize].1[sender as usize]
}

impl Sender {
    /// `unlisted` says who an origin is that is not listed. It is asked only where the table's row depends
    /// on it.
    #[inline]
    pub(super) fn of(claim: Claim, site: Site, unlisted: impl FnOnce() -> Self) -> Self {
        let depends = look_up(site, Self::Own) != look_up(site, Self::Other);
        match claim {
            Claim::Absent => Self::Absent,
            Claim::Listed => Self::Listed,
            Claim::NotListed if depends => unlisted(),
            Claim::NotListed | Claim::SeveralLines => Self::Other,
        }
    }
}
