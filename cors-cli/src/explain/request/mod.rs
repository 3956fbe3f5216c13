//! `cors explain FILE#NAME --origin …`: what a page would see of a server with this policy, and what would help.

mod answer;
mod ask;
#[cfg(test)]
mod law;
mod remedy;
mod report;
mod rewritten;

use self::{answer::Answer, ask::Asked};
use super::Arguments;
use crate::{
    exit::{Cannot, Found},
    formats::Format,
    input::{self, Loaded, Origin},
    streams,
};

/// Asks the policy as a browser would, and says what comes of it.
pub(super) fn explain(arguments: &Arguments, origin: &str) -> Result<Found, Cannot> {
    let named = arguments.named().ok_or_else(|| {
        Cannot::because("no policy is named: write cors explain FILE#NAME --origin ORIGIN")
    })?;
    let asked = Asked {
        origin,
        page: &arguments.page,
    };
    let file = Loaded::read(&named.origin, arguments.input_format)?;
    let (name, policy) = file.policy(named.policy.as_deref())?;
    let answer = Answer::of(&file, name, policy, asked);
    if !arguments.fix {
        return say(arguments, &answer, &file, name);
    }
    let Origin::File(path) = &named.origin else {
        return Err(Cannot::because(
            "standard input can't be fixed: name a file, or leave --fix out",
        ));
    };
    let Some(edited) = &answer.remedy.edited else {
        if !answer.is_allowed() {
            streams::talk(&report::not_fixed(&answer, &file));
        }
        return say(arguments, &answer, &file, name);
    };
    input::replace(path, &file.text, edited.text())?;
    streams::talk(&report::fixed(&answer, &file, name));
    let file = Loaded::read(&named.origin, arguments.input_format)?;
    let (name, policy) = file.policy(Some(name))?;
    say(
        arguments,
        &Answer::of(&file, name, policy, asked),
        &file,
        name,
    )
}

fn say(arguments: &Arguments, answer: &Answer, file: &Loaded, name: &str) -> Result<Found, Cannot> {
    match arguments.format {
        Format::Human => {
            let (colour, width) = (streams::is_coloured(), streams::width());
            streams::answer(&report::human(answer, file, name, colour, width))?;
        }
        Format::Json => streams::json(&answer.json(name))?,
    }
    Ok(Found::if_any(!answer.is_allowed()))
}
