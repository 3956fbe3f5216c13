//! What `header_mutation` says on every response: `Vary`, `*`, and the names that depend on what was asked for.
//!
//! Values are texts or expressions in CEL. A header with an empty value is not sent.

use core::fmt::Write as _;

use cors_core::Setting;
use saphyr::Yaml;

use super::{
    cel::{literal, literals, matches},
    message,
    names::MUTATIONS_PER_ROUTE,
    replaced::{self, NO_ORIGIN},
};
use crate::{
    Code, Loss, LossKind,
    plan::{Names, Plan},
    regex::escape,
    targets::Written,
    yaml::{list, map, text},
};

const PREFLIGHT: &str = "request.method == 'OPTIONS' && 'origin' in request.headers \
                         && 'access-control-request-method' in request.headers";

/// The router has removed the server's own.
const GRANTED: &str = "'access-control-allow-origin' in response.headers";

/// What `rbac` says where its rules of hosts and of guards refuse a request.
const REFUSED: &str = "response.code_details in ['rbac_access_denied_matched_policy[host]', \
                       'rbac_access_denied_matched_policy[none]']";

pub(super) fn mutations(plan: &Plan<'_>, written: &mut Written) -> Yaml<'static> {
    let mut mutations = vary(plan);
    let (origins, guards) = (&plan.origins, &plan.guards);
    if origins.any {
        // `cors` sends the origin in its place.
        let value = match guards.hosts {
            [] => "*".to_owned(),
            _ => when(&format!("!({REFUSED})"), "'*'"),
        };
        mutations.push(set("access-control-allow-origin", value));
    }
    if let Some(exposed) = &plan.wire.exposed {
        // `cors` would send them with preflights, too.
        let condition = format!("!({PREFLIGHT}) && {GRANTED}");
        let value = when(&condition, &literal(exposed));
        mutations.push(set("access-control-expose-headers", value));
    }
    let granted = format!("{PREFLIGHT} && {GRANTED}");
    match methods(plan) {
        Methods::OfCors(names) => {
            // An absent header would allow every method to requests with an upload listener, should the preflight be
            // one that `cors` takes for none.
            let value = when(&granted, &literal(names));
            mutations.push(mutation(METHODS, value, "ADD_IF_ABSENT"));
        }
        Methods::Said(value) => mutations.push(set(METHODS, when(&granted, &value))),
    }
    if let Some((condition, value)) = headers(plan) {
        let condition = format!("{granted} && {condition}");
        mutations.push(set(
            "access-control-allow-headers",
            when(&condition, &value),
        ));
        let told = match &*value {
            STAR => None,
            ASKED => Some((
                Code::SeveralLines,
                Setting::AllowHeaders,
                "header names that are asked for in several lines are allowed in one line",
            )),
            _ => Some((
                Code::WholePolicyTold,
                Setting::MinimalDisclosure,
                "preflights are told all of allow_headers, which are too many for Envoy to look for those that are asked \
                 for",
            )),
        };
        written.losses.extend(told.map(|(code, setting, sentence)| {
            Loss::new(LossKind::Different, code, setting, sentence)
        }));
    }
    let mut mutations = vec![("response_mutations", list(mutations))];
    let replaced = replaced::conditions(plan, written)
        .into_iter()
        .map(|condition| {
            let condition = format!("'origin' in request.headers && {condition}");
            set("origin", when(&condition, &literal(NO_ORIGIN)))
        });
    let replaced: Vec<_> = replaced.collect();
    if !replaced.is_empty() {
        mutations.push(("request_mutations", list(replaced)));
    }
    let mutations = map(mutations);
    message(MUTATIONS_PER_ROUTE, [("mutations", mutations)])
}

const STAR: &str = "'*'";
const ASKED: &str = "request.headers['access-control-request-headers']";

fn vary(plan: &Plan<'_>) -> Vec<Yaml<'static>> {
    let (is_any, guards) = (plan.origins.any, &plan.guards);
    let mut vary = Vec::new();
    if !is_any {
        vary.push(append("vary", "origin".to_owned()));
    }
    let asked = "access-control-request-method, access-control-request-headers";
    let asked = match is_any {
        true => format!("'origin, {asked}'"),
        false => format!("'{asked}'"),
    };
    vary.push(append("vary", when(PREFLIGHT, &asked)));
    if guards.safe_methods {
        let condition = format!("!({PREFLIGHT})");
        vary.push(append(
            "vary",
            when(&condition, "'sec-fetch-site, sec-fetch-mode'"),
        ));
    } else if guards.guard() {
        let condition = "response.code_details == 'rbac_access_denied_matched_policy[none]'";
        vary.push(append("vary", when(condition, "'sec-fetch-site'")));
    }
    vary
}

const METHODS: &str = "access-control-allow-methods";

/// Who says the methods that an allowed preflight is told.
enum Methods<'a> {
    /// `cors`, which says these.
    OfCors(&'a str),
    /// This filter, as an expression.
    Said(String),
}

fn methods<'a>(plan: &'a Plan<'_>) -> Methods<'a> {
    let asked = "request.headers['access-control-request-method']";
    match &plan.wire.methods {
        Names::None => Methods::OfCors(SAFELISTED),
        Names::Listed(names) if !plan.is_minimal && names == "*" => Methods::Said(STAR.to_owned()),
        Names::Listed(names) if !plan.is_minimal => Methods::OfCors(names),
        Names::Listed(names) if names != "*" => {
            let listed = literals(names.split(", "));
            let safelisted = literal(SAFELISTED);
            Methods::Said(format!("{asked} in {listed} ? {asked} : {safelisted}"))
        }
        // Of the methods, `*` does not cover those that no page can send.
        Names::Listed(_) | Names::Echoed { .. } => {
            let [is_token, is_forbidden] = [&*format!("[{TOKEN}]+"), "(?i)connect|trace|track"]
                .map(|regex| matches(asked, regex).unwrap_or_default());
            let safelisted = literal(SAFELISTED);
            Methods::Said(format!(
                "size({asked}) <= 64 && {is_token} && !({is_forbidden}) ? {asked} : {safelisted}"
            ))
        }
    }
}

const SAFELISTED: &str = "GET, HEAD, POST";

/// The header names that an allowed preflight is told, where `cors` can't say them, and when.
fn headers(plan: &Plan<'_>) -> Option<(String, String)> {
    let names: Vec<_> = match &plan.wire.headers {
        Names::None => return None,
        Names::Listed(names) if !plan.is_minimal => {
            return (names == "*").then(|| ("true".to_owned(), STAR.to_owned()));
        }
        Names::Listed(names) => names.split(", ").collect(),
        Names::Echoed {
            authorization: true,
        } => vec!["*", "authorization"],
        Names::Echoed {
            authorization: false,
        } => vec!["*"],
    };
    let is_any = names.contains(&"*");
    let name = match is_any {
        true => format!("[{TOKEN}]+"),
        false => {
            let names: Vec<_> = names.iter().map(|name| escape(name)).collect();
            names.join("|")
        }
    };
    let asked = ASKED;
    // Proxies may change case and order, and may add white space, empty elements and lines.
    let Some(are_names) = matches(
        asked,
        &format!(r"(?i)[ \t,]*(?:(?:{name})[ \t]*(?:,[ \t,]*|$))*"),
    ) else {
        return Some(("true".to_owned(), literal(&names.join(", "))));
    };
    let mut condition = format!(
        "'access-control-request-headers' in request.headers && size({asked}) <= {MAX_BYTES} && {are_names}"
    );
    // Of all names, `*` does not cover this one.
    let is_named = { names.iter() }.any(|name| name.eq_ignore_ascii_case("authorization"));
    if is_any && !is_named {
        let regex = literal(r"(?i)(?:^|[ \t,])authorization(?:[ \t,]|$)");
        let _ = write!(condition, " && !{asked}.matches({regex})");
    }
    Some((condition, asked.to_owned()))
}

/// As much as servers of this project's echo: 200 names make some 2,200 bytes.
const MAX_BYTES: usize = 4096;

/// The characters of names, within a class of RE2.
const TOKEN: &str = r"!#$%&'*+.^_`|~0-9A-Za-z-";

/// A value that is sent under a condition.
fn when(condition: &str, value: &str) -> String {
    format!("%CEL({condition} ? ({value}) : '')%")
}

fn append(name: &'static str, value: String) -> Yaml<'static> {
    mutation(name, value, "APPEND_IF_EXISTS_OR_ADD")
}

fn set(name: &'static str, value: String) -> Yaml<'static> {
    mutation(name, value, "OVERWRITE_IF_EXISTS_OR_ADD")
}

fn mutation(name: &'static str, value: String, action: &'static str) -> Yaml<'static> {
    let header = map([("key", text(name)), ("value", text(value))]);
    map([(
        "append",
        map([("header", header), ("append_action", text(action))]),
    )])
}
