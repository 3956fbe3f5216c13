//! What stands in front of CORS: mixed content, and the local network.

use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::Seen;
use crate::{
    Engine, Mode, Note, NoteCode,
    page_origin::{is_loopback, is_trustworthy, serialise},
};

pub(super) fn notes(seen: &Seen<'_>, notes: &mut Vec<Note>) {
    let Some(page) = &seen.page else {
        return;
    };
    let sent = seen.exchanges.iter().map(|e| e.request().uri().to_string());
    let urls = core::iter::once(seen.request.url.clone()).chain(sent);
    // A navigation leaves the page, and what keeps a page from a WebSocket is said of its handshake.
    if seen.request.mode == Mode::Navigate {
        return;
    }
    let urls = urls.filter_map(|url| Url::parse(&url).ok());
    let urls = urls.filter(|url| !matches!(url.scheme(), "ws" | "wss"));
    for url in urls.filter(|url| !seen.browser.origin.is_same_as(url)) {
        notes.extend(mixed_content(page, &url, seen));
        notes.extend(local_network(page, &url, seen.browser.engine));
    }
}

/// <https://w3c.github.io/webappsec-mixed-content/#should-block-fetch>
fn mixed_content(page: &Url, url: &Url, seen: &Seen<'_>) -> Option<Note> {
    if page.scheme() != "https" || url.scheme() != "http" {
        return None;
    }
    let engine = seen.browser.engine;
    if is_loopback(url) && matches!(engine, Engine::Chromium | Engine::Firefox) {
        return None;
    }
    let target = serialise(url);
    let space = Space::of(url);
    let what = match (seen.request.mode, space) {
        (_, Space::Loopback) => {
            "WebKit blocks it before CORS has a say; Chromium and Firefox make an exception for loopback"
        }
        (Mode::NoCors, _) => "browsers block it, or ask for https instead, before CORS has a say",
        _ => "browsers block it before CORS has a say",
    };
    let except = match (space, Space::of(page)) {
        (Space::Local, Space::Public) => {
            ", except Chromium where the visitor allows it to reach the local network"
        }
        (Space::Local, _) => ", except Chromium",
        _ => "",
    };
    let sentence = format!("{target} is mixed content on an https page: {what}{except}");
    let citation = "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch";
    Some(Note::new(NoteCode::MixedContent, sentence, citation))
}

/// <https://wicg.github.io/local-network-access/>
fn local_network(page: &Url, url: &Url, engine: Engine) -> Option<Note> {
    if engine == Engine::WebKit || !matches!(page.scheme(), "http" | "https") {
        return None;
    }
    let (from, to) = (Space::of(page), Space::of(url));
    if to <= from {
        return None;
    }
    let target = serialise(url);
    let place = match to {
        Space::Loopback => "on the visitor's own machine",
        _ => "in the local network",
    };
    let what = if is_trustworthy(page) {
        "Chromium asks the visitor first, and Firefox may"
    } else {
        "Chromium blocks it, since it asks the visitor only for pages with https, and Firefox may ask"
    };
    let sentence = format!("{target} is {place}, and the page is not: {what}");
    let citation = "https://wicg.github.io/local-network-access/";
    Some(Note::new(NoteCode::LocalNetwork, sentence, citation))
}

/// How far away something is, as far as its name or address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Public,
    Local,
    Loopback,
}

impl Space {
    fn of(url: &Url) -> Self {
        if is_loopback(url) {
            return Self::Loopback;
        }
        match url.host() {
            Some(Host::Domain(name)) if name.trim_end_matches('.').ends_with(".local") => {
                Self::Local
            }
            Some(Host::Ipv4(address)) => Self::of_v4(address),
            Some(Host::Ipv6(address)) => Self::of_v6(address),
            _ => Self::Public,
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        let [a, b, ..] = address.octets();
        // RFC 6598
        let shared = a == 100 && (64..128).contains(&b);
        match () {
            () if address.is_loopback() => Self::Loopback,
            () if address.is_private() || address.is_link_local() || shared => Self::Local,
            () => Self::Public,
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(address) = address.to_ipv4_mapped() {
            return Self::of_v4(address);
        }
        if address.is_unique_local() || address.is_unicast_link_local() {
            Self::Local
        } else {
            Self::Public
        }
    }
}
