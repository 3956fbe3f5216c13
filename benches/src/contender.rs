//! The contenders: what can stand before a handler, and where it can't.

use core::fmt;

use crate::{Framework, PolicyKind, named::Named};

/// What stands before the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contender {
    /// Nothing.
    Bare,
    /// The crate of this workspace.
    Ours,
    /// The framework's usual middleware. Where there is no framework, `bunner_cors_rs`.
    Peer,
    /// Where there is no framework, the crate that has the name `cors-core` on crates.io.
    OtherPeer,
    /// As little as can be written by hand for the same answers: `Vary` always, and in preflights
    /// method and headers looked up in lists.
    Floor,
}

impl Named for Contender {
    const ALL: &'static [Self] = &[
        Self::Bare,
        Self::Ours,
        Self::Peer,
        Self::OtherPeer,
        Self::Floor,
    ];
}

impl fmt::Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Bare => "bare",
            Self::Ours => "ours",
            Self::Peer => "peer",
            Self::OtherPeer => "other peer",
            Self::Floor => "floor",
        })
    }
}

/// Why there is no such application, if there is none.
#[must_use]
pub fn absence(
    framework: Framework,
    contender: Contender,
    policy: PolicyKind,
) -> Option<&'static str> {
    match (framework, contender, policy) {
        (
            Framework::Actix | Framework::Poem | Framework::Rocket | Framework::Warp,
            _,
            PolicyKind::Guarded | PolicyKind::Hosts(_),
        ) => Some("it is the core that guards"),
        (Framework::Axum | Framework::Tower, Contender::Peer, PolicyKind::Hosts(_))
        | (
            Framework::Decision | Framework::Core,
            Contender::Peer | Contender::OtherPeer,
            PolicyKind::Guarded | PolicyKind::Hosts(_),
        ) => Some("it has no such guard"),
        (Framework::Decision | Framework::Core, Contender::Bare | Contender::Ours, _) => None,
        (Framework::Decision | Framework::Core, _, PolicyKind::Minimal) => Some(NO_DISCLOSURE),
        (_, _, PolicyKind::Minimal) => Some("only the core decides what is read of a preflight"),
        (_, Contender::Bare | Contender::Ours, _) => None,
        (Framework::Decision | Framework::Core, Contender::OtherPeer, policy) => match policy {
            PolicyKind::Hole => Some(NO_HOLES),
            _ => None,
        },
        (_, Contender::OtherPeer, _) => Some("there is one usual middleware"),
        (_, Contender::Floor, PolicyKind::Subdomains | PolicyKind::Hole | PolicyKind::Regex) => {
            Some("what a matcher of patterns costs at least is no matter of lines")
        }
        (_, Contender::Peer, PolicyKind::Hole) => Some(NO_HOLES),
        (Framework::Warp, Contender::Peer, PolicyKind::Subdomains | PolicyKind::Regex) => {
            Some("warp's takes exact origins, or any")
        }
        _ => None,
    }
}

const NO_DISCLOSURE: &str = "it has no such setting";

const NO_HOLES: &str = "it has no typed holes, and what stands in for them is a regex";
