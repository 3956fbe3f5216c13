//! Regexes: anchored to the whole origin, and searched for origins of others than those whom they are
//! meant for.

mod backwards;
mod owners;
mod samples;
mod search;
mod strangers;
mod syntax;
mod territory;

use core::cell::Cell;
use std::collections::HashSet;

use regex_syntax::hir::Hir;

use self::{
    owners::{Owner, owners},
    samples::samples_of,
    search::{Undecided, foreign},
    syntax::{Compiled, branches, compile},
    territory::Territory,
};
use super::{accepted_or, error_where_trusted};
use crate::{
    Origin, OriginPattern, Problem, ProblemKind as Kind, Setting, Severity,
    origin::{is_opaque_scheme, is_scheme, is_special},
    pattern::Varying,
    public_suffix::classify,
    settings::Settings,
};

/// How many bytes of regexes may be matched with texts that are made up, each as long as an origin. The
/// time that takes grows with both.
const MAX_TRIED: usize = 600_000;

/// The most branches that are looked at one by one.
const MAX_BRANCHES: usize = 64;

/// The compiled regex, if it compiles, and its problems.
pub(super) fn read(text: &str, settings: &Settings) -> (Option<regex::Regex>, Vec<Problem>) {
    let is_pattern = OriginPattern::parse(text)
        .is_ok_and(|pattern| pattern.any_port() || pattern.varying() != Varying::Nothing);
    if is_pattern {
        let compiled = compile(text).ok().map(|compiled| compiled.regex);
        // Some of them are no regexes at all: `https://pr-{digits}.example.com`.
        let severity = match compiled {
            Some(_) => error_where_trusted(settings),
            None => Severity::Error,
        };
        let regex = text.to_owned();
        let problem = Problem::new(
            severity,
            Setting::AllowOrigins,
            Kind::PatternAsRegex { regex },
        );
        return (compiled, vec![problem]);
    }
    match compile(text) {
        Ok(compiled) => {
            let judge = Judge {
                text,
                compiled: &compiled,
                settings,
                tries: Cell::new(MAX_TRIED / text.len().max(1)),
            };
            let problems = judge.problems();
            (Some(compiled.regex), problems)
        }
        Err(reason) => {
            let kind = Kind::InvalidRegex {
                regex: text.to_owned(),
                reason,
            };
            (None, vec![Problem::error(Setting::AllowOrigins, kind)])
        }
    }
}

struct Judge<'a> {
    text: &'a str,
    compiled: &'a Compiled,
    settings: &'a Settings,
    /// How many texts may still be tried.
    tries: Cell<usize>,
}

impl Judge<'_> {
    fn problems(&self) -> Vec<Problem> {
        let samples = samples_of(&self.compiled.hir);
        let origins = self.origins(&samples);
        if origins.is_empty() {
            match self.some_origin(&self.compiled.hir, &samples) {
                Ok(true) => {}
                Ok(false) => return vec![self.dead()],
                Err(Undecided) => return vec![self.untried()],
            }
        }
        let mut problems: Vec<_> = self.dead_branch().into_iter().collect();
        match self.strangers(&origins) {
            Ok(problem) => problems.extend(problem),
            Err(Undecided) => {
                problems.push(self.untried());
                return problems;
            }
        }
        problems.extend(self.insecure(&origins));
        problems.extend(self.open_scheme(&samples));
        problems
    }

    /// Where it has been asked too often, no.
    fn is_match(&self, text: &str) -> bool {
        let left = self.tries.get();
        self.tries.set(left.saturating_sub(1));
        left > 0 && self.compiled.regex.is_match(text)
    }

    fn problem(&self, severity: Severity, kind: Kind) -> Problem {
        Problem::new(severity, Setting::AllowOrigins, kind)
    }

    fn regex(&self) -> String {
        self.text.to_owned()
    }

    /// What can't be tried can't be trusted.
    fn untried(&self) -> Problem {
        let severity = error_where_trusted(self.settings);
        self.problem(
            severity,
            Kind::UntriedRegex {
                regex: self.regex(),
            },
        )
    }

    fn dead(&self) -> Problem {
        // With what is beyond ASCII, which the compiled one lacks.
        let hir = regex_syntax::parse(self.text);
        let matches = hir.map(|hir| samples_of(&hir));
        let matches = matches.unwrap_or_default().into_iter().next();
        let kind = Kind::DeadRegex {
            regex: self.regex(),
            matches,
        };
        self.problem(error_where_trusted(self.settings), kind)
    }

    fn origins(&self, samples: &[String]) -> Vec<String> {
        { samples.iter() }
            .filter_map(|sample| strangers::as_origin(sample, |text| self.is_match(text)))
            .collect()
    }

    /// Whether an origin is among what the expression matches, which is the regex or a part of it.
    fn some_origin(&self, hir: &Hir, samples: &[String]) -> Result<bool, Undecided> {
        if !self.origins(samples).is_empty() {
            return Ok(true);
        }
        let schemes = native_schemes(samples);
        let nobody = Territory::of_nobody(schemes.iter().map(|scheme| (*scheme).into()));
        if foreign(hir, &nobody, &self.compiled.regex)?.is_some() {
            return Ok(true);
        }
        let mut addresses = strangers::ipv6(&schemes);
        if addresses.any(|origin| self.is_match(&origin)) {
            return Ok(true);
        }
        if self.tries.get() == 0 {
            return Err(Undecided);
        }
        Ok(false)
    }

    fn dead_branch(&self) -> Option<Problem> {
        let branches = branches(&self.compiled.hir, MAX_BRANCHES);
        branches.iter().find_map(|branch| {
            let samples = samples_of(branch);
            let is_dead = matches!(self.some_origin(branch, &samples), Ok(false));
            let kind = Kind::DeadBranch {
                regex: self.regex(),
                matches: samples.into_iter().next()?,
            };
            is_dead.then(|| self.problem(Severity::Warning, kind))
        })
    }

    /// Whether others can have an origin that the regex matches.
    fn strangers(&self, origins: &[String]) -> Result<Option<Problem>, Undecided> {
        let meant = self.owners(false)?;
        let Some(admits) = self.stranger(origins, &meant)? else {
            return Ok(None);
        };
        let suffixes = self.owners(true)?;
        if let Some(admits) = self.stranger(origins, &suffixes)? {
            return Ok(Some(self.loose(admits)));
        }
        // All of them are below the public suffixes that it spells out.
        let host = Origin::of(admits.as_bytes()).map_or("", |origin| origin.host());
        let host = host.strip_suffix('.').unwrap_or(host);
        let spanned = { suffixes.iter() }
            .filter(|owner| host.ends_with(owner.name.as_str()))
            .filter_map(|owner| Some((owner.name.as_str(), classify(&owner.name)?)))
            .max_by_key(|(name, _)| name.len());
        Ok(Some(match spanned {
            Some((name, suffix)) => {
                super::suffixes::spanned(self.text, name, suffix, self.settings)
            }
            None => self.loose(admits),
        }))
    }

    fn owners(&self, suffixes: bool) -> Result<HashSet<Owner>, Undecided> {
        owners(&self.compiled.hir, suffixes).map_err(|_| Undecided)
    }

    fn loose(&self, admits: String) -> Problem {
        let kind = Kind::LooseRegex {
            regex: self.regex(),
            admits,
        };
        self.problem(error_where_trusted(self.settings), kind)
    }

    fn stranger(
        &self,
        origins: &[String],
        owners: &HashSet<Owner>,
    ) -> Result<Option<String>, Undecided> {
        let territory = Territory::of(owners);
        // One that looks like what was meant says more than the shortest.
        let is_stranger = |text: &String| {
            Origin::of(text.as_bytes()).is_some_and(|origin| territory.is_foreign(origin))
                && self.is_match(text)
        };
        if let Some(admits) = strangers::made_up(origins).find(is_stranger) {
            return Ok(Some(admits));
        }
        foreign(&self.compiled.hir, &territory, &self.compiled.regex)
    }

    /// Nobody is harmed by one that is not found here: regexes are not asked about such origins.
    fn insecure(&self, origins: &[String]) -> Option<Problem> {
        let is_insecure = |text: String| {
            Origin::of(text.as_bytes()).is_some_and(|origin| origin.is_insecure())
                && self.is_match(&text)
        };
        let found = self.settings.trusts_origins() && { origins.iter() }
            .any(|origin| strangers::without_tls(origin).any(is_insecure));
        let accepted = self.settings.dangerously_allow_insecure_origins;
        let severity = accepted_or(accepted, self.settings);
        let kind = Kind::InsecureOrigin {
            origin: self.regex(),
        };
        found.then(|| self.problem(severity, kind))
    }

    /// A scheme of apps or extensions that the regex allows whatever the host.
    fn open_scheme(&self, samples: &[String]) -> Option<Problem> {
        let schemes = native_schemes(samples);
        let scheme = { schemes.into_iter() }
            .find(|scheme| strangers::native(scheme).any(|origin| self.is_match(&origin)))?;
        let kind = Kind::AnyHost {
            pattern: self.regex(),
            scheme: scheme.to_owned(),
        };
        Some(self.problem(Severity::Warning, kind))
    }
}

/// The schemes in the samples that are not the web's.
fn native_schemes(samples: &[String]) -> Vec<&str> {
    let mut seen = HashSet::new();
    let schemes = samples
        .iter()
        .filter_map(|sample| Some(sample.split_once("://")?.0));
    let native = schemes.filter(|s| is_scheme(s) && !is_special(s) && !is_opaque_scheme(s));
    native.filter(|scheme| seen.insert(*scheme)).collect()
}
