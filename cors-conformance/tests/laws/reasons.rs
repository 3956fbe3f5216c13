//! One reason, wherever it is asked for: what the policy says of the requests that a browser sent is
//! what the browser says of the answers.
//!
//! They differ only where one of them can't know what the other does:
//!
//! - A server does not know the credentials mode: credentials are the browser's own reason, and
//!   `allow_credentials` its own cure.
//! - With minimal disclosure, and with `*` and credentials, a policy answers with the headers that were
//!   asked for, or with none of them if it lacks one. Then no browser sees which one that was, or that
//!   `*` has not covered `authorization`.

use core::sync::atomic::{AtomicUsize, Ordering};

use cors_browser::{Blocked, Browser, Credentials, CureValue, Outcome, Reason};
use cors_core::{CureValue as CoreCureValue, Explanation, Policy, ReasonKind, adapter::Head};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    generate::{Asked, Settings, asked, handler, settings},
    server::Server,
};

/// Where a policy and a browser look at the same thing, they have the same code for it.
const SHARED: [Reason; 5] = [
    Reason::OriginNotAllowed,
    Reason::NullOrigin,
    Reason::MethodNotAllowed,
    Reason::HeaderNotAllowed,
    Reason::AuthorizationNotCovered,
];

/// What only a browser sees: a server does not know the credentials mode.
const BROWSERS_OWN: [Reason; 3] = [
    Reason::CredentialsNotAllowed,
    Reason::WildcardWithCredentials,
    Reason::WildcardListWithCredentials,
];

#[test]
fn the_policy_and_the_browser_give_the_same_reason() {
    static BLOCKED: [AtomicUsize; 5] = [const { AtomicUsize::new(0) }; 5];

    let config = Config {
        max_global_rejects: 1_000_000,
        source_file: Some(file!()),
        ..Config::with_cases(10_000)
    };
    TestRunner::new(config)
        .run(
            &(settings(), any::<bool>(), handler(), asked()),
            |(mut settings, for_all, handler, asked)| {
                // Many come to the method and the headers.
                if for_all && !settings.credentials {
                    settings.origins = vec!["*"];
                }
                let policy = settings.builder().build().unwrap();
                let server = Server::new(&policy, handler);
                let outcome = Browser::at(asked.origin).fetch(
                    &mut |request| server.answer(&request),
                    asked.request.clone(),
                );
                if let Some(reason) = agree(&policy, &settings, &asked, &outcome)? {
                    let place = SHARED.iter().position(|shared| *shared == reason);
                    BLOCKED[place.unwrap()].fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            },
        )
        .unwrap();
    // All of them were seen, and not only once.
    for (reason, count) in SHARED.iter().zip(&BLOCKED) {
        let count = count.load(Ordering::Relaxed);
        println!("{reason}: {count}");
        assert!(count > 10, "{reason}: {count}");
    }
}

/// The reason that both give, if there is one.
fn agree(
    policy: &Policy,
    settings: &Settings,
    asked: &Asked,
    outcome: &Outcome,
) -> Result<Option<Reason>, TestCaseError> {
    let explanations = outcome.exchanges().iter();
    let mut explanations =
        explanations.map(|exchange| policy.explain(&Head::of(exchange.request())));
    let explanation = explanations.find(Explanation::is_blocked);
    let blocked = outcome.result().err();
    let reason = blocked.and_then(Blocked::reason);
    let context = || format!("{settings:?}\n{asked:?}\n{explanation:?}\n{outcome}");
    if reason.is_some_and(|reason| BROWSERS_OWN.contains(&reason)) {
        prop_assert!(
            asked.credentials == Credentials::Include && !settings.credentials,
            "{}",
            context()
        );
        return Ok(None);
    }
    let (Some(explanation), Some(blocked), Some(reason)) = (&explanation, blocked, reason) else {
        prop_assert!(explanation.is_none() && blocked.is_none(), "{}", context());
        return Ok(None);
    };
    let code = explanation.outcome().map_or("", |outcome| outcome.as_str());
    prop_assert!(SHARED.contains(&reason), "{}", context());
    // Where one header is not allowed, the answer has none of them.
    let is_silent =
        settings.minimal_disclosure || (settings.credentials && settings.headers.contains(&"*"));
    let undisclosed = code == "authorization-not-covered" && reason == Reason::HeaderNotAllowed;
    prop_assert!(
        reason.as_str() == code || (undisclosed && is_silent),
        "{}",
        context()
    );
    let mut known = Known::of(explanation);
    if is_silent && reason == Reason::HeaderNotAllowed {
        known.discloses_no_header(asked);
    }
    check_sentences(explanation, &known, reason, blocked).map_err(|e| fail(&e, context()))?;
    // With credentials, none of either would help.
    if reason == Reason::NullOrigin
        && !settings.credentials
        && asked.credentials != Credentials::Include
    {
        let needs = explanation.reasons()[0].needs();
        prop_assert_eq!(
            needs.map(|needs| needs.as_str()),
            blocked.needs(),
            "{}",
            context()
        );
        prop_assert!(needs.is_some());
    }
    // Of a method and a list in different cases, it is a matter of taste which one is the mistake.
    let other_case = |listed: &&str| listed.eq_ignore_ascii_case(asked.method);
    if reason != Reason::MethodNotAllowed || !settings.methods.iter().any(other_case) {
        check_cures(&known, blocked, asked).map_err(|e| fail(&e, context()))?;
    }
    Ok(Some(reason))
}

fn fail(error: &TestCaseError, context: String) -> TestCaseError {
    TestCaseError::fail(format!("{error}\n{context}"))
}

/// What a policy lacks, as far as a browser can know.
struct Known<'a> {
    headers: Vec<&'a str>,
    /// Settings and what they would have to say.
    cures: Vec<(String, Vec<String>)>,
}

const HEADERS: &str = "allow_headers";

impl<'a> Known<'a> {
    /// All of it, up to where the browser stops: it comes to the headers after the method.
    fn of(explanation: &'a Explanation) -> Self {
        let mut known = Self {
            headers: Vec::new(),
            cures: Vec::new(),
        };
        for reason in explanation.reasons() {
            match reason.kind() {
                ReasonKind::HeaderNotAllowed { name, .. } => known.headers.push(name),
                ReasonKind::AuthorizationNotCovered => known.headers.push("authorization"),
                _ => {}
            }
            if let Some(cure) = reason.cure() {
                known.add(cure);
            }
            if let ReasonKind::MethodNotAllowed { .. } = reason.kind() {
                break;
            }
        }
        known
    }

    fn add(&mut self, cure: &cors_core::Cure) {
        let CoreCureValue::List(entries) = cure.value() else {
            panic!("{cure:?}");
        };
        let setting = cure.setting().to_string();
        match self.cures.iter_mut().find(|(known, _)| *known == setting) {
            Some((_, known)) => known.extend(entries.clone()),
            None => self.cures.push((setting, entries.clone())),
        }
    }

    /// The browser can't know that only some of the headers are not allowed.
    fn discloses_no_header(&mut self, asked: &'a Asked) {
        assert!(self.headers.iter().all(|name| asked.headers.contains(name)));
        self.headers.clone_from(&asked.headers);
        self.headers.sort_unstable();
        let curable = self.headers.iter().filter(|name| **name != "*");
        let curable: Vec<_> = curable.map(|name| (*name).to_owned()).collect();
        self.cures.clear();
        if !curable.is_empty() {
            self.cures.push((HEADERS.to_owned(), curable));
        }
    }
}

/// They begin with the same words.
fn check_sentences(
    explanation: &Explanation,
    known: &Known<'_>,
    reason: Reason,
    blocked: &Blocked,
) -> Result<(), TestCaseError> {
    let first = &explanation.reasons()[0];
    let stem = match (first.kind(), known.headers.as_slice()) {
        (ReasonKind::OriginNotAllowed { .. }, _) => "the origin is not allowed".to_owned(),
        (ReasonKind::NullOrigin, _) => "the origin null is not allowed".to_owned(),
        (ReasonKind::MethodNotAllowed { method, .. }, _) => {
            format!("the method {method} is not allowed")
        }
        _ if reason == Reason::AuthorizationNotCovered => {
            "the header authorization is not allowed: * never covers it".to_owned()
        }
        (_, [name]) => format!("the header {name} is not allowed"),
        (_, names) => format!("the headers {} are not allowed", names.join(", ")),
    };
    prop_assert!(blocked.to_string().starts_with(&stem), "not {:?}", stem);
    if known.headers.len() < 2 {
        prop_assert!(first.to_string().starts_with(&stem), "not {:?}", stem);
    }
    Ok(())
}

/// They name the same settings with the same values.
fn check_cures(known: &Known<'_>, blocked: &Blocked, asked: &Asked) -> Result<(), TestCaseError> {
    let includes = asked.credentials == Credentials::Include;
    if blocked.needs() == Some("dangerously_allow_insecure_origins") {
        // These policies have it already, which no browser can know.
        prop_assert!(includes && blocked.cures().is_empty());
        return Ok(());
    }
    let mut found = Vec::new();
    for cure in blocked.cures() {
        match cure.value() {
            CureValue::List(entries) => found.push((cure.setting().to_owned(), entries.clone())),
            CureValue::Flag(flag) => {
                prop_assert_eq!(cure.setting(), "allow_credentials");
                prop_assert!(*flag && includes);
            }
            _ => return Err(TestCaseError::fail("neither list nor flag")),
        }
    }
    prop_assert_eq!(&found, &known.cures);
    Ok(())
}
