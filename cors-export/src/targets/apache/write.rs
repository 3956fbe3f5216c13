//! Writes what stands in a `Location`.

use core::fmt::Write as _;

use cors_core::Origin;

use super::{
    guards::Refusing,
    quote::{quote, regex, value},
};
use crate::{
    File,
    plan::Plan,
    regex::escape,
    targets::{
        Written,
        requested::{self, Asked, MAX_ECHO, SAFELISTED_METHODS, Told},
        unguarded::HEADERS,
    },
};

pub(in super::super) fn write(plan: &Plan<'_>) -> Written {
    let text = Location::new(plan).text();
    let mut written = Written {
        files: vec![File {
            name: format!("{}.apache.conf", plan.name),
            text,
            place: "inside the <Location> of a ProxyPass",
        }],
        ..Written::default()
    };
    written.losses.extend(requested::joined(plan));
    written.losses.extend(super::guards::losses(plan));
    written
}

/// The variables of one policy, and what is written with them.
struct Location<'a> {
    plan: &'a Plan<'a>,
    /// Begins the names of variables.
    name: String,
    /// The value of `Origin`, if it is allowed.
    origin: String,
    /// Set on what is shared, and is no preflight.
    actual: String,
    /// Set on preflights.
    asked: String,
    /// Set on preflights of allowed origins.
    granted: String,
    /// What a preflight may ask for, where the answer names only that.
    method: String,
    headers: String,
    written: String,
}

impl<'a> Location<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let name = format!("CORS_{}", plan.identifier);
        let variable = |what| format!("{name}_{what}");
        Self {
            plan,
            origin: variable("ORIGIN"),
            actual: variable("ACTUAL"),
            asked: variable("ASKED"),
            granted: variable("GRANTED"),
            method: variable("METHOD"),
            headers: variable("HEADERS"),
            name: name.clone(),
            written: String::new(),
        }
    }

    fn text(mut self) -> String {
        match self.plan.origins.any {
            true if !self.plan.guards.hosts.is_empty() => {
                let (origin, actual) = (self.origin.clone(), self.actual.clone());
                self.line("# Whatever is not refused is shared.");
                self.line(&format!("SetEnvIf Request_Method ^ {origin} {actual}"));
            }
            true => {}
            false => self.origins(),
        }
        self.requested();
        let (plan, name) = (self.plan, self.name.clone());
        let refusing = Refusing::new(plan, &name);
        self.written += &refusing.as_ref().map(Refusing::texts).unwrap_or_default();
        self.present();
        self.written += &refusing.as_ref().map(Refusing::hosts).unwrap_or_default();
        self.preflights();
        self.written += &refusing.as_ref().map(Refusing::twins).unwrap_or_default();
        self.written += &refusing.as_ref().map(Refusing::guards).unwrap_or_default();
        self.written += &refusing.as_ref().map(Refusing::bodies).unwrap_or_default();
        self.remove();
        self.share();
        self.vary();
        self.written
    }

    fn line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    /// No origin that Apache joins of several lines is one.
    fn origins(&mut self) {
        let origins = &self.plan.origins;
        let texts = origins.texts().map(|text| format!("^{}$", escape(text)));
        let patterns = origins.patterns.iter().flat_map(|pattern| {
            let and = { pattern.and.as_ref() }
                .map(|canonical| format!("(?=(?:{})$)", canonical.regex()))
                .unwrap_or_default();
            let longer = Origin::MAX_LEN + 1;
            { pattern.regexes.iter() }
                .map(move |regex| format!("^(?!.{{{longer}}}){and}(?:{regex})$"))
        });
        let allowed: Vec<_> = texts.chain(patterns).collect();
        if allowed.is_empty() {
            return self.line("# No origin is allowed.");
        }
        self.line(
            "# The origins that are allowed. Several lines of Origin are joined, and match none.",
        );
        for pattern in allowed {
            let _ = writeln!(
                self.written,
                "SetEnvIf Origin {} {}=$0 {}",
                regex(&pattern),
                self.origin,
                self.actual
            );
        }
    }

    /// What a preflight asks for, if it may.
    fn requested(&mut self) {
        if self.plan.origins.is_empty() {
            return;
        }
        if let Told::Asked(asked) = requested::methods(self.plan) {
            let otherwise = quote(&format!("{}={SAFELISTED_METHODS}", self.method));
            self.line("# The method that a preflight asks for, if it is allowed, or those that always are.");
            self.line(&format!("SetEnvIf Request_Method ^ {otherwise}"));
            let line = set_if("Access-Control-Request-Method", &asked, &self.method);
            self.line(&line);
        }
        if let Told::Asked(asked) = requested::headers(self.plan) {
            self.line("# The headers that a preflight asks for, if all of them are allowed.");
            let line = set_if("Access-Control-Request-Headers", &asked, &self.headers);
            self.line(&line);
        }
    }

    /// What is present and empty is present. Only this tells it from what is absent: a condition on a header adds the
    /// header's name to `Vary`, if the request has it.
    fn present(&mut self) {
        let name = self.name.clone();
        self.line("RewriteEngine On");
        self.line("# Which of these are present, empty or not: a condition on a header adds its name to Vary if it is.");
        for (header, variable) in [
            ("Origin", "HAS_ORIGIN"),
            ("Access-Control-Request-Method", "HAS_METHOD"),
        ] {
            self.written += &is_present(header, &format!("{name}_{variable}"));
        }
        self.line("# Preflights have both.");
        self.line("RewriteCond %{REQUEST_METHOD} =OPTIONS");
        self.line(&format!("RewriteCond %{{ENV:{name}_HAS_ORIGIN}} =1"));
        self.line(&format!("RewriteCond %{{ENV:{name}_HAS_METHOD}} =1"));
        let (asked, actual) = (&self.asked, &self.actual);
        let line = format!("RewriteRule ^ - [E={asked}:1,E=!{actual}]");
        self.line(&line);
    }

    fn preflights(&mut self) {
        let plan = self.plan;
        let (asked, granted, origin) = (&self.asked, &self.granted, &self.origin);
        let is_asked = format!("RewriteCond %{{ENV:{asked}}} =1\n");
        let mut lines = String::new();
        if !plan.origins.any {
            let _ = write!(
                lines,
                "{is_asked}RewriteCond %{{ENV:{origin}}} =\"\"\nRewriteRule ^ - [R=403]\n"
            );
        }
        if !plan.origins.is_empty() {
            let status = plan.wire.preflight_status;
            let _ = writeln!(
                lines,
                "{is_asked}RewriteRule ^ - [R={status},E={granted}:1]"
            );
            if status == 200 {
                // Or a page that says that it is an error.
                let name = &self.name;
                let _ = writeln!(lines, "ErrorDocument 200 \"%{{reqenv:{name}_NOTHING}}\"");
            }
        }
        self.written.push_str(&lines);
    }

    fn remove(&mut self) {
        self.line("# The server's own.");
        for name in HEADERS {
            let _ = writeln!(self.written, "Header unset {name}");
        }
    }

    fn share(&mut self) {
        let plan = self.plan;
        let Self {
            origin,
            actual,
            granted,
            ..
        } = &*self;
        let mut lines = Vec::new();
        let mut set = |name: &str, value: &str, condition: &str| {
            lines.push(format!("Header always set {name} {value}{condition}"));
        };
        let if_set = |variable: &str| format!(" env={variable}");
        let sent = |variable: &str| format!("\"%{{{variable}}}e\"");
        if plan.origins.is_empty() {
            return;
        }
        let (if_shared, if_actual) = match plan.origins.any && plan.guards.hosts.is_empty() {
            true => (String::new(), format!(" env=!{}", self.asked)),
            false => (if_set(origin), if_set(actual)),
        };
        let name = "Access-Control-Allow-Origin";
        match plan.origins.any {
            true => set(name, &quote("*"), &if_shared),
            false => set(name, &sent(origin), &if_shared),
        }
        if plan.wire.credentials {
            set(
                "Access-Control-Allow-Credentials",
                &quote("true"),
                &if_shared,
            );
        }
        if let Some(exposed) = &plan.wire.exposed {
            set("Access-Control-Expose-Headers", &value(exposed), &if_actual);
        }
        let if_granted = if_set(granted);
        let name = "Access-Control-Allow-Methods";
        match requested::methods(plan) {
            Told::Nothing => {}
            Told::Always(methods) => set(name, &value(&methods), &if_granted),
            Told::Asked(_) => set(name, &sent(&self.method), &if_granted),
        }
        let name = "Access-Control-Allow-Headers";
        match requested::headers(plan) {
            Told::Nothing => {}
            Told::Always(headers) => set(name, &value(&headers), &if_granted),
            Told::Asked(_) => {
                let headers = &self.headers;
                let both = format!(" \"expr=-n reqenv('{granted}') && -n reqenv('{headers}')\"");
                set(name, &sent(headers), &both);
            }
        }
        if let Some(max_age) = &plan.wire.max_age {
            set("Access-Control-Max-Age", &value(max_age), &if_granted);
        }
        for line in lines {
            self.line(&line);
        }
    }

    fn vary(&mut self) {
        let (plan, name, asked) = (self.plan, self.name.clone(), self.asked.clone());
        self.line(&format!(
            "Header always append Vary \
             \"Origin, Access-Control-Request-Method, Access-Control-Request-Headers\" env={asked}"
        ));
        if plan.guards.safe_methods {
            self.line(&format!(
                "Header always append Vary \"Origin, Sec-Fetch-Site, Sec-Fetch-Mode\" env=!{asked}"
            ));
            return;
        }
        if !plan.origins.any {
            self.line(&format!("Header always append Vary Origin env=!{asked}"));
        }
        if plan.guards.guard() {
            self.line(&format!(
                "Header always append Vary Sec-Fetch-Site env={name}_GUARDED"
            ));
        }
    }
}

/// Sets a variable where a header is present, empty or not.
pub(super) fn is_present(header: &str, variable: &str) -> String {
    format!(
        "RewriteCond %{{HTTP:{header}}} ^
RewriteRule ^ -
RewriteCond expr \"resp('Vary') =~ /(^|[ ,]){header}(,|$)/\"
RewriteRule ^ - [E={variable}:1]
"
    )
}

/// A variable that is a header's value, if that may be sent back.
fn set_if(header: &str, asked: &Asked, variable: &str) -> String {
    let but_not = { asked.but_not.as_ref() }
        .map(|regex| format!("(?!(?:{regex})$)"))
        .unwrap_or_default();
    let longer = MAX_ECHO + 1;
    let pattern = format!("^(?!.{{{longer}}}){but_not}(?:{})$", asked.matches);
    format!("SetEnvIf {header} {} {variable}=$0", regex(&pattern))
}
