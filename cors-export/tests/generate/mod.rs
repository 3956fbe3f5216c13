//! Policies of every kind, small enough that their entries meet.

use core::time::Duration;

use cors_core::Policy;
use proptest::prelude::*;

/// A policy, as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) origins: Vec<String>,
    pub(crate) regexes: Vec<String>,
    /// `null`, `file://`, insecure origins.
    pub(crate) dangerous: [bool; 3],
    pub(crate) credentials: bool,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) headers: Vec<&'static str>,
    pub(crate) exposed: Vec<&'static str>,
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal: bool,
    pub(crate) status: Option<u16>,
    /// Of unsafe methods, of safe ones, of handshakes.
    pub(crate) guards: [bool; 3],
    pub(crate) hosts: Vec<&'static str>,
}

impl Draft {
    /// `None` if the policy is rejected.
    pub(crate) fn build(&self) -> Option<Policy> {
        let [null, file, insecure] = self.dangerous;
        let mut builder = Policy::builder()
            .origins_may_be_empty(true)
            .allow_origins(&self.origins)
            .allow_credentials(self.credentials)
            .dangerously_allow_public_suffixes(true)
            .dangerously_allow_null_origin(null)
            .dangerously_allow_file_origin(file)
            .dangerously_allow_insecure_origins(insecure)
            .allow_methods(&self.methods)
            .allow_headers(&self.headers)
            .expose_headers(&self.exposed)
            .minimal_disclosure(self.minimal)
            .guard_unsafe_methods(self.guards[0])
            .guard_safe_methods(self.guards[1])
            .guard_websockets(self.guards[2]);
        for regex in &self.regexes {
            builder = builder.allow_origin_regex(regex);
        }
        if let Some(max_age) = self.max_age {
            builder = builder.max_age(Duration::from_secs(max_age));
        }
        if let Some(status) = self.status {
            builder = builder.preflight_status(status);
        }
        if !self.hosts.is_empty() {
            builder = builder.expect_hosts(&self.hosts);
        }
        builder.build().ok()
    }
}

fn origin() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![5 => Just("https"), 2 => Just("http"), 1 => Just("app")];
    let host = prop_oneof![
        6 => prop::sample::select(vec!["a.b.cd", "b.cd", "1.b.cd", "a-b.cd", "localhost", "a.b.cd.", "a_b.cd"]),
        4 => prop::sample::select(vec![
            "*.b.cd", "*.a.b.cd", "*.localhost", "{slug}.b.cd", "{hex}.b.cd", "a{digits}.b.cd", "{hex}a.b.cd", "*.b.cd.",
        ]),
        1 => prop::sample::select(vec!["127.0.0.1", "[::1]", "[a::b]", "1.2.3.4"]),
    ];
    let port = prop_oneof![5 => Just(""), 1 => Just(":8"), 1 => Just(":*")];
    let web =
        (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    let app = prop::sample::select(vec![
        "app://{slug}",
        "app://a",
        "app://A~b",
        "app://a$'\"`;&",
        "app://*.cd",
        "app://a.{hex}",
        "app://{slug}:*",
        "app://a:8",
    ]);
    prop_oneof![6 => web, 1 => app.prop_map(str::to_owned)]
}

fn regex() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        r"https://([a-z0-9-]+\.)*b\.cd",
        r"https://[ab1]\.b\.cd",
        r"https?://[a-b]?1?\.?b\.cd",
        r"https://a\.b\.cd(:[0-9]+)?",
        r"https://(a|b)\.b\.cd|https://1\.b\.cd",
        r"https://\w+\b\.b\.cd",
        r"https://[0-9a-f]{1,2}\.b\.cd",
        r"(http|https)://localhost(:\d+)?",
        r"(?i)https://A\.b\.cd",
        r"https://[^.]+\.b\.cd",
        r"https://1\.2\.3\.[0-9]+",
        r"https://\[[a-f0-9:]+\]",
        r".*",
        r"https://.*",
        r"app://[a-z]+(\.b\.cd)?",
        r"app://.*",
        r"null|file://|https://a\.b\.cd",
        r"https://é\.cd|https://b\.cd",
    ])
    .prop_map(str::to_owned)
}

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    let origins = prop_oneof![
        9 => prop::collection::vec(origin(), 0..5),
        1 => Just(vec!["*".to_owned()]),
    ];
    let regexes = prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(regex(), 1..3),
    ];
    let flag = |of| prop::bool::weighted(of);
    let some =
        |names: &[&'static str]| prop::collection::vec(prop::sample::select(names.to_vec()), 0..3);
    let lists = (
        some(&["PUT", "DELETE", "*", "GET", "SING"]),
        some(&["x-a", "authorization", "*", "content-type", "X-B"]),
        some(&["x-request-id", "*", "etag"]),
        some(&[
            "server.example",
            "*.server.example:*",
            "[::1]:3000",
            "127.0.0.1",
        ]),
    );
    let max_age = prop::sample::select(vec![None, Some(0), Some(600), Some(86_400)]);
    let status = prop::sample::select(vec![None, None, Some(200)]);
    let flags = (
        [flag(0.1), flag(0.1), flag(0.5)],
        flag(0.3),
        flag(0.2),
        [flag(0.2), flag(0.1), flag(0.2)],
    );
    ((origins, regexes), lists, max_age, status, flags).prop_map(
        |(
            (origins, regexes),
            (methods, headers, exposed, hosts),
            max_age,
            status,
            (dangerous, credentials, minimal, guards),
        )| Draft {
            origins,
            regexes,
            dangerous,
            credentials,
            methods,
            headers,
            exposed,
            max_age,
            minimal,
            status,
            guards,
            hosts,
        },
    )
}
