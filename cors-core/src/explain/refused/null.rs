//! Why a request from `null`, or without `Origin`, is refused.

use super::Advice;
use crate::{GuardRule, RefusedBy};

/// From `null`. By whom a browser sends it depends on what it asks for: a handshake and a request by CORS
/// have their page's origin whatever its referrer policy
/// (<https://fetch.spec.whatwg.org/#append-a-request-origin-header>).
pub(super) fn null(advice: &mut Advice, by: RefusedBy, is_handshake: bool) {
    if is_handshake || matches!(by, RefusedBy::SafeMethod { .. }) {
        advice.say(
            "null names nobody: sandboxed frames and local files have it; allow-same-origin gives a frame \
             the origin of its page",
        );
        return;
    }
    advice.say(
        "null names nobody: sandboxed frames, redirects across origins and pages under Referrer-Policy: \
         no-referrer send it",
    );
    advice.say(match by.rule() {
        // Firefox and WebKit send null for beacons of pages under same-origin, too.
        Some(GuardRule::OtherSite) => {
            "a page of an allowed origin has to have another one, such as strict-origin-when-cross-origin"
        }
        _ => {
            "if the page is this server's own, give it another one, such as \
             strict-origin-when-cross-origin, or TLS, over which Sec-Fetch-Site is sent"
        }
    });
}

/// Without `Origin`.
pub(super) fn absent(advice: &mut Advice, by: RefusedBy, is_handshake: bool) {
    if by.rule() == Some(GuardRule::NoOrigin) {
        advice.say(
            "something between browser and server has changed it, or a client has made it up: one that is \
             no browser leaves it out",
        );
    } else if is_handshake {
        advice.say(
            "browsers send Origin with every handshake, and something in between has removed it",
        );
    } else if let RefusedBy::SafeMethod { .. } = by {
        advice.say(
            "another site's page embeds this, or asks for it without CORS; a page of an allowed origin has \
             to ask by CORS, such as with the attribute crossorigin",
        );
    } else {
        advice
            .say("browsers send Origin with this method, and something in between has removed it");
    }
}
