//! A message, for people.

use cors_browser::{Reason, console::Message};
use cors_core::Policy;
use cors_policy_file::{Edited, Reader, line};

use super::{Judgement, Suspect};
use crate::{
    explain::{
        cures::{Cures, instruction},
        origin::Origin,
        server, shown,
    },
    verdict::{self, ASIDE, BAD, GOOD},
};

/// What happened, who said it of what, what would help, and whether the policy does that.
pub(super) fn human(
    message: &Message,
    accused: Option<(&Suspect<'_>, &Judgement)>,
    colour: bool,
    width: Option<usize>,
) -> String {
    let mut text = headline(message, width);
    text += &facts(message);
    let cures = Cures::of_browser(&message.cures());
    text += &match accused {
        None => lines(&cures, width),
        Some((suspect, judgement)) => {
            accusation(message, suspect, judgement, width)
                + &in_file(
                    &conditional(cures, message, suspect.policy),
                    judgement.does_this == Some(true),
                    suspect,
                    colour,
                    width,
                )
        }
    };
    text
}

fn headline(message: &Message, width: Option<usize>) -> String {
    let sentence = message.to_string();
    if message.not_cors().is_some() {
        return verdict::wrapped(&verdict::plain(&sentence), "", "  ", width) + "\n";
    }
    if !message.is_warning() {
        return verdict::headline(false, &sentence, width);
    }
    let text = verdict::wrapped(
        &verdict::plain(&format!("warning: {sentence}")),
        "",
        "  ",
        width,
    );
    text.replacen("warning:", &format!("{ASIDE}warning{ASIDE:#}:"), 1) + "\n"
}

/// What the text tells of the request.
fn facts(message: &Message) -> String {
    let engine = message.engine().map(|engine| engine.to_string());
    let status = message.status().map(|status| status.to_string());
    let facts = [
        ("browser", engine.as_deref()),
        ("page", message.origin()),
        ("request", message.url()),
        ("status", status.as_deref()),
        ("reason", message.reason().map(Reason::as_str)),
    ];
    let facts: String = { facts.into_iter() }
        .filter_map(|(what, fact)| Some((what, fact?)))
        .map(|(what, fact)| format!("  {what:<7}  {}\n", verdict::plain(fact)))
        .collect();
    match facts.is_empty() {
        true => facts,
        false => format!("\n{facts}"),
    }
}

/// The lines by which any policy would say it.
fn lines(cures: &Cures, width: Option<usize>) -> String {
    let additions = cures.additions();
    let cures: String = { additions.iter() }
        .map(|(setting, addition)| {
            shown::cure(
                &instruction(*setting, addition, "the server's policy"),
                width,
            )
        })
        .collect();
    let lines: String = { additions.iter() }
        .map(|(setting, addition)| {
            format!(
                "      {GOOD}{}{GOOD:#}\n",
                verdict::plain(&line(*setting, addition))
            )
        })
        .collect();
    match additions {
        [] => String::new(),
        _ => format!("\n{cures}\n{lines}"),
    }
}

/// Whether the policy does that.
fn accusation(
    message: &Message,
    suspect: &Suspect<'_>,
    judgement: &Judgement,
    width: Option<usize>,
) -> String {
    let policy = format!("policy {:?} ({})", suspect.name, suspect.file.name);
    let why = &judgement.why;
    let (style, text) = match judgement.does_this {
        Some(true) => (BAD, format!("{policy} does this: {why}")),
        Some(false) if message.not_cors().is_some() => {
            (ASIDE, format!("{policy} has no part in this"))
        }
        Some(false) => (
            GOOD,
            format!(
                "{policy} does not do this: {why}; something else between browser and server must be to blame"
            ),
        ),
        None => (
            ASIDE,
            format!(
                "{policy} may or may not do this: {why}; if you know the request, ask about it with --origin"
            ),
        ),
    };
    let text = verdict::wrapped(&verdict::plain(&text), "  ", "    ", width);
    format!("\n{style}{text}{style:#}\n")
}

/// The cures, of which only the policy knows under which condition one for an origin is right.
fn conditional(cures: Cures, message: &Message, policy: &Policy) -> Cures {
    let Some(origin) = message.origin() else {
        return cures;
    };
    let mut all = Origin::of(policy, origin, &server::url(policy, origin)).cures();
    let additions = cures.additions().iter();
    all.retain(|(setting, _)| additions.clone().any(|(other, _)| other == setting));
    all.extend(cures);
    all
}

/// The cures in the policy's file, as far as it lacks them.
fn in_file(
    cures: &Cures,
    does_this: bool,
    suspect: &Suspect<'_>,
    colour: bool,
    width: Option<usize>,
) -> String {
    let Suspect { file, name, policy } = suspect;
    let mut missing = cures.clone();
    missing.retain(|(setting, addition)| !shown::has(policy, *setting, addition));
    if missing.is_empty() {
        return match cures.is_empty() || does_this {
            true => String::new(),
            false => "  the policy has the cure already\n".to_owned(),
        };
    }
    let additions = missing.additions().iter().cloned();
    let edited = match Edited::of(&file.text, file.format, name, additions) {
        Ok(edited) => edited,
        Err(reason) => {
            let cures = shown::cures(&missing, None, file, name, width);
            return format!("{cures}\n  {}: {reason}\n", file.name);
        }
    };
    let read = Reader::new().parse(&file.name, edited.text(), file.format);
    if read.is_err() {
        return "  no policy that builds allows it\n".to_owned();
    }
    shown::cures(&missing, Some(&edited), file, name, width) + &shown::preview(&edited, colour)
}
