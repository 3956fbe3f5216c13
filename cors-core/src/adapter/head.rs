//! What a framework shows of a request, and what it lets the engine do to a response.

use super::Field;

/// What a decision reads of a request.
///
/// `V` is the framework's own type of header values.
pub trait RequestHead<V> {
    /// The method, byte for byte.
    fn method(&self) -> &str;

    /// Host and port of the request's target, if that names them: an absolute target of HTTP/1.1,
    /// `:authority` of HTTP/2 (<https://httpwg.org/specs/rfc9110.html#target.resource>). `None` if it
    /// doesn't, or if the framework does not show it.
    ///
    /// It is never taken from `Host` or from a proxy's headers. Guards compare it with `Host`, so an adapter
    /// that can show it has to: over HTTP/2, most requests have no `Host`.
    fn authority(&self) -> Option<&str>;

    /// The path of the request's target, for the log: without the query, in which secrets may stand.
    /// `None` if the framework does not show it. No decision depends on it.
    fn path(&self) -> Option<&str> {
        None
    }

    /// Every line of a header, in order. Values that the framework can't show as bytes count as
    /// lines too: an attacker must not be able to hide a header from the decision.
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<V>>;
}

/// What a decision reads and writes of a response.
///
/// `V` is the framework's own type of header values.
pub trait ResponseHead<V> {
    /// Whether `test` holds for the name of any header. It is asked about each name, in whatever case,
    /// until it holds.
    fn any_name(&self, test: impl FnMut(&str) -> bool) -> bool;

    /// Every line of a header, in order.
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>>;

    /// Adds a line, whatever lines are there.
    fn append(&mut self, field: Field, value: V);

    /// Removes every line of a header.
    fn remove(&mut self, field: Field);
}
