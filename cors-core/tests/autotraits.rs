//! What every public type can be expected to do, whatever it holds.

use core::{
    error::Error,
    fmt::{Debug, Display},
    hash::Hash,
};

use cors_core::{
    Cure, CureValue, Difference, Explanation, GuardRule, GuardVerdict, HostFlaw, InvalidHost,
    InvalidOrigin, LivePolicy, Nearest, NotAnOrigin, Origin, OriginEntry, OriginFlaw,
    OriginPattern, OriginVerdict, Outcome, Policy, PolicyBuilder, PolicyError, PolicySource,
    Problem, ProblemKind, Reason, ReasonKind, RefusedBy, RequestKind, Setting, Settings, Severity,
    Verdict,
    adapter::{
        Answer, Decision, Field, Headers, Overridden, OverriddenFields, PlainHead, Responder,
        ResponseHeaders,
    },
};

type Value = Vec<u8>;

fn assert_shared<T: Send + Sync + Unpin + 'static>() {}
fn assert_plain<T: Debug + Clone + PartialEq>() {}
fn assert_cloned<T: Debug + Clone>() {}
fn assert_key<T: Eq + Hash>() {}
fn assert_eq_is_total<T: Eq>() {}
fn assert_displayed<T: Display>() {}
fn assert_error<T: Error + Send + Sync + 'static>() {}

#[test]
fn send_sync_unpin() {
    assert_shared::<Cure>();
    assert_shared::<CureValue>();
    assert_shared::<Difference>();
    assert_shared::<Explanation>();
    assert_shared::<Nearest>();
    assert_shared::<Outcome>();
    assert_shared::<Reason>();
    assert_shared::<ReasonKind>();
    assert_shared::<GuardRule>();
    assert_shared::<GuardVerdict>();
    assert_shared::<HostFlaw>();
    assert_shared::<InvalidHost>();
    assert_shared::<RefusedBy>();
    assert_shared::<InvalidOrigin>();
    assert_shared::<LivePolicy>();
    assert_shared::<Origin<'static>>();
    assert_shared::<OriginFlaw>();
    assert_shared::<OriginPattern>();
    assert_shared::<Policy>();
    assert_shared::<PolicyBuilder>();
    assert_shared::<PolicyError>();
    assert_shared::<PolicySource>();
    assert_shared::<Problem>();
    assert_shared::<ProblemKind>();
    assert_shared::<Setting>();
    assert_shared::<Severity>();
    assert_shared::<NotAnOrigin>();
    assert_shared::<OriginEntry<'static>>();
    assert_shared::<OriginVerdict<'static>>();
    assert_shared::<RequestKind>();
    assert_shared::<Settings>();
    assert_shared::<Verdict<'static>>();
    assert_shared::<Headers<'static, Value>>();
    assert_shared::<OverriddenFields>();
    assert_shared::<Decision<Value>>();
    assert_shared::<Field>();
    assert_shared::<Overridden>();
    assert_shared::<PlainHead>();
    assert_shared::<Answer<Value>>();
    assert_shared::<Responder<Value>>();
    assert_shared::<ResponseHeaders<Value>>();
}

#[test]
fn compared_and_shown() {
    assert_plain::<Cure>();
    assert_plain::<CureValue>();
    assert_plain::<Difference>();
    assert_plain::<Explanation>();
    assert_plain::<Nearest>();
    assert_plain::<Outcome>();
    assert_plain::<Reason>();
    assert_plain::<ReasonKind>();
    assert_plain::<GuardRule>();
    assert_plain::<GuardVerdict>();
    assert_plain::<HostFlaw>();
    assert_plain::<InvalidHost>();
    assert_plain::<RefusedBy>();
    assert_plain::<InvalidOrigin>();
    assert_plain::<Origin<'static>>();
    assert_plain::<OriginFlaw>();
    assert_plain::<OriginPattern>();
    assert_plain::<Policy>();
    assert_plain::<PolicyBuilder>();
    assert_eq_is_total::<PolicyBuilder>();
    assert_plain::<PolicyError>();
    assert_plain::<Problem>();
    assert_plain::<ProblemKind>();
    assert_plain::<Setting>();
    assert_plain::<Severity>();
    assert_plain::<Decision<Value>>();
    assert_plain::<Field>();
    assert_plain::<Overridden>();
    assert_plain::<PlainHead>();
    assert_plain::<Answer<Value>>();
    assert_plain::<ResponseHeaders<Value>>();
    assert_plain::<NotAnOrigin>();
    assert_plain::<OriginEntry<'static>>();
    assert_plain::<OriginVerdict<'static>>();
    assert_plain::<RequestKind>();
    assert_plain::<Settings>();
    assert_cloned::<Verdict<'static>>();
    assert_cloned::<Headers<'static, Value>>();
    assert_cloned::<OverriddenFields>();
    // A predicate compares with nothing but its own clones.
    assert_cloned::<PolicyBuilder>();
    assert_cloned::<Responder<Value>>();
    assert_cloned::<LivePolicy>();
    assert_cloned::<PolicySource>();
}

#[test]
fn hashed_and_displayed() {
    assert_key::<Difference>();
    assert_key::<Outcome>();
    assert_key::<GuardRule>();
    assert_key::<GuardVerdict>();
    assert_key::<HostFlaw>();
    assert_key::<InvalidHost>();
    assert_key::<RefusedBy>();
    assert_key::<InvalidOrigin>();
    assert_key::<Origin<'static>>();
    assert_key::<OriginFlaw>();
    assert_key::<OriginPattern>();
    assert_key::<Problem>();
    assert_key::<ProblemKind>();
    assert_key::<Setting>();
    assert_key::<Severity>();
    assert_key::<Field>();
    assert_key::<NotAnOrigin>();
    assert_key::<RequestKind>();
    assert_eq_is_total::<Policy>();
    assert_eq_is_total::<Settings>();
    assert_displayed::<Cure>();
    assert_displayed::<Explanation>();
    assert_displayed::<Nearest>();
    assert_displayed::<Outcome>();
    assert_displayed::<Reason>();
    assert_displayed::<HostFlaw>();
    assert_displayed::<InvalidHost>();
    assert_displayed::<InvalidOrigin>();
    assert_displayed::<Origin<'static>>();
    assert_displayed::<OriginFlaw>();
    assert_displayed::<OriginPattern>();
    assert_displayed::<Policy>();
    assert_displayed::<PolicyError>();
    assert_displayed::<Problem>();
    assert_displayed::<Setting>();
    assert_displayed::<Severity>();
    assert_displayed::<Field>();
}

#[test]
fn errors_pass_through_the_question_mark() {
    assert_error::<InvalidHost>();
    assert_error::<InvalidOrigin>();
    assert_error::<NotAnOrigin>();
    assert_error::<PolicyError>();

    fn parse(text: &str) -> Result<OriginPattern, Box<dyn Error + Send + Sync>> {
        Ok(text.parse()?)
    }
    fn build() -> Result<Policy, Box<dyn Error + Send + Sync>> {
        Ok(Policy::builder().build()?)
    }
    assert!(parse("").unwrap_err().is::<InvalidOrigin>());
    assert!(build().unwrap_err().is::<PolicyError>());
}
