//! Why a browser is going to block a request, or the server refuses it.

use core::fmt;

use super::{Cure, Nearest, Outcome, refused, sent::Quoted};
use crate::{RefusedBy, Setting};

/// Why a browser is going to block a request, or the server refuses it.
///
/// `Display` says it in a sentence, without its cure. Of what is refused, it says what helps as well, which is
/// often not the policy's to do: `Origin https://site.example, Host 127.0.0.1:8015: if this server is
/// https://site.example, list it in allow_origins, or have the proxy pass Host on`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub(super) kind: ReasonKind,
    pub(super) cure: Option<Cure>,
    pub(super) needs: Option<Setting>,
    /// What else there is to say, in half a sentence.
    pub(super) note: Option<String>,
}

/// What a [`Reason`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasonKind {
    /// No entry of the policy allows the origin.
    #[non_exhaustive]
    OriginNotAllowed {
        /// The entry that is most like the origin, if one is.
        nearest: Option<Nearest>,
        /// Whether a browser can have sent it.
        is_canonical: bool,
    },
    /// The origin is `null`, which the policy does not allow.
    NullOrigin,
    /// There are several `Origin` lines.
    SeveralOrigins,
    /// The policy does not allow the method that the preflight asks for.
    #[non_exhaustive]
    MethodNotAllowed {
        /// The method, escaped and cut.
        method: String,
        /// The allowed method that is most like it, if one is.
        nearest: Option<String>,
    },
    /// The policy does not allow a header that the preflight asks for.
    #[non_exhaustive]
    HeaderNotAllowed {
        /// Its name, escaped and cut.
        name: String,
        /// The allowed header that is most like it, if one is.
        nearest: Option<String>,
    },
    /// The preflight asks for `authorization`, which `*` never covers:
    /// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>.
    AuthorizationNotCovered,
    /// One of the policy's guards refuses the request, or its list of hosts does.
    #[non_exhaustive]
    Refused {
        /// The setting, and the rule that decides.
        by: RefusedBy,
        /// Its `Origin`, escaped and cut: the first one, if there are several.
        origin: Option<String>,
        /// The host that it is for, as its target or its `Host` says, escaped and cut. There may be one
        /// even if nobody knows whether it is right.
        host: Option<String>,
        /// The entry of `allow_origins` that is most like the origin, if one is.
        nearest: Option<Nearest>,
    },
}

impl Reason {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> &ReasonKind {
        &self.kind
    }

    /// Its code.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.kind {
            ReasonKind::OriginNotAllowed { .. } => Outcome::OriginNotAllowed,
            ReasonKind::NullOrigin => Outcome::NullOrigin,
            ReasonKind::SeveralOrigins => Outcome::SeveralOrigins,
            ReasonKind::MethodNotAllowed { .. } => Outcome::MethodNotAllowed,
            ReasonKind::HeaderNotAllowed { .. } => Outcome::HeaderNotAllowed,
            ReasonKind::AuthorizationNotCovered => Outcome::AuthorizationNotCovered,
            ReasonKind::Refused { by, .. } => by.outcome(),
        }
    }

    /// The step of the standard at which the browser blocks the request, or for which the server refuses
    /// it.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        match self.kind {
            ReasonKind::OriginNotAllowed { .. }
            | ReasonKind::NullOrigin
            | ReasonKind::SeveralOrigins => "https://fetch.spec.whatwg.org/#concept-cors-check",
            ReasonKind::MethodNotAllowed { .. }
            | ReasonKind::HeaderNotAllowed { .. }
            | ReasonKind::AuthorizationNotCovered => {
                "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
            }
            ReasonKind::Refused { by, .. } => refused::citation(by),
        }
    }

    /// What the policy would have to say besides. `None` where no policy that builds would help, where
    /// the page has to be mended (`patch` for `PATCH`), and where it would [need](Self::needs) a setting
    /// that is called dangerous.
    ///
    /// It allows what was asked for, and does not know who asked: an origin to which no entry is near, one that
    /// anyone can register, and a host, may be an attacker's. It then has a [condition](Cure::condition).
    #[must_use]
    pub fn cure(&self) -> Option<&Cure> {
        self.cure.as_ref()
    }

    /// The setting, called dangerous, without which no policy can allow this.
    #[must_use]
    pub fn needs(&self) -> Option<Setting> {
        self.needs
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReasonKind::OriginNotAllowed { .. } => f.write_str("the origin is not allowed")?,
            ReasonKind::NullOrigin => f.write_str("the origin null is not allowed")?,
            ReasonKind::SeveralOrigins => f.write_str("there are several Origin lines")?,
            ReasonKind::MethodNotAllowed { method, .. } => {
                write!(f, "the method {} is not allowed", Quoted(method))?;
            }
            ReasonKind::HeaderNotAllowed { name, .. } => {
                write!(f, "the header {} is not allowed", Quoted(name))?;
            }
            ReasonKind::AuthorizationNotCovered => {
                f.write_str("the header authorization is not allowed: * never covers it")?;
            }
            ReasonKind::Refused { origin, host, .. } => {
                refused::pair(f, origin.as_deref(), host.as_deref())?;
            }
        }
        if let Some(note) = &self.note {
            let before = match self.kind {
                // There is a colon already.
                ReasonKind::AuthorizationNotCovered => ", ",
                _ => ": ",
            };
            write!(f, "{before}{note}")?;
        }
        match &self.kind {
            ReasonKind::OriginNotAllowed {
                nearest: Some(nearest),
                ..
            } => write!(f, "; {nearest}"),
            ReasonKind::MethodNotAllowed {
                nearest: Some(nearest),
                ..
            }
            | ReasonKind::HeaderNotAllowed {
                nearest: Some(nearest),
                ..
            } if self.note.is_none() => {
                write!(f, "; the nearest allowed one is {nearest}")
            }
            _ => Ok(()),
        }
    }
}

/// The cures of all reasons, one for each setting.
pub(super) fn joined_cures(reasons: &[Reason]) -> Vec<Cure> {
    let mut joined: Vec<Cure> = Vec::new();
    for cure in reasons.iter().filter_map(Reason::cure) {
        match joined
            .iter_mut()
            .find(|known| known.setting == cure.setting)
        {
            Some(known) => known.add(cure),
            None => joined.push(cure.clone()),
        }
    }
    joined
}
