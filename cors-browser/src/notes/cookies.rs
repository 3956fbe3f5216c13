//! Cookies that are not sent, and those that are not kept.

use http::header::{COOKIE, SET_COOKIE};

use super::{Note, NoteCode, Seen};
use crate::{Credentials, cookie::Cookie, page_origin::is_trustworthy, site};

/// The lines of a response that are looked at. Nobody sets more cookies at once on purpose.
const MOST_LINES: usize = 8;

const RETRIEVAL: &str =
    "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-retrieval-algorithm";

pub(super) fn notes(seen: &Seen<'_>, notes: &mut Vec<Note>) {
    let include = seen.request.credentials == Credentials::Include;
    for (url, exchange) in seen.across() {
        let cross_site = site::crosses(seen.page.as_ref(), &url);
        let trustworthy = is_trustworthy(&url);
        if include {
            let before = notes.len();
            for cookie in &seen.browser.cookies {
                if let Some(obstacle) = cookie.obstacle(cross_site, trustworthy) {
                    let name = show(cookie.name());
                    let sentence =
                        format!("the cookie {name} is not sent: {}", obstacle.sentence());
                    notes.push(Note::new(NoteCode::CookieNotSent, sentence, RETRIEVAL));
                }
            }
            if notes.len() == before && !exchange.request().headers().contains_key(COOKIE) {
                notes.push(Note::new(
                    NoteCode::NoCookie,
                    "the request is with credentials, and no cookie was sent: the browser has none for this server",
                    RETRIEVAL,
                ));
            }
        }
        let response = exchange.response();
        let lines = response.headers().get_all(SET_COOKIE).iter();
        for cookie in lines
            .take(MOST_LINES)
            .filter_map(|line| Cookie::parse(line.as_bytes()))
        {
            notes.extend(kept(&cookie, include, cross_site, trustworthy));
        }
    }
}

/// Whether a cookie that a response sets is kept.
fn kept(cookie: &Cookie, include: bool, cross_site: bool, trustworthy: bool) -> Option<Note> {
    let name = show(cookie.name());
    if !include {
        let sentence =
            format!("the cookie {name} is not kept: the request was without credentials");
        let citation = "https://fetch.spec.whatwg.org/#http-network-fetch";
        return Some(Note::new(NoteCode::CookieIgnored, sentence, citation));
    }
    if let Some(obstacle) = cookie.obstacle(cross_site, trustworthy) {
        let sentence = format!("the cookie {name} is not kept: {}", obstacle.sentence());
        let citation = obstacle.citation();
        return Some(Note::new(NoteCode::CookieNotKept, sentence, citation));
    }
    (cross_site && cookie.is_third_party()).then(|| {
        let sentence = format!(
            "the cookie {name} is another site's: Safari keeps none of these, and Firefox keeps one for each site whose pages ask"
        );
        let citation = "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-third-party-cookies";
        Note::new(NoteCode::CookieThirdParty, sentence, citation)
    })
}

/// A name that may be anything, escaped and cut. Values are nobody's business.
fn show(name: &str) -> String {
    let mut shown: String = name.chars().take(64).flat_map(char::escape_debug).collect();
    if name.chars().nth(64).is_some() {
        shown.push('…');
    }
    shown
}
