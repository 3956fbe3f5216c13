//! What was recorded from the three browsers by `cargo xtask browsers --record`.

use cors_browser::{
    Engine,
    console::{self, Message},
};

const RECORDED: [(Engine, &str); 3] = [
    (Engine::Chromium, include_str!("recorded/chromium.txt")),
    (Engine::Firefox, include_str!("recorded/firefox.txt")),
    (Engine::WebKit, include_str!("recorded/webkit.txt")),
];

/// What was provoked, the lines that were printed, and what is read from them.
struct Section {
    name: String,
    lines: Vec<String>,
    read: Vec<String>,
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(name) = line.strip_prefix("== ") {
            sections.push(Section {
                name: name.to_owned(),
                lines: Vec::new(),
                read: Vec::new(),
            });
            continue;
        }
        let section = sections.last_mut().expect("a name comes first");
        match line.strip_prefix("-> ") {
            Some(read) => section.read.push(read.to_owned()),
            None => section
                .lines
                .push(line.replace("{server}", "8080").replace("{closed}", "8081")),
        }
    }
    assert!(sections.len() > 30, "{}", sections.len());
    sections
}

fn told(message: &Message) -> String {
    match (message.not_cors(), message.reason()) {
        (Some(not_cors), _) => format!("not CORS: {not_cors:?}"),
        (None, Some(reason)) => reason.to_string(),
        (None, None) => "open".to_owned(),
    }
}

/// One failure, one message, with the reason that was looked at when it was recorded.
#[test]
fn each_is_read() {
    for (engine, text) in RECORDED {
        for Section { name, lines, read } in sections(text) {
            let text = lines.join("\n");
            let messages = console::read(&text);
            let told: Vec<_> = messages.iter().map(told).collect();
            assert_eq!(told, read, "{name} in {engine}:\n{text}");
            assert!(messages.len() <= 1, "{name} in {engine}:\n{text}");
            for message in messages {
                assert!(
                    [None, Some(engine)].contains(&message.engine()),
                    "{name} in {engine}: {message:?}"
                );
                let named = text.contains(&format!("/{name}")) && message.not_cors().is_none();
                let url = message.url().unwrap_or_default();
                assert!(
                    !named || url.ends_with(&name) || name.starts_with("redirect-"),
                    "{name} in {engine}: {url}"
                );
                let span = &text[message.span()];
                assert!(
                    !span.is_empty() && text.starts_with(span) || text.contains(span),
                    "{span}"
                );
            }
        }
    }
}

/// All that a browser said, at once: as many messages as one by one.
#[test]
fn all_at_once() {
    for (engine, text) in RECORDED {
        let sections = sections(text);
        let all: Vec<_> = sections
            .iter()
            .flat_map(|section| &section.lines)
            .cloned()
            .collect();
        let expected: Vec<_> = sections
            .iter()
            .flat_map(|section| section.read.clone())
            .collect();
        let told: Vec<_> = console::read(&all.join("\n")).iter().map(told).collect();
        assert_eq!(told, expected, "{engine}");
    }
}
