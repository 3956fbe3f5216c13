//! SARIF 2.1.0, which code scanning takes: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::path::Path;

use cors_policy_file::Code;
use serde_json::{Map, Value, json};
use url::Url;

use super::{Item, Region};
use crate::pages;

/// One log with one run. The rules are those of which there is a result.
pub(crate) fn sarif(items: &[Item]) -> String {
    let mut codes: Vec<&str> = items.iter().map(|item| item.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<_> = codes.iter().map(|code| rule(code, items)).collect();
    let results: Vec<_> = { items.iter() }
        .map(|item| result(item, codes.binary_search(&item.code.as_str()).ok()))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "cors",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: &str, items: &[Item]) -> Value {
    let level = { items.iter() }
        .filter(|item| item.code == code)
        .map(|item| item.severity)
        .max();
    let (summary, help) = match pages::page(code) {
        Some(page) => (page.summary, page.text),
        None => {
            let known = Code::all().find(|known| known.as_str() == code);
            let description = known.map_or("", Code::description);
            (description, description)
        }
    };
    let mut rule = json!({ "id": code });
    if !summary.is_empty() {
        rule["shortDescription"] = json!({ "text": summary });
        rule["help"] = json!({ "text": help, "markdown": help });
    }
    if let Some(level) = level {
        rule["defaultConfiguration"] = json!({ "level": level.as_str() });
    }
    rule
}

fn result(item: &Item, rule: Option<usize>) -> Value {
    let mut place = json!({ "artifactLocation": artifact(item) });
    if let Some(at) = &item.region {
        place["region"] = region(at);
    } else if !item.is_url() {
        // Code scanning shows no result without a line.
        place["region"] = json!({ "startLine": 1 });
    }
    let mut result = json!({
        "ruleId": item.code,
        "level": item.severity.as_str(),
        "message": { "text": item.sentence() },
        "locations": [{ "physicalLocation": place }],
    });
    if let Some(index) = rule {
        result["ruleIndex"] = json!(index);
    }
    if let Some(fix) = &item.fix {
        let description = item.help.as_deref().unwrap_or("write this instead");
        result["fixes"] = json!([{
            "description": { "text": description },
            "artifactChanges": [{
                "artifactLocation": artifact(item),
                "replacements": [{
                    "deletedRegion": region(&fix.region),
                    "insertedContent": { "text": fix.text },
                }],
            }],
        }]);
    }
    result
}

fn region(region: &Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        // The character behind the last one, as it is here.
        "endColumn": region.end_column,
    })
}

fn artifact(item: &Item) -> Value {
    let mut location = Map::new();
    location.insert("uri".to_owned(), uri(item).into());
    Value::Object(location)
}

/// Paths are relative to where the command ran, which is where code scanning looks for them.
fn uri(item: &Item) -> String {
    if item.is_url() {
        return item.location.clone();
    }
    let path = Path::new(&item.location);
    if let Ok(url) = Url::from_file_path(path) {
        return url.into();
    }
    let path = match cfg!(windows) {
        true => item.location.replace('\\', "/"),
        false => item.location.clone(),
    };
    let mut uri = String::new();
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into());
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn what_is_written() {
        let log: Value = serde_json::from_str(&sarif(&sample::items())).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: Vec<_> = rules.iter().map(|rule| &rule["id"]).collect();
        assert_eq!(ids, ["allows-null", "origin-path", "unknown-format"]);
        assert!(
            rules[1]["help"]["text"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let result = &run["results"][0];
        assert_eq!(result["ruleIndex"], 1);
        let region = json!({ "startLine": 2, "startColumn": 18, "endLine": 2, "endColumn": 44 });
        assert_eq!(
            result["locations"],
            json!([{ "physicalLocation": {
                "artifactLocation": { "uri": "conf/a%20b.toml" },
                "region": region,
            } }])
        );
        assert_eq!(
            result["fixes"][0]["artifactChanges"],
            json!([{
                "artifactLocation": { "uri": "conf/a%20b.toml" },
                "replacements": [{
                    "deletedRegion": region,
                    "insertedContent": { "text": "\"https://app.example.com\"" },
                }],
            }])
        );
        let places: Vec<_> = { run["results"].as_array().unwrap().iter() }
            .map(|result| result["locations"][0]["physicalLocation"].clone())
            .collect();
        assert_eq!(
            places[1..],
            [
                json!({ "artifactLocation": { "uri": "cors.ini" }, "region": { "startLine": 1 } }),
                json!({ "artifactLocation": { "uri": "https://api.example.com/" } }),
            ]
        );
    }

    #[test]
    fn paths_are_uris() {
        let [mut item, ..] = sample::items();
        for (path, expected) in [
            ("./cors.toml", "cors.toml"),
            ("../ä#?:%.toml", "../%C3%A4%23%3F%3A%25.toml"),
            ("/etc/my cors.toml", "file:///etc/my%20cors.toml"),
        ] {
            path.clone_into(&mut item.location);
            assert_eq!(uri(&item), expected);
        }
    }
}
