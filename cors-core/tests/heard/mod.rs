//! What is logged on this thread, each event in one line with its fields.
#![allow(dead_code, reason = "each test file uses some of it")]

use core::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use cors_core::{
    PolicySource,
    adapter::{Head, Responder},
};
use http::{HeaderValue, Request};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Every event that is at least this severe.
struct Log {
    most: Level,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.most
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        assert_eq!(metadata.target(), "cors");
        let mut line = Line(metadata.level().to_string());
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let name = field.name();
        match name {
            "message" => write!(self.0, " {value:?}"),
            _ => write!(self.0, " {name}={value:?}"),
        }
        .unwrap();
    }
}

pub(crate) fn heard(most: Level, act: impl FnOnce()) -> Vec<String> {
    let lines = Arc::default();
    let log = Log {
        most,
        lines: Arc::clone(&lines),
    };
    tracing::subscriber::with_default(log, act);
    let lines = lines.lock().unwrap();
    lines.clone()
}

/// A responder, whose policy has no warnings.
pub(crate) fn responder(policy: impl Into<PolicySource>) -> Responder<HeaderValue> {
    Responder::new(policy)
}

pub(crate) fn get(origin: &str, path: &str) -> Request<()> {
    let request = Request::get(path).header("origin", origin);
    request.body(()).unwrap()
}

pub(crate) fn preflight(origin: &str, method: &str, headers: &str) -> Request<()> {
    let request = Request::options("/items")
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers);
    request.body(()).unwrap()
}

/// The levels of what is heard of these requests.
pub(crate) fn levels(
    responder: &Responder<HeaderValue>,
    most: Level,
    requests: &[Request<()>],
) -> String {
    let lines = heard(most, || {
        for request in requests {
            let _ = responder.respond(&Head::of(request));
        }
    });
    let levels = lines.iter().map(|line| line.split(' ').next().unwrap());
    levels.collect::<Vec<_>>().join(" ")
}
