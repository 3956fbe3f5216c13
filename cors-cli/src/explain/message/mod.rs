//! `cors explain --message TEXT`: what a browser's console said, in plain words, and whether a policy would do that.

mod judge;
#[cfg(test)]
mod law;
mod replay;
mod report;
#[cfg(test)]
mod tests;
mod text;

use cors_browser::{
    Engine,
    console::{self, Message},
};
use cors_core::Policy;
use serde_json::{Value, json};

use self::judge::Judgement;
use super::{Arguments, cures::Cures};
use crate::{
    exit::{Cannot, Found},
    formats::Format,
    input::{Loaded, Named, Origin},
    streams,
};

/// A policy that may have done it.
struct Suspect<'a> {
    file: &'a Loaded,
    name: &'a str,
    policy: &'a Policy,
}

/// Explains every message in a text.
pub(super) fn explain(arguments: &Arguments, message: &str) -> Result<Found, Cannot> {
    let named = arguments.named();
    let both = |named: &Named| named.origin == Origin::Stdin && message == "-";
    if named.as_ref().is_some_and(both) {
        return Err(Cannot::because(
            "standard input can't be both the policy and the message: give one of them as an argument",
        ));
    }
    let file = named
        .as_ref()
        .map(|named| Loaded::read(&named.origin, arguments.input_format))
        .transpose()?;
    let suspect = match (&file, &named) {
        (Some(file), Some(named)) => {
            let (name, policy) = file.policy(named.policy.as_deref())?;
            Some(Suspect { file, name, policy })
        }
        _ => None,
    };
    let text = text::read(message)?;
    let messages = console::read(&text);
    if messages.is_empty() {
        return Err(Cannot::because(text::NO_MESSAGE));
    }
    let messages = messages.iter().map(|message| {
        let judgement = suspect
            .as_ref()
            .map(|suspect| judge::judge(suspect.policy, message));
        (message, judgement)
    });
    match arguments.format {
        Format::Json => {
            let messages: Vec<_> = messages
                .map(|(message, judgement)| object(message, judgement.as_ref()))
                .collect();
            streams::json(&json!({ "schema": 1, "messages": messages }))?;
        }
        Format::Human => {
            let (colour, width) = (streams::is_coloured(), streams::width());
            let parts: Vec<_> = messages
                .map(|(message, judgement)| {
                    let accused = suspect.as_ref().zip(judgement.as_ref());
                    report::human(message, accused, colour, width)
                })
                .collect();
            streams::answer(&parts.join("\n"))?;
        }
    }
    Ok(Found::Something)
}

/// `{"engine", "reason", "origin", "url", "name", "sentence", "cures"}`, and `"policy"` where there is one.
fn object(message: &Message, judgement: Option<&Judgement>) -> Value {
    let engine = message.engine().map(engine);
    let mut object = json!({
        "engine": engine,
        "reason": message.reason().map(cors_browser::Reason::as_str),
        "origin": message.origin(),
        "url": message.url(),
        "name": message.name(),
        "sentence": message.to_string(),
        "cures": Cures::of_browser(&message.cures()).json(),
    });
    if let Some(judgement) = judgement {
        object["policy"] = json!({ "does_this": judgement.does_this });
    }
    object
}

fn engine(engine: Engine) -> String {
    engine.to_string().to_ascii_lowercase()
}
