//! Who may ask the playground for what.

use serde_json::json;

use super::{EXAMPLE, SHARED, connect, get, host, read, send, send_as, start};

#[test]
fn what_comes_by_another_name_is_not_answered() {
    let page = SHARED.page();
    let (_, port) = page.rsplit_once(':').unwrap();
    for host in [
        format!("rebound.example:{port}"),
        "localhost".to_owned(),
        String::new(),
    ] {
        for target in ["/", "/api/configuration", "/api/policies"] {
            let response = connect(page).ask("GET", target, &[("host", host.as_bytes())]);
            assert_eq!(response.status(), 421, "{host} {target}");
            assert_eq!(
                response.body(),
                "this is no name of the playground\n",
                "{host} {target}"
            );
        }
    }
}

#[test]
fn other_pages_change_nothing() {
    let playground = start();
    let page = playground.page();
    let other = playground.origins().nth(1).unwrap();
    let body = json!({ "text": "[policies.private]\nallow_origins = \"*\"\n[policies.public]\nallow_origins = \"*\"\n[policies.guarded]\nallow_origins = \"*\"\n" });
    let attempts: [&[(&str, &str)]; 7] = [
        &[("host", host(page))],
        &[("host", host(page)), ("origin", "null")],
        &[("host", host(page)), ("origin", "https://evil.example")],
        &[("host", host(page)), ("origin", other)],
        &[("host", host(page)), ("origin", page), ("origin", page)],
        &[
            ("host", host(page)),
            ("origin", page),
            ("sec-fetch-site", "cross-site"),
        ],
        &[
            ("host", "rebound.example"),
            ("origin", "http://rebound.example"),
        ],
    ];
    for headers in attempts {
        for (method, target) in [
            ("PUT", "/api/policies"),
            ("POST", "/api/explanation"),
            ("POST", "/api/cure"),
        ] {
            let response = send_as(page, headers, method, target, &body);
            let status = response.status().as_u16();
            assert!([403, 421].contains(&status), "{headers:?}: {status}");
        }
    }
    // A form can send this, and no page is asked before it does.
    let headers = [
        ("host", host(page).as_bytes()),
        ("origin", page.as_bytes()),
        ("content-type", b"text/plain"),
    ];
    let response = connect(page).ask_with("PUT", "/api/policies", &headers, body.to_string());
    assert_eq!(response.status(), 415);
    let served = read(&get(&playground, "/api/policies"));
    assert_eq!(served["text"], EXAMPLE);
    // The very same is done for the page itself.
    assert_eq!(send(&playground, "PUT", "/api/policies", &body).0, 200);
}

#[test]
fn what_is_too_large_or_of_another_shape_is_not_taken() {
    let page = SHARED.page();
    let headers = [("host", host(page)), ("origin", page)];
    let large = json!({ "text": "#".repeat(2 << 20) });
    let response = send_as(page, &headers, "PUT", "/api/policies", &large);
    assert_eq!(response.status(), 413);
    for (method, target, body) in [
        ("PUT", "/api/policies", json!({})),
        ("PUT", "/api/policies", json!({ "text": 1 })),
        ("PUT", "/api/policies", json!({ "text": "", "more": 1 })),
        ("POST", "/api/explanation", json!({ "origin": "null" })),
        ("POST", "/api/cure", json!([])),
        (
            "POST",
            "/api/cure",
            json!({ "text": EXAMPLE, "policy": "private", "additions": [["max_age", 1]] }),
        ),
    ] {
        let response = send_as(page, &headers, method, target, &body);
        assert_eq!(response.status(), 422, "{method} {target} {body}");
    }
    assert_eq!(get(&SHARED, "/api/exchanges").status(), 400);
}
