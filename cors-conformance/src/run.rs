use core::{any::Any, panic::AssertUnwindSafe};
use std::{collections::BTreeMap, panic::catch_unwind};

use crate::{
    case::{Case, Request},
    compare::compare,
    failure::Failure,
    filter::Filter,
    reply::Reply,
    skip::Skip,
    summary::{Failures, Summary},
};

pub(crate) fn run(
    cases: &[Case],
    implementation: &str,
    skips: &[Skip],
    filter: &Filter,
    mut send: impl FnMut(&Request) -> Reply,
) -> Result<Summary, Failures> {
    let mut summary = Summary::new(implementation);
    let (reasons, mut failures) = read_skips(cases, skips);
    for case in cases {
        if !filter.admits(case) {
            summary.filtered_out += 1;
            continue;
        }
        let failure = try_case(case, &mut send);
        match (failure, reasons.get(case.name())) {
            (None, None) => summary.passed += 1,
            (Some(failure), None) => failures.push(failure),
            (Some(_), Some(skip)) => summary.skipped.push((*skip).clone()),
            (None, Some(skip)) => failures.push(Failure::UnusedSkip {
                skip: (*skip).clone(),
            }),
        }
    }
    if summary.filtered_out == cases.len() {
        failures.push(Failure::NothingRan {
            filter: filter.text().to_owned(),
        });
    }
    if failures.is_empty() {
        Ok(summary)
    } else {
        Err(Failures::new(summary, failures))
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

fn try_case(case: &Case, send: &mut impl FnMut(&Request) -> Reply) -> Option<Failure> {
    // What `send` holds may be in disorder after a panic; better that later cases show it than
    // that they don't run.
    match catch_unwind(AssertUnwindSafe(|| send(case.request()))) {
        Ok(reply) => compare(&case.expected, &reply).map(|difference| Failure::Differs {
            case: case.clone(),
            difference,
        }),
        Err(payload) => Some(Failure::Panicked {
            case: case.clone(),
            message: message(&*payload),
        }),
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "(the panic carries no text)".to_owned())
}
