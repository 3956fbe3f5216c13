//! What a browser's console has said, of the page or any other, in plain words.

use cors_browser::{
    Reason,
    console::{self, Message},
};
use serde_json::{Value, json};

use super::{cure, explanation::addition};

/// Nobody reads more.
const MOST: usize = 32;

/// The messages that a text holds, and how many there are besides.
pub(super) fn explain(text: &str) -> Value {
    let messages = console::read(text);
    let shown: Vec<_> = messages.iter().take(MOST).map(to_json).collect();
    json!({ "more": messages.len() - shown.len(), "messages": shown })
}

fn to_json(message: &Message) -> Value {
    let cures: Vec<_> = message
        .cures()
        .iter()
        .filter_map(addition)
        .map(|(setting, value)| cure::to_json(setting, &value))
        .collect();
    json!({
        "engine": message.engine().map(|engine| engine.to_string()),
        "code": message.reason().map(Reason::as_str),
        "cors": message.not_cors().is_none(),
        "warning": message.is_warning(),
        "sentence": message.to_string(),
        "facts": facts(message),
        "cures": cures,
    })
}

fn facts(message: &Message) -> Vec<(&'static str, String)> {
    let name = match message.reason() {
        Some(Reason::MethodNotAllowed) => "Method",
        _ => "Header",
    };
    let texts = [
        ("Page", message.origin()),
        ("URL", message.url()),
        (name, message.name()),
        ("Value", message.value()),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?.to_owned())));
    let status = message
        .status()
        .map(|status| ("Status", status.to_string()));
    texts.chain(status).collect()
}
