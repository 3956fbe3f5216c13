//! The proof finds what is wrong, and nothing else.

use std::time::Instant;

use cors_core::{Policy, PolicyBuilder};
use proptest::prelude::*;

use self::generate::draft;
use super::{Origins, compare};
use crate::{
    Loss, LossKind, Target,
    plan::Plan,
    proof::{Clause, Matcher},
};

#[path = "../../../tests/generate/mod.rs"]
mod generate;

fn exact(text: &str) -> Clause {
    vec![Matcher::Exact(text.to_owned())]
}

fn whole(regex: &str) -> Matcher {
    Matcher::Whole(regex.to_owned())
}

fn origins(clauses: impl IntoIterator<Item = Clause>) -> Origins {
    let clauses = clauses.into_iter().collect();
    let any = false;
    Origins { any, clauses }
}

/// What a target without flaws would read.
fn meant(plan: &Plan<'_>) -> Origins {
    let texts = plan.origins.texts().map(exact);
    let patterns = plan.origins.patterns.iter().flat_map(|pattern| {
        let and = pattern.and.map(|canonical| whole(&canonical.regex()));
        { pattern.regexes.iter() }
            .map(move |regex| [vec![whole(regex)], and.clone().into_iter().collect()].concat())
    });
    let any = plan.origins.any;
    Origins {
        any,
        ..origins(texts.chain(patterns))
    }
}

fn shown(losses: &[Loss]) -> Vec<String> {
    let shown = losses.iter().map(|loss| format!("{}: {loss}", loss.kind()));
    shown.collect()
}

fn policy(builder: PolicyBuilder) -> Policy {
    builder.build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_plan_allows_what_its_policy_does(draft in draft()) {
        let Some(policy) = draft.build() else {
            return Ok(());
        };
        let (plan, losses) = Plan::new("a", &policy);
        prop_assert_eq!(shown(&losses), Vec::<String>::new());
        prop_assert_eq!(shown(&compare(&policy, Target::Nginx, &meant(&plan))), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_or_added_is_found(draft in draft(), at in any::<prop::sample::Index>(), extra in prop::sample::select(vec![
        "https://x.b.ce", "null", "file://", "http://b.cd:9", "app://z:1", "https://[::2]",
    ])) {
        let Some(policy) = draft.build() else {
            return Ok(());
        };
        let (plan, _) = Plan::new("a", &policy);
        let mut read = meant(&plan);
        let allows = |witness: &str| policy.allows_origin(witness);
        if !read.clauses.is_empty() {
            let mut fewer = read.clone();
            fewer.clauses.remove(at.index(read.clauses.len()));
            for loss in compare(&policy, Target::Nginx, &fewer) {
                prop_assert_eq!(loss.kind(), LossKind::Narrower, "{}", loss);
                prop_assert!(allows(loss.witness().unwrap()), "{}", loss);
            }
        }
        read.clauses.push(exact(extra));
        let losses = compare(&policy, Target::Nginx, &read);
        let expected = (!allows(extra)).then(|| format!("looser: nginx would allow {extra}, which the policy doesn't"));
        prop_assert_eq!(shown(&losses), Vec::from_iter(expected));
    }
}

#[test]
fn each_mistake_has_its_sentence() {
    let a = "https://a.example.com";
    let one = policy(Policy::builder().allow_origins([a]).allow_credentials(true));
    let ignoring_case = |text: &str| vec![Matcher::ExactIgnoringCase(text.to_owned())];
    let search = |regex: &str| vec![Matcher::Search(regex.to_owned())];
    for (read, expected) in [
        (origins([exact(a)]), vec![]),
        (origins([exact(a), exact(a)]), vec![]),
        (
            origins([]),
            vec!["narrower: nginx does not allow https://a.example.com, which the policy does"],
        ),
        (
            origins([exact(a), exact("https://b.example.com")]),
            vec!["looser: nginx would allow https://b.example.com, which the policy doesn't"],
        ),
        (
            origins([exact(a), exact("https://*.example.com")]),
            vec!["different: nginx allows \"https://*.example.com\" too, which no browser sends"],
        ),
        (
            origins([ignoring_case(a)]),
            vec!["different: nginx allows \"HTTPS://A.EXAMPLE.COM\" too, which no browser sends"],
        ),
        (
            origins([search(r"https://a\.example\.com")]),
            vec![
                "looser: nginx would allow https://a.example.coma, which the policy doesn't",
                "different: nginx allows \"0https://a.example.com\" too, which no browser sends",
            ],
        ),
        (origins([search(r"^https://a\.example\.com$")]), vec![]),
        (
            origins([vec![
                whole(r"https://.\.example\.com"),
                whole("[a-z:/.]+"),
                whole("https?://a.*"),
            ]]),
            vec![],
        ),
        (
            origins([vec![whole(r"https://a.example\.com")]]),
            vec![
                "looser: nginx would allow https://aaexample.com, which the policy doesn't",
                "different: nginx allows \"https://a:example.com\" too, which no browser sends",
            ],
        ),
        (
            origins([exact(a), vec![whole("nul+")]]),
            vec![
                "looser: nginx would allow null, which the policy doesn't",
                "different: nginx allows \"nul\" too, which no browser sends",
            ],
        ),
        (
            origins([exact(a), exact("file://")]),
            vec!["looser: nginx would allow file://, which the policy doesn't"],
        ),
        (
            Origins {
                any: true,
                ..origins([])
            },
            vec!["looser: nginx would allow https://anyone.example, which the policy doesn't"],
        ),
    ] {
        assert_eq!(
            shown(&compare(&one, Target::Nginx, &read)),
            expected,
            "{read:?}"
        );
    }
    let any = policy(Policy::builder().allow_origins(["*"]));
    let all = Origins {
        any: true,
        ..origins([])
    };
    assert_eq!(shown(&compare(&any, Target::Nginx, &all)), [""; 0]);
    assert_eq!(
        shown(&compare(
            &any,
            Target::Nginx,
            &origins([vec![whole("https?://.+")]])
        )),
        [
            "narrower: nginx does not allow a://a, which the policy does",
            "different: nginx allows \"http://0\" too, which no browser sends",
        ],
    );
}

#[test]
fn many_origins_are_proven_in_time() {
    let exact = (0..10_000).map(|at| format!("https://app-{at}.customer-{at}.example.com"));
    let patterns = (0..200).map(|at| format!("https://*.customer-{at}.example.net:*"));
    let policy = policy(
        Policy::builder()
            .allow_origins(exact.chain(patterns))
            .allow_credentials(true),
    );
    let (plan, _) = Plan::new("a", &policy);
    let read = meant(&plan);
    let start = Instant::now();
    assert_eq!(shown(&compare(&policy, Target::Nginx, &read)), [""; 0]);
    // Unoptimised, and beside other tests. It takes a few hundredths of that.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
