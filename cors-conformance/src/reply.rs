//! What an implementation answered, in terms that every framework has.

/// What an implementation answered to a [`Request`](crate::Request).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "senders write it as a literal")]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Every header line, in the order received. Names in any case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// How often a handler ran for this request, as [`Spy::take`](crate::Spy::take) says; `None`
    /// where the sender can't know, as over a socket.
    pub handler_runs: Option<u32>,
    /// The whole body; `None` where the sender doesn't read it. It is looked at where a guard refuses a
    /// request.
    pub body: Option<Vec<u8>>,
}

impl Reply {
    /// A reply from any kind of header map, [without a body](Self::with_body). The iterators of both versions of `http::HeaderMap` can
    /// be passed as they are.
    pub fn new<N: AsRef<str>, V: AsRef<[u8]>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        handler_runs: Option<u32>,
    ) -> Self {
        Self {
            status,
            headers: headers
                .into_iter()
                .map(|(name, value)| (name.as_ref().to_owned(), value.as_ref().to_vec()))
                .collect(),
            handler_runs,
            body: None,
        }
    }

    /// The same with the body that was read.
    #[must_use]
    pub fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: Some(body.into()),
            ..self
        }
    }
}
