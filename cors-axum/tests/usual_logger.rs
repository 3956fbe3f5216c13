//! A policy's warnings, what is blocked, and what is refused, are heard by `tracing-subscriber`, the usual log with axum.

use core::time::Duration;
use std::{env, process::Command};

use axum::{Router, body::Body, http::Request};
use cors_axum::{CorsLayer, Policy};
use tower::ServiceExt;

const APPLICATION: &str = "CORS_TEST_APPLICATION";

/// Loggers are a process's: the test runs itself as the application, and returns what that prints.
/// `None` to the application.
fn printed(test: &str) -> Option<String> {
    if env::var_os(APPLICATION).is_some() {
        return None;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(APPLICATION, "yes")
        .env_remove("RUST_LOG")
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    Some(String::from_utf8(printed).unwrap())
}

#[test]
fn warnings_are_heard() {
    let Some(printed) = printed("warnings_are_heard") else {
        return application();
    };
    let heard = printed.lines().filter(|line| line.contains("CORS policy"));
    let heard: Vec<_> = heard.collect();
    let [line] = heard[..] else {
        panic!("not one line: {printed}");
    };
    assert!(line.contains(" WARN cors: "), "{line}");
    let end = "CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\"";
    assert!(line.ends_with(end), "{line}");
}

#[test]
fn what_is_blocked_is_heard() {
    let Some(printed) = printed("what_is_blocked_is_heard") else {
        return blocked_application();
    };
    assert_documented(&printed, "blocked by CORS");
}

#[test]
fn what_is_refused_is_heard() {
    let Some(printed) = printed("what_is_refused_is_heard") else {
        return refusing_application();
    };
    assert_documented(&printed, "refused by guard_");
}

/// The line that the documentation shows is the one that is printed, except for the time.
fn assert_documented(printed: &str, words: &str) {
    let lines = |text| str::lines(text).filter(|line| line.contains(words));
    let documented: Vec<_> = lines(include_str!("../src/serving.md"))
        .map(after_time)
        .collect();
    let heard: Vec<_> = lines(printed).map(after_time).collect();
    assert_eq!(heard, documented);
    assert_eq!(heard.len(), 1);
}

fn after_time(line: &str) -> &str {
    line.find("INFO").map_or(line, |place| &line[place..])
}

const PAGE: &str = "http://localhost:5173";

fn local() -> Policy {
    let policy = Policy::builder().allow_origins(["http://localhost:3000"]);
    policy.build().unwrap()
}

/// It is behind a proxy that rewrites `Host`.
fn guarded() -> Policy {
    Policy::builder()
        .allow_origins(["https://app.example.com"])
        .guard_unsafe_methods(true)
        .build()
        .unwrap()
}

const HOST: &str = "127.0.0.1:8015";
const OWN_PAGE: &str = "https://site.example";

fn policy() -> Policy {
    Policy::builder()
        .allow_origins(["https://app.example.com"])
        .max_age(Duration::from_secs(3600))
        .build()
        .unwrap()
}

/// As a guide of the framework's sets its log up.
fn application() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let _: Router = Router::new().layer(CorsLayer::new(policy()));
}

fn blocked_application() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let app = Router::new().layer(CorsLayer::new(local()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for _ in 0..2 {
        let request = Request::get("/items")
            .header("origin", PAGE)
            .body(Body::empty());
        runtime
            .block_on(app.clone().oneshot(request.unwrap()))
            .unwrap();
    }
}

fn refusing_application() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let app = Router::new().layer(CorsLayer::new(guarded()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for _ in 0..2 {
        let request = Request::post("/items")
            .header("host", HOST)
            .header("origin", OWN_PAGE)
            .body(Body::empty());
        runtime
            .block_on(app.clone().oneshot(request.unwrap()))
            .unwrap();
    }
}
