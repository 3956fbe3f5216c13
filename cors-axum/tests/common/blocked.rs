//! Requests that browsers block, and what is logged and counted of them on each framework. The other
//! adapters' tests have links to this file.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::{LivePolicy, Outcome, Policy, log::Log};

const APP: &str = "https://app.example.com";

/// A request, in terms that every framework understands.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) target: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Sent {
    pub(crate) fn new(method: &'static str, target: &'static str, origin: &str) -> Self {
        let headers = vec![("origin", origin.to_owned())];
        Self {
            method,
            target,
            headers,
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn preflight(target: &'static str, origin: &str, method: &str, headers: &str) -> Self {
        Self::new("OPTIONS", target, origin)
            .with("access-control-request-method", method)
            .with("access-control-request-headers", headers)
    }
}

/// Whoever replaces a policy has it to themselves: what was said before is then said once more.
static REPLACED: RwLock<()> = RwLock::new(());

/// The lines that are logged of these requests.
fn lines(mut send: impl FnMut(Sent), requests: impl IntoIterator<Item = Sent>) -> Vec<String> {
    let _stays = REPLACED.read().unwrap_or_else(PoisonError::into_inner);
    let log = Log::start();
    requests.into_iter().for_each(&mut send);
    let mut lines = log.lines();
    lines.retain(|line| line.contains(" cors: "));
    lines
}

/// The policy of everything that `send` reaches.
pub(crate) fn policy() -> Policy {
    Policy::builder()
        .allow_origins([APP])
        .allow_headers(["content-type"])
        .allow_methods(["PUT"])
        .build()
        .unwrap()
}

pub(crate) fn nobody_hears_of_the_rest(send: impl FnMut(Sent)) {
    let not_cors = Sent {
        headers: Vec::new(),
        ..Sent::new("GET", "/items", "")
    };
    let own = |origin, host| Sent::new("POST", "/items", origin).with("host", host);
    let requests = [
        not_cors,
        Sent::new("GET", "/items", APP),
        Sent::new("OPTIONS", "/items", APP),
        Sent::preflight("/items", APP, "PUT", "content-type"),
        own("https://own.test", "own.test"),
        own("http://own.test:8080", "own.test:8080"),
        own("https://own.test", "behind.a.proxy").with("sec-fetch-site", "same-origin"),
    ];
    assert_eq!(lines(send, requests), [""; 0]);
}

pub(crate) fn an_origin_that_is_not_allowed(send: impl FnMut(Sent)) {
    let origin = "https://stranger.test";
    let requests = [
        Sent::new("GET", "/items", origin),
        Sent::new("POST", "/other", origin),
        Sent::preflight("/items", origin, "PUT", "content-type"),
        Sent::preflight("/items", "https://preflight.test", "PUT", "content-type"),
    ];
    assert_eq!(
        lines(send, requests),
        [
            r#" INFO cors: blocked by CORS: a page of https://stranger.test asks for GET /items: the origin is not allowed; if that page is yours, add "https://stranger.test" to allow_origins origin="https://stranger.test" reason="origin-not-allowed" method="GET" path="/items""#,
            r#"DEBUG cors: blocked by CORS: a page of https://stranger.test asks for POST /other: the origin is not allowed; if that page is yours, add "https://stranger.test" to allow_origins origin="https://stranger.test" reason="origin-not-allowed" method="POST" path="/other""#,
            r#"DEBUG cors: blocked by CORS: a page of https://stranger.test asks for PUT /items: the origin is not allowed; if that page is yours, add "https://stranger.test" to allow_origins origin="https://stranger.test" reason="origin-not-allowed" method="PUT" path="/items""#,
            r#" INFO cors: blocked by CORS: a page of https://preflight.test asks for PUT /items: the origin is not allowed; if that page is yours, add "https://preflight.test" to allow_origins origin="https://preflight.test" reason="origin-not-allowed" method="PUT" path="/items""#,
        ]
    );
}

pub(crate) fn names_that_are_not_allowed(send: impl FnMut(Sent)) {
    let requests = [
        Sent::preflight("/items", APP, "DELETE", "content-type"),
        Sent::preflight("/other", APP, "DELETE", ""),
        Sent::preflight("/items", APP, "PUT", "content-type,x-trace"),
        Sent::preflight("/items", APP, "PUT", "x-trace"),
        Sent::preflight("/items", APP, "PUT", "x-other"),
    ];
    assert_eq!(
        lines(send, requests),
        [
            r#" INFO cors: blocked by CORS: a page of https://app.example.com asks for DELETE /items: the method DELETE is not allowed; add "DELETE" to allow_methods origin="https://app.example.com" reason="method-not-allowed" method="DELETE" path="/items" entry="https://app.example.com""#,
            r#"DEBUG cors: blocked by CORS: a page of https://app.example.com asks for DELETE /other: the method DELETE is not allowed; add "DELETE" to allow_methods origin="https://app.example.com" reason="method-not-allowed" method="DELETE" path="/other" entry="https://app.example.com""#,
            r#" INFO cors: blocked by CORS: a page of https://app.example.com asks for PUT /items: the header x-trace is not allowed; add "x-trace" to allow_headers origin="https://app.example.com" reason="header-not-allowed" method="PUT" path="/items" entry="https://app.example.com""#,
            r#"DEBUG cors: blocked by CORS: a page of https://app.example.com asks for PUT /items: the header x-trace is not allowed; add "x-trace" to allow_headers origin="https://app.example.com" reason="header-not-allowed" method="PUT" path="/items" entry="https://app.example.com""#,
            r#" INFO cors: blocked by CORS: a page of https://app.example.com asks for PUT /items: the header x-other is not allowed; add "x-other" to allow_headers origin="https://app.example.com" reason="header-not-allowed" method="PUT" path="/items" entry="https://app.example.com""#,
        ]
    );
}

/// Neither cookies nor credentials nor queries, and nothing that is long or changes the line.
pub(crate) fn what_is_never_shown(send: impl FnMut(Sent)) {
    let secret = |sent: Sent| {
        sent.with("cookie", "id=SECRET")
            .with("authorization", "Bearer SECRET")
    };
    let long = format!("https://{}SECRET.test", "a".repeat(5_000));
    let requests = [
        secret(Sent::new(
            "GET",
            "/items?token=SECRET",
            "https://query.test",
        )),
        secret(Sent::new("GET", "/items?token=SECRET", &long)),
        secret(Sent::new(
            "GET",
            "/items?token=SECRET",
            "https://\u{202e}\u{85}\u{2028}.test",
        )),
        secret(Sent::preflight(
            "/items?token=SECRET",
            APP,
            &"M".repeat(5_000),
            "x-1",
        )),
        secret(Sent::preflight(
            "/items?token=SECRET",
            APP,
            "PUT",
            &"x-2,".repeat(5_000),
        )),
        secret(Sent::preflight(
            "/items?token=SECRET",
            APP,
            "PUT",
            &"x".repeat(5_000),
        )),
    ];
    let lines = lines(send, requests);
    assert_eq!(lines.len(), 6, "{lines:#?}");
    for line in lines {
        assert!(
            line.starts_with(" INFO cors: blocked by CORS: a page of "),
            "{line}"
        );
        assert!(line.contains(" path=\"/items\""), "{line}");
        assert!(!line.contains("SECRET"), "{line}");
        assert!(line.len() < 2_000, "{} bytes: {line}", line.len());
        let is_plain = |c: char| c.is_ascii_graphic() || c == ' ' || c == '…';
        assert!(line.chars().all(is_plain), "{line}");
    }
}

/// Whoever counts hears of each request that has an `Origin` once, under the policy of the moment.
pub(crate) fn outcomes<S: FnMut(Sent)>(
    make: impl FnOnce(LivePolicy, Box<dyn Fn(Outcome) + Send + Sync>) -> S,
) {
    let _alone = REPLACED.write().unwrap_or_else(PoisonError::into_inner);
    let live = LivePolicy::new(policy());
    let counted = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::clone(&counted);
    let count = move |outcome| count.lock().unwrap().push(outcome);
    let mut send = make(live.clone(), Box::new(count));
    let mut outcomes = |sent: Sent| {
        send(sent);
        core::mem::take(&mut *counted.lock().unwrap())
    };

    let preflight = |method, headers| Sent::preflight("/items", APP, method, headers);
    let cases = [
        (Sent::new("GET", "/items", APP), Outcome::Allowed),
        (Sent::new("OPTIONS", "/items", APP), Outcome::Allowed),
        (preflight("PUT", "content-type"), Outcome::PreflightAllowed),
        (
            Sent::new("POST", "/items", "https://own.test").with("host", "own.test"),
            Outcome::SameOrigin,
        ),
        (
            Sent::new("GET", "/items", "https://counted.test"),
            Outcome::OriginNotAllowed,
        ),
        (
            Sent::preflight("/items", "https://counted.test", "PUT", ""),
            Outcome::OriginNotAllowed,
        ),
        (Sent::new("GET", "/items", "null"), Outcome::NullOrigin),
        (
            Sent::new("GET", "/items", APP).with("origin", APP),
            Outcome::SeveralOrigins,
        ),
        (preflight("DELETE", "x-trace"), Outcome::MethodNotAllowed),
        (preflight("PUT", "x-trace"), Outcome::HeaderNotAllowed),
    ];
    for (sent, outcome) in cases {
        assert_eq!(outcomes(sent.clone()), [outcome], "{sent:?}");
    }
    let not_cors = Sent {
        headers: Vec::new(),
        ..Sent::new("GET", "/items", "")
    };
    assert_eq!(outcomes(not_cors), []);

    let any = Policy::builder()
        .allow_origins(["*"])
        .allow_headers(["*"])
        .build();
    live.replace(any.unwrap());
    assert_eq!(
        outcomes(preflight("GET", "authorization")),
        [Outcome::AuthorizationNotCovered]
    );
}

/// 20,000 strangers cause as many lines as there is room for, and what they leave in memory is nothing.
pub(crate) fn strangers(mut send: impl FnMut(Sent)) {
    let log = Log::at(tracing::Level::INFO);
    let mut meet = |strangers: core::ops::Range<u32>| {
        for stranger in strangers {
            let origin = format!("https://stranger-{stranger}.test");
            send(Sent::new("GET", "/items", &origin));
        }
    };
    meet(0..1_000);
    let left = allocation_counter::measure(|| meet(1_000..20_000));
    assert!(left.bytes_current < 1_000, "{left:?}");
    let mut lines = log.lines();
    lines.retain(|line| line.contains(" cors: "));
    assert_eq!(lines.len(), 61);
    assert_eq!(
        lines.last().map(String::as_str),
        Some(
            " INFO cors: blocked by CORS: more than 60 different requests; from now on, others are logged at debug"
        )
    );
}
