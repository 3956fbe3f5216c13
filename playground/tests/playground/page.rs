//! The page and its files.

use cors_playground::{Playground, Policies};
use cors_policy_file::Format;
use serde_json::json;

use super::{EXAMPLE, SHARED, common::values, connect, get, host, read, start};

#[test]
fn the_page_and_its_files_are_served_on_every_origin() {
    for origin in SHARED.origins() {
        for (target, media_type) in [
            ("/", "text/html; charset=utf-8"),
            ("/page.css", "text/css; charset=utf-8"),
            ("/page.js", "text/javascript; charset=utf-8"),
            ("/icon.svg", "image/svg+xml"),
            ("/sender.html", "text/html; charset=utf-8"),
        ] {
            let host = [("host", host(origin).as_bytes())];
            let response = connect(origin).ask("GET", target, &host);
            assert_eq!(response.status(), 200, "{origin}{target}");
            assert_eq!(values(&response, "content-type"), [media_type]);
            assert_eq!(values(&response, "x-content-type-options"), ["nosniff"]);
            let policy = values(&response, "content-security-policy");
            assert!(policy[0].contains("default-src 'none'"), "{policy:?}");
            assert!(!policy[0].contains("unsafe"), "{policy:?}");
            assert_eq!(policy[0].contains("sandbox"), target == "/sender.html");
        }
    }
    assert_eq!(get(&SHARED, "/nothing").status(), 404);
}

/// Every file that the page names is there, and none comes from elsewhere.
#[test]
fn the_page_needs_nothing_else() {
    let mut files = vec!["/".to_owned(), "/sender.html".to_owned()];
    let mut seen = 0;
    while let Some(target) = files.get(seen).cloned() {
        let response = get(&SHARED, &target);
        assert_eq!(response.status(), 200, "{target}");
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        for (before, after) in [
            ("src=\"", '"'),
            ("href=\"", '"'),
            (" from \"", '"'),
            ("url(", ')'),
        ] {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                let name = &rest[..rest.find(after).unwrap()];
                let name = name.trim_matches('"').trim_start_matches('.');
                assert!(name.starts_with('/'), "{target} names {name}");
                if !files.iter().any(|file| file == name) {
                    files.push(name.to_owned());
                }
            }
        }
        assert!(!text.contains("innerHTML"), "{target}");
        seen += 1;
    }
    assert!(seen > 10, "{files:?}");
}

#[test]
fn the_configuration_says_what_there_is() {
    let configuration = read(&get(&SHARED, "/api/configuration"));
    let servers: Vec<_> = configuration["servers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|server| server["framework"].as_str().unwrap())
        .collect();
    assert_eq!(servers, ["actix", "axum", "poem", "rocket", "warp"]);
    assert_eq!(
        configuration["policies"],
        json!(["private", "public", "guarded", "none"])
    );
    let origins = configuration["origins"].as_array().unwrap();
    assert_eq!(origins.len(), 5);
    assert_eq!(origins[0], SHARED.page());
    assert_eq!(origins[4], "null");
    assert_eq!(configuration["file"]["name"], "example.toml");
    assert_eq!(configuration["file"]["text"], EXAMPLE);
    assert_eq!(
        configuration["served"],
        json!({ "text": EXAMPLE, "revision": 0, "diagnostics": [] })
    );
}

#[test]
fn ports_that_are_taken_are_left_alone() {
    let first = start();
    let port = first.page().rsplit_once(':').unwrap().1.parse().unwrap();
    let policies = Policies::parse("example.toml", EXAMPLE, Format::Toml).unwrap();
    let second = Playground::start(policies, port).unwrap();
    assert_ne!(first.page(), second.page());
    for playground in [&first, &second] {
        assert_eq!(get(playground, "/").status(), 200);
    }
}
