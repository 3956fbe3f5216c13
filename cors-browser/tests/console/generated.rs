//! Any origins, URLs and names, in any messages, in any order.

use cors_browser::{
    Engine,
    console::{self, Known},
};
use proptest::{prelude::*, sample};

fn origin() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        3 => "[a-z][a-z0-9-]{0,10}[a-z0-9](\\.[a-z]{2,6}){0,3}",
        1 => Just("[2001:db8::1]".to_owned()),
        1 => Just("127.0.0.1".to_owned()),
        1 => Just("xn--bcher-kva.example".to_owned()),
    ];
    let origin = (
        sample::select(vec!["http", "https", "chrome-extension"]),
        host,
        "(:[1-9][0-9]{1,3})?",
    )
        .prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    prop_oneof![8 => origin, 1 => Just("null".to_owned())]
}

fn path() -> impl Strategy<Value = String> {
    "(/[a-zA-Z0-9_~%.-]{0,12}){1,4}(\\?[a-zA-Z0-9=&%/:.,;+()!*-]{0,30})?[a-zA-Z0-9/]"
}

#[derive(Debug)]
struct Asked {
    cause: sample::Index,
    origin: String,
    path: String,
    name: String,
    noise: &'static str,
    wrapped: Option<sample::Index>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let noise = sample::select(vec![
        "",
        "(index):1 ",
        "12:00:01.123 app.js:1:2 ",
        "[Error] ",
        "    at load (https://cdn.example/app.js:1:2)\n",
        "I have no idea what this means.\n\n> ",
        "Uncaught (in promise) TypeError: Failed to fetch\n",
    ]);
    let name = "[A-Za-z][A-Za-z0-9_-]{0,20}";
    (
        any::<sample::Index>(),
        origin(),
        path(),
        name,
        noise,
        any::<Option<sample::Index>>(),
    )
        .prop_map(|(cause, origin, path, name, noise, wrapped)| Asked {
            cause,
            origin,
            path,
            name,
            noise,
            wrapped,
        })
}

/// Those that a message of today begins or ends with the URL.
fn causes() -> Vec<Known> {
    let with_url = |known: &Known| match known.engine() {
        Some(Engine::Chromium) => {
            known.source().contains("version 156") && !known.template().contains("URL's")
        }
        Some(Engine::Firefox) => known.template().starts_with('('),
        Some(Engine::WebKit) => !known.template().contains("Cross-origin redirection"),
        _ => false,
    };
    let is_cors = |known: &Known| {
        known.is_cause() && known.not_cors().is_none() && !known.template().contains("{url}")
    };
    console::known()
        .filter(|known| is_cors(known) && with_url(known))
        .filter(|known| {
            !known.template().starts_with("has been")
                && !known.template().starts_with("Authorization")
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn all_parts_come_back(asked in prop::collection::vec(asked(), 1..6)) {
        let causes = causes();
        prop_assert!(causes.len() > 40, "{}", causes.len());
        let mut text = String::new();
        let mut expected = Vec::new();
        for (index, Asked { cause, origin, path, name, noise, wrapped }) in asked.iter().enumerate() {
            let known = cause.get(&causes);
            // Each of its own, or the next one could be the echo of the last.
            let url = format!("https://api{index}.example{path}");
            let cause = known
                .template()
                .replace("{origin}", origin)
                .replace("{name}", name)
                .replace("{value}", "https://other.example")
                .replace("{status}", "200")
                .replace("{space}", "local")
                .replace("{other}", "public");
            let mut message = match known.engine() {
                Some(Engine::Chromium) => format!(
                    "Access to fetch at '{url}' from origin '{origin}' has been blocked by CORS policy: {cause}"
                ),
                Some(Engine::Firefox) => format!(
                    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. {cause}"
                ),
                _ => format!("{cause}\nFetch API cannot load {url} due to access control checks."),
            };
            let named = known.template().contains("{name}").then(|| name.clone());
            let page = message.contains(origin.as_str()).then(|| origin.clone());
            if let Some(at) = wrapped {
                let blanks: Vec<_> = message.match_indices(' ').map(|(at, _)| at).collect();
                let at = *at.get(&blanks);
                message.replace_range(at..=at, "\n");
            }
            text += &format!("{noise}{message}\n");
            let page = page.filter(|_| known.engine() != Some(Engine::Firefox));
            expected.push((known.engine(), Some(url), named, page));
        }
        let messages = console::read(&text);
        prop_assert_eq!(messages.len(), expected.len(), "{}", text);
        for (message, (engine, url, name, origin)) in messages.iter().zip(expected) {
            prop_assert_eq!(message.engine(), engine, "{}", text);
            prop_assert_eq!(message.url(), url.as_deref(), "{}", text);
            if let Some(name) = name {
                prop_assert_eq!(message.name(), Some(name.as_str()), "{}", text);
            }
            if engine != Some(Engine::WebKit) || origin.is_some() {
                prop_assert_eq!(message.origin(), origin.as_deref(), "{}", text);
            }
        }
    }
}
