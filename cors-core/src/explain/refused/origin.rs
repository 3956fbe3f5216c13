//! Why a guard refuses a request, by what it says of its sender.

use super::{Advice, SentHost, null, short};
use crate::{
    GuardRule, Origin, Policy, RefusedBy, Setting, Verdict,
    adapter::{Field, RequestHead},
    decide::Found,
    explain::{
        Nearest, Reason, ReasonKind, origin::not_allowed, sent::Quoted, trial::allows_pattern,
    },
    guard::{Site, is_handshake, is_own},
    public_suffix::registrable_domain,
};

pub(super) fn advice<V>(
    policy: &Policy,
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    by: RefusedBy,
    line: Option<&[u8]>,
    host: &SentHost,
) -> Advice {
    let mut advice = Advice::default();
    let site = Site::of(head);
    match site {
        Site::SameSite => advice.say("Sec-Fetch-Site is same-site"),
        Site::CrossSite => advice.say("Sec-Fetch-Site is cross-site"),
        Site::Unknown => advice.say("Sec-Fetch-Site is none that a browser sends"),
        Site::Absent | Site::SameOrigin | Site::None => {}
    }
    let is_handshake = is_handshake(head);
    match line {
        None => null::absent(&mut advice, by, is_handshake),
        Some(_) if matches!(verdict.origin, Found::SeveralLines) => advice.say(
            "there are several Origin lines: something between browser and server has added one",
        ),
        Some(b"null") => null::null(&mut advice, by, is_handshake),
        Some(b"file://") => advice
            .say("web views send it for every local file, and with a guard no policy can allow it"),
        Some(line) => named(&mut advice, policy, head, by, site, line, host),
    }
    let is_from_elsewhere = line.is_some() && site == Site::CrossSite && navigates(head);
    if is_from_elsewhere && matches!(by, RefusedBy::UnsafeMethod { .. }) {
        advice
            .say("if it is the answer of an identity provider, give its route a policy of its own");
    }
    advice
}

/// From an origin, or what is none.
fn named<V>(
    advice: &mut Advice,
    policy: &Policy,
    head: &impl RequestHead<V>,
    by: RefusedBy,
    site: Site,
    line: &[u8],
    host: &SentHost,
) {
    let Reason {
        kind,
        cure,
        needs,
        note,
    } = not_allowed(policy, line);
    if let ReasonKind::OriginNotAllowed { nearest, .. } = kind {
        advice.nearest = nearest;
    }
    advice.needs = needs;
    let origin = match (note, Origin::of(line)) {
        (None, Some(origin)) => origin,
        // What no browser sends, and what no entry can name.
        (note, _) => {
            advice.said.extend(note);
            advice
                .said
                .extend(advice.nearest.as_ref().map(Nearest::to_string));
            return;
        }
    };
    let decides_by_host = by.rule() == Some(GuardRule::Rest);
    let is_own = is_own(head, line, None);
    let name = short(line);
    let name = Quoted(&name);
    if is_own && origin.scheme() == "http" && cure.is_none() {
        advice.nearest = None;
        advice.say(if decides_by_host {
            format!(
                "its https twin is allowed, and whoever controls the network can pose as {name}: \
                 have the page come over https"
            )
        } else {
            "the page has come without TLS, and asks this server over TLS: have the page come over \
             https, too"
                .to_owned()
        });
        return;
    }
    if decides_by_host && let Some(trouble) = host.trouble() {
        advice.say(format!("{trouble}, and no origin is the server's own"));
    }
    advice
        .said
        .extend(advice.nearest.as_ref().map(Nearest::to_string));
    let may_be_server = decides_by_host && matches!(origin.scheme(), "http" | "https");
    match cure {
        Some(mut cure) => {
            if may_be_server && cure.condition().is_some() {
                cure = cure.only_if(format!("this server is {name}"));
                let passed_on = passed_on(origin, host);
                advice.say(format!(
                    "if this server is {name}, list it in allow_origins, or have the proxy {passed_on}"
                ));
            } else {
                let sibling = siblings(policy, site, origin);
                advice.say(format!("{}{sibling}", cure.in_full()));
            }
            advice.cure = Some(cure);
        }
        None if may_be_server => {
            let passed_on = passed_on(origin, host);
            advice.say(format!(
                "if this server is {name}, have the proxy {passed_on}"
            ));
        }
        None => {}
    }
    if needs == Some(Setting::DangerouslyAllowInsecureOrigins) {
        advice.say(
            "to list it would need dangerously_allow_insecure_origins: \
             with a guard, whoever controls the network can pose as it",
        );
    }
}

/// What a proxy in front has to do: nginx's `$host` has no port, and a `Host` without it is another one's.
fn passed_on(origin: Origin<'_>, host: &SentHost) -> &'static str {
    let is_stripped = host.authority().is_some_and(|host| {
        host.port.is_none()
            && origin.port().is_some()
            && host.host.eq_ignore_ascii_case(origin.host().as_bytes())
    });
    if is_stripped {
        "pass Host on with its port (in nginx, $http_host instead of $host)"
    } else {
        "pass Host on"
    }
}

/// The pattern for all pages of the site, for whom those below one's own name are one's own.
fn siblings(policy: &Policy, site: Site, origin: Origin<'_>) -> String {
    let registered = registrable_domain(origin.host());
    let Some(domain) = registered.filter(|domain| *domain != origin.host()) else {
        return String::new();
    };
    let pattern = format!("{}://*.{domain}", origin.scheme());
    if site == Site::SameSite && allows_pattern(policy, &pattern, origin.as_str()) {
        format!(", or {pattern:?} if all pages below {domain} are")
    } else {
        String::new()
    }
}

fn navigates<V>(head: &impl RequestHead<V>) -> bool {
    let mut modes = head.lines(Field::SecFetchMode);
    let only = (modes.next(), modes.next());
    matches!(only, (Some(mode), None) if mode.as_ref() == b"navigate")
}
