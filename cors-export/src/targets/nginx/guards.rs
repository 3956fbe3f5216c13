//! The maps of what a policy refuses.

use cors_core::{
    Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};

use super::{
    own,
    syntax::{Key, Maps},
};
use crate::plan::{Guards, Plan};

/// Sets `astray` and `guard` to what is answered in a request's place, where it is refused.
pub(super) fn write(plan: &Plan<'_>, maps: &mut Maps) {
    let guards = &plan.guards;
    own::write_authority(maps);
    if !guards.hosts.is_empty() {
        let expecting = Policy::builder().expect_hosts(["server.example"]);
        let body = |request| body(expecting.clone(), request);
        let unknown = body(PlainHead::new("GET"));
        let unexpected = body(PlainHead::new("GET").line(Field::Host, "page.example"));
        own::write_hosts(guards.hosts, &unknown, &unexpected, maps);
    }
    if guards.guard() {
        own::write_claim(plan, maps);
        write_guard(guards, maps);
    }
}

fn write_guard(guards: &Guards<'_>, maps: &mut Maps) {
    let regex = |text: &str| Key::Regex(text.to_owned());
    let text = str::to_owned;
    maps.comment("What the browser says of the page's site.");
    let rows = [
        (Key::Text(""), text("absent")),
        (regex("~^(?:same-origin|none)$"), text("same")),
        (regex("~^(?:same-site|cross-site)$"), text("another")),
        (Key::Default, text("strange")),
    ];
    maps.map("$http_sec_fetch_site", "site", rows);
    maps.comment("1: the request passes.");
    let passing = [
        "~^listed ",
        "~ same$",
        "~^(?:none|own) absent$",
        "~^own strange$",
    ];
    let rows = passing.map(|passing| (regex(passing), text("1")));
    let source = format!("{} {}", maps.variable("claim"), maps.variable("site"));
    maps.map(&source, "pass", rows);

    maps.comment("What is answered to requests that do not, if a guard covers them.");
    let rows = [
        (regex("~^CONNECT "), text("1")),
        (regex("~*^[^ ]+ .*websocket"), text("1")),
    ];
    maps.map("$request_method $http_upgrade", "socket", rows);
    let page = |method| PlainHead::new(method).line(Field::Origin, "https://page.example");
    let unsafe_methods = Policy::builder().guard_unsafe_methods(true);
    let mut reads = String::new();
    if guards.safe_methods {
        // Links from elsewhere still lead here.
        let source = format!(
            "{} {} $request_method $http_sec_fetch_mode",
            maps.variable("claim"),
            maps.variable("socket")
        );
        let policy = unsafe_methods.clone().guard_safe_methods(true);
        let rows = [
            (regex("~^none  (?:GET|HEAD) navigate$"), String::new()),
            (Key::Default, body(policy, page("GET"))),
        ];
        maps.map(&source, "read", rows);
        reads = maps.variable("read");
    }
    let mut rows = vec![
        (regex("~^1"), String::new()),
        // A preflight changes nothing, and is answered by CORS.
        (regex(r"~^\|1"), String::new()),
    ];
    if guards.websockets {
        let policy = Policy::builder().guard_websockets(true);
        let handshake = page("GET").line(Field::Upgrade, "websocket");
        rows.push((regex(r"~^\|\|1"), body(policy, handshake)));
    }
    if guards.unsafe_methods {
        let is_unsafe = r"~\|(?!(?:GET|HEAD|OPTIONS)$)[^|]+$";
        rows.push((regex(is_unsafe), body(unsafe_methods, page("POST"))));
    }
    rows.push((Key::Default, reads));
    let [pass, preflight, socket] = ["pass", "preflight", "socket"].map(|part| maps.variable(part));
    let source = format!("{pass}|{preflight}|{socket}|$request_method");
    maps.map(&source, "guard", rows);
}

/// The engine's own words for what a policy of this kind refuses.
fn body(policy: cors_core::PolicyBuilder, request: PlainHead) -> String {
    let refused = policy.build().ok().and_then(|policy| {
        match Responder::<Vec<u8>>::new(policy).peek(&request) {
            Decision::Answer(answer) => Some(answer.body()),
            Decision::Forward(_) => None,
        }
    });
    refused.unwrap_or("refused").to_owned()
}
