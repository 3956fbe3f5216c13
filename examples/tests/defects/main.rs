//! Defects that CORS middleware has had, none of which any of the five frameworks may show. Each
//! test is named after the defect.

#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod errors;
mod origins;
mod preflights;
mod requests;
mod vary;

use core::time::Duration;

use cors_core::Policy;
use cors_examples::app::Named;

const APP: (&str, &[u8]) = ("origin", b"https://app.example.com");
const EVIL: (&str, &[u8]) = ("origin", b"https://evil.test");

fn asks_for(method: &str) -> (&str, &[u8]) {
    ("access-control-request-method", method.as_bytes())
}

fn asks_to_send(headers: &str) -> (&str, &[u8]) {
    ("access-control-request-headers", headers.as_bytes())
}

/// One policy below each path.
fn policies() -> Vec<Named> {
    let listed = Policy::builder()
        .allow_origins(["https://app.example.com", "https://*.example.org"])
        .allow_credentials(true)
        .allow_methods(["PUT"])
        .allow_headers(["content-type", "x-a"])
        .expose_headers(["x-request-id"])
        .max_age(Duration::from_secs(600));
    let minimal = listed.clone().minimal_disclosure(true);
    let wildcards = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_credentials(true)
        .allow_methods(["*"])
        .allow_headers(["*"]);
    let bare = Policy::builder().allow_origins(["https://app.example.com"]);
    let other = Policy::builder().allow_origins(["https://other.example"]);
    [
        ("listed", listed),
        ("minimal", minimal),
        ("wildcards", wildcards),
        ("bare", bare),
        ("other", other),
    ]
    .map(|(name, builder)| (name.to_owned(), builder.build().unwrap().into()))
    .to_vec()
}
