//! The sentence of every change, and what is none.

use core::time::Duration;

use cors_core::{Policy, PolicyBuilder, Setting};
use cors_diff::{Axis, Kind};

fn listed() -> PolicyBuilder {
    Policy::builder().allow_origins(["https://app.example.com"])
}

/// Kind, setting, sentence and witness of every change.
fn diff(old: PolicyBuilder, new: PolicyBuilder) -> Vec<String> {
    let changes = cors_diff::diff(&old.build().unwrap(), &new.build().unwrap());
    { changes.iter() }
        .map(|change| {
            let witness = change.witness().unwrap_or("-");
            format!(
                "{} {}: {change} [{witness}]",
                change.kind(),
                change.setting()
            )
        })
        .collect()
}

#[test]
fn origins() {
    let policy = |origins: &[&str]| Policy::builder().allow_origins(origins);
    assert_eq!(
        diff(
            policy(&["https://a.example.com"]),
            policy(&["https://*.example.com"])
        ),
        ["widens allow_origins: now allowed: https://b.example.com [https://b.example.com]"]
    );
    assert_eq!(
        diff(policy(&["*"]), policy(&["https://a.example.com"])),
        [
            "narrows allow_origins: no longer allowed: any origin, for example https://anyone.example [https://anyone.example]"
        ]
    );
    assert_eq!(
        diff(
            policy(&["http://localhost:3000"]),
            policy(&["http://localhost:*"])
        ),
        ["widens allow_origins: now allowed: http://localhost [http://localhost]"]
    );
    assert_eq!(
        diff(
            policy(&["https://*.anyone.example", "https://anyone.example"]),
            policy(&["*"])
        ),
        [
            "widens allow_origins: now allowed: any origin, for example https://anyone.test [https://anyone.test]"
        ]
    );
    assert_eq!(
        diff(policy(&["app://a"]), policy(&["app://{slug}"])),
        ["widens allow_origins: now allowed: app://b [app://b]"]
    );
    assert_eq!(
        diff(policy(&["app://{slug}"]), policy(&["app://{slug}:*"])),
        ["widens allow_origins: now allowed: app://a:1 [app://a:1]"]
    );
}

#[test]
fn each_origin_is_said_and_then_counted() {
    let policy = |count: usize| {
        let origins = (0..count).map(|number| format!("https://a{number}.example.com"));
        Policy::builder().allow_origins(origins)
    };
    let with_pattern =
        policy(2).allow_origins(["https://{digits}.example.com", "https://*.example.org"]);
    assert_eq!(
        diff(policy(1), with_pattern),
        [
            "widens allow_origins: now allowed: https://a.example.org [https://a.example.org]",
            "widens allow_origins: now allowed: https://0.example.com [https://0.example.com]",
            "widens allow_origins: now allowed: https://a1.example.com [https://a1.example.com]",
        ]
    );
    let changes = diff(policy(1), policy(24));
    assert_eq!(changes.len(), 21);
    assert_eq!(
        changes[0],
        "widens allow_origins: now allowed: https://a1.example.com [https://a1.example.com]"
    );
    assert_eq!(
        changes[20],
        "widens allow_origins: now allowed: 3 more origins, for example https://a21.example.com [https://a21.example.com]"
    );
}

#[test]
fn opaque_origins() {
    let null = || listed().dangerously_allow_null_origin(true);
    assert_eq!(
        diff(listed(), null()),
        ["widens dangerously_allow_null_origin: now allowed: null [null]"]
    );
    assert_eq!(
        diff(listed().dangerously_allow_file_origin(true), listed()),
        ["narrows dangerously_allow_file_origin: no longer allowed: file:// [file://]"]
    );
    // Any origin includes it.
    let any = Policy::builder().allow_origins("*");
    assert_eq!(diff(null(), any).len(), 1);
    let any = || Policy::builder().allow_origins("*");
    assert_eq!(
        diff(any().dangerously_allow_null_origin(true), any()),
        [""; 0]
    );
}

#[test]
fn credentials() {
    assert_eq!(
        diff(listed(), listed().allow_credentials(true)),
        ["widens allow_credentials: now allowed: credentials [-]"]
    );
    // Regexes are not asked about what the network can speak for, once it could have credentials.
    let regex = |credentials| {
        let policy = Policy::builder().allow_origin_regex(r"https?://a\.example\.com");
        policy.allow_credentials(credentials)
    };
    let strict = regex(true).dangerously_allow_insecure_origins(true);
    assert_eq!(
        diff(regex(false), strict),
        [
            "widens allow_credentials: now allowed: credentials [-]",
            "differs dangerously_allow_insecure_origins: the policy may have entries for origins without TLS, \
             which whoever controls the network can pose as [-]",
        ]
    );
}

#[test]
fn predicates_that_are_asked_about_less() {
    let any_port = listed().allow_origin_if(|origin| origin.host() == "a.example.com");
    assert_eq!(
        diff(any_port.clone(), any_port.allow_credentials(true)),
        [
            "narrows allow_origins: undecided whether more origins are no longer allowed: a predicate is code, and code can't be compared [-]",
            "widens allow_credentials: now allowed: credentials [-]",
        ]
    );
}

/// So many that a policy does not find out that it would allow one without TLS.
fn many_branches() -> String {
    let hosts: Vec<_> = (0..400).map(|number| format!("a{number}")).collect();
    format!(
        r"https://({})\.example\.com|http://zzz\.example\.com",
        hosts.join("|")
    )
}

#[test]
fn regexes_that_are_asked_about_more() {
    let with = |credentials| {
        let policy = Policy::builder().allow_origin_regex(many_branches());
        policy.allow_credentials(credentials)
    };
    assert!(
        with(false)
            .build()
            .unwrap()
            .allows_origin("http://zzz.example.com")
    );
    assert!(
        !with(true)
            .build()
            .unwrap()
            .allows_origin("http://zzz.example.com")
    );
    assert_eq!(
        diff(with(true), with(false)),
        [
            "widens allow_origins: now allowed: http://zzz.example.com [http://zzz.example.com]",
            "narrows allow_credentials: no longer allowed: credentials [-]",
        ]
    );
    assert_eq!(
        diff(with(false), with(true)),
        [
            "narrows allow_origins: no longer allowed: http://zzz.example.com [http://zzz.example.com]",
            "widens allow_credentials: now allowed: credentials [-]",
        ]
    );
}

#[test]
fn methods() {
    let with = |methods: &[&str]| listed().allow_methods(methods);
    assert_eq!(
        diff(with(&["PUT"]), with(&["DELETE", "GET", "PATCH"])),
        [
            "widens allow_methods: now allowed: DELETE [DELETE]",
            "widens allow_methods: now allowed: PATCH [PATCH]",
            "narrows allow_methods: no longer allowed: PUT [PUT]",
        ]
    );
    assert_eq!(
        diff(with(&["PUT", "GET"]), with(&["HEAD", "PUT", "PUT"])),
        [""; 0]
    );
    assert_eq!(
        diff(with(&["PUT"]), with(&["*"])),
        ["widens allow_methods: now allowed: any method, for example PATCH [PATCH]"]
    );
    assert_eq!(diff(with(&["*"]), with(&["PUT", "*"])), [""; 0]);
    // Methods have a case.
    assert_eq!(diff(with(&["Frob"]), with(&["FROB"])).len(), 2);
}

#[test]
fn headers() {
    let with = |headers: &[&str]| listed().allow_headers(headers);
    assert_eq!(
        diff(
            with(&["X-Api-Key", "content-type"]),
            with(&["Content-Type", "x-api-key"])
        ),
        [""; 0]
    );
    // Pages can't set it, so it is left out.
    assert_eq!(diff(with(&["x-a"]), with(&["x-a", "dnt"])), [""; 0]);
    assert_eq!(
        diff(with(&["x-a"]), with(&["X-B"])),
        [
            "widens allow_headers: now allowed: x-b [x-b]",
            "narrows allow_headers: no longer allowed: x-a [x-a]",
        ]
    );
    assert_eq!(
        diff(with(&["authorization", "x-requested-with"]), with(&["*"])),
        [
            "widens allow_headers: now allowed: any header except authorization, for example x-anything [x-anything]",
            "narrows allow_headers: no longer allowed: authorization [authorization]",
        ]
    );
    assert_eq!(
        diff(with(&["*"]), with(&["*", "x-a", "authorization"])),
        ["widens allow_headers: now allowed: authorization [authorization]"]
    );
    // With credentials `*` is a name to browsers, and the policy names what was asked for.
    let trusted = |headers: &[&str]| with(headers).allow_credentials(true);
    assert_eq!(
        diff(trusted(&["x-a"]), trusted(&["*"])),
        [
            "widens allow_headers: now allowed: any header except authorization, for example x-requested-with [x-requested-with]"
        ]
    );
}

#[test]
fn exposed() {
    let with = |headers: &[&str]| listed().expose_headers(headers);
    assert_eq!(
        diff(
            with(&["X-Total"]),
            with(&["x-total", "ETag", "cache-control"])
        ),
        ["widens expose_headers: now allowed: etag [etag]"]
    );
    assert_eq!(
        diff(with(&["*"]), with(&["x-total", "x-requested-with"])),
        [
            "narrows expose_headers: no longer allowed: any header of a response, for example x-anything [x-anything]"
        ]
    );
    assert_eq!(
        diff(with(&["*"]), with(&["*", "x-total", "authorization"])),
        [""; 0]
    );
}

#[test]
fn what_only_differs() {
    let age = |seconds| listed().max_age(Duration::from_secs(seconds));
    assert_eq!(
        diff(listed(), age(600)),
        ["differs max_age: browsers may cache preflights for 600 instead of 5 seconds [-]"]
    );
    // What browsers do without it.
    assert_eq!(diff(listed(), age(5)), [""; 0]);
    assert_eq!(
        diff(
            listed(),
            listed().minimal_disclosure(true).preflight_status(200)
        ),
        [
            "differs minimal_disclosure: a preflight's answer names only what was asked for, no longer the whole policy [-]",
            "differs preflight_status: preflights are answered with status 200 instead of 204 [-]",
        ]
    );
    assert_eq!(
        diff(
            listed(),
            listed().preflight_status(204).origins_may_be_empty(true)
        ),
        [""; 0]
    );
    assert_eq!(
        diff(listed().dangerously_allow_public_suffixes(true), listed()),
        [
            "differs dangerously_allow_public_suffixes: the policy may no longer have entries for all that different people \
          register below a public suffix [-]"
        ]
    );
}

#[test]
fn guards() {
    let guarded = || listed().guard_unsafe_methods(true);
    assert_eq!(
        diff(guarded(), listed()),
        [
            "widens guard_unsafe_methods: no longer refused: requests that may change something of pages of origins that are not allowed [POST]"
        ]
    );
    assert_eq!(
        diff(guarded(), guarded().guard_safe_methods(true)),
        [
            "narrows guard_safe_methods: now refused: reads of pages of origins that are not allowed [GET]"
        ]
    );
    assert_eq!(
        diff(guarded().guard_websockets(true), guarded()),
        [
            "widens guard_websockets: no longer refused: WebSocket handshakes of pages of origins that are not allowed [-]"
        ]
    );
    // A handshake is a read, too.
    let strict = || guarded().guard_safe_methods(true);
    assert_eq!(
        diff(strict().guard_websockets(true), strict()),
        ["differs guard_websockets: WebSocket handshakes are refused by guard_safe_methods [-]"]
    );
}

#[test]
fn predicates() {
    let predicate = || listed().allow_origin_if(|origin| origin.host().ends_with(".example.net"));
    let one = predicate();
    assert_eq!(diff(one.clone(), one.clone()), [""; 0]);
    assert_eq!(
        diff(one.clone(), one.clone().allow_methods(["PUT"])),
        ["widens allow_methods: now allowed: PUT [PUT]"]
    );
    assert_eq!(
        diff(listed(), one.clone()),
        [
            "widens allow_origins: undecided whether more origins are allowed: a predicate is code, and code can't be compared [-]"
        ]
    );
    assert_eq!(
        diff(one.clone(), listed()),
        [
            "narrows allow_origins: undecided whether more origins are no longer allowed: a predicate is code, and code can't be compared [-]"
        ]
    );
    // Of an origin that is listed it can be asked.
    let listed_too = one
        .clone()
        .allow_origins(["https://a.example.net", "https://a.example.org"]);
    assert_eq!(
        diff(one.clone(), listed_too),
        ["widens allow_origins: now allowed: https://a.example.org [https://a.example.org]"]
    );
    // Everything is allowed by the old one, and it takes asking to know.
    let below = one.clone().allow_origins(["https://*.example.net"]);
    let changes = cors_diff::diff(&one.clone().build().unwrap(), &below.build().unwrap());
    assert_eq!(changes.len(), 1);
    assert!(
        changes[0]
            .to_string()
            .starts_with("undecided whether more origins"),
        "{changes:?}"
    );
    // Two closures are two, even if they are written alike.
    assert_eq!(diff(one, predicate()).len(), 2);
}

#[test]
fn axes_come_in_order() {
    let new = Policy::builder()
        .allow_origins(["https://app.example.org"])
        .allow_credentials(true)
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .expose_headers(["etag"])
        .max_age(Duration::from_secs(60))
        .minimal_disclosure(true)
        .guard_unsafe_methods(true)
        .expect_hosts(["api.example.org"]);
    let changes = cors_diff::diff(&listed().build().unwrap(), &new.build().unwrap());
    let axes: Vec<_> = changes.iter().map(|change| change.axis()).collect();
    assert_eq!(
        axes,
        [
            Axis::Origins,
            Axis::Origins,
            Axis::Credentials,
            Axis::Methods,
            Axis::Headers,
            Axis::Exposed,
            Axis::MaxAge,
            Axis::Disclosure,
            Axis::Guards,
            Axis::Guards
        ]
    );
    assert_eq!(changes[0].kind(), Kind::Widens);
    assert_eq!(changes[0].setting(), Setting::AllowOrigins);
}
