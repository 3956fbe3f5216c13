//! Both ways.

use cors_core::{Policy, Setting};
use cors_diff::{Axis, Kind};

use super::{Matcher, Origins};
use crate::{Code, File, Loss, LossKind, Target, regex::Canonical, targets};

/// What differs between the policy and what the files say.
pub(crate) fn prove(policy: &Policy, target: Target, files: &[File]) -> Vec<Loss> {
    let read = match targets::read(target, files) {
        Ok(read) => read,
        Err(reason) => return vec![unproven(&reason.0)],
    };
    let Some(written) = as_policy(policy, &read) else {
        return vec![unproven("it has no form that can be compared")];
    };
    let changes = cors_diff::diff(policy, &written);
    let of_origins = changes
        .iter()
        .filter(|change| change.axis() == Axis::Origins);
    of_origins
        .map(|change| {
            let Some(witness) = change.witness() else {
                return unproven(&change.to_string());
            };
            let (kind, code, what) = match change.kind() {
                Kind::Widens => (
                    LossKind::Looser,
                    Code::MoreOrigins,
                    format!("{target} would allow {witness}, which the policy doesn't"),
                ),
                _ => (
                    LossKind::Narrower,
                    Code::FewerOrigins,
                    format!("{target} does not allow {witness}, which the policy does"),
                ),
            };
            Loss::new(kind, code, Setting::AllowOrigins, what).with_witness(witness)
        })
        .collect()
}

fn unproven(reason: &str) -> Loss {
    let sentence = format!("what was written can't be compared with the policy: {reason}");
    let setting = Setting::AllowOrigins;
    Loss::new(LossKind::Impossible, Code::Unproven, setting, sentence)
}

/// A policy that allows the same origins, and says nothing else. It is only compared.
fn as_policy(meant: &Policy, read: &Origins) -> Option<Policy> {
    let [secure, all] = [true, false].map(|is_secure| Canonical { is_secure }.regex());
    let is = |matcher: &Matcher, text: &str| *matcher == Matcher::Whole(text.to_owned());
    let is_secure = { read.clauses.iter() }.any(|clause| clause.iter().any(|m| is(m, &secure)));
    let mut builder = Policy::builder()
        .origins_may_be_empty(true)
        .dangerously_allow_public_suffixes(true);
    for clause in &read.clauses {
        let rest = { clause.iter() }.filter(|matcher| !is(matcher, &secure) && !is(matcher, &all));
        let rest: Vec<_> = rest.collect();
        let [matcher] = rest[..] else { return None };
        builder = match matcher {
            Matcher::Exact(text) if text == "null" => builder.dangerously_allow_null_origin(true),
            Matcher::Exact(text) if text == "file://" => {
                builder.dangerously_allow_file_origin(true)
            }
            Matcher::Exact(text) => builder.allow_origins([text]),
            Matcher::ExactIgnoringCase(text) => {
                builder.allow_origin_regex(format!("(?i:{})", crate::regex::escape(text)))
            }
            Matcher::Whole(regex) => builder.allow_origin_regex(regex),
            Matcher::Search(regex) => builder.allow_origin_regex(format!(".*(?:{regex}).*")),
        };
    }
    if read.any {
        builder = builder.allow_origins(["*"]);
    }
    let is_insecure = meant
        .settings()
        .flag(Setting::DangerouslyAllowInsecureOrigins)
        == Some(true);
    builder
        .allow_credentials(is_secure)
        .dangerously_allow_insecure_origins(is_insecure || !is_secure)
        .build()
        .ok()
}
