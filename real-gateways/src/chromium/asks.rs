//! What Chromium's pages ask for, and of which policies.

use core::time::Duration;

use anyhow::Result;
use cors_browser::{Credentials, PageRequest};
use cors_core::Policy;
use serde_json::{Value, json};

/// The policies of the slice, which allow one page.
pub(super) fn policies(page: &str) -> Result<Vec<(&'static str, Policy)>> {
    let builder = || {
        let builder = Policy::builder().allow_origins([page]);
        let builder = builder.allow_methods(["PUT"]).allow_headers(["x-api-key"]);
        builder
            .expose_headers(["x-request-id"])
            .max_age(Duration::from_secs(600))
    };
    Ok(vec![
        ("site", builder().build()?),
        ("private", builder().allow_credentials(true).build()?),
        (
            "guarded",
            builder()
                .guard_unsafe_methods(true)
                .guard_websockets(true)
                .build()?,
        ),
    ])
}

/// A request of a page.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) policy: &'static str,
    url: String,
    method: &'static str,
    header: Option<&'static str>,
    credentials: bool,
    pub(super) socket: bool,
    /// What the page of the allowed origin sees; every other one is blocked.
    sees: &'static str,
}

/// All of them, in this order.
pub(super) fn asks(server: &str) -> Vec<Ask> {
    const SEEN: &str = "200 x-request-id";
    const BLOCKED: &str = "blocked";
    let ask = |policy, method, header, credentials, sees| Ask {
        policy,
        url: format!("{server}/{policy}/echo"),
        method,
        header,
        credentials,
        socket: false,
        sees,
    };
    let socket = |policy| Ask {
        url: format!("{server}/{policy}/socket"),
        socket: true,
        ..ask(policy, "GET", None, true, "opened")
    };
    vec![
        ask("site", "GET", None, false, SEEN),
        ask("site", "GET", None, true, BLOCKED),
        ask("site", "PUT", Some("x-api-key"), false, SEEN),
        ask("site", "PUT", Some("x-other"), false, BLOCKED),
        ask("site", "DELETE", None, false, BLOCKED),
        ask("private", "GET", None, true, SEEN),
        ask("private", "PUT", Some("x-api-key"), true, SEEN),
        ask("private", "PATCH", None, true, BLOCKED),
        ask("guarded", "POST", None, false, SEEN),
        ask("guarded", "PUT", Some("x-api-key"), false, SEEN),
        socket("guarded"),
    ]
}

impl Ask {
    /// For the modelled browser.
    pub(super) fn request(&self) -> PageRequest {
        if self.socket {
            return PageRequest::handshake(&self.url);
        }
        let credentials = match self.credentials {
            true => Credentials::Include,
            false => Credentials::Omit,
        };
        let request = PageRequest::new(self.method, &self.url).credentials(credentials);
        match self.header {
            Some(name) => request.header(name, "1"),
            None => request,
        }
    }

    /// For the page's script.
    pub(super) fn script(&self) -> Value {
        let headers: Vec<_> = self.header.iter().map(|name| [*name, "1"]).collect();
        json!({
            "url": self.url,
            "method": self.method,
            "headers": headers,
            "credentials": if self.credentials { "include" } else { "omit" },
            "socket": self.socket,
        })
    }

    /// Whether this is what the policy lets the page see. Both browsers could be wrong together.
    pub(super) fn is_expected(&self, is_allowed: bool, seen: &str) -> bool {
        seen == if is_allowed { self.sees } else { "blocked" }
    }
}
