//! What a table of messages is made of.

use super::not_cors::NotCors;
use crate::{Engine, Reason};

/// A sentence, or a part of one, that browsers print.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// `None` where several engines print it.
    pub(super) engine: Option<Engine>,
    pub(super) part: Part,
    /// With holes: `{url}`, `{origin}`, `{name}`, `{value}`, `{status}` and others, whose text is not kept.
    /// Every quote is `'`.
    pub(super) template: &'static str,
    /// The part of the template that nothing else has, in lower case: where it stands, the rest is
    /// looked for on both sides.
    pub(super) sign: &'static str,
    pub(super) source: &'static str,
}

/// Which part of a message a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Says which request failed. By itself it is a message that was cut.
    Opening,
    /// The same, in words that stand elsewhere too: by itself it is nothing.
    WeakOpening,
    /// Says that what follows is about a preflight.
    Preflight,
    /// Why the request failed.
    Cause(Cause),
    /// More about the message before it.
    Closing,
    /// WebKit's second line, with the URL.
    UrlLine,
    /// Says again that something failed: nothing where a message stands in the text, else the cause.
    Echo(Cause),
}

/// What a row tells about the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Cors(Reason),
    /// A failure of CORS, whose reason the text leaves open.
    Open,
    /// WebKit's one sentence for a missing, a different and an invalid `Access-Control-Allow-Origin`.
    OpenOrigin,
    NotCors(NotCors),
    /// There was no response, as far as the page knows.
    Network,
}

impl Cause {
    pub(super) fn reason(self) -> Option<Reason> {
        match self {
            Self::Cors(reason) => Some(reason),
            Self::Network => Some(Reason::NoResponse),
            Self::Open | Self::OpenOrigin | Self::NotCors(_) => None,
        }
    }

    pub(super) fn not_cors(self) -> Option<NotCors> {
        match self {
            Self::NotCors(what) => Some(what),
            Self::Network => Some(NotCors::Network),
            _ => None,
        }
    }
}

impl Row {
    pub(super) const fn new(
        engine: Option<Engine>,
        part: Part,
        template: &'static str,
        sign: &'static str,
        source: &'static str,
    ) -> Self {
        Self {
            engine,
            part,
            template,
            sign,
            source,
        }
    }
}
