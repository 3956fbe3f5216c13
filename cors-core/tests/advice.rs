//! The log of a policy that begins to serve: a line for each warning, and one for all advice.
#![cfg(feature = "tracing")]

use core::fmt::Debug;
use std::sync::{Arc, Mutex};

use cors_core::{Policy, adapter::Responder};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Every event's level and message.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let line = format!("{} {}", event.metadata().level(), message.0);
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

fn logged(policy: &Policy) -> Vec<String> {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || drop(Responder::<Vec<u8>>::new(policy)));
    let lines = log.0.lock().unwrap();
    lines.clone()
}

#[test]
fn advice_is_one_line() {
    let policy = Policy::builder()
        .allow_origins("https://app.example.com")
        .allow_methods(["GET", "PUT", "POST", "ALL"])
        .allow_headers(["DNT", "content-type", "accept", "Origin", "dnt"])
        .expose_headers(["x-a", "content-type"])
        .build()
        .unwrap();
    assert_eq!(
        logged(&policy),
        [
            r#"WARN CORS policy: method "ALL" in allow_methods is a name like any other; list the methods, or write "*" if you mean every method"#,
            r#"INFO CORS policy: these entries are not needed: allow_methods "GET", "POST"; allow_headers "DNT", "accept", "Origin"; expose_headers "content-type""#,
        ]
    );
    assert_eq!(policy.warnings().len(), 7);
    assert_eq!(
        policy.warnings().iter().filter(|w| w.is_advice()).count(),
        6
    );
}

#[test]
fn without_advice_there_is_no_line() {
    let policy = Policy::builder()
        .allow_origins("https://app.example.com")
        .build()
        .unwrap();
    assert!(logged(&policy).is_empty());
}
