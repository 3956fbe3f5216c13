//! The difference between an origin and an entry, said of the entry.

use core::fmt;

use super::Difference;
use crate::{pattern::Hole, shown::shown};

/// What an entry is or has, that an origin is not or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::explain) enum Clause {
    Scheme,
    /// The origin has none.
    BeginsWithScheme,
    Port,
    /// The origin spells it out.
    DefaultPort,
    Subdomain,
    Parent,
    Www,
    /// The origin has it, and the entry has not.
    WithoutWww,
    Typo {
        letters: usize,
    },
    Case,
    TrailingSlash,
    TrailingDot,
    /// The origin has it, and the entry has not.
    WithoutDot,
    Path,
    Loopback,
    Apex,
    /// The wildcard stands further below.
    Below {
        base: String,
    },
    Hole {
        hole: Hole,
        text: String,
    },
}

impl Clause {
    pub(super) fn difference(&self) -> Difference {
        match self {
            Self::Scheme | Self::BeginsWithScheme => Difference::Scheme,
            Self::Port | Self::DefaultPort => Difference::Port,
            Self::Subdomain => Difference::Subdomain,
            Self::Parent => Difference::Parent,
            Self::Www | Self::WithoutWww => Difference::Www,
            Self::Typo { .. } => Difference::Typo,
            Self::Case => Difference::Case,
            Self::TrailingSlash => Difference::TrailingSlash,
            Self::TrailingDot | Self::WithoutDot => Difference::TrailingDot,
            Self::Path => Difference::Path,
            Self::Loopback => Difference::Loopback,
            Self::Apex | Self::Below { .. } => Difference::Wildcard,
            Self::Hole { .. } => Difference::Hole,
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "has another scheme",
            Self::BeginsWithScheme => "begins with its scheme",
            Self::Port => "has another port",
            Self::DefaultPort => "has no port",
            Self::Subdomain => "does not include its subdomains",
            Self::Parent => "is a subdomain of this host",
            Self::Www => "has \"www.\" in front",
            Self::WithoutWww => "has no \"www.\" in front",
            Self::Typo { letters: 1 } => "differs in one letter",
            Self::Typo { .. } => "differs in two letters",
            Self::Case => "is in lower case",
            Self::TrailingSlash => "has no slash at the end",
            Self::TrailingDot => "has a dot at the end of its host",
            Self::WithoutDot => "has no dot at the end of its host",
            Self::Path => "has no path",
            Self::Loopback => "has another name of this machine, which makes another origin",
            Self::Apex => "includes only what is below this host",
            Self::Below { base } => {
                return write!(f, "includes only what is below {}", shown(base));
            }
            Self::Hole { hole, text } => return hole_does_not_span(f, *hole, text),
        })
    }
}

/// Why a hole does not span a text: which characters it stands for, and which of them it is.
fn hole_does_not_span(f: &mut fmt::Formatter<'_>, hole: Hole, text: &str) -> fmt::Result {
    let (name, spans) = match hole {
        Hole::Digits => ("{digits}", "0-9"),
        Hole::Hex => ("{hex}", "0-9 and a-f"),
        Hole::Slug => ("{slug}", "a-z, 0-9 and -"),
    };
    if text.is_empty() {
        return write!(f, "has {name} for one character or more, and here is none");
    }
    write!(f, "has {name}, which does not span {}: ", shown(text))?;
    if text.contains('.') {
        return f.write_str("it stays within one label");
    }
    match text
        .chars()
        .find(|c| !u8::try_from(*c).is_ok_and(|byte| hole.admits(byte)))
    {
        Some(other) => write!(f, "it stands for {spans}, and not for {other:?}"),
        None => f.write_str("the host would be longer than 253 bytes"),
    }
}
