//! `cors diff`: what changes between two policy files.

mod arguments;
mod human;
mod pairs;

use cors_diff::Kind;
use serde_json::json;

pub(crate) use self::arguments::Arguments;
use self::pairs::Pair;
use crate::{
    exit::{Cannot, Found},
    formats::{Format, counted},
    input::{Loaded, Named, Origin},
    streams,
};

/// Compares policy by policy, by their names.
pub(crate) fn diff(arguments: &Arguments) -> Result<Found, Cannot> {
    let [old, new] = [&arguments.old, &arguments.new].map(|text| Named::parse_any(text));
    if old.origin == Origin::Stdin && new.origin == Origin::Stdin {
        return Err(Cannot::because(
            "OLD and NEW can't both be \"-\": there is one standard input; name a file for one of them",
        ));
    }
    let [old_file, new_file] =
        [&old, &new].map(|named| Loaded::read(&named.origin, arguments.input_format));
    let (old_file, new_file) = match (old_file, new_file) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(first), Err(second)) => {
            // What is wrong with one hides nothing of the other.
            if let Cannot::Because(reason) = first {
                streams::error(&reason);
            }
            return Err(second);
        }
        (Err(reason), _) | (_, Err(reason)) => return Err(reason),
    };
    let pairs = pairs::of((&old_file, &old), (&new_file, &new))?;
    match arguments.format {
        Format::Human => {
            let names = [&old, &new].map(ToString::to_string);
            streams::answer(&human::write(&pairs, &names[0], &names[1]))?;
        }
        Format::Json => streams::json(&json(&pairs))?,
    }
    let kinds = pairs.iter().flat_map(|pair| &pair.changes);
    let widenings = kinds.filter(|change| change.kind == Kind::Widens).count();
    if arguments.deny_widening && widenings > 0 {
        let changes = counted(widenings, "change lets", "changes let");
        streams::error(&format!(
            "{changes} in more, which --deny-widening does not accept"
        ));
        return Ok(Found::Something);
    }
    Ok(Found::Nothing)
}

fn json(pairs: &[Pair]) -> serde_json::Value {
    let changes = pairs.iter().flat_map(|pair| {
        pair.changes.iter().map(|change| {
            let sentence = match pair.presence.remark() {
                Some(remark) => format!("{} ({remark})", change.sentence),
                None => change.sentence.clone(),
            };
            json!({
                "policy": pair.name,
                "setting": change.setting.as_str(),
                "kind": change.kind.as_str(),
                "witness": change.witness,
                "sentence": sentence,
            })
        })
    });
    json!({ "schema": 1, "changes": changes.collect::<Vec<_>>() })
}
