//! The head of a request in plain text.

use super::{Field, RequestHead};

/// The head of a request in plain text, for code that has no request of a framework at hand: a
/// handler that knows only an origin, a command, a test.
///
/// # Example
///
/// ```
/// use cors_core::{Outcome, Policy, adapter::{Field, PlainHead}};
///
/// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
/// let request = PlainHead::new("GET").line(Field::Origin, "http://app.example.com");
/// let explanation = policy.explain(&request);
/// assert_eq!(explanation.outcome(), Some(Outcome::OriginNotAllowed));
///
/// // A preflight has the page's method in a header of its own.
/// let preflight = PlainHead::new("OPTIONS")
///     .line(Field::Origin, "https://app.example.com")
///     .line(Field::AccessControlRequestMethod, "PUT");
/// assert_eq!(
///     policy.explain(&preflight).to_string(),
///     "a page of https://app.example.com asks for PUT: the method PUT is not allowed; \
///      add \"PUT\" to allow_methods"
/// );
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainHead {
    method: String,
    authority: Option<String>,
    path: Option<String>,
    lines: Vec<(Field, Vec<u8>)>,
}

impl PlainHead {
    /// A request with a method, and without any header.
    #[must_use]
    pub fn new(method: &str) -> Self {
        Self {
            method: method.to_owned(),
            authority: None,
            path: None,
            lines: Vec::new(),
        }
    }

    /// With host and port of the target, as an absolute target of HTTP/1.1 and `:authority` of HTTP/2 name
    /// them. Guards compare them with `Host`.
    ///
    /// ```
    /// use cors_core::{Outcome, Policy, adapter::{Field, PlainHead}};
    ///
    /// let policy = Policy::builder().expect_hosts(["localhost"]).build()?;
    /// let request = PlainHead::new("GET").authority("localhost:8443");
    /// assert_eq!(policy.explain(&request).outcome(), None);
    /// let contradictory = request.line(Field::Host, "evil.test");
    /// assert_eq!(policy.explain(&contradictory).outcome(), Some(Outcome::UnknownHost));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn authority(mut self, authority: &str) -> Self {
        self.authority = Some(authority.to_owned());
        self
    }

    /// With a path, which explanations show.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// With one more line of a header.
    #[must_use]
    pub fn line(mut self, field: Field, value: impl AsRef<[u8]>) -> Self {
        self.lines.push((field, value.as_ref().to_owned()));
        self
    }
}

impl RequestHead<Vec<u8>> for PlainHead {
    fn method(&self) -> &str {
        &self.method
    }

    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Vec<u8>>> {
        let lines = self.lines.iter().filter(move |(name, _)| *name == field);
        lines.map(|(_, value)| value.as_slice())
    }
}
