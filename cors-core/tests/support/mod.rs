//! What the tests of policies share: problems in full, and whom a policy allows.

use cors_core::{
    Policy, PolicyBuilder, Problem, Severity,
    adapter::{Decision, Field, RequestHead, Responder},
};

/// A problem as its readers see it.
#[derive(Debug, PartialEq)]
pub(crate) struct Expected<'a> {
    pub(crate) code: &'a str,
    pub(crate) setting: &'a str,
    pub(crate) entry: Option<usize>,
    pub(crate) suggestion: Option<&'a str>,
    pub(crate) sentence: &'a str,
}

#[allow(dead_code, reason = "each test file uses some of it")]
impl Expected<'_> {
    #[track_caller]
    fn assert_is(&self, problem: &Problem, severity: Severity) {
        let sentence = problem.to_string();
        let found = Expected {
            code: problem.code(),
            setting: problem.setting().as_str(),
            entry: problem.entry(),
            suggestion: problem.suggestion(),
            sentence: &sentence,
        };
        assert_eq!(&found, self);
        assert_eq!(problem.severity(), severity, "{problem}");
        let halves = [problem.message(), problem.cure()];
        assert_eq!(halves.join("; "), sentence);
        assert!(
            Problem::CODES.iter().any(|(code, _)| *code == self.code),
            "{sentence}"
        );
    }
}

/// The only problem, and the policy does not build for it.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_error(builder: PolicyBuilder, expected: &Expected<'_>) {
    let error = match builder.build() {
        Ok(policy) => panic!("built: {policy}, {:?}", policy.warnings()),
        Err(error) => error,
    };
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    expected.assert_is(problem, Severity::Error);
}

/// The only problem, and the policy builds.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_warning(builder: PolicyBuilder, expected: &Expected<'_>) {
    let policy = builder.build().unwrap();
    let [problem] = policy.warnings() else {
        panic!("{:#?}", policy.warnings());
    };
    expected.assert_is(problem, Severity::Warning);
}

/// A policy that lists these origins, without credentials.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn origins(origins: &[&str]) -> PolicyBuilder {
    Policy::builder().allow_origins(origins)
}

/// The same, with credentials.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn private(listed: &[&str]) -> PolicyBuilder {
    origins(listed).allow_credentials(true)
}

/// The policy builds with one warning, that a permission accepts what would be an error otherwise.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_accepted(builder: PolicyBuilder, code: &str) {
    let policy = builder.build().unwrap();
    let [problem] = policy.warnings() else {
        panic!("{:#?}", policy.warnings());
    };
    assert_eq!(problem.code(), code, "{problem}");
    let cure = problem.cure();
    assert!(cure.contains("accepts this: make sure"), "{problem}");
}

/// The policy has no flaw.
#[allow(dead_code, reason = "each test file uses some of it")]
#[track_caller]
pub(crate) fn assert_clean(builder: PolicyBuilder) {
    let policy = builder.build().unwrap();
    let sentences: Vec<_> = policy.warnings().iter().map(Problem::to_string).collect();
    assert!(sentences.is_empty(), "{sentences:#?}");
}

/// The codes of all problems, whether or not the policy builds.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn codes(builder: PolicyBuilder) -> Vec<&'static str> {
    match builder.build() {
        Ok(policy) => policy.warnings().iter().map(Problem::code).collect(),
        Err(error) => error.problems().iter().map(Problem::code).collect(),
    }
}

/// A `GET` with these `Origin` lines and nothing else.
struct Get<'a>(&'a [&'a [u8]]);

impl RequestHead<Vec<u8>> for Get<'_> {
    fn method(&self) -> &str {
        "GET"
    }

    fn authority(&self) -> Option<&str> {
        None
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Vec<u8>>> {
        let origins = if field == Field::Origin { self.0 } else { &[] };
        origins.iter().copied()
    }
}

/// Whether a policy shares its responses with this origin.
#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn allows(policy: &Policy, origin: impl AsRef<[u8]>) -> bool {
    let decision = Responder::<Vec<u8>>::new(policy).respond(&Get(&[origin.as_ref()]));
    let Decision::Forward(headers) = decision else {
        panic!("a GET is no preflight");
    };
    let mut headers = headers.iter();
    let shared_with = headers.find(|(field, _)| *field == Field::AccessControlAllowOrigin);
    let Some((_, shared_with)) = shared_with else {
        return false;
    };
    assert!(shared_with == b"*" || shared_with == origin.as_ref());
    true
}
