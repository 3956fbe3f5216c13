//! A case, and the request and reply that it is about.

use crate::{citation::Citation, compare::compare, failure::Failure, place::Place, reply::Reply};

/// One request and the one answer that is right.
///
/// Cases are read from TOML, see [the format](crate#the-format-of-a-case).
#[derive(Clone, Debug)]
pub struct Case {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) why: Option<String>,
    pub(crate) citation: Citation,
    pub(crate) request: Request,
    pub(crate) expected: Expected,
}

impl Case {
    /// The name, unique in the suite.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file that it is written in.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's name without its ending.
    #[must_use]
    pub fn topic(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// Why the case is there, where its name and its citation don't say.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Where the expectation comes from: a link into the Fetch standard, an RFC, or one of the
    /// suite's [rules](crate#rules-beyond-the-standard).
    #[must_use]
    pub fn citation(&self) -> String {
        self.citation.to_string()
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Compares a reply with the one that is right, for runners that do more with a difference than to list it.
    /// `None` if it is the expected one, else [`Failure::Differs`].
    ///
    /// ```
    /// use cors_conformance::{Failure, Suite, reference::Application};
    ///
    /// let suite = Suite::builtin();
    /// let case = &suite.cases()[0];
    /// let mut reply = Application::new(&suite).send(case.request());
    /// assert!(case.compare(&reply).is_none());
    /// reply.status = 500;
    /// let Some(Failure::Differs { difference, .. }) = case.compare(&reply) else {
    ///     panic!("it differs");
    /// };
    /// let unexpected: Vec<_> = difference.unexpected().collect();
    /// assert_eq!(unexpected, [("status", &b"500"[..])]);
    /// ```
    #[must_use]
    pub fn compare(&self, reply: &Reply) -> Option<Failure> {
        let difference = compare(&self.request, &self.expected, reply)?;
        Some(Failure::Differs {
            case: self.clone(),
            difference,
        })
    }
}

/// What a sender sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub(crate) place: Place,
    pub(crate) method: String,
    pub(crate) authority: Option<String>,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: String,
    pub(crate) is_handshake: bool,
}

impl Request {
    /// What guards the target.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The method, byte for byte.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query, the policy's prefix included: `/NAME/echo?x=1`.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Host and port of the target, where it names them: an absolute target of HTTP/1.1, `:authority` of
    /// HTTP/2.
    ///
    /// Few cases have it. Where it is `None`, HTTP/2 has no `Host` line either if there is one: then that is
    /// `:authority`.
    #[must_use]
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The target as the request line of HTTP/1.1 has it: absolute if it names an
    /// [authority](Self::authority), else the [path](Self::target).
    #[must_use]
    pub fn uri(&self) -> String {
        match &self.authority {
            Some(authority) => format!("http://{authority}{}", self.target),
            None => self.target.clone(),
        }
    }

    /// Whether it is a whole WebSocket handshake, for `/socket`. Its lines are among the
    /// [headers](Self::headers), and 101 is the status where it is accepted.
    ///
    /// Senders that have no connection to switch to another protocol [leave these
    /// out](crate#handshakes). Over HTTP/2 a handshake is another request, extended CONNECT, and 200 is its 101.
    #[must_use]
    pub fn is_handshake(&self) -> bool {
        self.is_handshake
    }

    /// Every header line, `Host` included. Lines of one name have to be sent as separate lines.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// The body, which few cases have.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// What the reply has to be.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    /// The framework's choice where there are several.
    pub(crate) status: Vec<u16>,
    pub(crate) handler: bool,
    /// The `Access-Control-*` lines, all of them.
    pub(crate) access_control: Vec<(String, Vec<u8>)>,
    /// The tokens of `Vary`, all of them, lower case and sorted.
    pub(crate) vary: Vec<String>,
    /// Whether a guard refuses the request, which fixes the body.
    pub(crate) refusal: bool,
    /// Further lines that have to be there.
    pub(crate) keeps: Vec<(String, Vec<u8>)>,
}
