//! The hosts that requests may be for, against what a policy decides about every host of a small world.

use cors_core::{
    Policy,
    adapter::{Field, PlainHead},
};
use cors_diff::{Axis, Kind};
use proptest::prelude::*;

fn policy(hosts: &[String]) -> Option<Policy> {
    let builder = Policy::builder()
        .origins_may_be_empty(true)
        .dangerously_allow_public_suffixes(true);
    match hosts {
        [] => builder.build().ok(),
        hosts => builder.expect_hosts(hosts).build().ok(),
    }
}

fn lets_in(policy: &Policy, host: &str) -> bool {
    let head = PlainHead::new("GET").line(Field::Host, host);
    policy.decide(&head).guard().refused_by().is_none()
}

fn entries() -> impl Strategy<Value = Vec<String>> {
    let host = prop::sample::select(vec![
        "a.b",
        "b",
        "a.a.b",
        "*.b",
        "*.a.b",
        "c.b",
        "127.0.0.1",
        "[::1]",
        "localhost",
        "b.",
        "*.b.",
    ]);
    let port = prop::sample::select(vec!["", "", ":*", ":80", ":443", ":8080", ":1"]);
    let entry = (host, port).prop_map(|(host, port)| format!("{host}{port}"));
    prop::collection::vec(entry, 0..6)
}

fn world() -> Vec<String> {
    let hosts = [
        "a.b",
        "b",
        "a.a.b",
        "b.a.b",
        "b.b",
        "c.b",
        "d.b",
        "127.0.0.1",
        "[::1]",
        "[::2]",
        "localhost",
        "b.",
        "a.b.",
        "x",
    ];
    let ports = ["", ":80", ":443", ":8080", ":1", ":2", ":8443"];
    let world = hosts
        .iter()
        .flat_map(|host| ports.map(|port| format!("{host}{port}")));
    world.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_changes_is_what_differs((old, new) in (entries(), entries())) {
        let (Some(old), Some(new)) = (policy(&old), policy(&new)) else {
            return Ok(());
        };
        let changes = cors_diff::diff(&old, &new);
        for (kind, from, to) in [(Kind::Widens, &old, &new), (Kind::Narrows, &new, &old)] {
            // A guard that begins to refuse narrows.
            let found: Vec<_> = changes.iter().filter(|change| change.kind() == kind).collect();
            let mut world = world().into_iter();
            let expected = world.find(|host| lets_in(to, host) && !lets_in(from, host));
            prop_assert_eq!(found.is_empty(), expected.is_none(), "{:?} {:?} {} {}", found, expected, old, new);
            for change in found {
                let witness = change.witness().unwrap();
                prop_assert_eq!(change.axis(), Axis::Guards);
                prop_assert!(lets_in(to, witness) && !lets_in(from, witness), "{}\n{}\n{}", witness, old, new);
            }
        }
    }
}

#[test]
fn sentences() {
    let diff = |old: &[&str], new: &[&str]| {
        let [old, new] = [old, new].map(|hosts| {
            let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
            policy(&hosts).unwrap()
        });
        let changes = cors_diff::diff(&old, &new);
        let sentences = changes
            .iter()
            .map(|change| format!("{} {change}", change.kind()));
        sentences.collect::<Vec<_>>()
    };
    assert_eq!(
        diff(&["api.example.com"], &[]),
        ["widens no longer refused: requests for any other host, for example anyone.example"]
    );
    assert_eq!(
        diff(&[], &["api.example.com"]),
        ["narrows now refused: requests for any other host, for example anyone.example"]
    );
    assert_eq!(
        diff(
            &["a.example.com:443"],
            &["*.example.com:443", "a.example.com"]
        ),
        [
            "widens no longer refused: requests for b.example.com:443",
            "widens no longer refused: requests for a.example.com:8080",
        ]
    );
    // The longest list of names below is a list still.
    let every: Vec<_> = ('a'..='z')
        .map(|label| format!("{label}.example.com"))
        .collect();
    let every: Vec<_> = every.iter().map(String::as_str).collect();
    assert_eq!(
        diff(&every, &["*.example.com"]),
        ["widens no longer refused: requests for a0.example.com"]
    );
    let everything = [
        "*.example",
        "*.test",
        "*.test0",
        "*.invalid",
        "anyone.test1",
    ];
    assert_eq!(
        diff(&everything, &[]),
        ["widens no longer refused: requests for any other host, for example anyone.test2"]
    );
}
