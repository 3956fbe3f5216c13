//! A policy that is replaced: what is logged of the new one, and what is kept of adapters.

use cors_core::{LivePolicy, Policy, adapter::Responder};

fn policy(origin: &str) -> Policy {
    Policy::builder().allow_origins([origin]).build().unwrap()
}

/// As where a layer is made for each connection, and nothing is ever replaced.
#[test]
fn adapters_that_are_gone_are_forgotten() {
    let live = LivePolicy::new(policy("https://app.example.com"));
    let make = |adapters: usize| {
        for _ in 0..adapters {
            drop(Responder::<Vec<u8>>::new(&live));
        }
    };
    make(10);
    let info = allocation_counter::measure(|| make(10_000));
    assert!(info.bytes_current < 1_000, "{info:?}");
}

#[test]
fn adapters_that_are_there_are_kept() {
    let live = LivePolicy::new(policy("https://app.example.com"));
    let first = Responder::<Vec<u8>>::new(&live);
    let more: Vec<_> = (0..10).map(|_| Responder::<Vec<u8>>::new(&live)).collect();
    drop(more);
    let last = Responder::<Vec<u8>>::new(&live);
    live.replace(policy("https://new.example.com"));
    for responder in [first, last] {
        let shown = format!("{responder:?}");
        assert!(shown.contains("https://new.example.com"), "{shown}");
    }
}

#[cfg(feature = "tracing")]
mod log {
    use core::fmt;
    use std::sync::{Arc, Mutex};

    use cors_core::{LivePolicy, Policy, adapter::Responder};
    use tracing::{
        Event, Metadata, Subscriber,
        field::{Field, Visit},
        span,
    };

    /// Every event's target, level and fields.
    #[derive(Clone, Default)]
    struct Events(Arc<Mutex<Vec<String>>>);

    impl Subscriber for Events {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }

        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

        fn event(&self, event: &Event<'_>) {
            let metadata = event.metadata();
            let mut line = Line(format!("{} {}:", metadata.level(), metadata.target()));
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }

        fn enter(&self, _: &span::Id) {}

        fn exit(&self, _: &span::Id) {}
    }

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.0 += &format!(" {field}={value:?}");
        }
    }

    fn surprising(max_age: u64) -> Policy {
        Policy::builder()
            .allow_origins(["https://app.example.com"])
            .max_age(core::time::Duration::from_secs(max_age))
            .build()
            .unwrap()
    }

    /// Once, and not for each adapter.
    #[test]
    fn a_replaced_policys_warnings_are_logged() {
        let events = Events::default();
        tracing::subscriber::with_default(events.clone(), || {
            let live = LivePolicy::new(surprising(60));
            let _adapters = [1, 2, 3].map(|_| Responder::<Vec<u8>>::new(&live));
            assert!(events.0.lock().unwrap().is_empty());
            live.replace(surprising(3600));
            live.replace(surprising(600));
        });
        assert_eq!(
            *events.0.lock().unwrap(),
            [
                "WARN cors: message=CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\""
            ]
        );
    }
}
