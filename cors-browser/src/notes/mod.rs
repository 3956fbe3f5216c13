//! What is no reason to block a request, and still keeps it from doing what people expect.

mod cookies;
mod network;
mod preflight;
mod resource_policy;

use url::Url;

use super::{Blocked, Browser, Exchange, Note, NoteCode, PageRequest, Reason};

/// What was asked, sent and answered.
struct Seen<'a> {
    browser: &'a Browser,
    /// `None` for an opaque origin.
    page: Option<Url>,
    request: &'a PageRequest,
    exchanges: &'a [Exchange],
    blocked: Option<&'a Blocked>,
}

impl Seen<'_> {
    /// The requests to other origins that are not preflights, with their URLs.
    fn across(&self) -> impl Iterator<Item = (Url, &Exchange)> {
        let actual = self.exchanges.iter().filter(|e| !e.is_preflight());
        actual.filter_map(|exchange| {
            let url = Url::parse(&exchange.request().uri().to_string()).ok()?;
            (!self.browser.origin.is_same_as(&url)).then_some((url, exchange))
        })
    }
}

/// The notes on a request that is over, which change nothing about it.
pub(super) fn of(
    browser: &Browser,
    request: &PageRequest,
    exchanges: &[Exchange],
    blocked: Option<&Blocked>,
) -> Vec<Note> {
    let page = browser.origin.as_str();
    let seen = Seen {
        browser,
        page: Url::parse(page).ok(),
        request,
        exchanges,
        blocked,
    };
    let mut notes = Vec::new();
    network::notes(&seen, &mut notes);
    preflight::notes(&seen, &mut notes);
    if blocked.and_then(Blocked::reason) == Some(Reason::AuthorizationNotCovered) {
        notes.push(Note::new(
            NoteCode::AuthorizationLetThrough,
            "today's browsers let * cover authorization all the same; Chromium and Firefox warn that this will end",
            "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
        ));
    }
    cookies::notes(&seen, &mut notes);
    resource_policy::notes(&seen, &mut notes);
    // After a redirect, much is said twice.
    let mut once = Vec::new();
    notes.retain(|note| {
        let is_new = !once.contains(note);
        if is_new {
            once.push(note.clone());
        }
        is_new
    });
    notes
}
