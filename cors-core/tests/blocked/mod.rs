//! What the tests of explanations share: a request, and what a policy says of it.

use cors_core::{
    Explanation, Policy, PolicyBuilder,
    adapter::{Field, RequestHead},
};

/// The head of a request, as none of the frameworks has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    pub(crate) method: String,
    pub(crate) authority: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) lines: Vec<(Field, Vec<u8>)>,
}

#[allow(dead_code, reason = "each test file uses some of it")]
impl Head {
    /// A `GET` of a page of this origin.
    pub(crate) fn get(origin: impl AsRef<[u8]>) -> Self {
        Self {
            method: "GET".to_owned(),
            ..Self::default()
        }
        .with(Field::Origin, origin)
    }

    /// A preflight for this method and these headers.
    pub(crate) fn preflight(origin: impl AsRef<[u8]>, method: &str, headers: &str) -> Self {
        let head = Self::get(origin).with(Field::AccessControlRequestMethod, method);
        let head = Self {
            method: "OPTIONS".to_owned(),
            ..head
        };
        if headers.is_empty() {
            return head;
        }
        head.with(Field::AccessControlRequestHeaders, headers)
    }

    /// The same with a line more.
    pub(crate) fn with(mut self, field: Field, value: impl AsRef<[u8]>) -> Self {
        self.lines.push((field, value.as_ref().to_owned()));
        self
    }
}

impl RequestHead<Vec<u8>> for Head {
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

/// What a policy says of a page of this origin.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn explained(builder: PolicyBuilder, origin: impl AsRef<[u8]>) -> Explanation {
    let policy = builder.build().unwrap();
    policy.explain(&Head::get(origin))
}

/// A policy that lists these origins.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn listing(origins: &[&str]) -> PolicyBuilder {
    Policy::builder().allow_origins(origins)
}
