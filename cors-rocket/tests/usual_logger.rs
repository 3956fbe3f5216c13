//! A policy's warnings, what is blocked, and what is refused, are heard by Rocket's own logger at its usual level.

use core::time::Duration;
use std::{env, process::Command};

use cors_rocket::{Cors, Policy};
use rocket::{Config, config::LogLevel, http::Header, local::blocking::Client};

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
    assert!(line.contains("CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser"), "{line}");
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

/// The policy is built before Rocket, whose logger is not there yet.
fn application() {
    let cors = Cors::new(policy());
    let _ = Client::untracked(rocket::custom(normal()).attach(cors)).unwrap();
}

fn normal() -> Config {
    Config {
        log_level: LogLevel::Normal,
        ..Config::default()
    }
}

fn blocked_application() {
    let client = Client::untracked(rocket::custom(normal()).attach(Cors::new(local()))).unwrap();
    for _ in 0..2 {
        client
            .get("/items")
            .header(Header::new("origin", PAGE))
            .dispatch();
    }
}

fn refusing_application() {
    let client = Client::untracked(rocket::custom(normal()).attach(Cors::new(guarded()))).unwrap();
    for _ in 0..2 {
        client
            .post("/items")
            .header(Header::new("host", HOST))
            .header(Header::new("origin", OWN_PAGE))
            .dispatch();
    }
}
