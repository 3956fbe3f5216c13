//! What the example with exempt routes answers. The other adapters' tests have links to this file, and each
//! has its own `serve`, which serves the example.

use super::{serve, wire::Client};

const SITE: &str = "https://app.example.com";
const PROVIDER: &str = "https://login.example.net";
const OTHER: &str = "https://evil.test";

#[tokio::test]
async fn each_route_is_guarded_by_its_policy() {
    let site = serve().await;
    let all = [SITE, PROVIDER, OTHER, "null"];
    for mut client in Client::both(&site).await {
        for (path, passing, status) in [
            ("/account", &[SITE][..], 200),
            ("/login/callback", &[PROVIDER], 200),
            ("/webhooks/payment", &all, 200),
            // What no route serves is guarded by the site's policy.
            ("/nowhere", &[SITE], 404),
            ("/account/more", &[SITE], 404),
        ] {
            for origin in all {
                let answer = client.ask("POST", path, &[("origin", origin)]).await;
                let expected = if passing.contains(&origin) {
                    status
                } else {
                    403
                };
                assert_eq!(answer.status, expected, "{path} from {origin}");
            }
            for lines in [&[][..], &[("sec-fetch-site", "same-origin")]] {
                assert_eq!(
                    client.ask("POST", path, lines).await.status,
                    status,
                    "{path}"
                );
            }
        }
    }
}

/// The provider is in no list but its callback's.
#[tokio::test]
async fn the_provider_does_not_read_the_site() {
    let site = serve().await;
    for mut client in Client::both(&site).await {
        for (path, reader) in [
            ("/account", SITE),
            ("/login/callback", PROVIDER),
            ("/webhooks/payment", SITE),
        ] {
            for origin in [SITE, PROVIDER, OTHER] {
                let preflight = [("origin", origin), ("access-control-request-method", "GET")];
                let answer = client.ask("OPTIONS", path, &preflight).await;
                let expected = if origin == reader { 204 } else { 403 };
                assert_eq!(answer.status, expected, "{path} for {origin}");
            }
        }
    }
}
