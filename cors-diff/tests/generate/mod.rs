//! Policies out of few pieces, so that their lists meet, and every origin of the small world they are of.

use cors_core::Policy;
use proptest::prelude::*;

/// A list of origins, as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) origins: Vec<String>,
    pub(crate) regexes: Vec<String>,
    pub(crate) credentials: bool,
    pub(crate) insecure: bool,
    pub(crate) null: bool,
    pub(crate) methods: Vec<String>,
}

impl Draft {
    /// `None` if the policy is rejected.
    pub(crate) fn build(&self) -> Option<Policy> {
        let mut builder = Policy::builder()
            .origins_may_be_empty(true)
            .allow_origins(&self.origins)
            .allow_credentials(self.credentials)
            .dangerously_allow_public_suffixes(true)
            .dangerously_allow_insecure_origins(self.insecure)
            .dangerously_allow_null_origin(self.null)
            .allow_methods(&self.methods);
        for regex in &self.regexes {
            builder = builder.allow_origin_regex(regex);
        }
        builder.build().ok()
    }

    /// The same in another order, with some origins as regexes, or several as one, and repetitions.
    #[allow(dead_code, reason = "one test file uses it")]
    pub(crate) fn otherwise(&self, seed: u64) -> Self {
        let mut other = self.clone();
        other
            .origins
            .rotate_left(seed as usize % (self.origins.len().max(1)));
        other.regexes.reverse();
        other.methods.push("GET".to_owned());
        other.methods.reverse();
        // Regexes are not asked about origins without TLS where origins are trusted.
        let is_plain = |origin: &String| {
            !origin.contains(['*', '{']) && origin.starts_with("https://") && !self.credentials
        };
        let plain: Vec<_> = other
            .origins
            .iter()
            .filter(|origin| is_plain(origin))
            .cloned()
            .collect();
        if seed & 0x100 == 0 && !plain.is_empty() {
            other.origins.retain(|origin| !is_plain(origin));
            let plain: Vec<_> = plain
                .iter()
                .map(|origin| {
                    origin
                        .replace('.', r"\.")
                        .replace('[', r"\[")
                        .replace(']', r"\]")
                })
                .collect();
            other.regexes.push(plain.join("|"));
        } else {
            other.origins.extend(self.origins.first().cloned());
        }
        other
    }
}

fn origin() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![5 => Just("https"), 2 => Just("http"), 1 => Just("app")];
    let host = prop_oneof![
        6 => prop::sample::select(vec![
            "a.b.cd", "b.cd", "1.b.cd", "b.b.cd", "a1.b.cd", "a-b.cd", "1a.cd", "localhost", "a.b.cd.",
        ]),
        4 => prop::sample::select(vec![
            "*.b.cd", "*.a.b.cd", "*.localhost", "{slug}.b.cd", "{hex}.b.cd", "{digits}.b.cd", "a{slug}.b.cd", "a{digits}.b.cd",
            "{hex}a.b.cd", "{digits}.a.b.cd", "a.{digits}.b.cd", "*.b.cd.",
        ]),
        1 => prop::sample::select(vec!["127.0.0.1", "[::1]", "[a::b]", "1.2.3.4"]),
    ];
    let port = prop_oneof![5 => Just(""), 1 => Just(":8"), 1 => Just(":*")];
    let web =
        (scheme, host, port).prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    let app = prop::sample::select(vec![
        "app://{slug}",
        "app://{digits}",
        "app://a",
        "app://b.cd",
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
        r"https://([a-z0-9-]+\.)+b\.cd",
        r"https://[ab1]\.b\.cd",
        r"https?://[a-b]?1?\.?b\.cd",
        r"https://a\.b\.cd(:[0-9]+)?",
        r"https://(a|b)\.b\.cd|https://1\.b\.cd",
        r"https://[0-9]+\.b\.cd",
        r"https://\w+\b\.b\.cd",
        r"https://[0-9a-f]{1,2}\.b\.cd",
        r"https://a\.b\.cd\.?",
        r"(http|https)://localhost(:\d+)?",
        r"(?i)https://A\.b\.cd",
        r"https://[^.]+\.b\.cd",
        r"https://1\.2\.3\.[0-9]+",
        r"https://\[[a-f0-9:]+\]",
        r".*",
        r"https://.*",
        r"app://[a-z]+(\.b\.cd)?",
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
        2 => prop::collection::vec(regex(), 1..3),
    ];
    let flag = |of| prop::bool::weighted(of);
    let methods = prop::collection::vec(prop::sample::select(vec!["PUT", "DELETE", "*"]), 0..3);
    (origins, regexes, flag(0.2), flag(0.5), flag(0.1), methods).prop_map(
        |(origins, regexes, credentials, insecure, null, methods)| Draft {
            origins,
            regexes,
            credentials,
            insecure,
            null,
            methods: methods.into_iter().map(str::to_owned).collect(),
        },
    )
}

/// Origins near the pieces above.
pub(crate) fn world() -> Vec<String> {
    let labels = [
        "a", "b", "1", "a1", "1a", "ab", "f0", "-", "a-", "g", "12", "_", "c",
    ];
    let mut hosts: Vec<String> = vec![
        "localhost".into(),
        "a.localhost".into(),
        "cd".into(),
        "a".into(),
        "b".into(),
        "1".into(),
        "a.f".into(),
    ];
    for end in ["b.cd", "cd", "b.cd.", "a-b.cd", "e"] {
        hosts.push(end.into());
        for first in labels {
            hosts.push(format!("{first}.{end}"));
            hosts.extend(
                labels
                    .iter()
                    .map(|second| format!("{second}.{first}.{end}")),
            );
        }
    }
    let addresses = [
        "127.0.0.1",
        "127.0.0.2",
        "1.2.3.4",
        "1.2.3.40",
        "[::1]",
        "[a::b]",
        "[::2]",
    ];
    hosts.extend(addresses.map(str::to_owned));
    // Only schemes that are not the web's have such hosts.
    let opaque = [
        "a..b.cd", "..cd", ".cd", "a..cd", "A.cd", "~.b.cd", "a.!.cd", ".b.cd",
    ];
    hosts.extend(opaque.map(str::to_owned));
    let mut world = Vec::new();
    for host in &hosts {
        for scheme in ["https", "http", "app", "ws"] {
            for port in ["", ":8", ":9", ":81"] {
                world.push(format!("{scheme}://{host}{port}"));
            }
        }
    }
    world.retain(|origin| cors_core::Origin::parse(origin).is_ok());
    world
}
