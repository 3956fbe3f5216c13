//! `Cross-Origin-Resource-Policy`, for what a page uses without CORS.

use http::HeaderName;

use super::Seen;
use crate::{Mode, Note, NoteCode, field, site::Site};

/// <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check>
pub(super) fn notes(seen: &Seen<'_>, notes: &mut Vec<Note>) {
    const POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

    // Requests with CORS don't ask.
    if seen.request.mode != Mode::NoCors {
        return;
    }
    for (url, exchange) in seen.across() {
        let value = field::get(&exchange.headers, &POLICY);
        let value = match value.as_deref() {
            Some(b"same-origin") => "same-origin",
            Some(b"same-site") if !is_of_site(seen, &url) => "same-site",
            _ => continue,
        };
        let sentence = format!(
            "browsers block it all the same: its Cross-Origin-Resource-Policy is {value}, and the page is of another {}",
            value.trim_start_matches("same-")
        );
        let citation = "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check";
        notes.push(Note::new(
            NoteCode::CrossOriginResourcePolicy,
            sentence,
            citation,
        ));
    }
}

/// Of the same site, and not a page without TLS that asks a server with it.
fn is_of_site(seen: &Seen<'_>, url: &url::Url) -> bool {
    let page = seen.page.as_ref();
    match (page.and_then(Site::of), Site::of(url)) {
        (Some(page_site), Some(site)) => {
            let downgraded =
                url.scheme() == "https" && page.is_some_and(|page| page.scheme() != "https");
            page_site.is_schemelessly(&site) && !downgraded
        }
        _ => false,
    }
}
