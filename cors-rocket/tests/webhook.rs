//! The example of routes that stand beside a guarded site.

mod common;
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/rocket-webhook.rs"]
mod example;

use common::launched;
use rocket::{Config, config::LogLevel, http::Header};

#[test]
fn each_route_has_its_policy() {
    let app = example::app().unwrap().configure(Config {
        log_level: LogLevel::Off,
        ..Config::release_default()
    });
    let client = launched(app);
    let post = |path, origin| {
        let request = client.post(path).header(Header::new("origin", origin));
        request.dispatch().status().code
    };
    const SITE: &str = "https://app.example.com";
    const PROVIDER: &str = "https://login.example.net";
    const EVIL: &str = "https://evil.test";
    for (path, origin, status) in [
        ("/account", SITE, 200),
        ("/account", PROVIDER, 403),
        ("/account", EVIL, 403),
        ("/account", "null", 403),
        ("/login/callback", PROVIDER, 200),
        ("/login/callback", SITE, 403),
        ("/login/callback", EVIL, 403),
        ("/login/callback", "null", 403),
        ("/webhooks/paid", PROVIDER, 200),
        ("/webhooks/paid", EVIL, 200),
        ("/webhooks/paid", "null", 200),
        // What is exempt is what stands there, however a path is spelt.
        ("//webhooks//paid/", EVIL, 200),
        ("/webhooks/unknown", EVIL, 404),
        ("/webhooks/../account", EVIL, 404),
        ("/webhooks%2f..%2faccount", EVIL, 403),
        ("/webhooksx/paid", EVIL, 403),
        ("/unknown", EVIL, 403),
        ("/", EVIL, 403),
    ] {
        assert_eq!(post(path, origin), status, "{path} {origin}");
    }
    assert_eq!(client.post("/account").dispatch().status().code, 200);
}
