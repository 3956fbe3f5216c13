//! Names that nobody has thought of: a cure is there if a policy with it allows them, and no other.

use cors_browser::{Browser, CureValue, PageRequest, Reason};
use cors_core::{Policy, adapter::Head};
use http::{Request, Response};
use proptest::{prelude::*, sample};

use crate::{cures::add, generate::API, server::Server};

const PAGE: &str = "https://app.example.com";

/// Words, and slips of the hand.
fn word(words: &'static [&'static str], others: &'static str) -> impl Strategy<Value = String> {
    let slip = (
        sample::select(words),
        any::<sample::Index>(),
        0..5_u8,
        "[a-zA-Z-]",
    );
    let slip = slip.prop_map(|(word, place, how, letter)| {
        let mut letters: Vec<_> = word.chars().collect();
        let place = place.index(letters.len());
        match how {
            0 => drop(letters.remove(place)),
            1 => letters.insert(place, letter.chars().next().unwrap()),
            2 => letters[place] = letter.chars().next().unwrap(),
            3 if place > 0 => letters.swap(place - 1, place),
            _ => return word.to_ascii_lowercase(),
        }
        letters.into_iter().collect()
    });
    prop_oneof![2 => sample::select(words).prop_map(str::to_owned), 6 => slip, 2 => others]
}

fn method() -> impl Strategy<Value = String> {
    const METHODS: &[&str] = &[
        "PUT",
        "DELETE",
        "PATCH",
        "QUERY",
        "PROPFIND",
        "REPORT",
        "PURGE",
        "BPROPFIND",
        "MERGE",
        "*",
    ];
    word(METHODS, "[A-Z]{1,8}").prop_filter("a method", |method| {
        let forbidden = ["CONNECT", "TRACE", "TRACK"];
        !method.is_empty() && !forbidden.contains(&method.to_ascii_uppercase().as_str())
    })
}

fn header() -> impl Strategy<Value = String> {
    const HEADERS: &[&str] = &[
        "content-type",
        "authorization",
        "x-api-key",
        "x-trace-id",
        "if-match",
        "x-a",
        "access-control-allow-origin",
        "access-control-max-age",
        "vary",
        "www-authenticate",
        "*",
    ];
    word(HEADERS, "[a-z-]{1,12}").prop_filter("a name", |name| !name.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig {
        max_global_rejects: 1_000_000,
        ..ProptestConfig::with_cases(3_000)
    })]

    #[test]
    fn a_name_is_a_cure_if_it_is_meant(
        method in method(),
        header in header(),
        methods in prop::collection::vec(method(), 0..3),
        headers in prop::collection::vec(header(), 0..3),
    ) {
        let listed = |names: Vec<String>| names.into_iter().filter(|name| name != "*");
        let policy = Policy::builder()
            .allow_origins([PAGE])
            .allow_methods(listed(methods))
            .allow_headers(listed(headers));
        let Ok(built) = policy.clone().build() else {
            return Err(TestCaseError::reject("a name in the wrong list"));
        };
        let server = Server::new(&built, Response::new(()));
        let request = PageRequest::new(&method, API).header(&header, "1");
        let mut last = None;
        let outcome = Browser::at(PAGE).fetch(
            &mut |request: Request<()>| {
                last = Some(request.clone());
                server.answer(&request)
            },
            request.clone(),
        );
        let explanation = built.explain(&Head::of(&last.unwrap()));
        prop_assert_eq!(explanation.is_blocked(), !outcome.is_readable());
        let Err(blocked) = outcome.result() else {
            return Ok(());
        };
        let reason = &explanation.reasons()[0];
        prop_assert_eq!(blocked.reason().map(Reason::as_str), Some(reason.outcome().as_str()));
        let cures = blocked.cures();
        prop_assert_eq!(cures.is_empty(), reason.cure().is_none(), "{}\n{}", reason, blocked);
        let core = reason.to_string();
        let core = core.split_once("not allowed").unwrap().1;
        let core = core.trim_start_matches([':', ';', ' ']);
        prop_assert!(blocked.to_string().contains(core), "{}\n{}", reason, blocked);
        let Some(cure) = cures.first() else {
            return Ok(());
        };
        let CureValue::List(entries) = cure.value() else {
            return Err(TestCaseError::fail("no list"));
        };
        prop_assert!(cures.len() == 1 && entries.len() == 1);
        let cured = add(policy, &cures).build().unwrap();
        let server = Server::new(&cured, Response::new(()));
        let next = Browser::at(PAGE).fetch(&mut |request| server.answer(&request), request);
        // What was in the way is not any more.
        let next = next.result().err().map(ToString::to_string);
        prop_assert_ne!(next, Some(blocked.to_string()));
    }
}
