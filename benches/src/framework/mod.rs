//! The frameworks, and what stands before their handlers.

use core::fmt;

use crate::{Setting, request::RequestHead};

/// Where a policy is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// The decision alone, and the headers it puts into a map.
    Core,
    /// axum's router.
    Axum,
    /// A bare tower service.
    Tower,
    /// actix-web.
    Actix,
    /// poem.
    Poem,
    /// Rocket.
    Rocket,
    /// warp.
    Warp,
}

/// What stands before the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contender {
    /// Nothing.
    Bare,
    /// The crate of this workspace.
    Ours,
    /// The framework's usual middleware.
    Peer,
    /// As little as can be written by hand for the same answers: `Vary` always, and in preflights
    /// method and headers looked up in lists.
    Floor,
}

/// An application in process.
pub trait Subject {
    /// Makes the request that the next [`call`](Self::call) sends. Not measured.
    fn prepare(&mut self, request: &RequestHead);

    /// Sends it, and drops the response. Returns the status. Measured.
    fn call(&mut self) -> u16;
}

/// The application, if the contender can be set so.
pub fn subject(
    framework: Framework,
    contender: Contender,
    setting: Setting,
) -> Option<Box<dyn Subject>> {
    let _ = (framework, contender, setting);
    None
}

impl Framework {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Core,
        Self::Axum,
        Self::Tower,
        Self::Actix,
        Self::Poem,
        Self::Rocket,
        Self::Warp,
    ];
}

impl Contender {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Bare, Self::Ours, Self::Peer, Self::Floor];
}

impl fmt::Display for Framework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Core => "core",
            Self::Axum => "axum",
            Self::Tower => "tower",
            Self::Actix => "actix",
            Self::Poem => "poem",
            Self::Rocket => "rocket",
            Self::Warp => "warp",
        })
    }
}

impl fmt::Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Bare => "bare",
            Self::Ours => "ours",
            Self::Peer => "peer",
            Self::Floor => "floor",
        })
    }
}
