//! What the tests of explanations share: a request, and what a policy says of it.

use cors_core::{
    CureValue, Explanation, Policy, PolicyBuilder, ReasonKind, Setting,
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

/// The sentence behind the stem, the difference's code, and the cure.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_near(builder: PolicyBuilder, origin: &str, difference: &str, rest: &str) {
    let explanation = explained(builder, origin);
    assert_eq!(
        explanation.to_string(),
        format!("a page of {origin} asks for GET: the origin is not allowed; {rest}")
    );
    assert_eq!(near(&explanation), Some((difference, 0)));
}

/// The difference and the entry's place.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn near(explanation: &Explanation) -> Option<(&'static str, usize)> {
    let [reason] = explanation.reasons() else {
        panic!("{explanation}");
    };
    let ReasonKind::OriginNotAllowed { nearest, .. } = reason.kind() else {
        panic!("{explanation}");
    };
    let nearest = nearest.as_ref()?;
    Some((nearest.difference().as_str(), nearest.entry()))
}

/// This entry is the nearest, by itself and among others.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_listed(entry: &str, origin: &str, difference: &str, clause: &str) {
    let rest = format!("the nearest entry, {entry:?}, {clause}; add {origin:?} to allow_origins");
    assert_near(listing(&[entry]), origin, difference, &rest);
    // It holds among others, too.
    let explanation = explained(listing(&["https://other.test", entry]), origin);
    assert_eq!(near(&explanation), Some((difference, 1)));
    let cures: Vec<_> = explanation.cures().collect();
    let [cure] = cures[..] else {
        panic!("{explanation}");
    };
    assert_eq!(cure.setting(), Setting::AllowOrigins);
    assert_eq!(*cure.value(), CureValue::List(vec![origin.to_owned()]));
}
