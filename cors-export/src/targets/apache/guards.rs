//! Rules that refuse: other hosts with 421, and what guards refuse with 403.

use core::fmt::Write as _;

use super::{
    quote::{quote, regex},
    write::is_present,
};
use crate::{
    Code, Loss, LossKind,
    plan::Plan,
    regex::{Canonical, escape},
    targets::guarded::{self, LOOPBACK, MAX_HOST, Texts},
};

/// The variables of what is refused.
pub(super) struct Refusing<'a> {
    plan: &'a Plan<'a>,
    /// Begins the names of variables.
    name: &'a str,
}

impl<'a> Refusing<'a> {
    /// `None` if the policy refuses nothing.
    pub(super) fn new(plan: &'a Plan<'a>, name: &'a str) -> Option<Self> {
        let refuses = plan.guards.guard() || !plan.guards.hosts.is_empty();
        refuses.then_some(Self { plan, name })
    }

    /// What a request is told if it is refused.
    pub(super) fn texts(&self) -> String {
        let Self { plan, name } = self;
        let texts = Texts::new();
        let mut lines = String::from("# What is said to requests that are refused.\n");
        let mut set = |condition: &str, variable: &str, text: &str| {
            let assignment = quote(&format!("{name}_{variable}={text}"));
            let _ = writeln!(lines, "SetEnvIf {condition} {assignment}");
        };
        if !plan.guards.hosts.is_empty() {
            set("Request_Method ^", "OTHER_HOST", texts.unexpected_host);
            set("Request_Method ^", "NO_HOST", texts.unknown_host);
        }
        if plan.guards.unsafe_methods {
            let condition = "Request_Method \"^(?!(?:GET|HEAD|OPTIONS)$)\"";
            set(condition, "GUARD", texts.unsafe_method);
        }
        if plan.guards.safe_methods {
            let condition = "Request_Method \"^(?:GET|HEAD|OPTIONS)$\"";
            set(condition, "GUARD", texts.safe_method);
        }
        if plan.guards.websockets {
            // By the widest of the readings that servers have.
            set("Upgrade \"(?i)websocket\"", "GUARD", texts.websocket);
            set("Request_Method ^CONNECT$", "GUARD", texts.websocket);
        }
        lines
    }

    /// Before preflights are answered.
    pub(super) fn hosts(&self) -> String {
        let Self { plan, name } = self;
        let mut lines = String::new();
        if plan.guards.hosts.is_empty() {
            return lines;
        }
        lines.push_str("# Requests for other hosts are refused.\n");
        let _ = writeln!(
            lines,
            "RewriteCond %{{THE_REQUEST}} \"{FULL_TARGET}\"\n\
             RewriteRule ^ - [R=421,E={name}_REFUSED:%{{ENV:{name}_NO_HOST}},{}]",
            self.unshare()
        );
        for (pattern, text) in [
            (host(), "NO_HOST"),
            (format!("^{}$", guarded::expected(plan)), "OTHER_HOST"),
        ] {
            let pattern = regex(&format!("!{pattern}"));
            let _ = writeln!(
                lines,
                "RewriteCond %{{HTTP:Host}} {pattern} [NV]\n\
                 RewriteRule ^ - [R=421,E={name}_REFUSED:%{{ENV:{name}_{text}}},{}]",
                self.unshare()
            );
        }
        lines
    }

    /// After preflights are answered.
    pub(super) fn guards(&self) -> String {
        let Self { plan, name } = self;
        let mut lines = String::new();
        if !plan.guards.guard() {
            return lines;
        }
        lines.push_str(
            "# What a guard covers is refused, unless one of these rules lets it pass.\n",
        );
        lines += &is_present("Sec-Fetch-Site", &format!("{name}_HAS_SITE"));
        let mut pass = |conditions: &[&str]| {
            for condition in conditions {
                let _ = writeln!(lines, "RewriteCond {condition}");
            }
            let _ = writeln!(lines, "RewriteRule ^ - [E=!{name}_GUARD]");
        };
        let is_listed = format!("%{{ENV:{name}_ORIGIN}} !=\"\"");
        let is_site = "%{HTTP:Sec-Fetch-Site} ^(?:same-origin|none)$ [NV]";
        let is_no_site = "%{HTTP:Sec-Fetch-Site} !^(?:same-site|cross-site)$ [NV]";
        let has_no_origin = format!("%{{ENV:{name}_HAS_ORIGIN}} =\"\"");
        let has_no_site = format!("%{{ENV:{name}_HAS_SITE}} =\"\"");
        if !plan.origins.is_empty() {
            pass(&[&is_listed]);
        }
        pass(&[is_site]);
        pass(&[&has_no_origin, &has_no_site]);
        let canonical = regex(&format!("^(?:{})$", Canonical::of_web().regex()));
        let is_origin = format!("%{{HTTP:Origin}} {canonical} [NV]");
        let is_host = format!("%{{HTTP:Host}} {} [NV]", regex(&host()));
        let is_own = |scheme: &str, port: &str| {
            // A port that is left out is the default of the origin's scheme, on both sides.
            let same = regex(&format!(r"^{scheme}://([^ ]+) (?i:\1)(?::|:{port})?$"));
            format!("\"%{{HTTP:Origin}} %{{HTTP:Host}}\" {same} [NV]")
        };
        let is_path = format!("%{{THE_REQUEST}} \"!{FULL_TARGET}\"");
        pass(&[
            is_no_site,
            &is_path,
            &is_origin,
            &is_host,
            &is_own("https", "443"),
        ]);
        let has_no_twin = format!("%{{ENV:{name}_LISTED_TWIN}} =\"\"");
        pass(&[
            is_no_site,
            &is_path,
            &is_origin,
            &is_host,
            &is_own("http", "80"),
            &has_no_twin,
        ]);
        if plan.guards.safe_methods {
            // Links from elsewhere still lead here.
            pass(&[
                &has_no_origin,
                "%{REQUEST_METHOD} ^(?:GET|HEAD)$",
                "%{HTTP:Upgrade} !websocket [NC,NV]",
                "%{HTTP:Sec-Fetch-Mode} =navigate [NV]",
            ]);
        }
        let _ = writeln!(
            lines,
            "RewriteCond %{{ENV:{name}_GUARD}} !=\"\"\n\
             RewriteRule ^ - [R=403,E={name}_REFUSED:%{{ENV:{name}_GUARD}},E={name}_GUARDED:1,{}]",
            self.unshare()
        );
        lines
    }

    /// Where `https://HOST` is allowed, `http://HOST` is not the server's own, unless it is this machine. With a dot at
    /// its end and without, a name is one server's.
    pub(super) fn twins(&self) -> String {
        let Self { plan, name } = self;
        let (texts, regexes) = guarded::twins(plan);
        let texts = texts.into_iter().map(escape);
        let twins: Vec<_> = texts
            .chain(regexes.into_iter().map(str::to_owned))
            .collect();
        if !plan.guards.guard() || twins.is_empty() {
            return String::new();
        }
        let parts = regex(r"^http://(.+?)\.?((?::(?!443$)[0-9]+)?)(?::443)?$");
        let loopback = regex(&format!("!^{LOOPBACK}$"));
        let mut lines = format!(
            "# Of an origin with http, the same with https: with a dot at its end, and without.
SetEnvIf Origin {parts} {name}_TWIN=https://$1$2 {name}_DOTTED_TWIN=https://$1.$2
RewriteCond %{{ENV:{name}_TWIN}} !=\"\"
RewriteCond %{{HTTP:Origin}} {loopback} [NV]
"
        );
        for (at, twin) in twins.iter().enumerate() {
            let pattern = regex(&format!("(?:^| )(?:{twin})(?: |$)"));
            let or = if at + 1 < twins.len() { " [OR]" } else { "" };
            let _ = writeln!(
                lines,
                "RewriteCond \"%{{ENV:{name}_TWIN}} %{{ENV:{name}_DOTTED_TWIN}}\" {pattern}{or}"
            );
        }
        let _ = writeln!(lines, "RewriteRule ^ - [E={name}_LISTED_TWIN:1]");
        lines
    }

    /// One line of text. Apache's own refusals in this place lose their page for it.
    pub(super) fn bodies(&self) -> String {
        let Self { name, plan } = self;
        let mut lines = String::new();
        let statuses = [
            (plan.guards.guard(), 403),
            (!plan.guards.hosts.is_empty(), 421),
        ];
        for (refuses, status) in statuses {
            if refuses {
                let _ = writeln!(
                    lines,
                    "ErrorDocument {status} \"%{{reqenv:{name}_REFUSED}}\""
                );
            }
        }
        let _ = writeln!(
            lines,
            "Header always set Content-Type \"text/plain; charset=utf-8\" env={name}_REFUSED"
        );
        lines
    }

    /// Nothing that is refused is shared.
    fn unshare(&self) -> String {
        let name = self.name;
        format!("E=!{name}_ORIGIN,E=!{name}_ACTUAL")
    }
}

/// A request line whose target has a host. Apache puts that in the place of `Host`, so nobody knows whether they agree.
const FULL_TARGET: &str = "^[^ ]+ [A-Za-z]";

/// What is refused in other words.
pub(super) fn losses(plan: &Plan<'_>) -> Vec<Loss> {
    let guards = &plan.guards;
    let mut losses = Vec::new();
    let Some(first) = guards.first() else {
        return losses;
    };
    let different = |code, sentence| Loss::new(LossKind::Different, code, first, sentence);
    let sentence = "Apache answers 400 with a page of its own where Host is malformed or ends with a colon, and \
        requests whose target has a host are refused";
    losses.push(different(Code::RefusalText, sentence));
    let sentence = "the answer to a WebSocket handshake, which no page reads, has neither Vary nor a header of CORS";
    losses.push(different(Code::VaryMissing, sentence));
    losses
}

fn host() -> String {
    format!("^(?=.{{1,{MAX_HOST}}}(?::[0-9]*)?$){}$", guarded::host())
}
