//! What is logged where a live policy is replaced.
#![cfg(feature = "tracing")]

use std::{
    io,
    sync::{Arc, LazyLock, Mutex},
};

use cors_core::{LivePolicy, Policy};
use tracing::{Dispatch, subscriber::NoSubscriber};

/// Where there is only one subscriber, `tracing` asks that of the thread which comes to an event first
/// whether anybody hears it, for all threads; and a test beside this one has none. So there are two.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::default()));

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(action: impl FnOnce()) -> Vec<String> {
    LazyLock::force(&SECOND);
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    tracing::subscriber::with_default(subscriber, action);
    let bytes = written.0.lock().unwrap().clone();
    String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn policy(methods: &[String]) -> Policy {
    let builder = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(methods);
    builder.allow_headers(["content-type"]).build().unwrap()
}

#[test]
fn each_change_is_a_line() {
    let live = LivePolicy::new(policy(&[]));
    let new = Policy::builder()
        .allow_origins(["https://*.example.com"])
        .allow_headers(["content-type"]);
    let new = new.minimal_disclosure(true).build().unwrap();
    let lines = logged(|| {
        let changes = cors_diff::replace(&live, new.clone());
        assert_eq!(changes.len(), 2);
    });
    assert_eq!(
        lines,
        [
            " INFO cors: CORS policy replaced: now allowed: https://a.example.com setting=\"allow_origins\" kind=\"widens\"",
            " INFO cors: CORS policy replaced: a preflight's answer names only what was asked for, no longer the whole policy \
             setting=\"minimal_disclosure\" kind=\"differs\"",
        ]
    );
    assert_eq!(live.current(), new);
    assert_eq!(logged(|| drop(cors_diff::replace(&live, new))), [""; 0]);
}

#[test]
fn lines_are_few_and_short() {
    let live = LivePolicy::new(policy(&[]));
    let mut methods: Vec<_> = (0..50).map(|number| format!("METHOD-{number}")).collect();
    methods[0] = "A".repeat(5_000);
    let lines = logged(|| {
        let changes = cors_diff::replace(&live, policy(&methods));
        assert_eq!(changes.len(), 50);
    });
    let lines: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("replaced"))
        .collect();
    assert_eq!(lines.len(), 21);
    assert!(
        lines[0].contains(&format!(
            "now allowed: {}… ",
            "A".repeat(200 - "now allowed: ".len())
        )),
        "{}",
        lines[0]
    );
    assert!(lines.iter().all(|line| line.len() < 400), "{lines:?}");
    assert!(
        lines[20].ends_with("CORS policy replaced: more changes than are listed count=30"),
        "{}",
        lines[20]
    );
}
