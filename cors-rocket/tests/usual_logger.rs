//! A policy's warnings, and what is blocked, are heard by Rocket's own logger at its usual level.

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

/// The line that the documentation shows is the one that is printed, except for the time.
#[test]
fn what_is_blocked_is_heard() {
    let Some(printed) = printed("what_is_blocked_is_heard") else {
        return blocked_application();
    };
    let lines = |text: &'static str| text.lines().filter(|line| line.contains("blocked by CORS"));
    let documented: Vec<_> = lines(include_str!("../src/serving.md"))
        .map(after_time)
        .collect();
    let heard: Vec<_> = lines(printed.leak()).map(after_time).collect();
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
