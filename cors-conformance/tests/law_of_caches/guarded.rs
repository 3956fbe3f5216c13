//! Guarded policies, and requests that tell what their guards ask: links, images, other sites' requests.

use cors_browser::{Engine, Mode, PageRequest};
use cors_core::Policy;
use http::Request;
use proptest::{prelude::*, sample::select};

use crate::{
    generate,
    scenario::{Draft, SERVER, Scenario, drafts, languages, who},
    server::handlers,
};

/// Something with `public` stands in front of the server: guards say nothing of storing, and caches keep
/// neither 403 nor 421 by themselves (<https://httpwg.org/specs/rfc9110.html#overview.of.status.codes>).
pub(crate) fn scenarios() -> impl Strategy<Value = Scenario> {
    let origin = prop_oneof![
        3 => generate::origin(),
        1 => generate::pattern(),
        1 => Just(SERVER.to_owned()),
    ];
    let listed = prop::collection::vec(origin, 1..4);
    let policy = (listed, any::<[bool; 4]>(), prop::bool::weighted(0.9));
    let policy = policy.prop_filter_map("the policy has errors", |(listed, flags, reads)| {
        let builder = Policy::builder()
            .allow_origins(&listed)
            .guard_unsafe_methods(true)
            .guard_safe_methods(reads)
            .guard_websockets(flags[0])
            .expect_hosts(["api.test"])
            .allow_credentials(flags[1])
            .minimal_disclosure(flags[2])
            .allow_methods(["PUT"])
            .allow_headers(["x-a", "authorization", "cache-control"])
            .dangerously_allow_insecure_origins(true)
            .dangerously_allow_public_suffixes(true);
        let builder = if flags[3] {
            builder.expose_headers(["x-a"])
        } else {
            builder
        };
        Some((builder.build().ok()?, listed))
    });
    let engine = select(vec![
        Engine::default(),
        Engine::Chromium,
        Engine::Firefox,
        Engine::WebKit,
    ]);
    let steps = prop_oneof![
        4 => drafts(),
        3 => (who(), navigations()).prop_map(|(who, request)| Draft::Page(who, request)),
        4 => (prop::option::weighted(0.5, who()), others())
            .prop_map(|(who, request)| Draft::Other(who, request)),
    ];
    let steps = prop::collection::vec(steps, 1..20);
    (policy, handlers(), engine, steps).prop_map(|((policy, listed), handler, engine, drafts)| {
        Scenario {
            policy,
            handler,
            keeps_refusals: true,
            engine,
            steps: drafts
                .into_iter()
                .map(|draft| draft.finish(&listed))
                .collect(),
        }
    })
}

/// The last is another host that leads here.
fn urls() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => Just(format!("{SERVER}/")),
        1 => Just("https://rebound.test/".to_owned()),
    ]
}

fn navigations() -> impl Strategy<Value = PageRequest> {
    let method = prop_oneof![6 => Just("GET"), 1 => Just("POST")];
    (method, urls()).prop_map(|(method, url)| PageRequest::new(method, url).mode(Mode::Navigate))
}

/// What any browser may send, an older one too, and what only programs do.
fn others() -> impl Strategy<Value = Request<()>> {
    let method = prop_oneof![8 => Just("GET"), 2 => Just("HEAD"), 1 => Just("POST")];
    let site = select(vec![
        None,
        Some("same-origin"),
        Some("none"),
        Some("same-site"),
        Some("cross-site"),
        Some("Cross-Site"),
    ]);
    let mode = select(vec![
        None,
        Some("navigate"),
        Some("no-cors"),
        Some("cors"),
        Some("Navigate"),
    ]);
    (method, urls(), site, mode, languages()).prop_map(|(method, url, site, mode, language)| {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in [
            ("sec-fetch-site", site),
            ("sec-fetch-mode", mode),
            ("accept-language", language),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.body(()).expect("a legal request")
    })
}
