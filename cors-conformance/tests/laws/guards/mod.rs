//! The law of guards: under a guard, no request of a page that is neither the server's own nor listed
//! reaches an unsafe handler or opens a socket; every request of one that is, does.
//!
//! The [exceptions](meaning::Exception) are enumerated, and each of them is met. A server sees only
//! what browsers tell, and they don't always tell whose page it is.

mod generate;
mod meaning;

use core::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use cors_browser::Browser;
use cors_conformance::reference;
use cors_core::adapter::{Head, Responder};
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{ACCESS_CONTROL_REQUEST_METHOD, LOCATION, UPGRADE},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use self::{
    generate::{Case, Kind, case},
    meaning::{Exception, Relation, Verdict},
};

const CASES: u32 = 20_000;

/// How often each kind of thing was met.
#[derive(Default)]
struct Counts(RefCell<BTreeMap<String, usize>>);

impl Counts {
    fn add(&self, what: impl Into<String>) {
        *self.0.borrow_mut().entry(what.into()).or_default() += 1;
    }

    /// Often enough that it is no accident.
    fn assert_met(&self, what: &str) {
        let count = self.0.borrow().get(what).copied().unwrap_or_default();
        assert!(count >= 10, "{what} was met {count} times");
    }
}

#[test]
fn own_and_listed_pages_pass_and_no_others() {
    let counts = Counts::default();
    let config = Config {
        max_global_rejects: 1_000_000,
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng)
        .run(&case(), |case| holds(&case, &counts))
        .unwrap();
    for (what, count) in counts.0.borrow().iter() {
        println!("{what}: {count}");
    }
    for kind in Kind::ALL {
        // Which nothing refuses: a link, wherever it comes from.
        let refused = (!kind.navigates_safely()).then_some("refused");
        for verdict in ["passed"].into_iter().chain(refused) {
            counts.assert_met(&format!("{kind:?} {verdict}"));
        }
    }
    for relation in Relation::ALL {
        counts.assert_met(&format!("{relation:?} page refused"));
        counts.assert_met(&format!("{relation:?} page, which no guard covers"));
    }
    for passes in ["Own", "Listed"] {
        counts.assert_met(&format!("{passes} page passed"));
    }
    for exception in Exception::ALL {
        counts.assert_met(&format!("except {exception:?}"));
    }
    for engine in ["the standard", "Chromium", "Firefox", "WebKit"] {
        counts.assert_met(engine);
    }
    counts.assert_met("another host");
    counts.assert_met("another host, of a preflight");
    counts.assert_met("a preflight keeps it");
}

/// Sends a page's request, and looks at each that arrives at the guarded server.
fn holds(case: &Case, counts: &Counts) -> Result<(), TestCaseError> {
    let policy = case.settings.builder().build();
    let policy = policy.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let responder = Responder::<HeaderValue>::new(&policy);
    let mut browser = Browser::at(case.page)
        .engine(case.engine)
        .cookie("session=1");
    let mut fetch = browser.start(case.request());
    // Where the request has been, the place where it is now included.
    let mut chain: Vec<&str> = Vec::new();
    let mut arrived = false;
    while let Some(request) = fetch.next_request() {
        let is_preflight = request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let step = step(&request);
        if !is_preflight {
            chain.push(case.places()[step]);
        }
        if case.places()[step] != case.server {
            fetch.receive(&elsewhere(case, &request, step));
            continue;
        }
        let ran = Cell::new(false);
        let answer = reference::guard(
            &responder,
            &Head::of(&request),
            |_| (),
            || {
                ran.set(true);
                handler(case, &request, step)
            },
        );
        if is_preflight {
            prop_assert!(!ran.get(), "{case:?}");
            if !case.settings.expects(case.server) {
                prop_assert_eq!(answer.status(), 421);
                counts.add("another host, of a preflight");
            }
        } else {
            arrived = true;
            judge(case, &chain, &request, ran.get(), answer.status(), counts)?;
        }
        fetch.receive(&answer);
    }
    let outcome = fetch.finish();
    counts.add(case.engine.to_string());
    if !arrived {
        counts.add("a preflight keeps it");
        // Of the server's own and of listed pages nothing is kept back on the way there.
        let goes_straight = case.hops.is_empty() && case.settings.expects(case.server);
        let is_meant = matches!(
            Relation::of(case.page, case.server, &case.settings),
            Relation::Own | Relation::Listed
        );
        prop_assert!(!(goes_straight && is_meant), "{case:?}\n{outcome}");
    }
    Ok(())
}

fn judge(
    case: &Case,
    chain: &[&str],
    request: &Request<()>,
    ran: bool,
    status: StatusCode,
    counts: &Counts,
) -> Result<(), TestCaseError> {
    let context = || format!("{case:?}\nby {chain:?}\n{request:?}\n{status}");
    let is_expected = case.settings.expects(case.server);
    if !is_expected {
        counts.add("another host");
        prop_assert!(!ran && status == 421, "{}", context());
        return Ok(());
    }
    let relation = Relation::of(case.page, case.server, &case.settings);
    if !case.settings.covers(case.kind) {
        counts.add(format!("{relation:?} page, which no guard covers"));
        prop_assert!(ran, "{}", context());
        return Ok(());
    }
    let Verdict { passes, exception } = Verdict::on(case, chain);
    // The law itself. What differs from it is one of the exceptions.
    let by_the_law = matches!(relation, Relation::Own | Relation::Listed);
    if !case.kind.navigates_safely() {
        prop_assert_eq!(passes != by_the_law, exception.is_some(), "{}", context());
    }
    prop_assert_eq!(ran, passes, "{}", context());
    prop_assert_eq!(status == 403, !passes, "{}", context());
    let verdict = if passes { "passed" } else { "refused" };
    counts.add(format!("{:?} {verdict}", case.kind));
    counts.add(format!("{relation:?} page {verdict}"));
    if let Some(exception) = exception {
        counts.add(format!("except {exception:?}"));
    }
    Ok(())
}

/// The place in the chain that a URL stands for.
fn step(request: &Request<()>) -> usize {
    request.uri().path()[1..].parse().expect("a step")
}

/// A server of anybody's, which sends the request on, and lets everybody read.
fn elsewhere(case: &Case, request: &Request<()>, step: usize) -> Response<()> {
    let mut answer = Response::new(());
    let asked = request.headers();
    for (name, from) in [
        ("access-control-allow-origin", "origin"),
        (
            "access-control-allow-methods",
            "access-control-request-method",
        ),
    ] {
        if let Some(value) = asked.get(from) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    let yes = HeaderValue::from_static("true");
    let headers = answer.headers_mut();
    headers.insert("access-control-allow-credentials", yes);
    if !asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        lead_on(case, step, &mut answer);
    }
    answer
}

/// What is guarded: it changes something, opens a socket, or sends the request on.
fn handler(case: &Case, request: &Request<()>, step: usize) -> Response<()> {
    let mut answer = Response::new(());
    if request.headers().contains_key(UPGRADE) {
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    } else {
        lead_on(case, step, &mut answer);
    }
    answer
}

fn lead_on(case: &Case, step: usize, answer: &mut Response<()>) {
    if step + 1 < case.places().len() {
        *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        let to = HeaderValue::from_str(&case.url(step + 1)).expect("a URL");
        answer.headers_mut().insert(LOCATION, to);
    }
}
