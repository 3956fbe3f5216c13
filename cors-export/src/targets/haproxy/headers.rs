//! The headers of responses.

use super::{
    lines::{Lines, quote_format},
    preflights,
};
use crate::{
    plan::{Names, Plan},
    targets::unguarded::FIELDS,
};

/// What is sent where the requested method is not allowed. Without the header, requests with an upload listener could
/// use any (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.6).
const SAFELISTED_METHODS: &str = "'GET, HEAD, POST'";

pub(super) fn write(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    lines.comment("Only the policy grants: what the server says is removed.");
    for name in FIELDS {
        lines.push(format!("http-after-response del-header {name}"));
    }
    if !plan.origins.is_empty() {
        grants(lines, plan);
    }
    lines.comment("Caches are told what responses depend on. The server's own lines stay.");
    vary(lines, plan, &cors);
}

fn grants(lines: &mut Lines, plan: &Plan<'_>) {
    let cors = lines.cors.clone();
    let wire = &plan.wire;
    let allowed = match plan.origins.any {
        // What is refused because of its host is shared with nobody.
        true if !plan.guards.hosts.is_empty() => format!("!{cors}.refused"),
        true => String::new(),
        false => format!("{cors}.allowed"),
    };
    let preflight = format!("{allowed} {cors}.preflight");
    let forwarded = format!("{allowed} !{cors}.preflight");
    let mut set = |action: &str, name: &str, value: &str, condition: &str| {
        let when = match condition.trim_start() {
            "" => String::new(),
            condition => format!(" if {condition}"),
        };
        lines.push(format!("http-after-response {action} {name} {value}{when}"));
    };
    let echo = |variable: &str| format!("'%[var(txn.{cors}.{variable})]'");
    let found = |variable: &str| format!("{{ var(txn.{cors}.{variable}) -m found }}");
    let origin = match plan.origins.any {
        true => "'*'".to_owned(),
        false => echo("origin"),
    };
    set(
        "set-header",
        "access-control-allow-origin",
        &origin,
        &allowed,
    );
    if wire.credentials {
        set(
            "set-header",
            "access-control-allow-credentials",
            "true",
            &allowed,
        );
    }
    if let Some(exposed) = &wire.exposed {
        let exposed = quote_format(exposed);
        set(
            "set-header",
            "access-control-expose-headers",
            &exposed,
            &forwarded,
        );
    }
    let name = "access-control-allow-methods";
    match (&wire.methods, preflights::methods(plan)) {
        (_, Some(_)) => {
            set("set-header", name, SAFELISTED_METHODS, &preflight);
            let requested = format!("{preflight} {}", found("method"));
            set("set-header", name, &echo("method"), &requested);
        }
        (Names::Listed(methods), None) => {
            set("set-header", name, &quote_format(methods), &preflight);
        }
        (Names::None | Names::Echoed { .. }, None) => {}
    }
    let name = "access-control-allow-headers";
    match (&wire.headers, preflights::names(plan)) {
        (_, Some(_)) => {
            for line in preflights::line_numbers() {
                let line = format!("headers{line}");
                let requested = format!("{preflight} {}", found(&line));
                set("add-header", name, &echo(&line), &requested);
            }
        }
        (Names::Listed(names), None) => {
            set("set-header", name, &quote_format(names), &preflight);
        }
        (Names::None | Names::Echoed { .. }, None) => {}
    }
    if let Some(max_age) = &wire.max_age {
        set("set-header", "access-control-max-age", max_age, &preflight);
    }
}

/// `Vary` of every response that could have been another one.
fn vary(lines: &mut Lines, plan: &Plan<'_>, cors: &str) {
    lines.push(format!(
        "http-after-response add-header vary \
         'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' if {cors}.preflight"
    ));
    if plan.origins.any {
        return;
    }
    let mut elsewhere = format!("{cors}.preflight");
    let mut names = vec!["Origin"];
    if plan.guards.safe_methods {
        names.extend(["Sec-Fetch-Site", "Sec-Fetch-Mode"]);
    } else if plan.guards.guard() {
        lines.push(format!(
            "http-after-response add-header vary 'Origin, Sec-Fetch-Site' if {cors}.guarded !{cors}.preflight"
        ));
        elsewhere.push_str(&format!(" or {cors}.guarded"));
    }
    for name in names {
        lines.push(format!(
            "http-after-response add-header vary {name} unless {elsewhere} or {{ res.hdr(vary) -m str -i {name} '*' }}"
        ));
    }
}
