//! A decision allocates nothing, whichever framework's header values it is made of.

use cors_core::{
    Policy,
    adapter::{Decision, Field, RequestHead, Responder},
};

/// A request of a framework that still speaks `http` 0.2, or of any other.
struct Head<V> {
    method: &'static str,
    lines: Vec<(Field, V)>,
}

impl<V: AsRef<[u8]> + Clone> RequestHead<V> for Head<V>
where
    for<'a> &'a V: Into<V>,
{
    fn method(&self) -> &str {
        self.method
    }

    fn authority(&self) -> Option<&str> {
        None
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<V>> {
        let lines = self.lines.iter().filter(move |(name, _)| *name == field);
        lines.map(|(_, value)| value)
    }
}

fn policies() -> [Policy; 3] {
    let builder = Policy::builder()
        .allow_origins([
            "https://example.com",
            "https://*.example.com",
            "https://pr-{digits}.example.net",
            "http://[::1]:*",
        ])
        .allow_methods(["PUT"])
        .allow_headers(["content-type", "x-a"])
        .expose_headers(["x-request-id"])
        .max_age(core::time::Duration::from_secs(600));
    [
        builder.clone().build().unwrap(),
        builder.clone().minimal_disclosure(true).build().unwrap(),
        builder
            .allow_credentials(true)
            .allow_methods(["*"])
            .allow_headers(["*"])
            .build()
            .unwrap(),
    ]
}

/// As many allocations as all answers of all policies to `requests` cost.
fn allocations<V>(value: impl Fn(&'static str) -> V) -> u64
where
    V: AsRef<[u8]> + Clone + TryFrom<String> + Send + Sync + 'static,
    for<'a> &'a V: Into<V>,
{
    let origins = [
        None,
        Some("https://example.com"),
        Some("https://eu.app.example.com"),
        Some("https://pr-17.example.net"),
        Some("http://[::1]:3000"),
        Some("https://evil.test"),
    ];
    let mut total = 0;
    for policy in policies() {
        let responder = Responder::<V>::new(&policy);
        for origin in origins {
            for (method, asks) in [("GET", false), ("OPTIONS", false), ("OPTIONS", true)] {
                let mut lines: Vec<_> = origin
                    .map(|o| (Field::Origin, value(o)))
                    .into_iter()
                    .collect();
                if asks {
                    lines.push((Field::AccessControlRequestMethod, value("PUT")));
                    lines.push((
                        Field::AccessControlRequestHeaders,
                        value("content-type,x-a"),
                    ));
                }
                let head = Head { method, lines };
                let info = allocation_counter::measure(|| {
                    let decision = responder.respond(&head);
                    let preflight = matches!(decision, Decision::Answer(_));
                    assert_eq!(preflight, asks && origin.is_some());
                });
                total += info.count_total;
            }
        }
    }
    total
}

#[test]
fn none_with_http_1() {
    assert_eq!(allocations(http::HeaderValue::from_static), 0);
}

#[test]
fn none_with_http_0_2() {
    assert_eq!(allocations(http02::HeaderValue::from_static), 0);
}

/// The measurement itself: strings, which are copied where they are echoed, do count.
#[test]
fn some_with_values_that_are_copied() {
    assert!(allocations(Copied::from_static) > 0);
}

#[derive(Clone)]
struct Copied(String);

impl Copied {
    fn from_static(value: &'static str) -> Self {
        Self(value.to_owned())
    }
}

impl AsRef<[u8]> for Copied {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<String> for Copied {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&Self> for Copied {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}
