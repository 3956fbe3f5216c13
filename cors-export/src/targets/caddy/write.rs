//! Writes the route that stands before `reverse_proxy`.

use cors_core::Origin;

use super::{
    ORIGIN, guards,
    token::{quote, regex},
};
use crate::{
    File,
    plan::{Pattern, Plan},
    targets::{
        Written,
        requested::{self, Asked, MAX_ECHO, SAFELISTED_METHODS, Told},
        unguarded::HEADERS,
    },
};

pub(in super::super) fn write(plan: &Plan<'_>) -> Written {
    let mut written = Written {
        files: vec![File {
            name: format!("{}.caddy", plan.name),
            text: Route::new(plan).text(),
            place: "inside handle, before reverse_proxy",
        }],
        ..Written::default()
    };
    written.losses.extend(requested::joined(plan));
    written.losses.extend(guards::losses(plan));
    written
}

/// The names of one policy, and what is written with them.
struct Route<'a> {
    plan: &'a Plan<'a>,
    /// Begins the names of matchers and variables.
    name: String,
    lines: Lines,
}

/// Lines in blocks.
#[derive(Default)]
pub(super) struct Lines {
    written: String,
    depth: usize,
}

impl Lines {
    pub(super) fn line(&mut self, line: &str) {
        for _ in 0..self.depth {
            self.written.push('\t');
        }
        self.written.push_str(line);
        self.written.push('\n');
    }

    /// A line with a block.
    pub(super) fn block(&mut self, line: &str, block: &[&str]) {
        self.open(line);
        for line in block {
            self.line(line);
        }
        self.close();
    }

    fn open(&mut self, line: &str) {
        self.line(&format!("{line} {{"));
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }
}

const REQUEST_METHOD: &str = "{http.request.header.Access-Control-Request-Method}";
const REQUEST_HEADERS: &str = "{http.request.header.Access-Control-Request-Headers}";

impl<'a> Route<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        Self {
            plan,
            name: format!("cors_{}", plan.identifier),
            lines: Lines::default(),
        }
    }

    fn text(mut self) -> String {
        let (plan, name) = (self.plan, self.name.clone());
        self.lines.open("route");
        if !plan.origins.any {
            self.origins();
        }
        self.vary();
        guards::hosts(&mut self.lines, plan, &name);
        self.preflights();
        guards::guards(&mut self.lines, plan, &name);
        self.share();
        self.lines.close();
        self.lines.written
    }

    /// Caddy adds to what a server sends.
    fn vary(&mut self) {
        const ASKED: [&str; 3] = [
            "method OPTIONS",
            "header Origin *",
            "header Access-Control-Request-Method *",
        ];
        let (plan, name) = (self.plan, &self.name);
        let lines = &mut self.lines;
        lines.line("# Preflights have both of these headers, empty or not.");
        lines.block(&format!("@{name}_asked"), &ASKED);
        lines.line(&format!(
            "header @{name}_asked +Vary \
             \"Origin, Access-Control-Request-Method, Access-Control-Request-Headers\""
        ));
        let varies = match plan.guards.safe_methods {
            true => "\"Origin, Sec-Fetch-Site, Sec-Fetch-Mode\"",
            false if plan.origins.any => return,
            false => "Origin",
        };
        lines.open(&format!("@{name}_not_asked"));
        lines.block("not", &ASKED);
        lines.close();
        lines.line(&format!("header @{name}_not_asked +Vary {varies}"));
    }

    /// Only whole values match, so several lines of `Origin` never do.
    fn origins(&mut self) {
        let (plan, name) = (self.plan, self.name.clone());
        if plan.origins.is_empty() {
            return self.lines.line("# No origin is allowed.");
        }
        self.lines.line("# The origins that are allowed.");
        let texts: Vec<_> = plan.origins.texts().map(quote).collect();
        if !texts.is_empty() {
            // A line for each would be a variable compared with one text: lines of one matcher are alternatives.
            self.lines.open(&format!("@{name}_listed"));
            for text in texts {
                self.lines.line(&format!("vars {ORIGIN} {text}"));
            }
            self.lines.close();
            self.lines
                .line(&format!("vars @{name}_listed {name}_origin allowed"));
        }
        let mut place = 0;
        for pattern in &plan.origins.patterns {
            for regex in &pattern.regexes {
                place += 1;
                self.pattern(&format!("{name}_{place}"), pattern, regex);
                self.lines
                    .line(&format!("vars @{name}_{place} {name}_origin allowed"));
            }
        }
    }

    /// Of two `vars_regexp` of one variable in one block, Caddy drops the first without a word: the second is denied
    /// twice instead.
    fn pattern(&mut self, name: &str, pattern: &Pattern<'_>, matches: &str) {
        self.lines.open(&format!("@{name}"));
        self.lines
            .line(&format!("vars_regexp {ORIGIN} {}", regex(matches)));
        if let Some(canonical) = &pattern.and {
            self.lines.open("not");
            let canonical = regex(&canonical.regex());
            self.lines
                .line(&format!("not vars_regexp {ORIGIN} {canonical}"));
            self.lines.close();
        }
        self.lines.line(&format!(
            "expression `size({ORIGIN}) <= {}`",
            Origin::MAX_LEN
        ));
        self.lines.close();
    }

    /// A route, and no `handle`: those are sorted.
    fn preflights(&mut self) {
        let (plan, name) = (self.plan, self.name.clone());
        self.lines.open(&format!("route @{name}_asked"));
        if !plan.origins.any && !plan.origins.is_empty() {
            self.lines
                .line(&format!("@{name}_granted vars {name}_origin allowed"));
            self.lines.open(&format!("route @{name}_granted"));
            self.grant();
            self.lines.close();
            self.lines.line("respond 403");
        } else if plan.origins.any {
            self.grant();
        } else {
            self.lines.line("respond 403");
        }
        self.lines.close();
    }

    fn grant(&mut self) {
        let (plan, name) = (self.plan, self.name.clone());
        for line in self.shared() {
            self.lines.line(&format!("header {line}"));
        }
        match requested::methods(plan) {
            Told::Nothing => {}
            Told::Always(methods) => {
                self.lines.line(&format!(
                    "header Access-Control-Allow-Methods {}",
                    quote(&methods)
                ));
            }
            Told::Asked(asked) => {
                let otherwise = quote(SAFELISTED_METHODS);
                self.lines
                    .line(&format!("header Access-Control-Allow-Methods {otherwise}"));
                self.asked(&format!("{name}_method"), REQUEST_METHOD, &asked);
                self.lines.line(&format!(
                    "header @{name}_method Access-Control-Allow-Methods {REQUEST_METHOD}"
                ));
            }
        }
        match requested::headers(plan) {
            Told::Nothing => {}
            Told::Always(headers) => {
                self.lines.line(&format!(
                    "header Access-Control-Allow-Headers {}",
                    quote(&headers)
                ));
            }
            Told::Asked(asked) => {
                self.asked(&format!("{name}_headers"), REQUEST_HEADERS, &asked);
                self.lines.line(&format!(
                    "header @{name}_headers Access-Control-Allow-Headers {REQUEST_HEADERS}"
                ));
            }
        }
        if let Some(max_age) = &plan.wire.max_age {
            self.lines
                .line(&format!("header Access-Control-Max-Age {}", quote(max_age)));
        }
        self.lines
            .line(&format!("respond {}", plan.wire.preflight_status));
    }

    fn asked(&mut self, name: &str, variable: &str, asked: &Asked) {
        self.lines.open(&format!("@{name}"));
        self.lines
            .line(&format!("vars_regexp {variable} {}", regex(&asked.matches)));
        if let Some(but_not) = &asked.but_not {
            self.lines
                .line(&format!("not vars_regexp {variable} {}", regex(but_not)));
        }
        self.lines
            .line(&format!("expression `size({variable}) <= {MAX_ECHO}`"));
        self.lines.close();
    }

    /// On preflights and on everything else.
    fn shared(&self) -> Vec<String> {
        let plan = self.plan;
        let origin = match plan.origins.any {
            true => quote("*"),
            false => ORIGIN.to_owned(),
        };
        let mut lines = vec![format!("Access-Control-Allow-Origin {origin}")];
        if plan.wire.credentials {
            lines.push("Access-Control-Allow-Credentials true".to_owned());
        }
        lines
    }

    /// What is not deferred stands in Caddy's own errors; what is, after the server's headers. The last of what is
    /// deferred is the first to run.
    fn share(&mut self) {
        let (plan, name) = (self.plan, self.name.clone());
        if !plan.origins.is_empty() {
            let mut lines = self.shared();
            if let Some(exposed) = &plan.wire.exposed {
                lines.push(format!("Access-Control-Expose-Headers {}", quote(exposed)));
            }
            let mut header = "header".to_owned();
            if !plan.origins.any {
                self.lines
                    .line(&format!("@{name}_shared vars {name}_origin allowed"));
                header = format!("header @{name}_shared");
            }
            self.lines
                .line("# In Caddy's own errors, and in what the server answers.");
            for is_deferred in [false, true] {
                self.lines.open(&header);
                for line in &lines {
                    self.lines.line(line);
                }
                if is_deferred {
                    self.lines.line("defer");
                }
                self.lines.close();
            }
        }
        self.lines
            .line("# The server's own. What is deferred runs from the last to the first.");
        self.lines.open("header");
        for name in HEADERS {
            self.lines.line(&format!("-{name}"));
        }
        self.lines.line("defer");
        self.lines.close();
    }
}
