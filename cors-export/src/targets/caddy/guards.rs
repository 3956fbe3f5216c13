//! Routes that refuse: other hosts with 421, and what guards refuse with 403.

use super::{
    ORIGIN,
    token::{quote, regex},
    write::Lines,
};
use crate::{
    Code, Loss, LossKind,
    plan::Plan,
    regex::Canonical,
    targets::guarded::{self, LOOPBACK, MAX_HOST, Texts},
};

/// As it was sent, of a target with a host that one.
const HOST: &str = "{http.request.hostport}";
const SITE: &str = "{http.request.header.Sec-Fetch-Site}";
const MODE: &str = "{http.request.header.Sec-Fetch-Mode}";
const UPGRADE: &str = "{http.request.header.Upgrade}";
const FULL_TARGET: &str = "vars_regexp {http.request.orig_uri} ^[A-Za-z]";

/// Whether an origin and the host have the same port, where one that is left out is the default of the scheme.
fn same(scheme: &str, port: &str) -> String {
    let target = format!("'{scheme}://' + {HOST}.lowerAscii()");
    let malformed = r"^(?:[^:]+|\[[^\]]+\])(?::[0-9]*)?$";
    format!(
        "expression `{HOST}.matches(r'{malformed}') && ({ORIGIN} == {target} \
         || {ORIGIN} + ':' == {target} || {ORIGIN} + ':{port}' == {target})`"
    )
}

/// Before preflights are answered.
pub(super) fn hosts(lines: &mut Lines, plan: &Plan<'_>, name: &str) {
    if plan.guards.hosts.is_empty() {
        return;
    }
    let texts = Texts::new();
    lines.line("# Requests for other hosts are refused.");
    let longest = MAX_HOST + ":65535".len();
    for (matcher, demand, text) in [
        ("full_target", FULL_TARGET.to_owned(), texts.unknown_host),
        (
            "no_host",
            format!("not vars_regexp {HOST} {}", regex(&guarded::host())),
            texts.unknown_host,
        ),
        (
            "long_host",
            format!("expression `size({HOST}) > {longest}`"),
            texts.unknown_host,
        ),
        (
            "other_host",
            format!("not vars_regexp {HOST} {}", regex(&guarded::expected(plan))),
            texts.unexpected_host,
        ),
    ] {
        lines.line(&format!("@{name}_{matcher} {demand}"));
        refuse(lines, plan, &format!("@{name}_{matcher}"), 421, text);
    }
}

/// After preflights are answered.
pub(super) fn guards(lines: &mut Lines, plan: &Plan<'_>, name: &str) {
    let guards = &plan.guards;
    if !guards.guard() {
        return;
    }
    let texts = Texts::new();
    lines.line("# What a guard covers is refused, unless one of these lets it pass.");
    let mut set =
        |lines: &mut Lines, matcher: &str, demands: &[&str], variable: &str, value: &str| {
            lines.block(&format!("@{name}_{matcher}"), demands);
            lines.line(&format!("vars @{name}_{matcher} {name}_{variable} {value}"));
        };
    let is_handshake = format!("vars_regexp {UPGRADE} (?i)websocket");
    if guards.unsafe_methods {
        set(
            lines,
            "writes",
            &["not method GET HEAD OPTIONS"],
            "guard",
            "method",
        );
    }
    if guards.safe_methods {
        set(
            lines,
            "reads",
            &["method GET HEAD OPTIONS"],
            "guard",
            "read",
        );
    }
    if guards.websockets {
        // By the widest of the readings that servers have.
        set(lines, "upgrades", &[&is_handshake], "guard", "socket");
        set(lines, "connects", &["method CONNECT"], "guard", "socket");
    }
    if !plan.origins.is_empty() {
        let is_listed = format!("vars {name}_origin allowed");
        set(lines, "passes_listed", &[&is_listed], "guard", "passes");
    }
    let is_site = format!("vars {SITE} same-origin none");
    set(lines, "passes_site", &[&is_site], "guard", "passes");
    let has_neither = ["header !Origin", "header !Sec-Fetch-Site"];
    set(lines, "passes_no_origin", &has_neither, "guard", "passes");
    let has_twin = twins(lines, plan, name, &mut set);
    // Two of `vars_regexp` would be alternatives.
    let canonical = format!(
        "vars_regexp {ORIGIN} {}",
        regex(&Canonical::of_web().regex())
    );
    let is_no_other_site = format!("not vars {SITE} same-site cross-site");
    let is_path = format!("not {FULL_TARGET}");
    for (scheme, port) in [("https", "443"), ("http", "80")] {
        let same = same(scheme, port);
        let has_no_twin = format!("not vars {name}_twin listed");
        let mut demands = vec![&*is_no_other_site, &is_path, &canonical, &same];
        if has_twin && scheme == "http" {
            demands.push(&has_no_twin);
        }
        set(
            lines,
            &format!("passes_own_{scheme}"),
            &demands,
            "guard",
            "passes",
        );
    }
    if guards.safe_methods {
        // Links from elsewhere still lead here.
        let is_no_handshake = format!("not {is_handshake}");
        let navigates = format!("vars {MODE} navigate");
        let demands = [
            "header !Origin",
            "method GET HEAD",
            &is_no_handshake,
            &navigates,
        ];
        set(lines, "passes_link", &demands, "guard", "passes");
    }
    for (is_on, guard, text) in [
        (guards.unsafe_methods, "method", texts.unsafe_method),
        (guards.safe_methods, "read", texts.safe_method),
        (guards.websockets, "socket", texts.websocket),
    ] {
        if is_on {
            lines.line(&format!(
                "@{name}_refused_{guard} vars {name}_guard {guard}"
            ));
            refuse(lines, plan, &format!("@{name}_refused_{guard}"), 403, text);
        }
    }
}

/// Where `https://HOST` is allowed, `http://HOST` is not the server's own, unless it is this machine. With a dot at its
/// end and without, a name is one server's.
fn twins(
    lines: &mut Lines,
    plan: &Plan<'_>,
    name: &str,
    set: &mut impl FnMut(&mut Lines, &str, &[&str], &str, &str),
) -> bool {
    let (texts, regexes) = guarded::twins(plan);
    if texts.is_empty() && regexes.is_empty() {
        return false;
    }
    let variables = [
        format!("{{{name}_plain_twin}}"),
        format!("{{{name}_dotted_twin}}"),
    ];
    lines.block(
        &format!("map {ORIGIN} {} {}", variables[0], variables[1]),
        &[
            r#"`~^http://(.+?)\.?:443$` "https://${1}" "https://${1}.""#,
            r#"`~^http://(.+?)\.?(:[0-9]+)?$` "https://${1}${2}" "https://${1}.${2}""#,
        ],
    );
    let is_elsewhere = format!("not vars_regexp {ORIGIN} {}", regex(LOOPBACK));
    for (kind, variable) in ["plain", "dotted"].into_iter().zip(variables) {
        if !texts.is_empty() {
            let mut demands: Vec<_> = { texts.iter() }
                .map(|text| format!("vars {variable} {}", quote(text)))
                .collect();
            demands.push(is_elsewhere.clone());
            let demands: Vec<_> = demands.iter().map(String::as_str).collect();
            set(
                lines,
                &format!("{kind}_twin_listed"),
                &demands,
                "twin",
                "listed",
            );
        }
        for (at, pattern) in regexes.iter().enumerate() {
            let demand = format!("vars_regexp {variable} {}", regex(pattern));
            let matcher = format!("{kind}_twin_{}", at + 1);
            set(lines, &matcher, &[&demand, &is_elsewhere], "twin", "listed");
        }
    }
    true
}

fn refuse(lines: &mut Lines, plan: &Plan<'_>, matcher: &str, status: u16, text: &str) {
    let mut answer = vec![
        "header Content-Type \"text/plain; charset=utf-8\"".to_owned(),
        format!("respond {} {status}", quote(text)),
    ];
    // Where reads are guarded, every response varies by it.
    if status == 403 && !plan.guards.safe_methods {
        answer.insert(0, "header +Vary Sec-Fetch-Site".to_owned());
    }
    let answer: Vec<_> = answer.iter().map(String::as_str).collect();
    lines.block(&format!("route {matcher}"), &answer);
}

/// What is refused in other words.
pub(super) fn losses(plan: &Plan<'_>) -> Option<Loss> {
    let first = plan.guards.first()?;
    let sentence = "Caddy answers 400 with a text of its own where Host is malformed, and refuses requests whose target has a host";
    Some(Loss::new(
        LossKind::Different,
        Code::RefusalText,
        first,
        sentence,
    ))
}
