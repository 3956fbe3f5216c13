//! Where a browser and the model of one differ.

use std::collections::BTreeSet;

use super::{
    oracle::Modelled,
    seen::{Seen, SeenRequest, SeenResponse, SeenResult},
};
use crate::plan::{Case, Step};

/// Every difference, a line each.
pub(crate) fn compare(case: &Case, browser: &Seen, modelled: &Modelled) -> Vec<String> {
    let mut differences = Vec::new();
    if let Some(asked) = &case.preflight {
        let asks = modelled
            .seen
            .requests
            .first()
            .and_then(SeenRequest::preflight);
        if asks.as_ref() != Some(asked) {
            differences.push(format!(
                "the case is about the preflight {asked:?}, the model asks {asks:?}"
            ));
        }
    }
    let expected = expected(browser, modelled);
    for index in 0..browser.requests.len().max(expected.len()) {
        let (seen, expected) = (browser.requests.get(index), expected.get(index));
        if seen != expected.copied() {
            let shown = |request: Option<&SeenRequest>| {
                request.map_or_else(|| "none".to_owned(), ToString::to_string)
            };
            differences.push(format!(
                "request {}: {}; the model: {}",
                index + 1,
                shown(seen),
                shown(expected.copied())
            ));
        }
    }
    let results = browser.results.iter().zip(&modelled.seen.results);
    for (index, (seen, expected)) in results.enumerate() {
        let place = format!("result {}", index + 1);
        match (seen, expected) {
            (SeenResult::Response(seen), SeenResult::Response(expected)) => {
                differences.extend(responses(&place, seen, expected));
            }
            (seen, expected) if seen != expected => {
                differences.push(format!("{place}: {seen}; the model: {expected}"));
            }
            _ => {}
        }
    }
    for (index, (step, expected)) in case.steps.iter().zip(&modelled.seen.results).enumerate() {
        let Step::Ask(ask) = step else { continue };
        let summary = expected.summary();
        if !ask.gets.is_empty() && !ask.gets.contains(&summary) {
            differences.push(format!(
                "result {}: the model gets {summary}; the case: {}",
                index + 1,
                ask.gets.join(" or ")
            ));
        }
    }
    if browser.results.len() != modelled.seen.results.len() {
        differences.push("there is not a result for every step".to_owned());
    }
    differences
}

/// The model's requests, without those that were answered from what the browser had stored.
fn expected<'a>(browser: &Seen, modelled: &'a Modelled) -> Vec<&'a SeenRequest> {
    let requests = modelled.seen.requests.iter();
    let are_stored = browser.requests.len() < requests.len();
    requests
        .enumerate()
        .filter(|(index, _)| !(are_stored && modelled.may_be_stored.contains(index)))
        .map(|(_, request)| request)
        .collect()
}

fn responses(place: &str, seen: &SeenResponse, expected: &SeenResponse) -> Vec<String> {
    let mut differences = Vec::new();
    let head = |response: &SeenResponse| SeenResponse {
        headers: Default::default(),
        ..response.clone()
    };
    if head(seen) != head(expected) {
        differences.push(format!("{place}: {seen}; the model: {expected}"));
    }
    let names: BTreeSet<_> = seen.headers.keys().chain(expected.headers.keys()).collect();
    for name in names {
        let values = [&seen.headers, &expected.headers].map(|headers| headers.get(name));
        if values[0] != values[1] {
            let [seen, expected] = values.map(|value| value.map_or("not visible", |value| value));
            differences.push(format!("{place}: {name}: {seen}; the model: {expected}"));
        }
    }
    differences
}
