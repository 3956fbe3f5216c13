//! Why a request is refused, and what helps in that very case.

mod blocked;

use blocked::Head;
use cors_core::{
    CureValue, GuardRule, Outcome, Policy, PolicyBuilder, ReasonKind, RefusedBy, Setting,
    adapter::Field,
};

const APP: &str = "https://app.example.com";
const HOST: &str = "api.example.com";

fn guarded() -> PolicyBuilder {
    Policy::builder()
        .allow_origins([APP, "https://api.example.com"])
        .guard_unsafe_methods(true)
        .guard_safe_methods(true)
        .guard_websockets(true)
}

fn request(method: &str) -> Head {
    Head {
        method: method.to_owned(),
        path: Some("/items".to_owned()),
        ..Head::default()
    }
}

fn post(origin: &str, host: &str) -> Head {
    request("POST")
        .with(Field::Origin, origin)
        .with(Field::Host, host)
}

fn from(site: &str, head: Head) -> Head {
    head.with(Field::SecFetchSite, site)
}

/// What is said behind `refused by guard_unsafe_methods: POST /items, Origin …, Host …: `, and its cure with
/// its condition.
#[track_caller]
fn assert_says(
    builder: PolicyBuilder,
    head: &Head,
    says: &str,
    cure: Option<(&str, Option<&str>)>,
) {
    let explanation = builder.build().unwrap().explain(head);
    let line = explanation.to_string();
    let [reason] = explanation.reasons() else {
        panic!("{line}");
    };
    assert_eq!(line, says);
    let (_, end) = line.split_once(", ").unwrap();
    assert_eq!(reason.to_string(), end);
    let found = reason.cure().map(|cure| {
        let CureValue::List(entries) = cure.value() else {
            panic!("{cure}");
        };
        let [entry] = &entries[..] else {
            panic!("{cure}");
        };
        (entry.as_str(), cure.condition())
    });
    assert_eq!(found, cure);
    assert!(explanation.is_refused() && !explanation.is_blocked());
}

#[test]
fn the_host_was_rewritten_on_the_way() {
    let site = "https://site.example";
    assert_says(
        guarded(),
        &post(site, "127.0.0.1:8015"),
        "refused by guard_unsafe_methods: POST /items, Origin https://site.example, Host 127.0.0.1:8015: \
         if this server is https://site.example, list it in allow_origins, or have the proxy pass Host on",
        Some((site, Some("this server is https://site.example"))),
    );
    // A proxy that takes the port away.
    let site = "https://site.example:8443";
    assert_says(
        guarded(),
        &post(site, "SITE.example"),
        "refused by guard_unsafe_methods: POST /items, Origin https://site.example:8443, Host SITE.example: \
         if this server is https://site.example:8443, list it in allow_origins, or have the proxy pass Host on \
         with its port (in nginx, $http_host instead of $host)",
        Some((site, Some("this server is https://site.example:8443"))),
    );
    // Without TLS, it can only be passed on.
    assert_says(
        guarded(),
        &post("http://nas.example", "127.0.0.1:8015"),
        "refused by guard_unsafe_methods: POST /items, Origin http://nas.example, Host 127.0.0.1:8015: \
         if this server is http://nas.example, have the proxy pass Host on; to list it would need \
         dangerously_allow_insecure_origins: with a guard, whoever controls the network can pose as it",
        None,
    );
}

#[test]
fn an_entry_is_near() {
    let origin = "https://app.example.com:8443";
    assert_says(
        guarded(),
        &post(origin, "127.0.0.1:8015"),
        "refused by guard_unsafe_methods: POST /items, Origin https://app.example.com:8443, \
         Host 127.0.0.1:8015: the nearest entry, \"https://app.example.com\", has another port; \
         add \"https://app.example.com:8443\" to allow_origins",
        Some((origin, None)),
    );
    let origin = "https://app.exmaple.com";
    assert_says(
        guarded(),
        &from("cross-site", post(origin, HOST)),
        "refused by guard_unsafe_methods: POST /items, Origin https://app.exmaple.com, Host api.example.com: \
         Sec-Fetch-Site is cross-site; the nearest entry, \"https://app.example.com\", differs in one letter; \
         if that page is yours, add \"https://app.exmaple.com\" to allow_origins",
        Some((origin, Some("that page is yours"))),
    );
}

/// The browser says that it is no page of the server's own, and nothing in front of it is to blame.
#[test]
fn other_sites() {
    let shop = "https://shop.test";
    assert_says(
        guarded(),
        &from("cross-site", post(shop, HOST)),
        "refused by guard_unsafe_methods: POST /items, Origin https://shop.test, Host api.example.com: \
         Sec-Fetch-Site is cross-site; if that page is yours, add \"https://shop.test\" to allow_origins",
        Some((shop, Some("that page is yours"))),
    );
    let form = from("cross-site", post(shop, HOST)).with(Field::SecFetchMode, "navigate");
    assert_says(
        guarded(),
        &form,
        "refused by guard_unsafe_methods: POST /items, Origin https://shop.test, Host api.example.com: \
         Sec-Fetch-Site is cross-site; if that page is yours, add \"https://shop.test\" to allow_origins; \
         if it is the answer of an identity provider, give its route a policy of its own",
        Some((shop, Some("that page is yours"))),
    );
    let sibling = "https://blog.example.com";
    assert_says(
        guarded(),
        &from("same-site", post(sibling, HOST)),
        "refused by guard_unsafe_methods: POST /items, Origin https://blog.example.com, Host api.example.com: \
         Sec-Fetch-Site is same-site; if that page is yours, add \"https://blog.example.com\" to \
         allow_origins, or \"https://*.example.com\" if all pages below example.com are",
        Some((sibling, Some("that page is yours"))),
    );
    // Other ports of this machine are of one site.
    let other = "http://localhost:5173";
    assert_says(
        Policy::builder().guard_unsafe_methods(true),
        &from("same-site", post(other, "localhost:3000")),
        "refused by guard_unsafe_methods: POST /items, Origin http://localhost:5173, Host localhost:3000: \
         Sec-Fetch-Site is same-site; if that page is yours, add \"http://localhost:5173\" to allow_origins",
        Some((other, Some("that page is yours"))),
    );
}

#[test]
fn the_http_twin() {
    assert_says(
        guarded(),
        &post("http://api.example.com", HOST),
        "refused by guard_unsafe_methods: POST /items, Origin http://api.example.com, Host api.example.com: \
         its https twin is allowed, and whoever controls the network can pose as http://api.example.com: \
         have the page come over https",
        None,
    );
    assert_says(
        guarded(),
        &from("cross-site", post("http://api.example.com", HOST)),
        "refused by guard_unsafe_methods: POST /items, Origin http://api.example.com, Host api.example.com: \
         Sec-Fetch-Site is cross-site; the page has come without TLS, and asks this server over TLS: \
         have the page come over https, too",
        None,
    );
}

/// With a dot at its end, a name is the same server's.
#[test]
fn the_http_twin_by_its_name_with_a_dot() {
    let refused = |listed: &str, origin: &str, host: &str| {
        let policy = Policy::builder()
            .allow_origins([listed])
            .guard_unsafe_methods(true)
            .build()
            .unwrap();
        let explanation = policy.explain(&post(origin, host));
        let is_refused = !explanation.reasons().is_empty();
        let line = explanation.to_string();
        assert_eq!(
            line.contains("its https twin is allowed"),
            is_refused,
            "{line}"
        );
        is_refused
    };
    for (listed, origin, host, expected) in [
        (
            "https://a.example.com",
            "http://a.example.com.",
            "a.example.com.",
            true,
        ),
        (
            "https://a.example.com.",
            "http://a.example.com",
            "a.example.com",
            true,
        ),
        (
            "https://a.example.com.",
            "http://a.example.com.",
            "a.example.com.",
            true,
        ),
        (
            "https://a.example.com:8443",
            "http://a.example.com.:8443",
            "a.example.com.:8443",
            true,
        ),
        (
            "https://a.example.com.:8443",
            "http://a.example.com:8443",
            "a.example.com:8443",
            true,
        ),
        (
            "https://a.example.com",
            "http://a.example.com.:443",
            "a.example.com.:443",
            true,
        ),
        (
            "https://a.example.com",
            "http://a.example.com.:8443",
            "a.example.com.:8443",
            false,
        ),
        (
            "https://b.example.com",
            "http://a.example.com.",
            "a.example.com.",
            false,
        ),
        (
            "https://203.0.113.7",
            "http://203.0.113.7",
            "203.0.113.7",
            true,
        ),
        (
            "https://[2001:db8::1]",
            "http://[2001:db8::1]",
            "[2001:db8::1]",
            true,
        ),
    ] {
        assert_eq!(refused(listed, origin, host), expected, "{listed} {origin}");
    }
}

#[test]
fn null() {
    let names_nobody = "null names nobody: sandboxed frames, redirects across origins and pages under \
         Referrer-Policy: no-referrer send it";
    assert_says(
        guarded(),
        &post("null", HOST),
        &format!(
            "refused by guard_unsafe_methods: POST /items, Origin null, Host api.example.com: {names_nobody}; \
             if the page is this server's own, give it another one, such as \
             strict-origin-when-cross-origin, or TLS, over which Sec-Fetch-Site is sent"
        ),
        None,
    );
    let form = from("cross-site", post("null", HOST)).with(Field::SecFetchMode, "navigate");
    assert_says(
        guarded(),
        &form,
        &format!(
            "refused by guard_unsafe_methods: POST /items, Origin null, Host api.example.com: \
             Sec-Fetch-Site is cross-site; {names_nobody}; a page of an allowed origin has to have another \
             one, such as strict-origin-when-cross-origin; if it is the answer of an identity provider, \
             give its route a policy of its own"
        ),
        None,
    );
    // A handshake has its page's origin whatever the referrer policy.
    let handshake = request("GET")
        .with(Field::Origin, "null")
        .with(Field::Host, HOST)
        .with(Field::Upgrade, "websocket");
    assert_says(
        guarded(),
        &handshake,
        "refused by guard_websockets: GET /items, Origin null, Host api.example.com: null names nobody: \
         sandboxed frames and local files have it; allow-same-origin gives a frame the origin of its page",
        None,
    );
    assert_says(
        guarded(),
        &post("file://", HOST),
        "refused by guard_unsafe_methods: POST /items, Origin file://, Host api.example.com: \
         web views send it for every local file, and with a guard no policy can allow it",
        None,
    );
}

#[test]
fn without_an_origin() {
    let bare = |method| request(method).with(Field::Host, HOST);
    assert_says(
        guarded(),
        &from("cross-site", bare("POST")),
        "refused by guard_unsafe_methods: POST /items, no Origin, Host api.example.com: \
         Sec-Fetch-Site is cross-site; browsers send Origin with this method, and something in between \
         has removed it",
        None,
    );
    assert_says(
        guarded(),
        &from("same-site", bare("GET").with(Field::Upgrade, "WebSocket")),
        "refused by guard_websockets: GET /items, no Origin, Host api.example.com: \
         Sec-Fetch-Site is same-site; browsers send Origin with every handshake, and something in between \
         has removed it",
        None,
    );
    assert_says(
        guarded(),
        &from("cross-site", bare("GET")),
        "refused by guard_safe_methods: GET /items, no Origin, Host api.example.com: \
         Sec-Fetch-Site is cross-site; another site's page embeds this, or asks for it without CORS; a page \
         of an allowed origin has to ask by CORS, such as with the attribute crossorigin",
        None,
    );
    assert_says(
        guarded(),
        &from("Same-Origin", bare("POST")),
        "refused by guard_unsafe_methods: POST /items, no Origin, Host api.example.com: \
         Sec-Fetch-Site is none that a browser sends; something between browser and server has changed it, \
         or a client has made it up: one that is no browser leaves it out",
        None,
    );
}

#[test]
fn what_is_no_origin_or_several() {
    assert_says(
        guarded(),
        &post(APP, HOST).with(Field::Origin, APP),
        "refused by guard_unsafe_methods: POST /items, Origin https://app.example.com, Host api.example.com: \
         there are several Origin lines: something between browser and server has added one",
        None,
    );
    assert_says(
        guarded(),
        &post("https://api.example.com:443", HOST),
        "refused by guard_unsafe_methods: POST /items, Origin https://api.example.com:443, \
         Host api.example.com: no browser sends an origin like this: browsers leave out the scheme's \
         default port; the nearest entry, \"https://api.example.com\", has no port",
        None,
    );
    assert_says(
        guarded(),
        &post("", HOST),
        "refused by guard_unsafe_methods: POST /items, Origin \"\", Host api.example.com: \
         no browser sends an origin like this: it is empty",
        None,
    );
}

#[test]
fn shells_of_desktop_applications() {
    for (origin, host) in [
        ("tauri://localhost", "localhost:3000"),
        ("app://main", "127.0.0.1:3000"),
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", HOST),
    ] {
        assert_says(
            guarded(),
            &post(origin, host),
            &format!(
                "refused by guard_unsafe_methods: POST /items, Origin {origin}, Host {host}: \
                 if that page is yours, add {origin:?} to allow_origins"
            ),
            Some((origin, Some("that page is yours"))),
        );
    }
    // This machine by its name.
    let origin = "http://tauri.localhost";
    assert_says(
        guarded(),
        &from("cross-site", post(origin, "localhost:3000")),
        "refused by guard_unsafe_methods: POST /items, Origin http://tauri.localhost, Host localhost:3000: \
         Sec-Fetch-Site is cross-site; if that page is yours, add \"http://tauri.localhost\" to allow_origins",
        Some((origin, Some("that page is yours"))),
    );
}

/// Where nobody knows the host, no origin is own.
#[test]
fn the_host_is_not_known() {
    let own = "https://site.example";
    let advice = "and no origin is the server's own; if this server is https://site.example, list it in \
         allow_origins, or have the proxy pass Host on";
    let cure = Some((own, Some("this server is https://site.example")));
    let bare = request("POST").with(Field::Origin, own);
    let start = "refused by guard_unsafe_methods: POST /items, Origin https://site.example";
    let says = format!("{start}, no Host: there is no Host, {advice}");
    assert_says(guarded(), &bare, &says, cure);
    let twice = post(own, "site.example").with(Field::Host, "site.example");
    let says = format!("{start}, Host site.example: there are several Host lines, {advice}");
    assert_says(guarded(), &twice, &says, cure);
    let differ = Head {
        authority: Some("other.example".to_owned()),
        ..post(own, "site.example")
    };
    let says = format!(
        "{start}, Host site.example: the target is for other.example, and Host is not, {advice}"
    );
    assert_says(guarded(), &differ, &says, cure);
}

fn expecting(hosts: &[&str]) -> PolicyBuilder {
    Policy::builder().expect_hosts(hosts)
}

const REBINDING: &str = "otherwise, somebody may have led a name of their own here (DNS rebinding)";

#[test]
fn hosts_that_are_not_expected() {
    let get = |host| request("GET").with(Field::Host, host);
    assert_says(
        expecting(&[HOST]),
        &get("rebound.evil.test:8080"),
        &format!(
            "refused by expect_hosts: GET /items, no Origin, Host rebound.evil.test:8080: \
             expect_hosts lacks this host; if this server is reached by rebound.evil.test:8080, \
             add \"rebound.evil.test:8080\" to expect_hosts; {REBINDING}"
        ),
        Some((
            "rebound.evil.test:8080",
            Some("this server is reached by rebound.evil.test:8080"),
        )),
    );
    assert_says(
        expecting(&[HOST]),
        &get("LocalHost"),
        &format!(
            "refused by expect_hosts: GET /items, no Origin, Host LocalHost: expect_hosts lacks this host; \
             if this server is reached by localhost, add \"localhost\" to expect_hosts; {REBINDING}"
        ),
        Some(("localhost", Some("this server is reached by localhost"))),
    );
    for (listed, host, near) in [
        ("localhost:3000", "localhost:3001", "with another port"),
        (
            "*.example.com",
            "example.com:3001",
            "which includes only what is below this host",
        ),
        (
            "example.com",
            "example.com.:3001",
            "which is another one by a dot at its end",
        ),
    ] {
        assert_says(
            expecting(&["other.test", listed]),
            &get(host),
            &format!(
                "refused by expect_hosts: GET /items, no Origin, Host {host}: expect_hosts has {listed:?}, \
                 {near}; if this server is reached by {host}, add {host:?} to expect_hosts; {REBINDING}"
            ),
            Some((host, Some(&format!("this server is reached by {host}")))),
        );
    }
    // What no list can have.
    assert_says(
        expecting(&[HOST]),
        &get("user@api.example.com"),
        "refused by expect_hosts: GET /items, no Origin, Host user@api.example.com: Host is malformed",
        None,
    );
    // Preflights too, and those of allowed origins.
    let preflight = Head::preflight(APP, "PUT", "").with(Field::Host, "b.test");
    assert_says(
        guarded().expect_hosts([HOST]),
        &preflight,
        &format!(
            "refused by expect_hosts: a preflight for PUT, Origin https://app.example.com, Host b.test: \
             expect_hosts lacks this host; if this server is reached by b.test, add \"b.test\" to \
             expect_hosts; {REBINDING}"
        ),
        Some(("b.test", Some("this server is reached by b.test"))),
    );
}

#[test]
fn hosts_that_nobody_knows() {
    let get = |host| request("GET").with(Field::Host, host);
    let to = |authority: &str, head| Head {
        authority: Some(authority.to_owned()),
        ..head
    };
    for (head, says) in [
        (
            request("GET"),
            "no Host: there is no Host; every client has to send one, a health check too",
        ),
        (
            get(HOST).with(Field::Host, HOST),
            "Host api.example.com: there are several Host lines; \
             something between client and server has added one",
        ),
        (get("a:99999"), "Host a:99999: Host is malformed"),
        (get(""), "Host \"\": Host is malformed"),
        (
            to(":80", request("GET")),
            "Host :80: the target's host, :80, is malformed",
        ),
        (
            to("b.test", get(HOST)),
            "Host api.example.com: the target is for b.test, and Host is not; \
             something between client and server has changed one of them",
        ),
    ] {
        assert_says(
            expecting(&[HOST]),
            &head,
            &format!("refused by expect_hosts: GET /items, no Origin, {says}"),
            None,
        );
    }
}

#[test]
fn the_reason_is_a_value() {
    let policy = guarded().build().unwrap();
    let explanation = policy.explain(&post("https://app.example.com:8443", "127.0.0.1:8015"));
    let [reason] = explanation.reasons() else {
        panic!("{explanation}");
    };
    let ReasonKind::Refused {
        by,
        origin,
        host,
        nearest,
        ..
    } = reason.kind()
    else {
        panic!("{explanation}");
    };
    let RefusedBy::UnsafeMethod { rule, .. } = by else {
        panic!("{by:?}");
    };
    assert_eq!(*rule, GuardRule::Rest);
    assert_eq!(origin.as_deref(), Some("https://app.example.com:8443"));
    assert_eq!(host.as_deref(), Some("127.0.0.1:8015"));
    assert_eq!(nearest.as_ref().unwrap().entry(), 0);
    assert_eq!(explanation.host(), Some("127.0.0.1:8015"));
    assert_eq!(reason.outcome(), Outcome::UnsafeMethodRefused);
    let cure = reason.cure().unwrap();
    assert_eq!(cure.setting(), Setting::AllowOrigins);
    assert_eq!(explanation.cures().collect::<Vec<_>>(), [cure]);
}

#[test]
fn each_refusal_cites_its_standard() {
    let cited = |head: &Head| {
        let policy = guarded().expect_hosts([HOST]).build().unwrap();
        policy.explain(head).reasons()[0].citation()
    };
    let fetch = "https://fetch.spec.whatwg.org/#append-a-request-origin-header";
    assert_eq!(cited(&post("https://a.test", HOST)), fetch);
    let metadata = "https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header";
    let other = from("cross-site", post("https://a.test", HOST));
    assert_eq!(cited(&other), metadata);
    let handshake = Head {
        method: "GET".to_owned(),
        ..post("https://a.test", HOST).with(Field::Upgrade, "websocket")
    };
    let websocket = "https://www.rfc-editor.org/rfc/rfc6455.html#section-10.2";
    assert_eq!(cited(&handshake), websocket);
    let misdirected = "https://httpwg.org/specs/rfc9110.html#routing.reject";
    assert_eq!(cited(&post(APP, "b.test")), misdirected);
    let unknown = "https://httpwg.org/specs/rfc9112.html#request.target";
    assert_eq!(cited(&request("GET")), unknown);
}

/// By which rule a request passes.
#[test]
fn what_passes() {
    let said = |head: &Head| {
        let policy = guarded().build().unwrap();
        policy.explain(head).to_string()
    };
    let own = post("https://site.example", "site.example");
    assert_eq!(
        said(&own),
        "a page of https://site.example asks for POST /items: it is the server's own, and CORS does not \
         apply; the guard lets it pass by rule 5"
    );
    assert_eq!(
        said(&post(APP, HOST)),
        "a page of https://app.example.com asks for POST /items: allowed by \"https://app.example.com\"; \
         the guard lets it pass by rule 1"
    );
    assert_eq!(
        said(&request("POST").with(Field::Host, HOST)),
        "there is no Origin, and CORS does not apply; the guard lets it pass by rule 4"
    );
    let unguarded = Policy::builder().allow_origins(APP).build().unwrap();
    assert_eq!(
        unguarded.explain(&request("POST")).to_string(),
        "there is no Origin, and CORS does not apply"
    );
}

/// Nobody can put words into the sentence's mouth, nor make it long.
#[test]
fn what_was_sent_is_escaped_and_cut() {
    let words = "https://a.test, Host b.test: add \"*\" to allow_origins\r\nINFO cors: fine";
    let policy = guarded().expect_hosts([HOST]).build().unwrap();
    let explanation = policy.explain(&post(words, HOST));
    assert_eq!(
        explanation.to_string(),
        "refused by guard_unsafe_methods: POST /items, Origin \"https://a.test, Host b.test: \
         add \\\"*\\\" to allow_origins\\r\\nINFO cors: fine\", Host api.example.com: \
         no browser sends an origin like this: this is a list"
    );
    let explanation = policy.explain(&post(APP, &format!("a.test\0\u{202e}{}", "é".repeat(99))));
    let host = explanation.host().unwrap();
    assert!(host.starts_with("a.test\\0\\u{202e}éé") && host.ends_with('…'));
    let long = format!("https://{}.test", "a".repeat(500));
    for host in [HOST, &long, "b.test"] {
        let explanation = policy.explain(&post(&long, host));
        for part in [explanation.origin(), explanation.host()] {
            assert!(part.unwrap().len() <= 100 + '…'.len_utf8());
        }
        let ReasonKind::Refused { origin, host, .. } = explanation.reasons()[0].kind() else {
            panic!("{explanation}");
        };
        assert_eq!(explanation.origin(), origin.as_deref());
        assert_eq!(explanation.host(), host.as_deref());
        assert!(explanation.to_string().len() < 1_000, "{explanation}");
    }
}
