//! The frameworks: the one list of them.

use core::fmt;

use crate::named::Named;

/// Where a policy is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// None: only the decision.
    Decision,
    /// None: the decision, and the headers it puts into a map.
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

impl Named for Framework {
    const ALL: &'static [Self] = &[
        Self::Decision,
        Self::Core,
        Self::Axum,
        Self::Tower,
        Self::Actix,
        Self::Poem,
        Self::Rocket,
        Self::Warp,
    ];
}

impl Framework {
    /// Those that the example's servers run on. A bare tower service is served by axum.
    pub fn with_servers() -> impl Iterator<Item = Self> + Clone {
        let all = Self::ALL.iter().copied();
        all.filter(|one| !matches!(one, Self::Decision | Self::Core | Self::Tower))
    }

    /// What its users have today, by name: the peer, and where there is no framework, the other one.
    #[must_use]
    pub fn peers(self) -> &'static [&'static str] {
        match self {
            Self::Decision | Self::Core => &["bunner_cors_rs 0.1", "cors-core 0.1 of crates.io"],
            Self::Axum | Self::Tower => &["tower-http"],
            Self::Actix => &["actix-cors"],
            Self::Poem => &["poem's Cors"],
            Self::Rocket => &["rocket_cors"],
            Self::Warp => &["warp::cors()"],
        }
    }
}

impl fmt::Display for Framework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Decision => "decision",
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
