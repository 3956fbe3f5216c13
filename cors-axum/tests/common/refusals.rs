//! What a guarded server refuses and what passes, over both versions of HTTP. The other adapters' tests
//! have links to this file, and each has its own `serve`:
//!
//! | path | methods | |
//! |---|---|---|
//! | `/thing` | `GET`, `POST`, `PUT` | counted, `done` |
//! | `/read` | `GET` | counted, `done` |

use cors_core::{
    Policy, PolicyBuilder,
    adapter::{Decision, Head, Responder},
};
use http_body_util::Empty;
use hyper::{Request, Version, header::HeaderValue};

use super::{
    common::{APP, PREFLIGHT},
    serve,
    wire::{Client, Reply, raw},
};

const OWN: &str = "http://api.example.com";
const EVIL: &str = "https://evil.test";
const UNSAFE: &str = "refused: this request may change something, and no page of this server or of an origin that it allows has sent it; the server's log says what to do";
const READ: &str = "refused: no page of this server or of an origin that it allows has sent this request; the server's log says what to do";
const SOCKET: &str = "refused: no page of this server or of an origin that it allows opens this WebSocket; the server's log says what to do";
const HOST: &str = "refused: this server does not answer for the host that the request is for; the server's log says what to do";
const NO_HOST: &str = "refused: the request does not say clearly which host it is for: one Host, which agrees with its target, is needed";

/// The tests' usual policy, and guards.
fn usual() -> PolicyBuilder {
    let builder = Policy::builder().allow_origins([APP]);
    builder
        .allow_headers(["content-type"])
        .allow_methods(["PUT"])
}

fn guarded() -> Policy {
    let builder = usual().guard_unsafe_methods(true).guard_websockets(true);
    builder.build().unwrap()
}

fn expecting() -> Policy {
    usual().expect_hosts(["api.example.com"]).build().unwrap()
}

fn reply<const N: usize>(status: u16, lines: [&str; N], body: &str) -> Reply {
    Reply {
        status,
        lines: lines.map(str::to_owned).to_vec(),
        body: body.to_owned(),
    }
}

fn refused(body: &str) -> Reply {
    let lines = [
        "content-type: text/plain; charset=utf-8",
        "vary: Origin, Sec-Fetch-Site",
    ];
    reply(403, lines, body)
}

fn misdirected(body: &str) -> Reply {
    let lines = ["content-type: text/plain; charset=utf-8", "vary: Origin"];
    reply(421, lines, body)
}

#[tokio::test]
async fn unsafe_methods_of_strangers_are_refused_before_routing() {
    let site = serve(guarded()).await;
    for mut client in Client::both(&site).await {
        for path in ["/thing", "/read", "/nowhere", "/nowhere/at/all?x=1"] {
            for method in ["POST", "PUT", "DELETE", "PATCH", "BREW"] {
                for lines in [
                    &[("origin", EVIL)][..],
                    &[("origin", "null")],
                    &[("origin", "")],
                    &[("origin", APP), ("origin", APP)],
                    &[("sec-fetch-site", "cross-site")],
                    &[("origin", OWN), ("sec-fetch-site", "cross-site")],
                ] {
                    let answer = client.ask(method, path, lines).await;
                    assert_eq!(answer, refused(UNSAFE), "{method} {path} {lines:?}");
                }
            }
        }
    }
    assert_eq!(site.runs(), 0);
}

/// Status, headers and body are those of the same policy without guards.
#[tokio::test]
async fn what_passes_is_answered_as_ever() {
    let site = serve(guarded()).await;
    let plain = serve(usual().build().unwrap()).await;
    for version in [0, 1] {
        let [mut with, mut without] = [
            Client::both(&site).await.into_iter().nth(version).unwrap(),
            Client::both(&plain).await.into_iter().nth(version).unwrap(),
        ];
        for (method, path, status) in [
            ("POST", "/thing", 200),
            ("PUT", "/thing", 200),
            ("GET", "/thing", 200),
            ("POST", "/read", 405),
            ("POST", "/nowhere", 404),
            ("GET", "/nowhere", 404),
        ] {
            for lines in [
                &[][..],
                &[("origin", APP)],
                &[("origin", APP), ("sec-fetch-site", "cross-site")],
                &[("origin", OWN)],
                &[("origin", "null"), ("sec-fetch-site", "same-origin")],
                &[("sec-fetch-site", "none")],
            ] {
                let answer = with.ask(method, path, lines).await;
                assert_eq!(answer.status, status, "{method} {path} {lines:?}");
                assert_eq!(answer, without.ask(method, path, lines).await);
                let runs = usize::from(status == 200);
                assert_eq!((site.runs(), plain.runs()), (runs, runs));
            }
        }
        // Reads are not guarded, and not shared with strangers.
        let answer = with.ask("GET", "/thing", &[("origin", EVIL)]).await;
        assert_eq!(
            answer,
            without.ask("GET", "/thing", &[("origin", EVIL)]).await
        );
        assert_eq!((site.runs(), plain.runs()), (1, 1));
    }
}

#[tokio::test]
async fn preflights_are_answered_as_ever() {
    let site = serve(guarded()).await;
    for mut client in Client::both(&site).await {
        let ask = [("origin", APP), ("access-control-request-method", "PUT")];
        let answer = client.ask("OPTIONS", "/thing", &ask).await;
        assert_eq!((answer.status, &*answer.body), (204, ""));
        assert_eq!(answer.lines, PREFLIGHT);
        let ask = [("origin", EVIL), ("access-control-request-method", "PUT")];
        let answer = client.ask("OPTIONS", "/thing", &ask).await;
        assert_eq!((answer.status, &*answer.body), (403, ""));
    }
    assert_eq!(site.runs(), 0);
}

/// `HEAD` says what `GET` would, without the text.
#[tokio::test]
async fn a_refused_head_has_no_body() {
    let reads = usual().guard_unsafe_methods(true).guard_safe_methods(true);
    let site = serve(reads.build().unwrap()).await;
    let lines = [
        "content-type: text/plain; charset=utf-8",
        "vary: Origin, Sec-Fetch-Site, Sec-Fetch-Mode",
    ];
    for mut client in Client::both(&site).await {
        for path in ["/thing", "/nowhere"] {
            let answer = client.ask("GET", path, &[("origin", EVIL)]).await;
            assert_eq!(answer, reply(403, lines, READ));
            let answer = client.ask("HEAD", path, &[("origin", EVIL)]).await;
            assert_eq!(answer, reply(403, lines, ""));
        }
        let link = [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
        ];
        assert_eq!(client.ask("GET", "/thing", &link).await.status, 200);
        assert_eq!(site.runs(), 1);
    }
    let site = serve(expecting()).await;
    for mut client in Client::both(&site).await {
        let answer = client.ask_for("evil.test", "HEAD", "/thing", &[]).await;
        assert_eq!(
            answer,
            Reply {
                body: String::new(),
                ..misdirected("")
            }
        );
    }
    assert_eq!(site.runs(), 0);
}

#[tokio::test]
async fn requests_for_other_hosts_are_refused() {
    let site = serve(expecting()).await;
    let plain = serve(usual().build().unwrap()).await;
    let preflight = [("origin", APP), ("access-control-request-method", "PUT")];
    let socket = [("connection", "upgrade"), ("upgrade", "websocket")];
    for version in [0, 1] {
        let [mut client, mut without] = [
            Client::both(&site).await.into_iter().nth(version).unwrap(),
            Client::both(&plain).await.into_iter().nth(version).unwrap(),
        ];
        for path in ["/thing", "/read", "/nowhere"] {
            for host in ["evil.test", "api.example.com.evil.test", "127.0.0.1:80"] {
                for (method, lines) in [
                    ("GET", &[][..]),
                    ("POST", &[]),
                    ("OPTIONS", &[]),
                    ("GET", &[("origin", APP)]),
                    ("GET", if version == 0 { &socket } else { &[] }),
                ] {
                    let answer = client.ask_for(host, method, path, lines).await;
                    assert_eq!(answer, misdirected(HOST), "{method} {host}{path}");
                }
                let answer = client.ask_for(host, "OPTIONS", path, &preflight).await;
                let vary =
                    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
                let lines = ["content-type: text/plain; charset=utf-8", vary];
                assert_eq!(answer, reply(421, lines, HOST), "{host}{path}");
            }
            assert_eq!(site.runs(), 0);
            for host in ["api.example.com", "API.example.com", "api.example.com:8080"] {
                for lines in [&[][..], &[("origin", APP)], &[("origin", EVIL)]] {
                    for method in ["GET", "POST"] {
                        let answer = client.ask_for(host, method, path, lines).await;
                        let expected = without.ask_for(host, method, path, lines).await;
                        assert_eq!(answer, expected, "{method} {host}{path}");
                    }
                }
            }
            assert_eq!(site.runs(), plain.runs());
        }
    }
}

#[tokio::test]
async fn handshakes_of_strangers_are_refused() {
    let site = serve(guarded()).await;
    for path in ["/thing", "/read", "/nowhere"] {
        for upgrade in ["websocket", "WebSocket", "h2c, websocket", "xwebsocketx"] {
            let upgrade = format!("Upgrade: {upgrade}");
            let answer = raw(
                &site,
                &[
                    &format!("GET {path} HTTP/1.1"),
                    "Host: api.example.com",
                    &upgrade,
                    "Origin: https://evil.test",
                ],
            )
            .await;
            assert_eq!(answer, refused(SOCKET), "{upgrade} {path}");
        }
    }
    assert_eq!(site.runs(), 0);
    // The guard is asked for, and no other upgrade is one.
    for (upgrade, origin) in [
        ("Upgrade: websocket", "Origin: http://api.example.com"),
        ("Upgrade: websocket", "Origin: https://app.example.com"),
        ("Upgrade: websocket", "Accept: */*"),
        ("Upgrade: h2c", "Origin: https://evil.test"),
    ] {
        let head = "GET /thing HTTP/1.1";
        let answer = raw(&site, &[head, "Host: api.example.com", upgrade, origin]).await;
        assert_eq!(answer.status, 200, "{upgrade} {origin}");
        assert_eq!(site.runs(), 1);
    }
}

/// `CONNECT` is a handshake, since that is what it is over HTTP/2. Over HTTP/1 its target is an authority,
/// and has no path.
#[tokio::test]
async fn connect_is_a_handshake() {
    let site = serve(guarded()).await;
    for target in ["api.example.com:443", "evil.test:443"] {
        let head = format!("CONNECT {target} HTTP/1.1");
        for lines in [
            &["Host: api.example.com:443", "Origin: https://evil.test"][..],
            &["Origin: null"],
            &["Sec-Fetch-Site: cross-site"],
        ] {
            let lines: Vec<_> = [&*head].into_iter().chain(lines.iter().copied()).collect();
            assert_eq!(raw(&site, &lines).await, refused(SOCKET), "{lines:?}");
        }
    }
    assert_eq!(site.runs(), 0);
}

/// Some are answered by hyper. What it lets through is nobody's host.
#[tokio::test]
async fn malformed_targets() {
    let site = serve(expecting()).await;
    for (target, status, body) in [
        ("http://[::1/thing", 400, ""),
        ("http://api.example.com /thing", 400, ""),
        // The form that a target has with `CONNECT`.
        ("thing", 421, NO_HOST),
        ("http://api.example.com:x/thing", 421, NO_HOST),
        ("http://api.example.com:99999/thing", 421, NO_HOST),
        ("http://api.example.com@evil.test/thing", 421, NO_HOST),
    ] {
        let head = format!("GET {target} HTTP/1.1");
        let answer = raw(&site, &[&head, "Host: api.example.com"]).await;
        assert_eq!((answer.status, &*answer.body), (status, body), "{target}");
    }
    assert_eq!(site.runs(), 0);
}

/// What a request says about its host, over HTTP/1: its target and its `Host` lines, whether the host is
/// known, and whether the server asks for a clear one itself.
const HOSTS: [(&str, &[&str], Option<&str>); 13] = [
    ("/thing HTTP/1.1", &["Host: api.example.com"], None),
    ("/thing HTTP/1.1", &["Host: API.Example.com:80"], None),
    ("/thing HTTP/1.0", &["Host: api.example.com"], None),
    ("/thing HTTP/1.0", &[], Some(NO_HOST)),
    ("/thing HTTP/1.1", &[], Some(NO_HOST)),
    ("/thing HTTP/1.1", &["Host:"], Some(NO_HOST)),
    (
        "/thing HTTP/1.1",
        &["Host: api.example.com", "Host: api.example.com"],
        Some(NO_HOST),
    ),
    (
        "/thing HTTP/1.1",
        &["Host: api.example.com", "Host: evil.test"],
        Some(NO_HOST),
    ),
    ("/thing HTTP/1.1", &["Host: evil.test"], Some(HOST)),
    (
        "http://api.example.com/thing HTTP/1.1",
        &["Host: api.example.com"],
        None,
    ),
    (
        "http://api.example.com/thing HTTP/1.1",
        &["Host: evil.test"],
        Some(NO_HOST),
    ),
    (
        "http://evil.test/thing HTTP/1.1",
        &["Host: api.example.com"],
        Some(NO_HOST),
    ),
    (
        "http://evil.test/thing HTTP/1.1",
        &["Host: evil.test"],
        Some(HOST),
    ),
];

#[tokio::test]
async fn a_host_that_is_not_clear_is_not_expected() {
    let site = serve(expecting()).await;
    for (target, hosts, refusal) in HOSTS {
        let head = format!("GET {target}");
        let lines: Vec<_> = [&*head].into_iter().chain(hosts.iter().copied()).collect();
        let answer = raw(&site, &lines).await;
        match refusal {
            None => assert_eq!((answer.status, site.runs()), (200, 1), "{lines:?}"),
            Some(body) => {
                assert_eq!(answer, misdirected(body), "{lines:?}");
                assert_eq!(site.runs(), 0, "{lines:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_host_that_is_not_clear_is_not_the_servers_own() {
    let site = serve(guarded()).await;
    for (target, hosts, refusal) in HOSTS {
        let head = format!("POST {target}");
        let mut lines: Vec<_> = [&*head].into_iter().chain(hosts.iter().copied()).collect();
        lines.push("Origin: http://api.example.com");
        let answer = raw(&site, &lines).await;
        if refusal.is_none() {
            assert_eq!((answer.status, site.runs()), (200, 1), "{lines:?}");
        } else {
            assert_eq!(answer, refused(UNSAFE), "{lines:?}");
            assert_eq!(site.runs(), 0, "{lines:?}");
        }
        // Everybody else passes as ever.
        lines.pop();
        assert_eq!(raw(&site, &lines).await.status, 200, "{lines:?}");
        assert_eq!(site.runs(), 1);
    }
}

/// Over HTTP/2: `:authority`, the `Host` lines, and whether the host is known.
const AUTHORITIES: [(Option<&str>, &[&str], bool); 7] = [
    (Some("api.example.com"), &[], true),
    (Some("API.example.com"), &["api.example.com"], true),
    (None, &["api.example.com"], true),
    (None, &[], false),
    (Some("api.example.com"), &["evil.test"], false),
    (Some("evil.test"), &["api.example.com"], false),
    (
        Some("api.example.com"),
        &["api.example.com", "api.example.com"],
        false,
    ),
];

#[tokio::test]
async fn authority_and_host_have_to_agree() {
    let (guarded, expecting) = (serve(guarded()).await, serve(expecting()).await);
    for (authority, hosts, is_known) in AUTHORITIES {
        for (site, method, refusal) in [
            (&guarded, "POST", refused(UNSAFE)),
            (&expecting, "GET", misdirected(NO_HOST)),
        ] {
            let mut request = Request::builder()
                .method(method)
                .header("origin", "http://api.example.com");
            request = match authority {
                Some(host) => request.uri(format!("http://{host}/thing")),
                // Only what seems to be forwarded from HTTP/1 may have none.
                None => request.uri("/thing").version(Version::HTTP_11),
            };
            for host in hosts {
                request = request.header("host", *host);
            }
            let request = request.body(Empty::new()).unwrap();
            let shown = format!("{request:?}");
            let answer = Client::http_2(site).await.send(request).await;
            if is_known {
                assert_eq!((answer.unwrap().status, site.runs()), (200, 1), "{shown}");
            } else if let Ok(answer) = answer {
                assert_eq!(answer, refusal, "{shown}");
            } else {
                panic!("{answer:?} {shown}");
            }
            assert_eq!(site.runs(), 0, "{shown}");
        }
    }
}

/// Every cell of the table, over both versions: what the core decides about a request is what becomes of it.
#[tokio::test]
async fn the_decision_is_the_cores() {
    let all = usual()
        .guard_unsafe_methods(true)
        .guard_safe_methods(true)
        .guard_websockets(true)
        .expect_hosts(["api.example.com", "*.example.net:8080"])
        .build()
        .unwrap();
    let origins = [
        None,
        Some(APP),
        Some("http://api.example.com"),
        Some("https://api.example.com:80"),
        Some("http://a.example.net:8080"),
        Some("null"),
        Some(EVIL),
    ];
    let sites = [
        None,
        Some("same-origin"),
        Some("none"),
        Some("same-site"),
        Some("cross-site"),
        Some("Same-Origin"),
    ];
    let hosts = ["api.example.com", "a.example.net:8080", "a.example.net"];
    let mut counts = [0; 2];
    for policy in [guarded(), expecting(), all] {
        let site = serve(policy.clone()).await;
        let core = Responder::<HeaderValue>::new(policy);
        for mut client in Client::both(&site).await {
            for host in hosts {
                for method in ["GET", "OPTIONS", "POST", "QUERY"] {
                    for origin in origins {
                        for fetch_site in sites {
                            let lines: Vec<_> =
                                [("origin", origin), ("sec-fetch-site", fetch_site)]
                                    .into_iter()
                                    .filter_map(|(name, value)| Some((name, value?)))
                                    .collect();
                            let mut head = Request::builder().method(method).header("host", host);
                            for (name, value) in &lines {
                                head = head.header(*name, *value);
                            }
                            let head = head.body(()).unwrap();
                            let decision = core.respond(&Head::of(&head));
                            let answer = client.ask_for(host, method, "/thing", &lines).await;
                            let shown = format!("{method} {host} {lines:?}");
                            let refusal = match decision {
                                Decision::Answer(answer) => Some(answer),
                                Decision::Forward(_) => None,
                            };
                            counts[usize::from(refusal.is_some())] += 1;
                            match refusal {
                                Some(refusal) => {
                                    assert!(refusal.refused_by().is_some(), "{shown}");
                                    assert_eq!(answer.status, refusal.status(), "{shown}");
                                    assert_eq!(answer.body, refusal.body(), "{shown}");
                                    assert_eq!(site.runs(), 0, "{shown}");
                                }
                                None => {
                                    assert_ne!(answer.status, 403, "{shown}");
                                    assert_ne!(answer.status, 421, "{shown}");
                                    let served = matches!(method, "GET" | "POST");
                                    assert_eq!(site.runs(), usize::from(served), "{shown}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(counts.iter().all(|&count| count > 500), "{counts:?}");
}
