//! A run: hands out the requests of the cases, takes the replies, and tells what came of it.

use core::{any::Any, panic::AssertUnwindSafe};
use std::{collections::BTreeMap, panic::catch_unwind, vec};

use crate::{
    case::{Case, Request},
    failure::Failure,
    filter::Filter,
    reply::Reply,
    skip::Skip,
    summary::{Failures, Summary},
};

/// A run of a [`Suite`](crate::Suite) that is driven from outside, one request at a time:
/// [`Suite::start`](crate::Suite::start) begins it.
///
/// For senders that have to be waited for. Others are called by
/// [`Suite::run`](crate::Suite::run).
///
/// ```
/// # use cors_conformance::{Failures, Filter, Reply, Request, Suite, Summary};
/// # async fn send(_: &Request) -> Reply { unreachable!() }
/// async fn conforms() -> Result<Summary, Failures> {
///     let suite = Suite::builtin();
///     let mut run = suite.start("framework", &[], &Filter::from_environment());
///     while let Some(request) = run.next_request() {
///         run.receive(&send(request).await);
///     }
///     run.finish()
/// }
/// ```
#[derive(Debug)]
#[must_use = "nothing is compared until the requests are answered, and nothing told until it is finished"]
pub struct Run<'a> {
    cases: vec::IntoIter<&'a Case>,
    /// The case whose reply is due.
    current: Option<&'a Case>,
    skips: BTreeMap<&'a str, &'a Skip>,
    summary: Summary,
    failures: Vec<Failure>,
}

impl<'a> Run<'a> {
    pub(crate) fn start(
        cases: &'a [Case],
        implementation: &str,
        skips: &'a [Skip],
        filter: &Filter,
    ) -> Self {
        let mut summary = Summary::new(implementation);
        let (reasons, mut failures) = read_skips(cases, skips);
        let chosen: Vec<_> = cases.iter().filter(|case| filter.admits(case)).collect();
        summary.filtered_out = cases.len() - chosen.len();
        if chosen.is_empty() {
            failures.push(Failure::NothingRan {
                filter: filter.text().to_owned(),
            });
        }
        Self {
            cases: chosen.into_iter(),
            current: None,
            skips: reasons,
            summary,
            failures,
        }
    }

    /// The request to send next; the same one until it is answered. `None` when every case has run.
    pub fn next_request(&mut self) -> Option<&'a Request> {
        if self.current.is_none() {
            self.current = self.cases.next();
        }
        self.current.map(Case::request)
    }

    /// Takes the reply to the [`next_request`](Self::next_request). Nothing happens where none was
    /// asked for.
    pub fn receive(&mut self, reply: &Reply) {
        if let Some(case) = self.current.take() {
            self.settle(case, case.compare(reply));
        }
    }

    /// Takes a panic instead of the reply to the [`next_request`](Self::next_request): the case
    /// fails, and those after it run all the same.
    pub fn panicked(&mut self, message: impl Into<String>) {
        if let Some(case) = self.current.take() {
            let failure = Failure::Panicked {
                case: case.clone(),
                message: message.into(),
            };
            self.settle(case, Some(failure));
        }
    }

    /// What came of it.
    ///
    /// # Errors
    ///
    /// Every case that failed; every skip of a case that passes, doesn't exist or is skipped twice,
    /// and every one without a reason; a filter that left no case.
    ///
    /// # Panics
    ///
    /// If a case has not run: a run that ends early proves nothing.
    pub fn finish(self) -> Result<Summary, Failures> {
        let left = self.cases.len() + usize::from(self.current.is_some());
        assert!(left == 0, "{left} cases have not run");
        if self.failures.is_empty() {
            Ok(self.summary)
        } else {
            Err(Failures::new(self.summary, self.failures))
        }
    }

    /// The whole run, by a sender that returns its replies.
    pub(crate) fn drive(
        mut self,
        mut send: impl FnMut(&Request) -> Reply,
    ) -> Result<Summary, Failures> {
        while let Some(request) = self.next_request() {
            // What `send` holds may be in disorder after a panic; better that later cases show it
            // than that they don't run.
            match catch_unwind(AssertUnwindSafe(|| send(request))) {
                Ok(reply) => self.receive(&reply),
                Err(payload) => self.panicked(message(&*payload)),
            }
        }
        self.finish()
    }

    fn settle(&mut self, case: &Case, failure: Option<Failure>) {
        match (failure, self.skips.get(case.name())) {
            (None, None) => self.summary.passed += 1,
            (Some(failure), None) => self.failures.push(failure),
            (Some(_), Some(skip)) => self.summary.skipped.push((*skip).clone()),
            (None, Some(skip)) => self.failures.push(Failure::UnusedSkip {
                skip: (*skip).clone(),
            }),
        }
    }
}

fn read_skips<'a>(
    cases: &[Case],
    skips: &'a [Skip],
) -> (BTreeMap<&'a str, &'a Skip>, Vec<Failure>) {
    let mut reasons = BTreeMap::new();
    let mut failures = Vec::new();
    for skip in skips {
        if !cases.iter().any(|case| case.name() == skip.case()) {
            failures.push(Failure::UnknownSkip { skip: skip.clone() });
        } else if skip.reason().trim().is_empty() {
            failures.push(Failure::SkipWithoutReason { skip: skip.clone() });
        }
        if reasons.insert(skip.case(), skip).is_some() {
            failures.push(Failure::RepeatedSkip { skip: skip.clone() });
        }
    }
    (reasons, failures)
}

fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "(the panic carries no text)".to_owned())
}
