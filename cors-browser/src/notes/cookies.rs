//! Cookies that are not sent, and those that are not kept.

use http::header::{COOKIE, SET_COOKIE};

use super::Seen;
use crate::{
    Credentials, Destination, Engine, Note, NoteCode,
    cookie::{Cookie, Obstacle, Trip, Way},
};

/// The lines of a response that are looked at. Nobody sets more cookies at once on purpose.
const MOST_LINES: usize = 8;

const RETRIEVAL: &str =
    "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-retrieval-algorithm";

const THIRD_PARTY: &str =
    "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-third-party-cookies";

pub(super) fn notes(seen: &Seen<'_>, notes: &mut Vec<Note>) {
    let include = seen.request.credentials == Credentials::Include;
    for (url, exchange) in seen.across() {
        let asked = seen.request;
        let trip = Trip::of(
            asked.mode,
            Destination::of(asked),
            asked.hand,
            exchange.request().method().as_str(),
        );
        let way = Way::new(seen.page.as_ref(), &url, trip);
        if include {
            let before = notes.len();
            for cookie in &seen.browser.cookies {
                notes.extend(not_sent(cookie, &way, seen.browser.engine));
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
            if include {
                notes.extend(not_kept(&cookie, &way, seen.browser.engine));
            } else {
                let sentence = format!(
                    "the cookie {} is not kept: the request was without credentials",
                    show(cookie.name())
                );
                let citation = "https://fetch.spec.whatwg.org/#http-network-fetch";
                notes.push(Note::new(NoteCode::CookieIgnored, sentence, citation));
            }
        }
    }
}

/// That a cookie of the browser is not sent, or not by every browser.
fn not_sent(cookie: &Cookie, way: &Way, engine: Engine) -> Vec<Note> {
    let name = show(cookie.name());
    let note = |sentence| Note::new(NoteCode::CookieNotSent, sentence, RETRIEVAL);
    if let Some(obstacle) = cookie.not_sent(way) {
        let except = cookie.is_sent_by_webkit_gtk(way);
        let why = match obstacle {
            Obstacle::LaxByDefault if except => LAX_BY_DEFAULT_SENT.to_owned(),
            _ => why(obstacle, except),
        };
        return vec![note(format!("the cookie {name} is not sent: {why}"))];
    }
    let mut notes = Vec::new();
    if is_insecure_to(engine, cookie, way) {
        notes.push(note(format!(
            "the cookie {name} is not sent by WebKit: {NOT_HTTPS}"
        )));
    }
    if way.is_third_party() {
        let sentence = format!(
            "the cookie {name} is another site's: Safari sends none of these, Firefox sends those that this site's pages were given, and Chromium sends it unless the visitor blocks them"
        );
        notes.push(Note::new(NoteCode::CookieThirdParty, sentence, THIRD_PARTY));
    }
    notes
}

/// That a cookie which a response sets is not kept, or not by every browser.
fn not_kept(cookie: &Cookie, way: &Way, engine: Engine) -> Vec<Note> {
    let name = show(cookie.name());
    if let Some(obstacle) = cookie.not_kept(way) {
        // Where it's another site's, WebKit has a reason of its own.
        let except = !way.cross_site && cookie.is_sent_by_webkit_gtk(way);
        let why = match obstacle {
            Obstacle::LaxByDefault => LAX_BY_DEFAULT_KEPT.to_owned(),
            _ => why(obstacle, except),
        };
        let sentence = format!("the cookie {name} is not kept: {why}");
        let citation = obstacle.citation();
        return vec![Note::new(NoteCode::CookieNotKept, sentence, citation)];
    }
    let mut notes = Vec::new();
    if is_insecure_to(engine, cookie, way) {
        let sentence = format!("the cookie {name} is not kept by WebKit: {NOT_HTTPS}");
        let citation = Obstacle::Secure.citation();
        notes.push(Note::new(NoteCode::CookieNotKept, sentence, citation));
    }
    if way.is_third_party() && cookie.is_third_party() {
        let sentence = format!(
            "the cookie {name} is another site's: Safari keeps none of these, Firefox keeps one for each site whose pages ask, and Chromium keeps it unless the visitor blocks them"
        );
        notes.push(Note::new(NoteCode::CookieThirdParty, sentence, THIRD_PARTY));
    }
    notes
}

fn is_insecure_to(engine: Engine, cookie: &Cookie, way: &Way) -> bool {
    matches!(engine, Engine::Standard | Engine::WebKit) && cookie.is_too_secure_for_webkit(way)
}

const NOT_HTTPS: &str =
    "it is Secure, and the URL is not https; Chromium and Firefox make an exception for loopback";

const LAX_BY_DEFAULT_SENT: &str = "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, and WebKitGTK for None; across sites go only cookies with SameSite=None; Secure";

const LAX_BY_DEFAULT_KEPT: &str = "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax, while Firefox keeps it for this site's pages; across sites go only cookies with SameSite=None; Secure";

/// What keeps a cookie from being kept, or sent; `except` where WebKit does so all the same.
fn why(obstacle: Obstacle, except: bool) -> String {
    let (sentence, exception) = match obstacle {
        Obstacle::HostPrefix => (
            "a name that begins with __Host- takes Secure, Path=/, and no Domain",
            ", except in WebKitGTK",
        ),
        Obstacle::SecurePrefix => (
            "a name that begins with __Secure- takes Secure",
            ", except in WebKitGTK",
        ),
        Obstacle::PartitionedInsecurely => ("Partitioned takes Secure", ", except in WebKitGTK"),
        Obstacle::NoneInsecurely => ("SameSite=None takes Secure", ", except in WebKit"),
        Obstacle::Secure => ("it is Secure, and the URL is not https", ""),
        Obstacle::Strict => (
            "the request is cross-site, and it is SameSite=Strict; across sites go only cookies with SameSite=None; Secure",
            "",
        ),
        Obstacle::Lax => (
            "the request is cross-site, and it is SameSite=Lax; across sites go only cookies with SameSite=None; Secure",
            "",
        ),
        Obstacle::LaxByDefault => (
            "the request is cross-site, and it has no SameSite, which the standard and Chromium take for Lax; across sites go only cookies with SameSite=None; Secure",
            "",
        ),
        Obstacle::Partitioned => (
            "it is Partitioned, and was given to pages of its own site",
            "",
        ),
    };
    format!("{sentence}{}", if except { exception } else { "" })
}

/// A name that may be anything, escaped and cut. Values are nobody's business.
fn show(name: &str) -> String {
    let mut shown: String = name.chars().take(64).flat_map(char::escape_debug).collect();
    if name.chars().nth(64).is_some() {
        shown.push('…');
    }
    shown
}
