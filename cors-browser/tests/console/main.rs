//! From what people paste out of consoles to reasons and cures.

mod cures;
mod generated;
mod hostile;
mod museum;
mod recorded;
mod round_trip;
mod together;

use cors_browser::{
    CureValue,
    console::{self, Message},
};

/// `engine reason origin url name`, with `-` for what is not there.
fn line(message: &Message) -> String {
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let engine = message.engine().map(|engine| engine.to_string());
    let reason = match message.not_cors() {
        Some(not_cors) => format!("{not_cors:?}"),
        None => message
            .reason()
            .map_or_else(|| "open".to_owned(), |reason| reason.to_string()),
    };
    format!(
        "{} {reason} {} {} {}",
        or_dash(engine.as_deref()),
        or_dash(message.origin()),
        or_dash(message.url()),
        or_dash(message.name()),
    )
}

fn lines(text: &str) -> Vec<String> {
    console::read(text).iter().map(line).collect()
}

/// `setting=value` of each.
fn cures(message: &Message) -> Vec<String> {
    let cure = |cure: &cors_browser::Cure| match cure.value() {
        CureValue::List(entries) => format!("{}={}", cure.setting(), entries.join(",")),
        CureValue::Flag(flag) => format!("{}={flag}", cure.setting()),
        other => format!("{}={other:?}", cure.setting()),
    };
    message.cures().iter().map(cure).collect()
}
