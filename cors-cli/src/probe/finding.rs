//! One finding: what is wrong with a server, as it was seen.

use http::Request;

use super::code::Code;
use crate::severity::Severity;

/// What is wrong with a server.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) code: Code,
    pub(super) severity: Severity,
    /// What it says, in lower case.
    pub(super) message: String,
    /// What came back: the header lines that show it.
    pub(super) evidence: Vec<String>,
    /// What to do about it.
    pub(super) advice: String,
    /// The request that showed it; a `curl` line is made of it.
    pub(super) request: Option<Request<()>>,
}
