//! The log, as far as it is about CORS, beside the requests that were sent meanwhile.

use cors_examples::app::Framework;
use cors_playground::server_log;
use serde_json::Value;
use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt};

use super::{SHARED, connect, get, read};

/// What was logged while the server was asked with this tag.
fn logged(tag: &str) -> Vec<Value> {
    let answer = read(&get(&SHARED, &format!("/api/exchanges?tag={tag}")));
    let exchanges = answer["exchanges"].as_array().unwrap().iter();
    exchanges.map(|exchange| exchange["log"].clone()).collect()
}

#[test]
fn what_a_server_logs_stands_beside_what_it_was_asked() {
    tracing_subscriber::registry()
        .with(server_log::layer())
        .init();
    for (place, (framework, address)) in SHARED.servers().addresses().enumerate() {
        let tag = format!("log-{place}");
        let page = format!("https://page-{place}.example");
        let origin = [("origin", page.as_bytes())];
        let target = format!("/private/echo?playground={tag}");
        connect(&address).ask("GET", &target, &origin);
        let logged = logged(&tag);
        let lines = logged[0].as_array().unwrap();
        let begins = format!(" INFO cors: blocked by CORS: a page of {page} asks for GET");
        let is_its_own = |line: &Value| line.as_str().unwrap().starts_with(begins.trim());
        assert!(lines.iter().any(is_its_own), "{framework}: {lines:?}");
    }
    // Others are asked in between, whose lines may stand here too.
    let origin: [(&str, &[u8]); 1] = [("origin", b"http://localhost:1")];
    let (_, address) = SHARED.servers().addresses().next().unwrap();
    connect(&address).ask("GET", "/private/override?playground=log", &origin);
    let of_it = logged("log");
    let lines = of_it[0].as_array().unwrap();
    let said = |line: &Value| line.as_str().unwrap().contains("removed a CORS header");
    assert!(lines.iter().any(said), "{lines:?}");
    assert!(logged("nobody").is_empty());
    // Refusals are there with the pair that was compared.
    let axum = super::address(&SHARED, Framework::Axum);
    let sent: [(&str, &[u8]); 2] = [("origin", b"https://site.example"), ("host", b"127.0.0.1")];
    connect(&axum).ask("POST", "/guarded/echo?playground=log-refused", &sent);
    let of_it = logged("log-refused");
    let lines = of_it[0].as_array().unwrap();
    let begins = "INFO cors: refused by guard_unsafe_methods: POST /";
    let says = "Origin https://site.example, Host 127.0.0.1: if this server is https://site.example, \
         list it in allow_origins, or have the proxy pass Host on";
    let said = |line: &Value| {
        let line = line.as_str().unwrap();
        line.starts_with(begins) && line.contains(says)
    };
    assert!(lines.iter().any(said), "{lines:?}");
}
