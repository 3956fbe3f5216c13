//! The law of caches: whatever the order of requests from allowed and other origins, and without
//! an origin, no stored response ever changes what a browser may see.
//!
//! Two browsers make the same requests, one of the server, the other through a shared cache that
//! everybody uses. Their pages must see the same. Servers with a mistake in what they say about
//! `Vary` break the law.
//!
//! With [guards](guarded), refusals are stored, too, and links, images and scripts of other sites meet.

mod generate;
mod guarded;
mod scenario;
mod server;
mod settings;

use core::{cell::Cell, fmt};

use cors_browser::{
    Browser, Outcome, PageRequest, ResponseKind,
    shared_cache::{Handling, SharedCache},
};
use cors_core::adapter::Responder;
use http::{
    Request, Response,
    header::{AGE, DATE},
};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};

use scenario::{Scenario, Step, scenarios};
use server::{Mutant, Server, is_refusal};

const SEQUENCES: u32 = 5000;

#[test]
fn no_stored_response_changes_what_a_browser_may_see() {
    let tally = Tally::default();
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(SEQUENCES)
    });
    if let Err(error) = runner.run(&scenarios(), |scenario| law(&scenario, None, &tally)) {
        panic!("{}", described(&error));
    }
    println!("{tally}");
    // A law that nothing puts to the test holds as well.
    for count in [
        &tally.hits,
        &tally.hits_read,
        &tally.hits_blocked,
        &tally.validated,
    ] {
        assert!(count.get() > u64::from(SEQUENCES) / 10, "{tally}");
    }
}

#[test]
fn with_guards_no_stored_response_is_wrong_for_another_request() {
    let tally = Tally::default();
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(SEQUENCES)
    });
    let run = runner.run(&guarded::scenarios(), |scenario| {
        law(&scenario, None, &tally)
    });
    if let Err(error) = run {
        panic!("{}", described(&error));
    }
    println!("{tally}");
    // Each site and mode has its own stored response, and fewer requests meet one.
    for (count, least) in [
        (&tally.hits, SEQUENCES / 5),
        (&tally.hits_refused, SEQUENCES / 20),
        (&tally.validated, SEQUENCES / 20),
        (&tally.hits_read, SEQUENCES / 50),
    ] {
        assert!(count.get() > u64::from(least), "{tally}");
    }
}

#[test]
fn mistakes_break_it() {
    assert_seen(&Mutant::ALL, scenarios());
}

#[test]
fn mistakes_of_guards_break_it() {
    assert_seen(&Mutant::OF_GUARDS, guarded::scenarios());
}

fn assert_seen(mutants: &[Mutant], scenarios: impl Strategy<Value = Scenario>) {
    for mutant in mutants.iter().copied() {
        let config = Config {
            failure_persistence: None,
            ..Config::with_cases(SEQUENCES)
        };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let tally = Tally::default();
        let found = runner.run(&scenarios, |scenario| law(&scenario, Some(mutant), &tally));
        let Err(error @ TestError::Fail(..)) = found else {
            panic!("{mutant} went unseen: {found:?}");
        };
        println!("{mutant}: {}", described(&error));
    }
}

/// One sequence, twice.
fn law(scenario: &Scenario, mutant: Option<Mutant>, tally: &Tally) -> Result<(), TestCaseError> {
    let responder = Responder::new(&scenario.policy);
    let server = Server {
        responder: &responder,
        handler: &scenario.handler,
        keeps_refusals: scenario.keeps_refusals,
        mutant,
    };
    let mut direct = Browser::at("null")
        .engine(scenario.engine)
        .cookie("session=1");
    let mut behind = direct.clone();
    let mut cache = SharedCache::new();
    Tally::count(&tally.sequences);
    for step in &scenario.steps {
        match step {
            Step::Wait(time) => {
                direct.wait(*time);
                behind.wait(*time);
                cache.wait(*time);
            }
            Step::Other(request) => {
                // What else it is told depends on what it knows already.
                let expected = server.answer(request);
                let found = cache.answer(request.clone(), &mut |request| server.answer(&request));
                tally.note_refusal(&found, cache.last());
                if is_refusal(&found) != is_refusal(&expected) {
                    return Err(TestCaseError::fail(format!(
                        "{step} gets {} instead of {}",
                        found.status(),
                        expected.status()
                    )));
                }
            }
            Step::Page { origin, request } => {
                direct.visit(origin);
                behind.visit(origin);
                let expected = seen(&mut direct, request, |request| server.answer(&request));
                let found = seen(&mut behind, request, |request| {
                    let answer = cache.answer(request, &mut |request| server.answer(&request));
                    tally.note_refusal(&answer, cache.last());
                    answer
                });
                tally.note(&found, cache.last());
                if found != expected {
                    return Err(TestCaseError::fail(format!(
                        "{step} sees {found:?} instead of {expected:?}"
                    )));
                }
            }
        }
    }
    Ok(())
}

/// What a page sees of a response.
#[derive(Debug, PartialEq)]
enum Seen {
    Nothing,
    Response {
        kind: ResponseKind,
        status: u16,
        headers: Vec<String>,
        /// Of an opaque response too: the page runs the script that it can't read.
        representation: &'static str,
    },
}

fn seen(
    browser: &mut Browser,
    request: &PageRequest,
    mut server: impl FnMut(Request<()>) -> Response<&'static str>,
) -> Seen {
    let mut representation = "";
    let outcome: Outcome = browser.fetch(
        &mut |request| {
            let response = server(request);
            representation = *response.body();
            response
        },
        request.clone(),
    );
    let Ok(response) = outcome.result() else {
        return Seen::Nothing;
    };
    let mut headers: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| ![AGE, DATE].contains(name))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    Seen::Response {
        kind: response.kind(),
        status: response.status(),
        headers,
        representation,
    }
}

fn described(error: &TestError<Scenario>) -> String {
    match error {
        TestError::Fail(reason, scenario) => format!("{reason}\n{scenario:?}"),
        TestError::Abort(reason) => format!("gave up: {reason}"),
    }
}

/// How much the law was put to the test.
#[derive(Debug, Default)]
struct Tally {
    sequences: Cell<u64>,
    pages: Cell<u64>,
    hits: Cell<u64>,
    hits_read: Cell<u64>,
    hits_blocked: Cell<u64>,
    hits_refused: Cell<u64>,
    validated: Cell<u64>,
}

impl Tally {
    fn count(counter: &Cell<u64>) {
        counter.set(counter.get() + 1);
    }

    fn note_refusal<B>(&self, answer: &Response<B>, handling: Option<Handling>) {
        if handling == Some(Handling::Hit) && is_refusal(answer) {
            Self::count(&self.hits_refused);
        }
    }

    fn note(&self, seen: &Seen, handling: Option<Handling>) {
        Self::count(&self.pages);
        match (handling, seen) {
            (Some(Handling::Hit), Seen::Nothing) => Self::count(&self.hits_blocked),
            (
                Some(Handling::Hit),
                Seen::Response {
                    kind: ResponseKind::Cors,
                    ..
                },
            ) => {
                Self::count(&self.hits_read);
            }
            (Some(Handling::Validated), _) => Self::count(&self.validated),
            _ => {}
        }
        if handling == Some(Handling::Hit) {
            Self::count(&self.hits);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} sequences with {} requests of pages; {} answered from the store, {} of them read \
             across origins and {} blocked; {} refusals from the store; {} validated",
            self.sequences.get(),
            self.pages.get(),
            self.hits.get(),
            self.hits_read.get(),
            self.hits_blocked.get(),
            self.hits_refused.get(),
            self.validated.get()
        )
    }
}
