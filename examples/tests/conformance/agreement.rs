//! The five frameworks against each other: what CORS says in an answer is the same in each.

use std::collections::{BTreeMap, BTreeSet};

use axum::{body::Bytes, http::Response};
use cors_conformance::{Skip, Suite};
use cors_examples::app::Framework;

use crate::{
    actix,
    common::{Client, start},
    ends_the_connection, named, poem, rocket, warp, with_body,
};

/// The lines of `Access-Control-*` and the elements of `Vary`, each sorted.
fn cors(response: &Response<Bytes>) -> Vec<String> {
    let mut said = Vec::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        if name.as_str().starts_with("access-control-") {
            said.push(format!("{name}: {value}"));
        } else if name == "vary" {
            let elements = value
                .split(',')
                .map(|element| element.trim().to_ascii_lowercase());
            said.extend(elements.map(|element| format!("vary: {element}")));
        }
    }
    said.sort();
    said
}

#[test]
fn every_case_is_answered_alike() {
    let suite = Suite::builtin();
    let policies = named(&suite);
    let servers = Framework::ALL.map(|framework| start(framework, &policies));
    let mut clients = servers.each_ref().map(Client::of);
    let skips = Framework::ALL.map(skips);
    let mut disagreements = Vec::new();
    for case in suite.cases() {
        let mut answers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let each = Framework::ALL.into_iter().zip(&skips).zip(&mut clients);
        for ((framework, skips), client) in each {
            // What a framework's limit keeps it from is named, with its reason, by its skips.
            if skips.iter().any(|skip| skip.case() == case.name()) {
                continue;
            }
            let response = client.send_as_it_is(with_body(case.request()));
            if ends_the_connection(case.request(), &response) {
                *client = Client::connect(client.address());
            }
            // What a framework answers by itself, before any guard, is its own.
            if case.topic().starts_with("guard-") && response.status() == 400 {
                continue;
            }
            let answer = cors(&response);
            answers
                .entry(answer)
                .or_default()
                .push(framework.to_string());
        }
        if answers.len() > 1 {
            disagreements.push(format!("{}: {answers:#?}", case.name()));
        }
    }
    for server in servers {
        server.stop().unwrap();
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

fn skips(framework: Framework) -> Vec<Skip> {
    match framework {
        Framework::Actix => actix::SKIPS.to_vec(),
        Framework::Axum => crate::axum::SKIPS.to_vec(),
        Framework::Poem => poem::SKIPS.to_vec(),
        Framework::Rocket => rocket::skips(),
        Framework::Warp => warp::SKIPS.to_vec(),
        other => panic!("{other} has no skips"),
    }
}

#[test]
fn skips_are_few() {
    for framework in Framework::ALL {
        let skips = skips(framework);
        let reasons: BTreeSet<_> = skips.iter().map(Skip::reason).collect();
        assert!(reasons.len() <= 5, "{framework}");
        assert!(skips.len() <= 16, "{framework}");
    }
}
