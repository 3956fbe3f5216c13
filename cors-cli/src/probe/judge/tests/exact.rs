//! Each server of the museum gets exactly what it deserves.

use std::collections::BTreeSet;

use super::{
    super::{answers::Answer, evidence},
    codes, museum, probe,
};
use crate::probe::code::Code;

#[test]
fn faulty_servers_get_exactly_their_codes() {
    let mut wrong = Vec::new();
    for mut exhibit in museum::faulty() {
        let (found, asked) = probe(&exhibit.serve, &exhibit.page, None);
        exhibit.expected.sort_unstable();
        if codes(&found) != exhibit.expected {
            wrong.push((exhibit.name, codes(&found), exhibit.expected));
        }
        assert!(asked <= 50, "{} took {asked} requests", exhibit.name);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whoever pastes the request sees what came back.
#[test]
fn requests_show_what_was_found() {
    for exhibit in museum::faulty() {
        let (found, _) = probe(&exhibit.serve, &exhibit.page, None);
        for finding in found {
            let request = finding.request.unwrap();
            let response = (exhibit.serve)(&request);
            let shown = evidence::of(&Answer { request, response });
            assert!(
                finding.evidence.starts_with(&shown),
                "{}: {}",
                exhibit.name,
                finding.code
            );
        }
    }
}

#[test]
fn correct_servers_get_nothing() {
    let mut wrong = Vec::new();
    for exhibit in museum::correct() {
        let (found, asked) = probe(&exhibit.serve, &exhibit.page, None);
        if !found.is_empty() {
            let messages: Vec<_> = found.into_iter().map(|finding| finding.message).collect();
            wrong.push((exhibit.name, messages));
        }
        assert!(asked <= 50, "{} took {asked} requests", exhibit.name);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_an_exhibit() {
    let shown: BTreeSet<_> = museum::faulty()
        .iter()
        .flat_map(|exhibit| exhibit.expected.iter().map(|(code, _)| *code))
        .collect();
    // What takes a policy, and what takes a server that doesn't answer, is tested beside the museum.
    let others = [
        Code::DiffersFromPolicy,
        Code::PreflightFailed,
        Code::NoResponse,
    ];
    let codes = Code::ALL.iter().filter(|code| !others.contains(code));
    let missing: Vec<_> = codes
        .filter(|code| !shown.contains(code.as_str()))
        .collect();
    assert_eq!(missing, Vec::<&Code>::new());
}
