//! Results: everything that was measured, when, and with what.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{
    loads::Loads,
    record::{Building, Record},
    versions::{now, versions},
    weights::Weight,
};
use crate::Contender;

/// One run's figures, as they stand in `benches/results.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Results {
    /// As HTTP writes it.
    pub date: String,
    /// Of the toolchain, and of the crates that are measured.
    pub versions: BTreeMap<String, String>,
    /// Of the bench targets.
    #[serde(rename = "cells")]
    pub records: Vec<Record>,
    /// What it takes to build a policy.
    pub building: Vec<Building>,
    /// What `cargo xtask load` has measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<Section<Loads>>,
    /// What `cargo xtask weigh` has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Section<Vec<Weight>>>,
}

/// What a program of its own measures.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Section<T> {
    /// As HTTP writes it.
    pub date: String,
    /// Of the toolchain, and of the crates and programs that take part.
    pub versions: BTreeMap<String, String>,
    /// What was measured.
    pub figures: T,
}

impl<T> Section<T> {
    /// With the versions of the compiler, the crates and these programs.
    ///
    /// # Errors
    ///
    /// If one of them doesn't tell its version.
    pub fn now(programs: &[&str], figures: T) -> Result<Self> {
        Ok(Self {
            date: now(),
            versions: versions(programs)?,
            figures,
        })
    }
}

impl Results {
    /// No figures yet.
    ///
    /// # Errors
    ///
    /// If one of the programs doesn't tell its version.
    pub fn now() -> Result<Self> {
        Ok(Self {
            date: now(),
            versions: versions(&["valgrind"])?,
            records: Vec::new(),
            building: Vec::new(),
            load: None,
            weight: None,
        })
    }

    /// Adds figures to records that are there already, and other records behind their own kind.
    pub fn add(&mut self, records: Vec<Record>) {
        for new in records {
            match self.records.iter_mut().find(|record| record.is(&new)) {
                Some(record) => record.add(&new),
                None => {
                    let kind = |record: &Record| (record.framework, record.policy);
                    let mut known = self.records.iter();
                    let last = known.rposition(|record| kind(record) == kind(&new));
                    let place = last.map_or(self.records.len(), |last| last + 1);
                    self.records.insert(place, new);
                }
            }
        }
    }

    /// Ours.
    pub(super) fn ours(&self) -> impl Iterator<Item = &Record> {
        let all = self.records.iter();
        all.filter(|record| record.contender == Contender::Ours)
    }

    /// The same request to another contender.
    pub(super) fn of(&self, contender: Contender, record: &Record) -> Option<&Record> {
        self.find(&Record {
            contender,
            ..record.clone()
        })
    }

    /// What there is of this request to this application.
    pub(super) fn find(&self, like: &Record) -> Option<&Record> {
        self.records.iter().find(|record| record.is(like))
    }

    /// What the contender costs beyond the bare handler; all of it, where a preflight is answered
    /// without the handler.
    pub(super) fn cost(&self, record: &Record) -> Record {
        match self.of(Contender::Bare, record) {
            Some(bare) if !record.preflight => record.beyond(bare),
            _ => record.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Results, Section};
    use crate::report::{loads::Loads, table};

    fn empty() -> Results {
        let text = r#"{ "date": "", "versions": {}, "cells": [], "building": [] }"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn files_without_sections_are_read() {
        let results = empty();
        assert!(results.load.is_none() && results.weight.is_none());
        let text = serde_json::to_string(&results).unwrap();
        assert!(!text.contains("null"), "{text}");
    }

    #[test]
    fn sections_are_kept_with_their_own_date() {
        let mut results = empty();
        results.load = Some(Section {
            date: "now".to_owned(),
            versions: [("axum", "1"), ("rustc", "rustc 2")]
                .map(|(name, version)| (name.to_owned(), version.to_owned()))
                .into(),
            figures: Loads {
                rounds: 10,
                seconds: 2,
                frameworks: Vec::new(),
            },
        });
        let text = serde_json::to_string(&results).unwrap();
        let read: Results = serde_json::from_str(&text).unwrap();
        let page = table::page(&read);
        assert!(
            page.contains("## Over real sockets\n\nnow: axum 1, rustc 2.\n"),
            "{page}"
        );
    }
}
