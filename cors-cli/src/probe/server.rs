//! Whoever answers the probe's requests.

use http::{Request, Response};

/// Something that answers requests, one after the other.
///
/// Findings are made of its answers, and tests hand in a function.
pub(super) trait Server {
    /// Sends exactly this, with the host that its URI names, and what every request of the probe has besides.
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer>;
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoAnswer {
    pub(super) kind: NoAnswerKind,
    /// What happened, in lower case: `the server closed the connection`.
    pub(super) sentence: String,
}

/// Which part of asking has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswerKind {
    /// The name has no address.
    Resolve,
    /// Nobody listens.
    Connect,
    /// The certificate, or the protocol.
    Tls,
    /// It took longer than the time limit.
    Timeout,
    /// The connection ended before the answer did.
    Closed,
    /// What came is no HTTP, or more of it than any server sends.
    Malformed,
    /// The limit of requests is reached: none was sent.
    Budget,
}
