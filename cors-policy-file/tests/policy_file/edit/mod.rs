//! Additions to a policy: where they go in each format, and what stays as it is.

mod json;
mod law;
mod preview;
mod refused;
mod toml;
mod wildcard;
mod written;
mod yaml;

use cors_core::Setting;
use cors_policy_file::{Addition, Edited, Format, NotEdited, edit};

type Change = (Setting, Addition);

const CREDENTIALS: Change = (Setting::AllowCredentials, Addition::Flag(true));

fn entry(setting: Setting, text: &str) -> Change {
    (setting, Addition::Entries(vec![text.to_owned()]))
}

fn header(text: &str) -> Change {
    entry(Setting::AllowHeaders, text)
}

fn max_age(seconds: u64) -> Change {
    (Setting::MaxAge, Addition::Seconds(seconds))
}

/// The text with changes to the policy `a`, which a second time changes nothing.
fn edited(text: &str, format: Format, changes: &[Change]) -> String {
    let edited = edit(text, format, "a", changes.to_vec());
    let edited = edited.unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(
        edit(&edited, format, "a", changes.to_vec()).unwrap(),
        edited
    );
    edited
}

/// Why a change was not made.
fn not(text: &str, format: Format, change: Change) -> NotEdited {
    Edited::of(text, format, "a", [change]).unwrap_err()
}
