//! The frameworks, and what stands before their handlers.

mod actix;
mod axum;
mod core_only;
mod decision;
mod floor;
mod floor_map;
mod peer;
mod poem;
mod polled;
mod rocket;
mod tower;
mod warp;

use core::fmt;

use crate::{PolicyKind, request::RequestHead};

/// Where a policy is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Framework {
    /// None: the decision alone.
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

/// An application in process.
pub trait Subject {
    /// Makes the request that the next [`call`](Self::call) sends. Not measured.
    fn prepare(&mut self, request: &RequestHead);

    /// Sends it, and drops the response. Returns the status. Measured.
    ///
    /// # Panics
    ///
    /// If no request is prepared.
    fn call(&mut self) -> u16;

    /// Sends it, and shows what comes back.
    ///
    /// # Panics
    ///
    /// If no request is prepared.
    fn answer(&mut self) -> Answer;
}

/// A header's value as a server makes it: part of what was read from the socket, so that cloning
/// it counts a reference. The first clone of any other value allocates what counts.
fn received(text: &str) -> http::HeaderValue {
    let value = http::HeaderValue::from_str(text).expect("a header's value");
    drop(value.clone());
    value
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines that have to do with CORS, `Vary` among them, in alphabetical order.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    fn new<'a>(status: u16, lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut headers: Vec<_> = lines
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value).into_owned();
                (name.to_ascii_lowercase(), value)
            })
            .filter(|(name, _)| name == "vary" || name.starts_with("access-control-"))
            .collect();
        headers.sort();
        Self { status, headers }
    }

    fn of_map(status: http::StatusCode, headers: &http::HeaderMap) -> Self {
        let lines = headers.iter();
        let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::new(status.as_u16(), lines)
    }

    /// The value of `Access-Control-Allow-Origin`.
    #[must_use]
    pub fn shared_with(&self) -> Option<&str> {
        let mut lines = self.headers.iter();
        let line = lines.find(|(name, _)| name == "access-control-allow-origin");
        line.map(|(_, value)| value.as_str())
    }
}

/// The application, or nothing where there is an [`absence`].
#[must_use]
pub fn subject(
    framework: Framework,
    contender: Contender,
    policy: PolicyKind,
) -> Option<Box<dyn Subject>> {
    if absence(framework, contender, policy).is_some() {
        return None;
    }
    match framework {
        Framework::Decision => Some(decision::subject(contender, policy)),
        Framework::Core => Some(decision::with_headers(contender, policy)),
        Framework::Axum => axum::subject(contender, policy),
        Framework::Tower => tower::subject(contender, policy),
        Framework::Actix => actix::subject(contender, policy),
        Framework::Poem => poem::subject(contender, policy),
        Framework::Rocket => rocket::subject(contender, policy),
        Framework::Warp => warp::subject(contender, policy),
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
        (Framework::Decision | Framework::Core, Contender::Bare | Contender::Ours, _) => None,
        (Framework::Decision | Framework::Core, _, PolicyKind::Minimal) => Some(NO_DISCLOSURE),
        (_, _, PolicyKind::Minimal) => Some("what is read of a preflight is the core's alone"),
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

impl Framework {
    /// All of them.
    pub const ALL: [Self; 8] = [
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

impl Contender {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Bare,
        Self::Ours,
        Self::Peer,
        Self::OtherPeer,
        Self::Floor,
    ];
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
