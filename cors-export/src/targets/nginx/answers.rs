//! The maps of what is answered: the status where nginx answers by itself, and the headers.

use cors_core::adapter::{Decision, Field, PlainHead, Responder};

use super::{
    super::requested::{self, Asked, MAX_ECHO, SAFELISTED_METHODS, Told},
    syntax::{Key, Maps},
};
use crate::plan::Plan;

/// A header of every response, and the value or the variable that it has.
pub(super) type Header = (&'static str, String);

/// Sets `asked` and `preflight`: the latter is `1` for preflights, which have all three.
pub(super) fn write_preflight(maps: &mut Maps) {
    maps.comment("1: OPTIONS with Origin and Access-Control-Request-Method is a preflight.");
    let rows = [
        (Key::Text(""), String::new()),
        (
            Key::Default,
            "$http_access_control_request_method".to_owned(),
        ),
    ];
    maps.map("$http_origin", "asked", rows);
    let source = format!("$request_method {}", maps.variable("asked"));
    let rows = [(Key::Regex("~^OPTIONS .".to_owned()), "1".to_owned())];
    maps.map(&source, "preflight", rows);
}

/// Sets `status` to that of the answers that nginx gives by itself.
pub(super) fn write_status(plan: &Plan<'_>, maps: &mut Maps) {
    maps.comment("The status of what nginx answers by itself.");
    let [astray, guard, preflight] =
        ["astray", "guard", "preflight"].map(|part| maps.variable(part));
    let granted = plan.wire.preflight_status.to_string();
    let origin = origin(plan, maps);
    let mut rows = vec![(Key::Regex("~^1 .".to_owned()), granted)];
    rows.push((Key::Regex("~^1 ".to_owned()), "403".to_owned()));
    let source = format!("{preflight} {origin}");
    if plan.guards.hosts.is_empty() && !plan.guards.guard() {
        maps.map(&source, "status", rows);
        return;
    }
    maps.map(&source, "answer", rows);
    let mut source = String::new();
    let mut rows = Vec::new();
    if !plan.guards.hosts.is_empty() {
        source.push_str(&astray);
        rows.push((Key::Regex("~^[^|]".to_owned()), "421".to_owned()));
    }
    source.push('|');
    if plan.guards.guard() {
        source.push_str(&guard);
        rows.push((Key::Regex(r"~\|.".to_owned()), "403".to_owned()));
    }
    rows.push((Key::Default, maps.variable("answer")));
    maps.map(&source, "status", rows);
    let mut rows = Vec::new();
    if !plan.guards.hosts.is_empty() {
        rows.push((Key::Text("421"), astray));
    }
    if plan.guards.guard() {
        rows.push((Key::Text("403"), guard));
    }
    maps.map(&maps.variable("status"), "refusal", rows);
}

/// The origin that the policy allows, whichever the request is.
fn origin(plan: &Plan<'_>, maps: &Maps) -> String {
    match (plan.origins.any, plan.origins.is_empty()) {
        (true, _) => "*".to_owned(),
        (_, true) => String::new(),
        (_, false) => maps.variable("origin"),
    }
}

/// The headers, with the maps that they need.
pub(super) fn write_headers(plan: &Plan<'_>, maps: &mut Maps) -> Vec<Header> {
    let wire = &plan.wire;
    maps.comment("Headers. Those without a value are not sent.");
    let status = maps.variable("status");
    let mut headers = Vec::new();
    let mut origin = origin(plan, maps);
    if !origin.is_empty() {
        if !plan.guards.hosts.is_empty() {
            let rows = [(Key::Text("421"), String::new()), (Key::Default, origin)];
            maps.map(&status, "granted", rows);
            origin = maps.variable("granted");
        }
        headers.push(("Access-Control-Allow-Origin", origin.clone()));
    }
    if wire.credentials && !origin.is_empty() {
        let rows = [
            (Key::Text(""), String::new()),
            (Key::Default, "true".to_owned()),
        ];
        maps.map(&origin, "credentials", rows);
        headers.push((
            "Access-Control-Allow-Credentials",
            maps.variable("credentials"),
        ));
    }
    let mut of_preflights = vec![
        (
            "Access-Control-Allow-Methods",
            "methods",
            methods(plan, maps),
        ),
        (
            "Access-Control-Allow-Headers",
            "names",
            header_names(plan, maps),
        ),
    ];
    let max_age = wire.max_age.clone();
    of_preflights.push(("Access-Control-Max-Age", "seconds", max_age));
    for (name, part, value) in of_preflights {
        if let (Some(value), false) = (value, origin.is_empty()) {
            let granted = wire.preflight_status.to_string();
            maps.map(&status, part, [(Key::Text(&granted), value)]);
            headers.push((name, maps.variable(part)));
        }
    }
    if let (Some(exposed), false) = (&wire.exposed, origin.is_empty()) {
        let value = maps.literal(exposed);
        let rows = [(Key::Regex("~^ .".to_owned()), value)];
        maps.map(&format!("{status} {origin}"), "exposed", rows);
        headers.push(("Access-Control-Expose-Headers", maps.variable("exposed")));
    }
    write_vary(plan, maps);
    headers.push(("Vary", maps.variable("vary")));
    headers
}

/// Sets `vary` to what the engine itself says that responses vary by.
fn write_vary(plan: &Plan<'_>, maps: &mut Maps) {
    let responder = Responder::<Vec<u8>>::new(plan.policy);
    // Expected hosts don't matter: what is refused for its host varies as if it were not.
    let page = |method| PlainHead::new(method).line(Field::Origin, "https://page.example");
    let of = |request: PlainHead| {
        let line = |(name, value): (Field, &Vec<u8>)| {
            (name == Field::Vary).then(|| String::from_utf8_lossy(value).into_owned())
        };
        match responder.peek(&request) {
            Decision::Answer(answer) => answer.iter().find_map(line),
            Decision::Forward(headers) => headers.iter().find_map(line),
        }
        .unwrap_or_default()
    };
    let preflight = of(page("OPTIONS").line(Field::AccessControlRequestMethod, "GET"));
    let usual = of(PlainHead::new("GET").line(Field::SecFetchSite, "same-origin"));
    let mut rows = vec![(Key::Regex("~^1".to_owned()), preflight)];
    if plan.guards.guard() {
        let refused = match plan.guards.safe_methods {
            true => usual.clone(),
            false => format!("{usual}, Sec-Fetch-Site"),
        };
        rows.push((Key::Text(" 403"), refused));
    }
    rows.push((Key::Default, usual));
    let [preflight, status] = ["preflight", "status"].map(|part| maps.variable(part));
    maps.map(&format!("{preflight} {status}"), "vary", rows);
}

/// The value of `Access-Control-Allow-Methods`.
fn methods(plan: &Plan<'_>, maps: &mut Maps) -> Option<String> {
    let rule = match requested::methods(plan) {
        Told::Nothing => return None,
        Told::Always(listed) => return Some(maps.literal(&listed)),
        Told::Asked(rule) => rule,
    };
    let asked = "$http_access_control_request_method";
    let rows = [
        (Key::Regex(whole(&rule, "")), asked.to_owned()),
        (Key::Default, SAFELISTED_METHODS.to_owned()),
    ];
    maps.map(asked, "method", rows);
    Some(maps.variable("method"))
}

/// The value of `Access-Control-Allow-Headers`.
fn header_names(plan: &Plan<'_>, maps: &mut Maps) -> Option<String> {
    let rule = match requested::headers(plan) {
        Told::Nothing => return None,
        Told::Always(listed) => return Some(maps.literal(&listed)),
        Told::Asked(rule) => rule,
    };
    // Lines that nginx has joined by a comma and a space can't be counted any more. Nobody sends 32.
    let bound = format!("(?=.{{1,{MAX_ECHO}}}$)(?!(?:[^,]*+, ){{32}})");
    let asked = "$http_access_control_request_headers";
    let rows = [(Key::Regex(whole(&rule, &bound)), asked.to_owned())];
    maps.map(asked, "name", rows);
    Some(maps.variable("name"))
}

fn whole(rule: &Asked, bound: &str) -> String {
    let not = match &rule.but_not {
        Some(regex) => format!("(?!(?:{regex})$)"),
        None => String::new(),
    };
    format!("~^{bound}{not}(?:{})$", rule.matches)
}
