//! Guarded policies, servers, pages and what they send, out of few pieces, so that they meet.

use cors_browser::{Credentials, Destination, Engine, Mode, PageRequest, ReferrerPolicy};
use cors_core::{Policy, PolicyBuilder};
use proptest::{prelude::*, sample};

use crate::generate::meaning;

/// What a policy says, in the words of its author.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    origins: Vec<&'static str>,
    unsafe_methods: bool,
    safe_methods: bool,
    websockets: bool,
    /// Any, without one.
    hosts: Option<Vec<&'static str>>,
}

impl Settings {
    pub(super) fn builder(&self) -> PolicyBuilder {
        let builder = Policy::builder()
            .allow_origins(&self.origins)
            .origins_may_be_empty(true)
            .allow_credentials(true)
            .allow_methods(["PUT", "DELETE", "PATCH"])
            .guard_unsafe_methods(self.unsafe_methods)
            .guard_safe_methods(self.safe_methods)
            .guard_websockets(self.websockets)
            .dangerously_allow_insecure_origins(true);
        match &self.hosts {
            Some(hosts) => builder.expect_hosts(hosts),
            None => builder,
        }
    }

    /// Whether the author means pages of this origin.
    pub(super) fn lists(&self, origin: &str) -> bool {
        let means = |pattern: &&str| meaning(pattern).is_match(origin);
        self.origins.iter().any(means)
    }

    /// Whether the author means requests for this server.
    pub(super) fn expects(&self, server: &str) -> bool {
        let Some(hosts) = &self.hosts else {
            return true;
        };
        let means = |host: &&str| match *host {
            "*.example.com" => server.contains(".example.com"),
            host => {
                let (_, rest) = server.split_once("://").expect("an origin");
                rest == host
                    || rest
                        .strip_prefix(host)
                        .is_some_and(|rest| rest.starts_with(':'))
            }
        };
        hosts.iter().any(means)
    }

    /// Whether the author has this guarded.
    pub(super) fn covers(&self, kind: Kind) -> bool {
        match kind {
            Kind::Socket => self.websockets || self.safe_methods,
            Kind::Form | Kind::Post | Kind::Put | Kind::PostWithoutCors | Kind::Beacon => {
                self.unsafe_methods
            }
            Kind::Read | Kind::Image | Kind::Link | Kind::Frame | Kind::AddressBar => {
                self.safe_methods
            }
        }
    }
}

const PATTERNS: [&str; 9] = [
    "https://app.example.com",
    "https://*.example.com",
    "https://site.example.com",
    "https://site.example.com:*",
    "http://app.example.com",
    "http://localhost:*",
    "http://localhost:3000",
    "https://evil.test:8443",
    "tauri://localhost",
];

/// What is guarded. The last two are names that an attacker has led here.
const SERVERS: [&str; 9] = [
    "https://site.example.com",
    "https://site.example.com:8443",
    "http://site.example.com",
    "http://site.example.com:8080",
    "http://localhost:8080",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "http://rebound.test:8080",
    "https://rebound.test",
];

const PAGES: [&str; 18] = [
    "https://app.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://a.site.example.com",
    "https://example.com",
    "https://site.example.com.evil.test",
    "https://xsite.example.com",
    "https://evil.test",
    "https://evil.test:8443",
    "http://evil.test",
    "http://localhost",
    "http://localhost:3000",
    "https://localhost:8080",
    "http://127.0.0.1:3000",
    "https://127.0.0.1:8080",
    "http://rebound.test",
    "tauri://localhost",
    "null",
];

/// What a page, or its visitor, can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Form,
    Post,
    Put,
    PostWithoutCors,
    Beacon,
    Socket,
    Read,
    Image,
    Link,
    Frame,
    AddressBar,
}

impl Kind {
    pub(super) const ALL: [Self; 11] = [
        Self::Form,
        Self::Post,
        Self::Put,
        Self::PostWithoutCors,
        Self::Beacon,
        Self::Socket,
        Self::Read,
        Self::Image,
        Self::Link,
        Self::Frame,
        Self::AddressBar,
    ];

    /// Links from elsewhere still lead here.
    pub(super) fn navigates_safely(self) -> bool {
        matches!(self, Self::Link | Self::Frame | Self::AddressBar)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) settings: Settings,
    pub(super) server: &'static str,
    pub(super) page: &'static str,
    pub(super) engine: Engine,
    pub(super) kind: Kind,
    pub(super) policy: ReferrerPolicy,
    credentials: Credentials,
    /// By which servers the request comes.
    pub(super) hops: Vec<&'static str>,
}

impl Case {
    /// The origins by which the request comes, the server's own at the end.
    pub(super) fn places(&self) -> Vec<&'static str> {
        let hops = self.hops.iter().copied();
        hops.chain([self.server]).collect()
    }

    pub(super) fn url(&self, step: usize) -> String {
        format!("{}/{step}", self.places()[step])
    }

    pub(super) fn request(&self) -> PageRequest {
        let url = self.url(0);
        let request = match self.kind {
            Kind::Form => PageRequest::form(url),
            Kind::Post => PageRequest::new("POST", url),
            Kind::Put => PageRequest::new("PUT", url),
            Kind::PostWithoutCors => PageRequest::new("POST", url).mode(Mode::NoCors),
            Kind::Beacon => PageRequest::beacon(url),
            Kind::Socket => PageRequest::handshake(url),
            Kind::Read => PageRequest::get(url),
            Kind::Image => {
                let image = PageRequest::get(url).destination(Destination::Image);
                image.mode(Mode::NoCors)
            }
            Kind::Link => PageRequest::link(url),
            Kind::Frame => PageRequest::link(url).destination(Destination::Iframe),
            Kind::AddressBar => PageRequest::address_bar(url),
        };
        request
            .referrer_policy(self.policy)
            .credentials(self.credentials)
    }
}

pub(super) fn settings() -> impl Strategy<Value = Settings> {
    const HOSTS: [&str; 6] = [
        "site.example.com",
        "*.example.com",
        "site.example.com:8443",
        "localhost",
        "127.0.0.1",
        "[::1]:8080",
    ];
    let origins = sample::subsequence(&PATTERNS[..], 0..4);
    let hosts = sample::subsequence(&HOSTS[..], 1..4);
    let hosts = prop_oneof![4 => Just(None), 1 => hosts.prop_map(Some)];
    let guards = sample::select(vec![
        (true, false, false),
        (true, false, true),
        (false, false, true),
        (true, true, false),
        (true, true, true),
    ]);
    (origins, guards, hosts).prop_map(
        |(origins, (unsafe_methods, safe_methods, websockets), hosts)| Settings {
            origins,
            unsafe_methods,
            safe_methods,
            websockets,
            hosts,
        },
    )
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let places = (
        sample::select(&SERVERS[..]),
        sample::select(&PAGES[..]),
        sample::select(&SERVERS[..]),
        0..4_u8,
    );
    let kind = prop_oneof![
        5 => sample::select(&Kind::ALL[..6]),
        2 => sample::select(&Kind::ALL[6..]),
    ];
    let policy = prop_oneof![
        1 => Just(ReferrerPolicy::default()),
        2 => sample::select(ReferrerPolicy::ALL),
    ];
    let engine = sample::select(vec![
        Engine::Standard,
        Engine::Chromium,
        Engine::Firefox,
        Engine::WebKit,
    ]);
    let credentials = sample::select(vec![Credentials::Omit, Credentials::Include]);
    let hops = prop_oneof![
        5 => Just(Vec::new()),
        3 => prop::collection::vec((0..4_u8, sample::select(&PAGES[..])), 1..3),
    ];
    (settings(), places, engine, kind, policy, credentials, hops).prop_map(
        |(settings, (server, other, another, whose), engine, kind, policy, credentials, hops)| {
            let twin = || SERVERS.iter().find(|it| is_twin(it, server)).copied();
            let page = match whose {
                0 => server,
                1 => twin().unwrap_or(another),
                _ => other,
            };
            // Of the server, of the page, of anybody.
            let hop = |(whose, other): (u8, &'static str)| match whose {
                0 => server,
                1 if page.starts_with("http") => page,
                _ if other.starts_with("http") => other,
                _ => "https://evil.test",
            };
            Case {
                settings,
                server,
                page,
                engine,
                kind,
                policy,
                credentials,
                hops: hops.into_iter().map(hop).collect(),
            }
        },
    )
}

/// Whether both are of one host and port, as `Host` has them, by two schemes.
pub(super) fn is_twin(one: &str, other: &str) -> bool {
    match (one.split_once("://"), other.split_once("://")) {
        (Some(("http", rest)), Some(("https", twin))) => rest == twin,
        (Some(("https", rest)), Some(("http", twin))) => rest == twin,
        _ => false,
    }
}
