//! A policy, written down again: for trials of cures where its own file can't be edited.

use core::time::Duration;

use cors_core::{OriginEntry, Policy, Setting};
use cors_policy_file::{Addition, Format, line};
use serde_json::json;

use crate::input::Loaded;

/// A file with nothing but this policy. What its author wrote beyond the settings is lost.
pub(super) fn rewritten(policy: &Policy, name: &str) -> Loaded {
    let settings = policy.settings();
    // A text in JSON is one in TOML as well.
    let entries: Vec<_> = { settings.allow_origins() }
        .filter_map(|entry| match entry {
            OriginEntry::Text(text) => Some(json!(text).to_string()),
            OriginEntry::Regex(regex) => Some(format!("{{ regex = {} }}", json!(regex))),
            _ => None,
        })
        .collect();
    let mut lines = vec![format!("[policies.{}]", json!(name))];
    if !entries.is_empty() {
        lines.push(format!("allow_origins = [{}]", entries.join(", ")));
    }
    for (setting, list) in [
        (Setting::AllowMethods, settings.allow_methods()),
        (Setting::AllowHeaders, settings.allow_headers()),
        (Setting::ExposeHeaders, settings.expose_headers()),
        (Setting::ExpectHosts, settings.expect_hosts()),
    ] {
        if !list.is_empty() {
            lines.push(line(setting, &Addition::Entries(list.to_vec())));
        }
    }
    for setting in Setting::ALL {
        if settings.flag(*setting) == Some(true) {
            lines.push(line(*setting, &Addition::Flag(true)));
        }
    }
    let max_age = settings.max_age().as_ref().map(Duration::as_secs);
    lines.extend(max_age.map(|seconds| line(Setting::MaxAge, &Addition::Seconds(seconds))));
    let status = settings.preflight_status();
    lines.extend(status.map(|status| line(Setting::PreflightStatus, &Addition::Status(status))));
    Loaded {
        name: name.to_owned(),
        text: lines.join("\n") + "\n",
        format: Format::Toml,
        policies: vec![(name.to_owned(), policy.clone())],
    }
}

#[cfg(test)]
mod tests {
    use cors_policy_file::Reader;

    use super::*;

    #[test]
    fn it_is_the_same_policy() {
        let policy = Policy::builder()
            .allow_origins(["https://app.example.com", "https://*.example.net"])
            .allow_origin_regex(r"https://a-[0-9]+\.example\.org")
            .allow_methods(["PUT"])
            .allow_headers(["x-a"])
            .expose_headers(["etag"])
            .allow_credentials(true)
            .minimal_disclosure(true)
            .guard_unsafe_methods(true)
            .expect_hosts(["api.example.com"])
            .max_age(Duration::from_secs(600))
            .preflight_status(200)
            .build()
            .unwrap();
        let file = rewritten(&policy, "a-1");
        let read = Reader::new().parse("", &file.text, file.format).unwrap();
        assert_eq!(read.policies, file.policies);
        let empty = Policy::builder()
            .origins_may_be_empty(true)
            .build()
            .unwrap();
        let file = rewritten(&empty, "e");
        let read = Reader::new().parse("", &file.text, file.format).unwrap();
        assert_eq!(read.policies, file.policies);
    }
}
