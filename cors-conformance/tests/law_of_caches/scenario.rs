//! Policies, and who asks in which order.

use core::{fmt, time::Duration};

use cors_browser::{Credentials, Engine, Mode, PageRequest};
use cors_core::Policy;
use http::Request;
use proptest::{
    prelude::*,
    sample::{Index, select},
};

use crate::{
    generate,
    server::{Handler, handlers},
    settings,
};

/// The server's own origin.
pub(crate) const SERVER: &str = "https://api.test";

/// A policy, a handler behind it, and requests one after the other.
#[derive(Clone)]
pub(crate) struct Scenario {
    pub(crate) policy: Policy,
    pub(crate) handler: Handler,
    /// What something in front of the server adds to refusals, by which caches keep them.
    pub(crate) keeps_refusals: bool,
    /// Which browser the pages are in.
    pub(crate) engine: Engine,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A page of this origin asks.
    Page {
        origin: String,
        request: PageRequest,
    },
    /// Something else does: a crawler, a monitor, `curl`.
    Other(Request<()>),
    Wait(Duration),
}

pub(crate) fn scenarios() -> impl Strategy<Value = Scenario> {
    let listed = prop_oneof![
        4 => prop::collection::vec(prop_oneof![3 => generate::origin(), 1 => generate::pattern()], 1..4),
        1 => Just(vec!["*".to_owned()]),
    ];
    let policy = (settings::without_origins(), listed, any::<bool>());
    let policy = policy.prop_filter_map("the policy has errors", |(builder, listed, exposes)| {
        let mut builder = builder
            .allow_origins(&listed)
            // Not what is looked at here, and the reason why most policies wouldn't build.
            .dangerously_allow_insecure_origins(true)
            .dangerously_allow_public_suffixes(true);
        if listed == ["*"] {
            builder = builder.allow_credentials(false);
        }
        if exposes {
            builder = builder.expose_headers(["x-a"]);
        }
        Some((builder.build().ok()?, listed))
    });
    let steps = prop::collection::vec(drafts(), 1..16);
    (policy, handlers(), steps).prop_map(|((policy, listed), handler, drafts)| Scenario {
        policy,
        handler,
        keeps_refusals: false,
        engine: Engine::default(),
        steps: drafts
            .into_iter()
            .map(|draft| draft.finish(&listed))
            .collect(),
    })
}

/// A step before it is known which origins the policy lists.
#[derive(Clone, Debug)]
pub(crate) enum Draft {
    Page(Who, PageRequest),
    Other(Option<Who>, Request<()>),
    Wait(Duration),
}

#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// One of those that the policy lists, and so allows.
    Listed(Index),
    Anyone(String),
}

impl Draft {
    pub(crate) fn finish(self, listed: &[String]) -> Step {
        match self {
            Self::Page(who, request) => Step::Page {
                origin: who.origin(listed),
                request,
            },
            Self::Other(who, mut request) => {
                let origin = who.map(|who| who.origin(listed));
                let origin = origin.map(|origin| origin.parse().expect("a header value"));
                let origin = origin.map(|origin| (http::header::ORIGIN, origin));
                request.headers_mut().extend(origin);
                Step::Other(request)
            }
            Self::Wait(time) => Step::Wait(time),
        }
    }
}

impl Who {
    fn origin(self, listed: &[String]) -> String {
        match self {
            Self::Anyone(origin) => origin,
            // An origin that the pattern matches; for `*`, any.
            Self::Listed(index) => match index.get(listed).as_str() {
                "*" => "https://app.example.com".to_owned(),
                pattern => pattern
                    .replace(":*", ":81")
                    .replace("//*.", "//x.")
                    .replace("{digits}", "7")
                    .replace("{hex}", "a")
                    .replace("{slug}", "s"),
            },
        }
    }
}

pub(crate) fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        6 => any::<Index>().prop_map(Who::Listed),
        1 => generate::origin().prop_map(Who::Anyone),
        2 => Just(Who::Anyone("https://evil.example".to_owned())),
        1 => Just(Who::Anyone("null".to_owned())),
        1 => Just(Who::Anyone(SERVER.to_owned())),
    ]
}

pub(crate) fn drafts() -> impl Strategy<Value = Draft> {
    let seconds = select(vec![1, 4, 5, 30, 60, 600]);
    prop_oneof![
        8 => (who(), page_requests()).prop_map(|(who, request)| Draft::Page(who, request)),
        3 => (prop::option::weighted(0.3, who()), other_requests())
            .prop_map(|(who, request)| Draft::Other(who, request)),
        2 => seconds.prop_map(|seconds| Draft::Wait(Duration::from_secs(seconds))),
    ]
}

/// Few resources, so that requests meet.
fn urls() -> impl Strategy<Value = String> {
    prop_oneof![9 => Just("/"), 1 => Just("/other")].prop_map(|path| format!("{SERVER}{path}"))
}

pub(crate) fn languages() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![
        6 => Just(None),
        1 => Just(Some("de")),
        1 => Just(Some("en")),
    ]
}

fn page_requests() -> impl Strategy<Value = PageRequest> {
    let mode =
        prop_oneof![4 => Just(Mode::Cors), 2 => Just(Mode::NoCors), 1 => Just(Mode::SameOrigin)];
    let credentials = select(vec![
        Credentials::Omit,
        Credentials::SameOrigin,
        Credentials::Include,
    ]);
    let method =
        prop_oneof![20 => Just("GET"), 2 => Just("HEAD"), 1 => Just("POST"), 1 => Just("PUT")];
    let header = prop_oneof![
        8 => Just(None),
        1 => Just(Some(("x-a", "1"))),
        1 => Just(Some(("authorization", "Bearer x"))),
        1 => Just(Some(("cache-control", "no-cache"))),
    ];
    let listens = prop::bool::weighted(0.1);
    (
        urls(),
        method,
        mode,
        credentials,
        languages(),
        header,
        listens,
    )
        .prop_map(
            |(url, method, mode, credentials, language, header, listens)| {
                // https://fetch.spec.whatwg.org/#dom-request: no-cors allows only simple methods.
                let mode = if method == "PUT" && mode == Mode::NoCors {
                    Mode::Cors
                } else {
                    mode
                };
                let mut request = PageRequest::new(method, url)
                    .mode(mode)
                    .credentials(credentials);
                if let Some(language) = language {
                    request = request.header("accept-language", language);
                }
                if mode == Mode::Cors {
                    if let Some((name, value)) = header {
                        request = request.header(name, value);
                    }
                    if listens && method != "GET" && method != "HEAD" {
                        request = request.upload_listener().body();
                    }
                }
                request
            },
        )
}

fn other_requests() -> impl Strategy<Value = Request<()>> {
    let method = prop_oneof![
        6 => Just("GET"), 2 => Just("HEAD"), 1 => Just("DELETE"), 1 => Just("OPTIONS"),
    ];
    let header = prop_oneof![
        6 => Just(None),
        1 => Just(Some(("cache-control", "no-cache"))),
        1 => Just(Some(("cache-control", "max-stale"))),
        1 => Just(Some(("if-none-match", "\"any\""))),
        1 => Just(Some(("cookie", "session=2"))),
        1 => Just(Some(("authorization", "Bearer y"))),
    ];
    (urls(), method, languages(), header).prop_map(|(url, method, language, header)| {
        let mut request = Request::builder().method(method).uri(url);
        if let Some(language) = language {
            request = request.header("accept-language", language);
        }
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        request.body(()).expect("a legal request")
    })
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}{:?}", self.policy, self.handler)?;
        for step in &self.steps {
            writeln!(f, "- {step}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page { origin, request } => write!(f, "a page of {origin}: {request:?}"),
            Self::Other(request) => {
                write!(
                    f,
                    "another client: {} {} {:?}",
                    request.method(),
                    request.uri(),
                    request.headers()
                )
            }
            Self::Wait(time) => write!(f, "{time:?} later"),
        }
    }
}
