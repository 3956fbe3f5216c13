//! What pages are made of: a sentence first, and only what the terminal can show.

use crate::pages::{self, FILES};

use super::blocks_of;

#[test]
fn pages_begin_with_one_sentence() {
    for page in pages::all() {
        let code = page.code;
        assert!(page.summary.ends_with('.'), "{code}: {}", page.summary);
        let first = page.text.split("\n\n").next().unwrap();
        assert_eq!(
            first, page.summary,
            "{code}: the first paragraph is one line"
        );
    }
}

/// Long enough to help, and short enough to be read at night.
#[test]
fn pages_are_short() {
    for page in pages::all() {
        let lines = page.text.lines().count();
        assert!((5..=40).contains(&lines), "{} has {lines} lines", page.code);
    }
}

/// Paragraphs, blocks of code, `code`, *emphasis*, <https://…>.
#[test]
fn pages_have_only_what_the_terminal_shows() {
    for page in pages::all() {
        let code = page.code;
        let mut in_block = false;
        for line in page.text.lines() {
            assert_eq!(line, line.trim_end(), "{code}");
            if line.starts_with("```") {
                in_block = !in_block;
                continue;
            }
            if in_block || line == page.summary {
                continue;
            }
            assert!(line.chars().count() <= 112, "{code}: {line}");
            assert_eq!(line.matches('`').count() % 2, 0, "{code}: {line}");
            let prose: String = line.split('`').step_by(2).collect();
            assert_eq!(prose.matches('*').count() % 2, 0, "{code}: {line}");
            assert!(!prose.contains("**"), "{code}: {line}");
            let others = ['#', '|', '>', '*', '+', '=', '\t', ' ', '~'];
            assert!(!line.starts_with(others), "{code}: {line}");
            assert!(!line.contains("]("), "{code}: {line}");
        }
        assert!(!in_block, "{code}");
        assert!(!page.text.contains("\n\n\n"), "{code}");
    }
}

/// Each page says where it can be read up.
#[test]
fn pages_cite() {
    for page in pages::all() {
        let hosts = [
            "https://fetch.spec.whatwg.org/#",
            "https://url.spec.whatwg.org/#",
            "https://html.spec.whatwg.org/",
            "https://www.rfc-editor.org/rfc/rfc",
            "https://datatracker.ietf.org/doc/html/",
            "https://w3c.github.io/",
            "https://wicg.github.io/",
            "https://publicsuffix.org",
            "https://docs.rs/",
            "https://toml.io/",
            "https://yaml.org/",
            "https://nginx.org/en/docs/",
            "https://www.envoyproxy.io/docs/",
            "https://gateway-api.sigs.k8s.io/",
        ];
        let cites = hosts.iter().any(|host| page.text.contains(host));
        assert!(cites, "{} cites nothing", page.code);
    }
}

#[test]
fn blocks_have_known_languages() {
    let known = [
        "toml", "yaml", "json", "http", "console", "text", "sh", "rust", "js", "nginx", "java",
        "html",
    ];
    for page in pages::all() {
        for block in blocks_of(page) {
            assert!(
                known.contains(&block.words[0]),
                "{}: {:?}",
                page.code,
                block.words
            );
        }
    }
}

/// What stands in front of the first page says what the file is about.
#[test]
fn files_begin_with_what_they_are() {
    for (file, text) in FILES {
        let (head, _) = text
            .split_once("\n## ")
            .unwrap_or_else(|| panic!("{file}.md is empty"));
        assert!(head.trim().ends_with('.'), "{file}.md: {head}");
    }
}
