//! The example of routes that stand beside a guarded site.

mod common;
#[allow(dead_code, reason = "an example has a main function")]
#[path = "../examples/actix-webhook.rs"]
mod example;

use actix_web::{App, test::init_service};
use common::{actual, ask};

#[actix_web::test]
async fn each_route_has_its_policy() {
    let policies = example::policies().unwrap();
    let app = init_service(App::new().configure(example::routes(policies))).await;
    let post = async |path: &str, origin: &str| {
        let request = actual("POST", path).insert_header(("origin", origin));
        ask(&app, request.to_request()).await.0
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
        ("/webhooks/unknown", EVIL, 404),
        ("/webhooks/../account", EVIL, 404),
        ("/webhooks%2f..%2faccount", EVIL, 403),
        ("//webhooks/paid", EVIL, 403),
        ("/webhooksx/paid", EVIL, 403),
        ("/unknown", EVIL, 403),
        ("/", EVIL, 403),
    ] {
        assert_eq!(post(path, origin).await, status, "{path} {origin}");
    }
    let request = actual("POST", "/account").to_request();
    assert_eq!(ask(&app, request).await.0, 200);
}
