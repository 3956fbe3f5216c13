//! A policy's warnings are heard by `tracing-subscriber`, the usual log with poem.

use core::time::Duration;
use std::{env, process::Command};

use cors_poem::{Cors, Policy};
use poem::{EndpointExt, Route};

const APPLICATION: &str = "CORS_TEST_APPLICATION";

/// Loggers are a process's: the test runs itself as the application, and reads what that prints.
#[test]
fn warnings_are_heard() {
    if env::var_os(APPLICATION).is_some() {
        return application();
    }
    let test = env::current_exe().unwrap();
    let output = Command::new(test)
        .args(["--exact", "warnings_are_heard", "--nocapture"])
        .env(APPLICATION, "yes")
        .env_remove("RUST_LOG")
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).unwrap();
    let heard = printed.lines().filter(|line| line.contains("CORS policy"));
    let heard: Vec<_> = heard.collect();
    let [line] = heard[..] else {
        panic!("not one line: {printed}");
    };
    assert!(line.contains(" WARN cors: "), "{line}");
    let end = "CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\"";
    assert!(line.ends_with(end), "{line}");
}

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
    let _ = Route::new().with(Cors::new(policy()));
}
