//! What is to be done in the browsers.

mod case;
mod left_out;
mod loopback;
mod own;
mod suite;

use std::{
    collections::{BTreeMap, BTreeSet},
    net::TcpListener,
};

use anyhow::{Result, ensure};
use cors_conformance::Suite;
use cors_examples::app::Named;

use self::loopback::Loopback;
pub(crate) use self::{
    case::{Ask, Body, Case, Hop, Page, Step},
    left_out::LeftOut,
};

/// The cases, and what they need.
pub(crate) struct Plan {
    pub(crate) cases: Vec<Case>,
    pub(crate) policies: Vec<Named>,
    /// For pages, one for each port of the cases' pages.
    pub(crate) listeners: Vec<TcpListener>,
    /// How many cases of the suite a page can produce.
    pub(crate) produced: usize,
    pub(crate) left_out: BTreeMap<LeftOut, Vec<String>>,
}

impl Plan {
    /// All cases, or the slice of them, as far as the filter lets them pass.
    pub(crate) fn new(slice: bool, filter: &str) -> Result<Self> {
        let mut loopback = Loopback::default();
        let produced = suite::produce(&Suite::builtin(), &mut loopback)?;
        let own = own::read(&mut loopback)?;
        let mut policies = produced.policies;
        for (name, policy) in own.policies {
            let earlier = policies.insert(name.clone(), policy);
            ensure!(earlier.is_none(), "two policies are called {name}");
        }
        let mut cases = produced.cases;
        for start in &own.slice_of_the_suite {
            let mut named = cases
                .iter_mut()
                .filter(|case| case.name.starts_with(start))
                .peekable();
            ensure!(
                named.peek().is_some(),
                "no case's name begins with {start:?}"
            );
            named.for_each(|case| case.in_slice = true);
        }
        cases.extend(own.cases);
        let mut names = BTreeSet::new();
        for case in &cases {
            ensure!(
                names.insert(&case.name),
                "two cases are called {}",
                case.name
            );
        }
        cases.retain(|case| (case.in_slice || !slice) && case.name.contains(filter));
        ensure!(!cases.is_empty(), "no case's name contains {filter:?}");
        Ok(Self {
            cases,
            policies: policies
                .into_iter()
                .map(|(name, policy)| (name, policy.into()))
                .collect(),
            listeners: loopback.into_listeners(),
            produced: produced.from,
            left_out: produced.left_out,
        })
    }
}
