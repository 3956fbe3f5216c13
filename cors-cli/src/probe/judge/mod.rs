//! What is found: a server is asked as an attacker's page would, and its answers are judged.

mod answers;
mod asking;
mod blocked;
mod channel;
mod compared;
mod defects;
mod errors;
mod evidence;
mod findings;
mod grant;
mod origins;
mod preflights;
mod requests;
mod stored;
mod strangers;
mod trust;

use cors_browser::Outcome;
use cors_core::Policy;

use self::{asking::Asking, findings::Findings};
use super::{finding::Finding, server::Server};

/// What was asked, and who is trusted.
pub(super) struct Plan<'a> {
    /// As the page asked for it.
    pub(super) url: &'a str,
    /// Of the named page.
    pub(super) origin: &'a str,
    /// The named page's.
    pub(super) method: &'a str,
    /// Origins and patterns that are allowed by right, the named page's among them.
    pub(super) trusted: Vec<String>,
    pub(super) policy: Option<&'a Policy>,
    /// Whether the method may really be sent, if it is none of GET, HEAD and OPTIONS.
    pub(super) may_send: bool,
}

/// Asks on, after the named page's request, whose outcome this is, and says what is wrong.
///
/// It takes some 30 requests, and up to 20 more where several origins are trusted. Where the server falls silent, what
/// was found until then counts.
pub(super) async fn findings(
    server: &mut impl Server,
    plan: &Plan<'_>,
    outcome: &Outcome,
) -> Vec<Finding> {
    let mut asking = Asking::new(server, plan, outcome);
    let mut findings = Findings::default();
    blocked::named_page(&mut asking, &mut findings, outcome).await;
    let seen = strangers::ask(&mut asking, &mut findings).await;
    preflights::ask(&mut asking, &mut findings, &seen).await;
    errors::ask(&mut asking, &mut findings).await;
    origins::ask(&mut asking, &mut findings, &seen).await;
    stored::judge(&seen, &mut findings);
    defects::judge(&asking, &mut findings);
    if let Some(policy) = plan.policy {
        compared::judge(&asking, policy, &mut findings);
    }
    findings.all()
}

#[cfg(test)]
mod tests;
