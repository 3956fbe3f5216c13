//! The log, as far as it is about CORS, beside the requests that were sent meanwhile.

use cors_playground::server_log;
use serde_json::{Value, json};
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
    // It is said once, whatever the framework.
    let (framework, address) = SHARED.servers().addresses().next().unwrap();
    let origin: [(&str, &[u8]); 1] = [("origin", b"http://localhost:1")];
    let target = "/private/override?playground=log-1";
    connect(&address).ask("GET", target, &origin);
    let logged_of_it = logged("log-1");
    let lines = logged_of_it[0].as_array().unwrap();
    let said = |line: &Value| line.as_str().unwrap().contains("removed a CORS header");
    assert!(lines.iter().any(said), "{framework}: {lines:?}");
    assert_eq!(logged("nobody"), [json!([]); 0]);
}
