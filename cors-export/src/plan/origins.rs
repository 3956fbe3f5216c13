//! The origins of a policy, each in the form that a target can match.

use std::collections::HashSet;

use cors_core::{OriginEntry, Policy, Setting};

use crate::{
    Code, Loss, LossKind,
    regex::{self, Canonical, Check},
};

/// What `allow_origins` says.
#[derive(Debug, Default)]
pub(crate) struct Origins<'a> {
    /// Every origin, `null` too.
    pub(crate) any: bool,
    /// Compared byte by byte, each once.
    pub(crate) exact: Vec<Exact<'a>>,
    /// Entries that vary, and regexes.
    pub(crate) patterns: Vec<Pattern<'a>>,
    /// What `dangerously_allow_null_origin` and `dangerously_allow_file_origin` add: `null`, `file://`. They are
    /// compared byte by byte, too.
    pub(crate) special: Vec<&'static str>,
}

/// An origin that is listed by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact<'a> {
    /// Its place in the list.
    pub(crate) entry: usize,
    pub(crate) text: &'a str,
}

/// An entry that stands for many origins.
#[derive(Debug)]
pub(crate) struct Pattern<'a> {
    /// Its place in the list.
    pub(crate) entry: usize,
    /// As its author wrote it.
    pub(crate) text: &'a str,
    pub(crate) is_regex: bool,
    /// What it matches, as regexes without anchors that PCRE, RE2 and Go read alike: an origin is matched as a
    /// whole, by one of them. There are several where one would be too large for RE2's limit in Envoy.
    pub(crate) regexes: Vec<String>,
    /// What has to match as well, or origins would be allowed that no browser sends, or that the policy does not
    /// trust. `None` where the regexes leave nothing to check.
    pub(crate) and: Option<Canonical>,
}

impl<'a> Origins<'a> {
    /// With what no target can say.
    pub(super) fn new(policy: &'a Policy, losses: &mut Vec<Loss>) -> Self {
        let mut origins = Self::default();
        let settings = policy.settings();
        let is_on = |setting| settings.flag(setting) == Some(true);
        let mut seen = HashSet::new();
        for (entry, written) in settings.allow_origins().enumerate() {
            match written {
                OriginEntry::Text("*") => origins.any = true,
                OriginEntry::Text(text) if !seen.insert((text, false)) => {}
                OriginEntry::Text(text) => match regex::of_pattern(text) {
                    None => origins.exact.push(Exact { entry, text }),
                    Some(regexes) => origins.patterns.push(Pattern {
                        entry,
                        text,
                        is_regex: false,
                        regexes,
                        and: None,
                    }),
                },
                OriginEntry::Regex(text) if !seen.insert((text, true)) => {}
                OriginEntry::Regex(text) => match portable(text, policy) {
                    Ok(None) => {}
                    Ok(Some((regex, and))) => {
                        origins.patterns.push(Pattern {
                            entry,
                            text,
                            is_regex: true,
                            regexes: vec![regex],
                            and,
                        });
                    }
                    Err(reason) => {
                        let sentence = format!("the regex {text:?} can't be exported: {reason}");
                        losses.push(impossible(Code::Regex, sentence).at(entry));
                    }
                },
                _ => {
                    let sentence = "a predicate is code, and only this server runs it; list origins, patterns or \
                        regexes for what is to be exported";
                    losses.push(impossible(Code::Predicate, sentence).at(entry));
                }
            }
        }
        for (setting, text) in [
            (Setting::DangerouslyAllowNullOrigin, "null"),
            (Setting::DangerouslyAllowFileOrigin, "file://"),
        ] {
            if is_on(setting) {
                origins.special.push(text);
            }
        }
        origins
    }

    /// Every text that is compared byte by byte.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let listed = self.exact.iter().map(|exact| exact.text);
        listed.chain(self.special.iter().copied())
    }

    /// Whether nobody is allowed.
    pub(crate) fn is_empty(&self) -> bool {
        !self.any && self.exact.is_empty() && self.patterns.is_empty() && self.special.is_empty()
    }
}

/// A regex, and what has to match as well. `None` if it matches no origin that it may be asked about.
///
/// Where only origins with domains are left, it matches no other bytes than theirs: not every target asks for more, and
/// there are browsers that have pages below `https://a{b.example.com`.
fn portable(text: &str, policy: &Policy) -> Result<Option<(String, Option<Canonical>)>, String> {
    let Some(mut regex) = regex::portable(text)? else {
        return Ok(None);
    };
    let mut check = Canonical::for_regex(&regex, policy);
    if let Check::Needed(canonical) = check
        && canonical.has_only_domains()
        && let Some(of_domains) = regex::portable_of_domains(text)?
        && of_domains != regex
    {
        regex = of_domains;
        check = Canonical::for_regex(&regex, policy);
    }
    Ok(match check {
        Check::Never => None,
        Check::Unneeded => Some((regex, None)),
        Check::Needed(canonical) => Some((regex, Some(canonical))),
    })
}

fn impossible(code: Code, sentence: impl Into<String>) -> Loss {
    Loss::new(LossKind::Impossible, code, Setting::AllowOrigins, sentence)
}
