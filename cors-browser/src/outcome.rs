//! What came of a page's request.

use core::fmt;

use http::{HeaderMap, Request, Response, StatusCode};
use url::Url;

use super::{Blocked, Note};

/// What a page sees of a server's answer, and how that came about.
///
/// `Display` lists every step and every note, one per line.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub(super) result: Result<PageResponse, Blocked>,
    pub(super) steps: Vec<Step>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) notes: Vec<Note>,
}

impl Outcome {
    /// What the page sees.
    ///
    /// # Errors
    ///
    /// Why it sees nothing.
    pub fn result(&self) -> Result<&PageResponse, &Blocked> {
        self.result.as_ref()
    }

    /// Whether the page may read status, headers and body.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.result
            .as_ref()
            .is_ok_and(|response| matches!(response.kind, ResponseKind::Basic | ResponseKind::Cors))
    }

    /// What the browser did and why, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every request that was sent, and what the server answered.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// What is no reason to block the request, and still keeps it from doing what people expect. It
    /// never changes the verdict.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// How many of them were preflights.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.exchanges.iter().filter(|e| e.is_preflight).count()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "- {step} ({})", step.citation)?;
        }
        if let Err(blocked) = &self.result {
            writeln!(f, "blocked: {blocked} ({})", blocked.citation())?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note} ({})", note.citation())?;
        }
        Ok(())
    }
}

/// The response as the page's script has it:
/// <https://fetch.spec.whatwg.org/#concept-filtered-response>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageResponse {
    pub(super) kind: ResponseKind,
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) redirected: bool,
}

impl PageResponse {
    /// `response.type`
    #[must_use]
    pub fn kind(&self) -> ResponseKind {
        self.kind
    }

    /// `response.url`: where redirects led to; empty where the page is not to know.
    #[must_use]
    pub fn url(&self) -> &str {
        match self.kind {
            ResponseKind::Opaque => "",
            _ => self.url.as_str(),
        }
    }

    /// `response.status`: 0 where the page is not to know.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// `response.headers`: those that the page sees.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// `response.redirected`
    #[must_use]
    pub fn redirected(&self) -> bool {
        self.redirected
    }
}

/// `response.type`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseKind {
    /// Of the page's own origin: everything except cookies.
    Basic,
    /// Of another origin that allows it: status, body and the exposed headers.
    Cors,
    /// Of another origin, by `mode: "no-cors"`: nothing.
    Opaque,
    /// A redirect that was not followed: nothing.
    OpaqueRedirect,
    /// Of a navigation: the visitor sees it, with its status and body, errors too. A page that led there
    /// sees nothing.
    Navigation,
    /// The handshake's answer: the page has a WebSocket, by which it reads and writes.
    WebSocket,
}

impl ResponseKind {
    /// As scripts see it, or `navigation` and `websocket`, which no script sees.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Cors => "cors",
            Self::Opaque => "opaque",
            Self::OpaqueRedirect => "opaqueredirect",
            Self::Navigation => "navigation",
            Self::WebSocket => "websocket",
        }
    }
}

/// One step of the explanation: a sentence, and where the standard says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub(super) sentence: String,
    pub(super) citation: &'static str,
}

impl Step {
    /// The URL of the section.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        self.citation
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// A request that was sent, and the head of its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(super) is_preflight: bool,
    pub(super) request: Request<()>,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

impl Exchange {
    /// Whether it was the browser's own question.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.is_preflight
    }

    /// What was sent. The URI is absolute.
    #[must_use]
    pub fn request(&self) -> &Request<()> {
        &self.request
    }

    /// What was answered, all of it.
    #[must_use]
    pub fn response(&self) -> Response<()> {
        let mut response = Response::new(());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}
